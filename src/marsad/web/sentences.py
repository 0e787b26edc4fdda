"""Claims that may be shown in, their sentences out: marked, in context, with the voice, the outlet and the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from urllib.parse import quote

from marsad.domain.claim import Casualty, Claim
from marsad.domain.document import Document
from marsad.domain.vocabulary import Modality
from marsad.export.shield import Shielded, voice_of
from marsad.export.wording import say
from marsad.web.labels import claim_label

CONTEXT = 180
"""Characters before and after a sentence: about a sentence each."""

Mark = tuple[int, int, str]
Piece = tuple[str, str]
"""Text and the class that it is marked with, "" for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One claim of a sentence: what it says, and how far the text stands by it."""

    claim: str
    kind: str
    label: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as a page shows it, with all that it claims; `held_back` says why there is no more than a day."""

    told: tuple[Told, ...] = ()
    before: str = ""
    pieces: tuple[Piece, ...] = ()
    after: str = ""
    voice: str = ""
    role: str = ""
    spokesperson: str = ""
    via: tuple[str, ...] = ()
    outlet: str = ""
    document: str = ""
    title: str = ""
    day: date | None = None
    start: int = 0
    held_back: str = ""

    @property
    def address(self) -> str:
        """Where the sentence stands in its document."""
        return f"/documents/{quote(self.document, safe='')}#t-{self.told[0].claim}"


def sentence_of(claim_ids: Sequence[str], shown: Shielded, *, context: int = CONTEXT) -> Sentence:
    """The sentence of the claims, which are of one quote and one voice, as it may be shown."""
    claim = shown.claims.get(claim_ids[0])
    if claim is None:
        return Sentence(held_back=say("protected", "missing"))
    document = shown.documents.get(claim.document)
    if claim.protected or document is None:
        return Sentence(held_back=say("protected", "outlet"), day=claim.reported)
    marks = [mark for key in claim_ids for mark in own_marks(shown.claims[key])]
    credit = claim.attribution
    return Sentence(
        told=tuple(_told(key, shown.claims[key]) for key in claim_ids),
        before=_before(document, claim, context), pieces=marked(claim.quote.text, marks),
        after=_after(document, claim, context), voice=voice_of(claim) or say("note", "unnamed"),
        role=say("role", credit.role) if credit else "", spokesperson=(credit.spokesperson or "") if credit else "",
        via=credit.via if credit else (), outlet=document.source or say("note", "unnamed"), document=document.id,
        title=document.title or "", day=claim.reported or document.date, start=claim.quote.start,
    )  # fmt: skip


def sentences_of(ids: Iterable[str], shown: Shielded, *, context: int = CONTEXT) -> list[Sentence]:
    """One sentence a quote and voice, by day, outlet and place in the text; those held back stand last."""
    groups: dict[tuple[str, int, int, str], list[str]] = {}
    for key in ids:
        claim = shown.claims.get(key)
        is_open = claim is not None and not claim.protected
        mark = (
            (claim.document, claim.quote.start, claim.quote.end, voice_of(claim))
            if claim and is_open
            else (key, 0, 0, "")
        )
        groups.setdefault(mark, []).append(key)
    found = [sentence_of(keys, shown, context=context) for keys in groups.values()]
    return sorted(
        found, key=lambda one: (bool(one.held_back), one.day or date.min, one.outlet, one.document, one.start)
    )


def _told(key: str, claim: Claim) -> Told:
    return Told(claim=key, kind=claim.kind.value, label=claim_label(claim), doubts=doubts_of(claim))


def own_marks(claim: Claim) -> list[Mark]:
    """Where in the quote its figure, place and time stand."""
    words = claim.said.words if isinstance(claim.said, Casualty) else ""
    parts = ((words, "m-figure"), (claim.place.text if claim.place else "", "m-place"))
    found = ((claim.quote.text.find(part), part, css) for part, css in parts if part)
    return [(at, at + len(part), css) for at, part, css in found if at >= 0]


def marked(text: str, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """The text cut at every mark's ends; where marks overlap the piece bears all their classes."""
    kept = list(marks)
    cuts = sorted({0, len(text), *(at for start, end, _ in kept for at in (start, end) if 0 <= at <= len(text))})
    return tuple(
        (text[start:end], " ".join(dict.fromkeys(css for first, last, css in kept if first <= start and end <= last)))
        for start, end in pairwise(cuts)
    )


def doubts_of(claim: Claim) -> tuple[str, ...]:
    """How far the text stands by it: denied, possible, planned, told as history."""
    doubts = () if claim.modality is Modality.ASSERTED else (claim.modality.value,)
    return (*doubts, *(("history",) if claim.background else ()))


def _before(document: Document, claim: Claim, context: int) -> str:
    """What stands before it, from a whole word on."""
    if not context:
        return ""
    start = max(0, claim.quote.start - context)
    cut = document.text[start : claim.quote.start]
    return f"… {cut.partition(' ')[2].lstrip()}" if start else cut.lstrip()


def _after(document: Document, claim: Claim, context: int) -> str:
    """What stands behind it, to a whole word."""
    if not context:
        return ""
    end = min(len(document.text), claim.quote.end + context)
    cut = document.text[claim.quote.end : end]
    return f"{cut.rpartition(' ')[0].rstrip()} …" if end < len(document.text) else cut.rstrip()
