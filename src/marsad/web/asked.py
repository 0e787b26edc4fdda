"""The address of a page in, what it asks for out, and back: the whole state of a list stands in its address."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Path, Query
from pydantic import BeforeValidator, StringConstraints

from marsad.domain.filter import Filter
from marsad.domain.vocabulary import EventType, Grade
from marsad.store.paging import Order

LONGEST = 200
"""Characters of a word that is asked for; a form sends no more."""


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


EmptyIsNone = BeforeValidator(_none_if_empty)
A_DAY = "2024-12-01"
OptionalDay = Annotated[date | None, EmptyIsNone, Query(description="A day, YYYY-MM-DD.", examples=[A_DAY])]
ShortText = Annotated[str, StringConstraints(max_length=LONGEST, strip_whitespace=True)]
OptionalText = Annotated[ShortText | None, EmptyIsNone, Query()]
Since = Annotated[date | None, EmptyIsNone, Query(description="From this day on, YYYY-MM-DD.", examples=[A_DAY])]
Until = Annotated[date | None, EmptyIsNone, Query(description="Up to this day, YYYY-MM-DD.", examples=["2024-12-08"])]
PlaceName = Annotated[
    ShortText | None, EmptyIsNone, Query(description="A place, or a province with its places.", examples=["Daraa"])
]
ActorName = Annotated[
    ShortText | None, EmptyIsNone, Query(description="An actor, by a name that it is given.", examples=["Russia"])
]
OutletName = Annotated[
    ShortText | None, EmptyIsNone, Query(description="The outlet that published it.", examples=["Continental Press"])
]
Words = Annotated[
    ShortText | None,
    EmptyIsNone,
    Query(description="Words, “a phrase” in quotation marks.", examples=["market strike"]),
]
OptionalType = Annotated[EventType | None, EmptyIsNone, Query(description="A kind of event.", examples=["air_strike"])]
OptionalGrade = Annotated[
    Grade | None, EmptyIsNone, Query(description="How far it is corroborated.", examples=["contested"])
]
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Page of a long list, from 1.")]


EventId = Annotated[str, Path(description="Id of an event.")]
SpellId = Annotated[str, Path(description="Id of a spell of control.")]
ThingId = Annotated[str, Path(description="Id of an event or of a spell of control.")]
DocumentId = Annotated[str, Path(description="Id of a document; it may hold slashes.")]
ExactName = Annotated[str, Path(description="The name to the letter; it may hold slashes.")]
TheDay = Annotated[date, Path(description="A day, YYYY-MM-DD.", examples=[A_DAY])]
TheOrder = Annotated[Order, Query(description="How the list stands.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list is asked for: days, both inclusive, place, actor, type, grade, outlet, and which page of it."""

    since: date | None = None
    until: date | None = None
    place: str | None = None
    actor: str | None = None
    type: EventType | None = None
    grade: Grade | None = None
    source: str | None = None
    page: int = 1

    @property
    def wanted(self) -> Filter:
        """The filter that the store is asked by."""
        kind = self.type.value if self.type else None
        grade = self.grade.value if self.grade else None
        return Filter(
            since=self.since, until=self.until, place=self.place, actor=self.actor, kind=kind, grade=grade,
            source=self.source, shielded=True,
        )  # fmt: skip

    @property
    def wanted_of_any_kind(self) -> Filter:
        """The filter for what is no event, and so has neither a type of event nor a grade."""
        return replace(self.wanted, kind=None, grade=None)

    @property
    def is_narrowed(self) -> bool:
        """True where anything but days is asked for."""
        return any((self.place, self.actor, self.type, self.grade, self.source))

    def address(self, path: str, **changes: Any) -> str:
        """The address of the path with this state, but for the changes; what is not asked for is not in it."""
        state = {"page": 1} | changes
        pairs = {name: state[name] if name in state else getattr(self, name) for name in self.__slots__}
        kept = {
            name: value for name, value in pairs.items() if value not in {None, ""} and (name, value) != ("page", 1)
        }
        return f"{path}?{urlencode(kept)}" if kept else path


def asked(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    type: OptionalType = None,  # noqa: A002  # the name in the address
    grade: OptionalGrade = None,
    source: OutletName = None,
    page: PageNumber = 1,
) -> Asked:
    """What the address asks for."""
    return Asked(since=since, until=until, place=place, actor=actor, type=type, grade=grade, source=source, page=page)


TheAsked = Annotated[Asked, Depends(asked)]
