"""A record in, one page out that opens without a network: map, tolls, timeline, control, revisions, sources."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from marsad.domain.claim import Claim
from marsad.domain.counting import counted_tolls
from marsad.domain.document import Document
from marsad.domain.record import ControlSpell, EventRecord, Record, Revision, Toll
from marsad.domain.vocabulary import Harm
from marsad.export.notes import NoteBook
from marsad.export.rendering import render
from marsad.export.report_map import HolderKey, current_spells, holder_keys, map_of
from marsad.export.sentences import aggregate_words, event_title, event_words, is_told_of, toll_name
from marsad.export.shield import Shielded, shield
from marsad.export.svg_chart import DayToll, PeriodTotal, draw_tolls, running_sums
from marsad.export.svg_map import symbol_path
from marsad.export.tolls import Span, event_span, span_of, sum_spans
from marsad.export.view import DayView, contests_to_date
from marsad.export.wording import (
    Words,
    capitalised,
    day_words,
    event_family,
    names,
    period_words,
    place_words,
    say,
    text_of,
    words_file,
)

LEAD_DAYS = 31
"""Events older than this before the first dispatch are told but not drawn: they would squeeze the rest of the chart."""

MOST_TOTALS = 3
"""Lines of totals in the chart; more would hide the sums that it is there to show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as the timeline shows it: its sentence, its figures, and the notes that it rests on."""

    anchor: str
    family: str
    title: Words
    where: Words
    sentence: Words
    grade: str
    killed: str
    injured: str
    notes: tuple[int, ...]
    figure_notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a toll's history."""

    text: str
    words: str
    voice: str
    reported: str
    status: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TollHistory:
    title: Words
    event: Words
    stands: str
    anchor: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One day of the chart's table."""

    day: str
    anchor: str
    killed: Span
    injured: Span
    running: Span
    killed_notes: tuple[int, ...]
    injured_notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One spell of control as the table shows it."""

    anchor: str
    spell: ControlSpell
    holders: tuple[HolderKey, ...]
    state: str
    since: str
    until: str
    contested: bool
    current: bool
    notes: tuple[int, ...]
    against: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class _Page:
    """What the parts of the page share: the shielded record as of its last day, the notes, and the anchors."""

    shown: Shielded
    view: DayView
    book: NoteBook
    anchors: dict[str, str]

    @property
    def news(self) -> list[EventRecord]:
        return [event for event in self.shown.record.events if not event.background]


def html_report(record: Record, claims: Mapping[str, Claim], documents: Mapping[str, Document], *, title: str) -> str:
    """One self-contained HTML page of the record; equal input gives equal bytes.

    Every figure leads to a numbered note with its exact sentence; a protected source is shown as one, with no words.
    """
    shown = shield(record, claims, documents)
    days = [claim.reported for claim in shown.claims.values() if claim.reported]
    last = max(days, default=date.max)
    view = DayView(record=shown.record, claims=shown.claims, day=last)
    page = _Page(
        shown=shown,
        view=view,
        book=NoteBook(claims=shown.claims, documents=shown.documents),
        anchors=_anchors(shown.record),
    )
    keys = holder_keys(shown.record)
    timeline = _timeline(page)
    return render(
        "report.html.j2",
        title=title,
        period=period_words(min(days, default=None), max(days, default=None)),
        counts=_counts(page),
        map=map_of(shown.record, {key: f"#{anchor}" for key, anchor in page.anchors.items()}, keys, last),
        symbol_path=symbol_path,
        chart=_chart(page),
        timeline=timeline,
        control=_control(page, keys, last),
        histories=_histories(page),
        contests=[
            (contest, [page.book.cite(side.claims) for side in contest.sides]) for contest in contests_to_date(view)
        ],
        aggregates=_aggregates(page),
        outlets=_outlets(page),
        notes=page.book.notes,
        by_number={note.number: note for note in page.book.notes},
    )


def _anchors(record: Record) -> dict[str, str]:
    anchors = {event.id: f"e{index}" for index, event in enumerate(record.events, 1)}
    anchors |= {spell.id: f"c{index}" for index, spell in enumerate(record.control, 1)}
    return anchors | {total.id: f"a{index}" for index, total in enumerate(record.aggregates, 1)}


def _counts(page: _Page) -> list[tuple[str, str]]:
    """The figures of the page's head, each with its label."""
    news = page.news
    places = {event.place.name for event in news if event.place} | {
        spell.place.name for spell in page.shown.record.control
    }
    voices = {voice for event in news for voice in event.voices}
    dispatches = {claim.document for claim in page.shown.claims.values()} - {""}
    revised = sum(len({r.claim for r in toll.revisions}) > 1 for event in news for toll in event.tolls)
    sums = {harm: sum_spans(event_span(event, harm) for event in news) for harm in (Harm.KILLED, Harm.INJURED)}
    numbers = {"events": len(news), "places": len(places), "dispatches": len(dispatches), "voices": len(voices),
               "revised": revised, "contested": len(contests_to_date(page.view))}  # fmt: skip
    labels = words_file()["count"]
    counted = [(f"{number:,}", labels[key][number != 1]) for key, number in numbers.items()]
    return [(span.text, labels[harm][1]) for harm, span in sums.items()] + counted


