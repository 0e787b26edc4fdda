"""Names of places in, places with their points out: the packaged index and any that the user adds."""

from marsad.reading.gazetteer.dump import compile_dump
from marsad.reading.gazetteer.entry import Entry, Quality
from marsad.reading.gazetteer.search import Gazetteer

__all__ = ["Entry", "Gazetteer", "Quality", "compile_dump"]
