"""A version that can be published in, what a page shows of it out; nothing else of the record is asked for."""

from dataclasses import dataclass
from datetime import date

from marsad.domain.publication import Pinned, PinnedSentence
from marsad.domain.record import ControlSpell, EventRecord, Revision, Toll
from marsad.export.sentences import control_words, event_title, state_words, toll_name
from marsad.export.tolls import Span, span_of
from marsad.export.wording import Words, capitalised, event_family, event_name, figure_words, name, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """One figure that a voice gave; `anchor` is where its sentence stands on the page, "" for a protected source's."""

    text: str
    words: str
    voice: str
    reported: date | None
    stands: bool
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TollView:
    """One toll with every figure given; `part` names the group that it is a part of."""

    name: Words
    harm: str
    now: Span
    part: str
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedView:
    """One version as a page shows it; of an event or of a spell, the other is None."""

    title: Words
    family: str
    kind: str
    event: EventRecord | None
    spell: ControlSpell | None
    tolls: tuple[TollView, ...]
    sentences: tuple[PinnedSentence, ...]
    held_back: bool
    version: str


def view_pinned(pinned: Pinned) -> PinnedView:
    """What a page shows of the version."""
    event, spell = pinned.event, pinned.spell
    anchors = {claim: f"s-{at}" for at, one in enumerate(pinned.sentences, 1) for claim in one.claims}
    return PinnedView(
        title=pinned_title(pinned), family=event_family(event.type) if event else "",
        kind=event_name(event.type) if event else "control", event=event, spell=spell, held_back=pinned.held_back,
        tolls=tuple(_toll(toll, anchors) for toll in event.tolls) if event else (), sentences=pinned.sentences,
        version=pinned.version,
    )  # fmt: skip


def pinned_title(pinned: Pinned, *, short: bool = False) -> Words:
    """The event, or who holds which place; `short` leaves place and time to other columns."""
    if pinned.event:
        return capitalised(event_title(pinned.event, without_place=short, without_time=short))
    spell = pinned.spell
    assert spell is not None  # it is the one or the other
    return (*name(spell.place.name), *plain(": "), *state_words(spell.state, spell.holder))


def spell_words(spell: ControlSpell) -> Words:
    """The spell in one sentence with its days."""
    return control_words(spell, spell.until or date.max)


def _toll(toll: Toll, anchors: dict[str, str]) -> TollView:
    return TollView(
        name=capitalised(toll_name(toll)), harm=toll.harm.value, now=span_of(toll),
        part=toll.part_of.value if toll.part_of else "",
        figures=tuple(_figure(one, anchors) for one in toll.revisions),
    )  # fmt: skip


def _figure(one: Revision, anchors: dict[str, str]) -> FigureView:
    return FigureView(
        text=figure_words(one.low, one.best, one.high), words=one.words, voice=one.voice, reported=one.reported,
        stands=one.current, anchor=anchors.get(one.claim, ""),
    )  # fmt: skip
