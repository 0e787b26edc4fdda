"""Events that may be shown in, the rows of a list out; and where in a long list a page stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import Harm
from marsad.export.sentences import event_title
from marsad.export.tolls import Span, event_span
from marsad.export.wording import Words, capitalised, event_family, place_words
from marsad.store.paging import Stretch
from marsad.web.asked import Asked
from marsad.web.labels import short_when

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event as a list shows it."""

    id: str
    family: str
    title: Words
    where: Words
    place: str
    when: str
    killed: Span
    injured: Span
    grade: str
    reason: str
    voices: tuple[str, ...]
    claims: int
    background: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Which page of how many, with the addresses of those beside it."""

    page: int
    pages: int
    total: int
    first: int
    last: int
    before: str | None
    after: str | None


def event_rows(events: Iterable[EventRecord]) -> list[EventRow]:
    """One row an event, in the order given."""
    return [
        EventRow(
            id=event.id, family=event_family(event.type),
            title=capitalised(event_title(event, without_place=True, without_time=True)),
            where=place_words(event.place), place=event.place.name if event.place else "",
            when=short_when(event.time), killed=event_span(event, Harm.KILLED), injured=event_span(event, Harm.INJURED),
            grade=event.grade.value, reason=event.grade_reason, voices=event.voices, claims=len(event.claims),
            background=event.background,
        )
        for event in events
    ]  # fmt: skip


def stretch_of(asked: Asked, size: int = PAGE_SIZE) -> Stretch:
    """The part of the list that the page shows."""
    return Stretch(offset=(asked.page - 1) * size, limit=size)


def pager(asked: Any, path: str, total: int, size: int = PAGE_SIZE) -> Pager:
    """Where the page stands; `asked` knows its own address with another page."""
    pages = max(1, -(-total // size))
    first = (asked.page - 1) * size + 1
    return Pager(
        page=asked.page, pages=pages, total=total, first=min(first, total), last=min(asked.page * size, total),
        before=asked.address(path, page=asked.page - 1) if asked.page > 1 else None,
        after=asked.address(path, page=asked.page + 1) if asked.page < pages else None,
    )  # fmt: skip
