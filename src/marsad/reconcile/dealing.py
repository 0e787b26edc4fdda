"""What is dealt out between the steps of a record made in parts: the bins, and what every step is given."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from hashlib import sha256
from typing import Any, Protocol

from marsad.domain.actor import Actor
from marsad.reconcile.names import ActorNames, index_actors
from marsad.reconcile.tables import Profile, find_profile

WHOLE = 0
"""The part to which goes what one process looks at as a whole."""


class Hand(Protocol):
    """What one step of one part deals out: each thing into a bin, of a name and a part."""

    def deal(self, name: str, part: int, thing: Any) -> None:
        """Put a thing into a bin."""


class Bins(Protocol):
    """The bins. A step of a part may be done again: what it dealt then takes the place of what it dealt before."""

    @property
    def parts(self) -> int: ...

    def hand(self, step: str, part: int) -> AbstractContextManager[Hand]:
        """What a step of a part deals with."""

    def read(self, name: str, part: int) -> Iterator[Any]:
        """What lies in a bin, by the part that dealt it, then in the order in which it was dealt."""


class Table:
    """What every step is given: the bins, `names` of the actor file, and the `profile` by which words become numbers.

    Raises:
        SetupError: no profile has that name.
    """

    def __init__(self, bins: Bins, actors: Iterable[Actor], profile: str) -> None:
        self.bins = bins
        self.names: ActorNames = index_actors(actors)
        self.profile: Profile = find_profile(profile)

    def part_of(self, key: object) -> int:
        """The part that a key goes to: the same in every process."""
        digest = sha256(repr(key).encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.bins.parts


Step = Callable[[Table, int], None]
Do = Callable[[Step, Table, Iterable[int]], None]
"""Does a step for each of the parts, in whatever order and in whatever process."""

GROUPS = ("events", "aggregates", "control", "actors", "problems")
"""The names of the bins in which the record lies in the end, as its fields are called."""


def do_here(step: Step, table: Table, parts: Iterable[int]) -> None:
    """Does it in this process, one part after the other."""
    for part in parts:
        step(table, part)
