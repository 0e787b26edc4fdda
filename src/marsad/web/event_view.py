"""An event in, all that its page shows out: tolls with every figure, who is named by whom, sentences, judgements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from marsad.domain.judgement import Judgement
from marsad.domain.record import AggregateRecord, EventRecord, Toll
from marsad.export.sentences import event_title, is_told_of, toll_name
from marsad.export.shield import Shielded
from marsad.export.svg_map import map_file
from marsad.export.svg_revisions import draw_revisions
from marsad.export.tolls import Span, span_of
from marsad.export.wording import Words, capitalised, event_family, event_name, say, text_of, toll_words, victims_words
from marsad.store.deciding import judgements_about
from marsad.store.paging import aggregates_over
from marsad.web.labels import judgement_label
from marsad.web.named import Named, named_in
from marsad.web.policy import admit
from marsad.web.reasons import Near, near_events
from marsad.web.sentences import Sentence, sentences_of
from marsad.web.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One figure that a voice gave."""

    text: str
    words: str
    voice: str
    colour: str
    reported: date | None
    status: str
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TollView:
    """One toll as it stands, with its history; `part` says of which group it is a part, and is never added to it."""

    name: Words
    said: Words
    harm: str
    now: Span
    part: str
    rule: str
    chart: Markup
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A judgement on one of the event's claims."""

    what: str
    kind: str
    author: str
    at: str
    because: str
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """What the page is made of."""

    event: EventRecord
    shown: Shielded
    family: str
    title: Words
    kind: str
    tolls: tuple[TollView, ...]
    named: tuple[Named, ...]
    sentences: list[Sentence]
    decided: tuple[Decided, ...]
    near: tuple[Near, ...] | None
    totals: tuple[AggregateRecord, ...]

    @property
    def held_back(self) -> int:
        """How many sentences are of protected sources."""
        return sum(bool(one.held_back) for one in self.sentences)


def view_event(site: Site, kept: EventRecord) -> EventView:
    """The page of the event, of what may be shown of it."""
    shown = admit(site.store, events=[kept], aggregates=aggregates_over(site.store, kept.id))
    event = shown.record.events[0]
    return EventView(
        event=event, shown=shown, family=event_family(event.type), kind=event_name(event.type),
        title=capitalised(event_title(event)), tolls=_tolls(event, shown), named=named_in(site, event, shown),
        sentences=sentences_of(event.claims, shown), near=near_events(site, kept),
        decided=tuple(map(_decided, judgements_about(site.store, kept.claims))), totals=shown.record.aggregates,
    )  # fmt: skip


def _tolls(event: EventRecord, shown: Shielded) -> tuple[TollView, ...]:
    colours = _colours(event)
    addresses = {claim: f"#claim-{claim}" for claim in shown.claims if shown.may_cite(claim)}
    return tuple(_toll(toll, colours, addresses) for toll in event.tolls)


def _toll(toll: Toll, colours: Mapping[str, str], addresses: Mapping[str, str]) -> TollView:
    return TollView(
        name=capitalised(toll_name(toll)), said=toll_words(toll.harm, toll.victims, toll.side, span_of(toll).bounds),
        harm=toll.harm.value, now=span_of(toll), rule=toll.rule.split(":", 1)[0],
        part=text_of(victims_words(toll.part_of, None)) if toll.part_of else "",
        chart=draw_revisions(toll, colours, addresses, title=text_of(toll_name(toll))),
        given=tuple(_given(toll, index, colours, addresses) for index in range(len(toll.revisions))),
    )  # fmt: skip


def _given(toll: Toll, index: int, colours: Mapping[str, str], addresses: Mapping[str, str]) -> Given:
    one = toll.revisions[index]
    later = {revision.replaces for revision in toll.revisions}
    status = "stands" if one.current else "replaced" if one.claim in later else "vaguer"
    return Given(
        text=span_of(one).text, words="" if is_told_of(toll, index) else one.words, voice=one.voice,
        colour=colours.get(one.voice, ""), reported=one.reported, status=say("report", status),
        claim=one.claim if one.claim in addresses else "",
    )  # fmt: skip


def _colours(event: EventRecord) -> dict[str, str]:
    """A colour a voice, the same in every chart of the page; beyond the palette all share one grey."""
    holders = map_file()["holders"]
    voices = dict.fromkeys(one.voice for toll in event.tolls for one in toll.revisions)
    palette = holders["colours"]
    return {voice: palette[i] if i < len(palette) else holders["other"] for i, voice in enumerate(voices)}


def _decided(judgement: Judgement) -> Decided:
    return Decided(
        what=judgement_label(judgement), kind=judgement.kind.value, author=judgement.author,
        at=judgement.at.strftime("%Y-%m-%d %H:%M UTC"), because=judgement.because or "", undone=judgement.undone,
    )  # fmt: skip
