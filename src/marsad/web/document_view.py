"""A document that may be opened in, its page out: the text cut where claims begin and end, and the claims beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.filter import Filter
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.domain.wire import claim_id
from marsad.export.sentences import control_words, event_title
from marsad.export.shield import voice_of
from marsad.export.wording import Words, capitalised
from marsad.pipeline.origin import Origin, origin_of
from marsad.store import Store
from marsad.store.paging import events_by_ids, links_of_claims, spells_by_ids
from marsad.web.labels import claim_label
from marsad.web.policy import admit
from marsad.web.sentences import doubts_of, own_marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the text in which the same claims hold. `begins` are the claims whose sentence starts here."""

    text: str
    kinds: tuple[str, ...]
    claims: tuple[str, ...]
    marks: tuple[str, ...]
    begins: tuple[str, ...]
    passed_over: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOf:
    """What of the record a claim tells of."""

    address: str
    title: Words
    against: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """One claim in the list beside the text."""

    id: str
    kind: str
    label: str
    voice: str
    doubts: tuple[str, ...]
    rule: str
    tells_of: tuple[ToldOf, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """What the page is made of."""

    document: Document
    segments: tuple[Segment, ...]
    claims: tuple[ClaimView, ...]
    problems: tuple[Problem, ...]
    origin: Origin

    @property
    def passed_over(self) -> tuple[Problem, ...]:
        """Words that look like a claim and were not taken for one."""
        return tuple(one for one in self.problems if one.code is ProblemCode.PASSED_OVER)

    @property
    def difficult(self) -> tuple[Problem, ...]:
        """What else made the text difficult."""
        return tuple(one for one in self.problems if one.code is not ProblemCode.PASSED_OVER)


def view_document(store: Store, document: Document) -> DocumentView:
    """The page of the document."""
    claims = {claim_id(claim): claim for claim in store.claims(Filter(document=document.id))}
    problems = tuple(store.problems(Filter(document=document.id)))
    ordered = dict(sorted(claims.items(), key=lambda item: (item[1].quote.start, item[1].kind, item[0])))
    return DocumentView(
        document=document, segments=tuple(cut_text(document.text, ordered.items(), problems)),
        claims=tuple(_claims(store, ordered)), problems=problems,
        origin=origin_of(store, document),
    )  # fmt: skip


def cut_text(text: str, claims: Iterable[tuple[str, Claim]], problems: Iterable[Problem]) -> Iterable[Segment]:
    """The text cut at every end of a quote, a mark or a passed-over word, so that what overlaps is told apart."""
    quotes = [(claim.quote.start, claim.quote.end, key, claim) for key, claim in claims]
    marks = [
        (c.quote.start + start, c.quote.start + end, css) for _, _, _, c in quotes for start, end, css in own_marks(c)
    ]
    words = [
        (p.quote.start, p.quote.end, str(i)) for i, p in enumerate(problems) if p.quote and p.code == "passed-over"
    ]
    spans = [
        *((start, end) for start, end, *_ in quotes),
        *((s, e) for s, e, _ in marks),
        *((s, e) for s, e, _ in words),
    ]
    cuts = sorted({0, len(text), *(at for span in spans for at in span if 0 <= at <= len(text))})
    for start, end in pairwise(cuts):
        held = [(first, key, claim) for first, last, key, claim in quotes if first <= start and end <= last]
        yield Segment(
            text=text[start:end], kinds=_distinct(claim.kind.value for _, _, claim in held),
            claims=tuple(key for _, key, _ in held), marks=_covering(marks, start, end),
            begins=tuple(key for first, key, _ in held if first == start),
            passed_over=_covering(words, start, end),
        )  # fmt: skip


def _covering(spans: Sequence[tuple[int, int, str]], start: int, end: int) -> tuple[str, ...]:
    return _distinct(name for first, last, name in spans if first <= start and end <= last)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _claims(store: Store, claims: dict[str, Claim]) -> Iterable[ClaimView]:
    links = links_of_claims(store, list(claims))
    titles = _titles(store, {of for told in links.values() for _, of in told})
    for key, claim in claims.items():
        told = [(kind, of) for kind, of in links.get(key, ()) if of in titles]
        yield ClaimView(
            id=key, kind=claim.kind.value, label=claim_label(claim), voice=voice_of(claim), doubts=doubts_of(claim),
            rule=claim.rule or "",
            tells_of=tuple(
                ToldOf(address=titles[of][0], title=titles[of][1], against=kind == "against") for kind, of in told
            ),
        )  # fmt: skip


def _titles(store: Store, ids: set[str]) -> dict[str, tuple[str, Words]]:
    events, spells = events_by_ids(store, list(ids)), spells_by_ids(store, list(ids))
    record = admit(store, events=events.values(), control=spells.values()).record
    titles = {event.id: (f"/events/{event.id}", capitalised(event_title(event))) for event in record.events}
    return titles | {
        spell.id: (f"/control/spells/{spell.id}", control_words(spell, spell.until or spell.known_from or date.max))
        for spell in record.control
    }
