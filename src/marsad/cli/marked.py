"""Claims in, their sentences out with figure, place and speaker marked."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from marsad.cli.screen import visible
from marsad.domain.claim import Attribution, Casualty, Claim, Control, Event, Quote, Relation, Statement
from marsad.domain.document import Document
from marsad.domain.vocabulary import Role

if TYPE_CHECKING:
    from rich.text import Text

FIGURE, NUMBER, PLACE, TIME, QUOTE = "bold red", "reverse", "bold cyan", "green", "underline"
CONTEXT_CHARACTERS = 160

Span = tuple[int, int, str]
"""Start, end (exclusive), style."""


def mark(text: str, spans: Iterable[Span]) -> "Text":
    """The text with each span in its style, spans being offsets into it; control characters are spelt out."""
    from rich.text import Text  # noqa: PLC0415

    kept = [(max(start, 0), min(end, len(text)), style) for start, end, style in spans]
    cuts = sorted({0, len(text), *(at for start, end, _ in kept for at in (start, end) if 0 <= at <= len(text))})
    marked = Text()
    for start, end in pairwise(cuts):
        styles = " ".join(style for first, last, style in kept if first <= start and end <= last)
        marked.append(visible(text[start:end]), style=styles or None)
    return marked


def sentence(claims: Sequence[Claim]) -> "Text":
    """The one quote of the claims with the words of each marked in it."""
    return mark(claims[0].quote.text, (span for claim in claims for span in _own_spans(claim, 0)))


def in_context(claim: Claim, document: Document) -> "Text":
    """The quote underlined between whole words around it, its own words marked; "…" where the text goes on."""
    start, end = claim.quote.start, claim.quote.end
    before, after = _end_of(document.text[:start]), _start_of(document.text[end:])
    spans = [(len(before), len(before) + end - start, QUOTE), *_own_spans(claim, len(before))]
    return mark(before + document.text[start:end] + after, spans)


def _end_of(text: str) -> str:
    """The last words of the text, none cut."""
    if len(text) <= CONTEXT_CHARACTERS:
        return text
    _, space, words = text[-CONTEXT_CHARACTERS - 1 :].partition(" ")
    return f"… {words}" if space else "… "


def _start_of(text: str) -> str:
    """The first words of the text, none cut."""
    if len(text) <= CONTEXT_CHARACTERS:
        return text
    words, space, _ = text[: CONTEXT_CHARACTERS + 1].rpartition(" ")
    return f"{words} …" if space else " …"


def whole_text(document: Document, claims: Sequence[Claim]) -> "Text":
    """The document's text with every quote underlined and every figure and place marked."""
    spans = [(claim.quote.start, claim.quote.end, QUOTE) for claim in claims]
    return mark(document.text, [*spans, *(span for claim in claims for span in _own_spans(claim, claim.quote.start))])


def credit(attribution: Attribution | None, source: str | None) -> str:
    """Whom the words credit and where they stood, in words."""
    outlet = source or "source not given"
    if attribution is None:
        return f"{outlet}, in its own voice"
    via = f", through {', '.join(attribution.via)}" if attribution.via else ""
    person = f" ({attribution.spokesperson})" if attribution.spokesperson else ""
    told = f", told {attribution.said_to}" if attribution.said_to else ""
    role = "" if attribution.role is Role.UNKNOWN else f", {attribution.role.value.replace('_', ' ')}"
    return f"{attribution.speaker}{person}{role}{told}{via}; in {outlet}"


def label(claim: Claim) -> str:
    """What the claim says, in one short line."""
    doubts = [word for word in (claim.modality.value, "background" * claim.background) if word and word != "asserted"]
    said = f"{claim.kind.value}: {_say(claim)}"
    return f"{said} [{', '.join(doubts)}]" if doubts else said


def _say(claim: Claim) -> str:
    place = claim.place.name if claim.place else "place not given"
    match claim.said:
        case Event(type=kind, agents=agents, recipients=recipients):
            sides = " → ".join(filter(None, (", ".join(agents), ", ".join(recipients))))
            return f"{kind.value}, {place}" + (f" ({sides})" if sides else "")
        case Casualty(harm=harm, victims=victims, side=side, words=words, scope=scope):
            return f"{words} {harm.value}, {side or victims.value}, {place}, {scope.value}"
        case Control(state=state, holder=holder):
            return f"{place} {state.value} {', '.join(holder)}".rstrip()
        case Statement(act=act, about=about):
            return f"{act.value}" + (f" about {about}" if about else "")
        case Relation(subject=subject, relation=relation, object=other):
            return f"{subject} {relation.value} {other}"


def _own_spans(claim: Claim, offset: int) -> list[Span]:
    figure = claim.said.words if isinstance(claim.said, Casualty) else ""
    place, time = claim.place.text if claim.place else "", claim.time.text if claim.time else ""
    found = []
    for words, style in ((figure, FIGURE), (place, PLACE), (time, TIME)):
        at = claim.quote.text.find(words) if words else -1
        if at >= 0:
            found.append((offset + at, offset + at + len(words), style))
    number = number_of(claim)
    if number is not None:
        found.append((offset + number.start - claim.quote.start, offset + number.end - claim.quote.start, NUMBER))
    return found


def number_of(claim: Claim) -> Quote | None:
    """The word of the text that is the claim's number; None where it claims no figure or the text gives it no word."""
    return claim.said.figure if isinstance(claim.said, Casualty) else None
