"""What the reader recognised on the way to its claims: places, times, actors and attributed speech."""

from dataclasses import dataclass

from marsad.domain.claim import Quote
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    document: str
    quote: Quote
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    document: str
    quote: Quote
    time: TimeSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """`actor` is the fullest usual name: the actor file's, else the text's own."""

    document: str
    quote: Quote
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Words that the text attributes: `quote` is what was said, `speaker` and `cue` are slices too."""

    document: str
    quote: Quote
    speaker: Quote | None = None
    cue: Quote | None = None


Mention = PlaceMention | TimeMention | ActorMention | Speech
