"""Keeps originals, documents, claims, judgements and the record; what was taken in is never altered."""

from marsad.store.counting import Counts
from marsad.store.store import Kept, Store

__all__ = ["Counts", "Kept", "Store"]
