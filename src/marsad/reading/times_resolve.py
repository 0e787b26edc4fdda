"""The name of a rule's resolver in, the function out."""

from collections.abc import Callable, Mapping
from types import ModuleType

from marsad.domain.time import TimeSpan
from marsad.reading import times_days, times_lengths, times_spans
from marsad.reading.times_moment import Moment
from marsad.reading.times_patterns import Words

Resolver = Callable[[Words, Moment], TimeSpan]


def _resolvers_of(room: ModuleType) -> dict[str, Resolver]:
    return {
        name.removeprefix("resolve_"): function for name, function in vars(room).items() if name.startswith("resolve_")
    }


RESOLVERS: Mapping[str, Resolver] = {
    name: function
    for room in (times_spans, times_days, times_lengths)
    for name, function in _resolvers_of(room).items()
}
"""The functions by the name that a rule's `resolve` gives."""