def _timeline(page: _Page) -> list[tuple[str, str, list[Told]]]:
    """(anchor, name, events) of each day in order; then events of no known day, then history."""
    days: dict[tuple[int, date], list[Told]] = defaultdict(list)
    for event in page.shown.record.events:
        days[_place_in_time(event)].append(_told(event, page))
    return [(_day_anchor(key), _day_name(key), told) for key, told in sorted(days.items(), key=lambda item: item[0])]


def _place_in_time(event: EventRecord) -> tuple[int, date]:
    if event.background:
        return (2, date.max)
    start = (event.time.start or event.time.end) if event.time else None
    return (0, start) if start else (1, date.max)


def _day_anchor(key: tuple[int, date]) -> str:
    return (f"day-{key[1].isoformat()}", "day-unknown", "history")[key[0]]


def _day_name(key: tuple[int, date]) -> str:
    return (day_words(key[1]), say("report", "undated"), say("report", "history"))[key[0]]


def _told(event: EventRecord, page: _Page) -> Told:
    killed, injured = (event_span(event, harm) for harm in (Harm.KILLED, Harm.INJURED))
    counted = [toll for harm in (Harm.KILLED, Harm.INJURED) for toll in counted_tolls(event, harm)]
    return Told(
        anchor=page.anchors[event.id],
        family=event_family(event.type),
        title=capitalised(event_title(event)),
        where=place_words(event.place),
        sentence=event_words(event, page.view),
        grade=event.grade,
        killed=killed.text if killed.is_known else "",
        injured=injured.text if injured.is_known else "",
        notes=page.book.cite(event.claims),
        figure_notes=page.book.cite(revision.claim for toll in counted for revision in toll.revisions),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    svg: Markup
    rows: tuple[DayRow, ...]
    left_out: str


def _chart(page: _Page) -> Chart:
    """The tolls of the days that have an event, with empty days between them; what is left out is counted."""
    by_day = _events_by_day(page)
    counted = {event.id for events in by_day.values() for event in events}
    left_out = [e for e in page.news if e.id not in counted and event_span(e, Harm.KILLED).is_known]
    days = every_day([day for day, events in by_day.items() if _sum(events, Harm.KILLED).is_known])
    killed = {day: _sum(by_day.get(day, []), Harm.KILLED) for day in days}
    tolls = [DayToll(day=day, span=killed[day], href=f"#day-{day}", title=day_title(day, killed[day])) for day in days]
    rows = tuple(
        _day_row(toll.day, by_day[toll.day], running, page)
        for toll, (_, running) in zip(tolls, running_sums(tolls), strict=True)
        if toll.day in by_day
    )
    svg = draw_tolls(
        tolls, _period_totals(page, days), title=say("report", "chart_title"), description=chart_about(tolls),
        daily=say("report", "chart_daily"), running=say("report", "chart_running"),
    )  # fmt: skip
    one, many = words_file()["report"]["chart_undated"]
    note = (one if len(left_out) == 1 else many).format(count=len(left_out)) if left_out else ""
    return Chart(svg=svg, rows=rows, left_out=note)


def _events_by_day(page: _Page) -> dict[date, list[EventRecord]]:
    reported = [claim.reported for claim in page.shown.claims.values() if claim.reported]
    earliest = min(reported, default=date.min + timedelta(days=LEAD_DAYS)) - timedelta(days=LEAD_DAYS)
    days: dict[date, list[EventRecord]] = defaultdict(list)
    for event in page.news:
        if event.time and event.time.start and event.time.start >= earliest:
            days[event.time.start].append(event)
    return dict(sorted(days.items()))


def every_day(known: list[date]) -> list[date]:
    """Each day from the first to the last, the empty ones too."""
    if not known:
        return []
    first, last = min(known), max(known)
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _sum(events: Iterable[EventRecord], harm: Harm) -> Span:
    return sum_spans(event_span(event, harm) for event in events)


def day_title(day: date, span: Span) -> str:
    """What a bar of the chart says."""
    return say("report", "day_title").format(day=day_words(day), figure=span.text)


def chart_about(tolls: list[DayToll]) -> str:
    """What the chart shows, in a sentence."""
    if not tolls:
        return ""
    total = sum_spans(toll.span for toll in tolls)
    return say("report", "chart_about").format(
        first=day_words(tolls[0].day), last=day_words(tolls[-1].day), sum=total.text
    )


def _day_row(day: date, events: list[EventRecord], running: Span, page: _Page) -> DayRow:
    notes = {
        harm: page.book.cite(r.claim for e in events for toll in counted_tolls(e, harm) for r in toll.revisions)
        for harm in (Harm.KILLED, Harm.INJURED)
    }
    return DayRow(
        day=day_words(day), anchor=f"day-{day}", killed=_sum(events, Harm.KILLED), injured=_sum(events, Harm.INJURED),
        running=running, killed_notes=notes[Harm.KILLED], injured_notes=notes[Harm.INJURED],
    )  # fmt: skip


def _period_totals(page: _Page, days: list[date]) -> list[PeriodTotal]:
    """The largest totals of people killed that begin within the chart's days or soon before; the section has all."""
    if not days:
        return []
    soon = days[0] - timedelta(days=LEAD_DAYS)
    totals = [total for total in _all_totals(page) if total.since and soon <= total.since <= days[-1]]
    return sorted(totals, key=lambda total: (-total.span.size, total.label))[:MOST_TOTALS]


def _all_totals(page: _Page) -> list[PeriodTotal]:
    return [
        PeriodTotal(
            since=total.since, until=total.until, span=span_of(toll), href=f"#{page.anchors[total.id]}",
            label=say("report", "total_label").format(
                figure=span_of(toll).text, period=period_words(total.since, total.until, page.view.day),
                voices=text_of(names(dict.fromkeys(revision.voice for revision in toll.revisions)))),
        )
        for total in page.shown.record.aggregates
        for toll in total.tolls
        if toll.harm == Harm.KILLED and toll.part_of is None and span_of(toll).is_known
    ]  # fmt: skip


def _control(page: _Page, keys: Mapping[str, HolderKey], last: date) -> list[Held]:
    current = {spell.id for spell in current_spells(page.shown.record.control, last)}
    spells = sorted(page.shown.record.control, key=lambda s: (s.place.name, s.from_ or date.min, s.id))
    return [_held(spell, spell.id in current, page, keys) for spell in spells]


def _held(spell: ControlSpell, current: bool, page: _Page, keys: Mapping[str, HolderKey]) -> Held:
    return Held(
        anchor=page.anchors[spell.id], spell=spell, current=current, state=say("state_short", spell.state),
        holders=tuple(keys[holder] for holder in spell.holder),
        since=day_words(spell.from_) if spell.from_ else "", until=day_words(spell.until) if spell.until else "",
        contested=bool(spell.contested_by), notes=page.book.cite(spell.claims),
        against=page.book.cite(spell.contested_by),
    )  # fmt: skip


def _histories(page: _Page) -> list[TollHistory]:
    """Tolls with more than one figure first, then those with one."""
    histories = [_history(toll, event, page) for event in page.news for toll in event.tolls if toll.revisions]
    return sorted(histories, key=lambda history: len(history.figures) == 1)


def _history(toll: Toll, event: EventRecord, page: _Page) -> TollHistory:
    return TollHistory(
        title=capitalised(toll_name(toll)), event=event_title(event), stands=span_of(toll).text,
        anchor=page.anchors[event.id],
        figures=tuple(_figure(toll, index, page) for index in range(len(toll.revisions))),
    )  # fmt: skip


def _figure(toll: Toll, index: int, page: _Page) -> Figure:
    revision = toll.revisions[index]
    return Figure(
        text=span_of(revision).text, words=revision.words if not is_told_of(toll, index) else "", voice=revision.voice,
        reported=day_words(revision.reported), status=_status(revision, toll), notes=page.book.cite([revision.claim]),
    )  # fmt: skip


def _status(revision: Revision, toll: Toll) -> str:
    if revision.current:
        return "stands"
    return "replaced" if any(later.replaces == revision.claim for later in toll.revisions) else "vaguer"


def _aggregates(page: _Page) -> list[tuple[str, Words, tuple[int, ...]]]:
    return [
        (page.anchors[total.id], aggregate_words(total, page.view), page.book.cite(total.claims))
        for total in page.shown.record.aggregates
    ]


def _outlets(page: _Page) -> list[tuple[str, int, int]]:
    """(outlet, dispatches, sentences cited), most cited first; protected sources last, as one."""
    cited = Counter(note.outlet for note in page.book.notes if not note.held_back)
    papers: dict[str, set[str]] = defaultdict(set)
    for claim in page.shown.claims.values():
        if not claim.protected:
            papers[claim.source or say("note", "unnamed")].add(claim.document)
    rows = [(outlet, len(papers.get(outlet, set())), count) for outlet, count in cited.items()]
    rows.sort(key=lambda row: (-row[2], row[0]))
    held = sum(note.held_back is not None for note in page.book.notes)
    return [*rows, *([(say("report", "protected_outlet"), 0, held)] if held else [])]
