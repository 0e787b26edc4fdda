"""Keeps originals, documents, claims, judgements and the record; what was taken in is never altered."""

from marsad.store.store import Counts, Kept, Store

__all__ = ["Counts", "Kept", "Store"]
