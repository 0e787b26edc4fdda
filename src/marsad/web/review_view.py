"""An event to be looked at in, its page of the desk out: each claim with its sentence, its fields, its decisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from marsad.domain.judgement import Judgement
from marsad.domain.record import EventRecord
from marsad.export.sentences import event_title
from marsad.export.tolls import span_of
from marsad.export.wording import Words, capitalised, event_family, toll_words
from marsad.store.deciding import judgements_about
from marsad.web.corrections import Correctable, correctable
from marsad.web.labels import judgement_label
from marsad.web.policy import admit
from marsad.web.reasons import Near, near_events
from marsad.web.sentences import Sentence, sentence_of
from marsad.web.site import Site


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
    def is_decided(self) -> bool:
        """Whether a decision on it stands."""
        return any(not one.undone for one in self.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """What the page is made of. `version` changes with each decision on any of the event's claims."""

    event: EventRecord
    family: str
    title: Words
    tolls: tuple[Words, ...]
    items: tuple[Item, ...]
    near: tuple[Near, ...]
    version: str

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
    sentences = {claim: sentence_of([claim], shown) for claim in kept.claims}
    ordered = sorted(sentences.items(), key=lambda one: (one[1].day is None, one[1].day, one[1].document, one[1].start))
    items = (
        Item(id=key, sentence=sentence, fields=correctable(shown.claims[key]), made=tuple(_made(key, judgements)))
        for key, sentence in ordered
    )
    return ReviewView(
        event=event, family=event_family(event.type), title=capitalised(event_title(event)), items=tuple(items),
        tolls=tuple(toll_words(toll.harm, toll.victims, toll.side, span_of(toll).bounds) for toll in event.tolls),
        near=near_events(site, kept) or (), version=version_of(kept, judgements),
    )  # fmt: skip


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
