"""An event to be looked at in, its page of the desk out: each claim with its sentence, its fields, its decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import groupby

from marsad.domain.filter import Filter
from marsad.domain.judgement import Judgement
from marsad.domain.record import EventRecord
from marsad.export.sentences import event_title
from marsad.export.tolls import span_of
from marsad.export.wording import Words, capitalised, event_family, toll_words
from marsad.store.deciding import judgements_about
from marsad.store.paging import Order, Stretch, page_events
from marsad.web.corrections import Correctable, correctable
from marsad.web.labels import judgement_label
from marsad.web.policy import admit, admit_list
from marsad.web.reasons import Near, near_events
from marsad.web.sentences import Sentence, sentence_of
from marsad.web.site import Site

MOST_BESIDE = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A decision that stands or was taken back."""

    id: str
    what: str
    kind: str
    author: str
    at: str
    because: str
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One claim on the desk."""

    id: str
    sentence: Sentence
    fields: tuple[Correctable, ...]
    made: tuple[Made, ...]

    @property
    def groups(self) -> list[tuple[str, list[Correctable]]]:
        """The fields under their heads, in the order of the form."""
        return [(head, list(fields)) for head, fields in groupby(self.fields, key=lambda one: one.group)]

    @property
    def is_decided(self) -> bool:
        """Whether a decision on it stands."""
        return any(not one.undone for one in self.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Another event of the same place and days."""

    id: str
    title: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """What the page is made of. `version` changes with each decision on any of the event's claims."""

    event: EventRecord
    family: str
    title: Words
    tolls: tuple[Words, ...]
    items: tuple[Item, ...]
    near: tuple[Near, ...]
    beside: tuple[Beside, ...]
    version: str

    @property
    def decided(self) -> int:
        """How many of its claims are decided on."""
        return sum(item.is_decided for item in self.items)

    @property
    def others(self) -> tuple[Near | Beside, ...]:
        """The events that it may be one with: those that came near, else others of its place and days."""
        return self.near or self.beside

    @property
    def next_claim(self) -> str:
        """The first claim that waits, "" where none does."""
        return next((item.id for item in self.items if not item.is_decided), "")


def view_review(site: Site, kept: EventRecord) -> ReviewView | None:
    """The page; None for an event of which a protected source tells."""
    shown = admit(site.store, events=[kept])
    if not shown.record.events or not all(shown.may_cite(claim) for claim in kept.claims):
        return None
    event = shown.record.events[0]
    judgements = judgements_about(site.store, kept.claims)
    near = near_events(site, kept) or ()
    sentences = {claim: sentence_of([claim], shown) for claim in kept.claims}
    ordered = sorted(sentences.items(), key=lambda one: (one[1].day is None, one[1].day, one[1].document, one[1].start))
    items = (
        Item(id=key, sentence=sentence, fields=correctable(shown.claims[key]), made=tuple(_made(key, judgements)))
        for key, sentence in ordered
    )
    return ReviewView(
        event=event, family=event_family(event.type), title=capitalised(event_title(event)), items=tuple(items),
        tolls=tuple(toll_words(toll.harm, toll.victims, toll.side, span_of(toll).bounds) for toll in event.tolls),
        near=near, beside=() if near else _beside(site, event), version=version_of(kept, judgements),
    )  # fmt: skip


def _beside(site: Site, event: EventRecord) -> tuple[Beside, ...]:
    """Open events of the place within a day of it, the newest first; none where either is not known."""
    if event.place is None or event.time is None or event.time.start is None:
        return ()
    first, last = event.time.start, event.time.end or event.time.start
    wanted = Filter(place=event.place.name, since=first - ONE_DAY, until=last + ONE_DAY, shielded=True)
    found = page_events(site.store, wanted, Order.NEWEST, Stretch(limit=MOST_BESIDE + 1)).items
    listed = admit_list(site.store, events=(one for one in found if one.id != event.id))
    open_ones = [one for one in listed.record.events if one.id not in listed.hidden]
    return tuple(Beside(id=one.id, title=capitalised(event_title(one))) for one in open_ones[:MOST_BESIDE])


def version_of(event: EventRecord, judgements: Iterable[Judgement]) -> str:
    """One word for the claims and decisions that a reviewer has before them."""
    parts = [*event.claims, *(f"{one.id}{one.undone}" for one in judgements)]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _made(claim: str, judgements: Iterable[Judgement]) -> Iterable[Made]:
    for one in judgements:
        if claim in one.claims:
            yield Made(
                id=one.id, what=judgement_label(one), kind=one.kind.value, author=one.author, undone=one.undone,
                at=one.at.strftime("%Y-%m-%d %H:%M UTC"), because=one.because or "",
            )  # fmt: skip
