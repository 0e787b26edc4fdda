"""A record and a day in, the day's situation report out: every sentence with the numbers of its sources."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from marsad.domain.claim import Claim
from marsad.domain.counting import counted_tolls
from marsad.domain.document import Document
from marsad.domain.record import ControlSpell, EventRecord, Record, Toll
from marsad.domain.vocabulary import Harm
from marsad.export.notes import Note, NoteBook
from marsad.export.rendering import render
from marsad.export.sentences import (
    aggregate_words,
    control_words,
    event_title,
    event_words,
    is_told_of,
    moved_words,
    quoted_words,
    toll_text,
)
from marsad.export.shield import shield, voice_of
from marsad.export.tolls import event_span, reported_by, sum_spans
from marsad.export.view import Contest, DayView, contests_of
from marsad.export.wording import Words, capitalised, counted, day_words, place_words, say, sentence, words_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence and the numbers of the notes that it rests on."""

    words: Words
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Sentences under one head; `beside` where they contradict one another and are to be read side by side."""

    title: Words = ()
    lines: tuple[Line, ...] = ()
    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`empty` is what stands here where there are no groups, for silence would read as "nothing happened"."""

    key: str
    title: str
    empty: str
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One figure of the day, what it counts, and how it stood the day before."""

    label: str
    figure: str
    change: str = ""
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationReport:
    """What was known of one day by its end. `notes` are numbered from 1, in the order of their first citing."""

    day: date
    headlines: tuple[Headline, ...]
    counted: str
    """What the headlines of tolls count."""
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


def situation_report(
    record: Record,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    day: date,
    *,
    to_date: bool = True,
) -> SituationReport:
    """The report of the day as it was known by its end: figures and claims that came out later are left out.

    `to_date` says that the record is whole, so that its tolls can be summed up to the day; else the headlines sum those
    of the events that are told of on the day. Events told as history are no news of the day; totals over a period are
    kept apart and never added.
    """
    shown = shield(record, claims, documents)
    view = DayView(record=shown.record, claims=shown.claims, day=day)
    book = NoteBook(claims=shown.claims, documents=shown.documents)
    headlines = _headlines(view, book, to_date=to_date)
    sections = tuple(_section(key, make(view, book)) for key, make in SECTIONS.items())
    counted_words = say("counting", "to_date" if to_date else "of_day").format(day=day_words(day))
    return SituationReport(
        day=day, headlines=headlines, counted=f"{counted_words} {say('counting', 'never')}",
        sections=_worth_showing(sections), notes=book.notes,
    )  # fmt: skip


def to_markdown(report: SituationReport) -> str:
    """The report as CommonMark, numbers in brackets, the notes below; what texts say stays plain text."""
    return render("sitrep.md.j2", report=report, day=day_words(report.day))


def to_html(report: SituationReport) -> str:
    """The report as one page that needs no network and prints on A4 or Letter."""
    return render("sitrep.html.j2", report=report, day=day_words(report.day))


def _section(key: str, groups: Iterable[Group]) -> Section:
    title, empty = words_file()["section"][key]
    return Section(key=key, title=title, empty=empty, groups=tuple(group for group in groups if group.lines))


def _worth_showing(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Sections whose silence says something stay though empty; the others go."""
    return tuple(section for section in sections if section.groups or section.key not in {"earlier", "history"})


def _headlines(view: DayView, book: NoteBook, *, to_date: bool) -> tuple[Headline, ...]:
    control = {spell.place.name for spell in view.control_news}
    return (
        _count("events", len(view.of_the_day)),
        _toll_headline(view, book, Harm.KILLED, to_date=to_date),
        _toll_headline(view, book, Harm.INJURED, to_date=to_date),
        _count("control", len(control)),
        _count("contested", len(contests_of(view))),
    )


def _count(key: str, number: int) -> Headline:
    one, many = words_file()["headline"][key]
    return Headline(label=one if number == 1 else many, figure=str(number))


def _toll_headline(view: DayView, book: NoteBook, harm: Harm, *, to_date: bool) -> Headline:
    """The sum over all events that are news and were known; its notes are the figures that moved it this day."""
    events = view.known_events if to_date else view.told_today
    now = sum_spans(event_span(event, harm, view.day) for event in events)
    before = sum_spans(event_span(event, harm, view.day_before) for event in events)
    moved = [
        revision.claim
        for event in events
        for toll in counted_tolls(event, harm)
        for revision in toll.revisions
        if revision.reported == view.day
    ]
    key = "same" if now.bounds == before.bounds else "was" if before.is_known else "new"
    change = say("change", key).format(before=before.text)
    return Headline(
        label=say("headline" if to_date else "headline_of_day", harm),
        figure=now.text,
        change=change,
        notes=book.cite(moved),
    )


def _happened(view: DayView, book: NoteBook) -> Iterable[Group]:
    return _by_place(view, book, view.of_the_day)


def _earlier(view: DayView, book: NoteBook) -> Iterable[Group]:
    return _by_place(view, book, view.of_earlier_days)


def _by_place(view: DayView, book: NoteBook, events: Iterable[EventRecord]) -> Iterable[Group]:
    """Events under their places: those with most dead first, those of no known place last."""
    ordered = sorted(events, key=lambda event: (_place_key(event), -_killed(event), event.id))
    groups = [tuple(group) for _, group in groupby(ordered, key=_place_key)]
    for here in sorted(groups, key=lambda here: (here[0].place is None, -sum(map(_killed, here)))):
        lines = tuple(_event_line(event, view, book) for event in here)
        yield Group(title=capitalised(place_words(here[0].place)), lines=lines)


def _place_key(event: EventRecord) -> str:
    return f"{event.place.name} {int(event.place.precision)}" if event.place else ""


def _killed(event: EventRecord) -> int:
    return event_span(event, Harm.KILLED).size


def _event_line(event: EventRecord, view: DayView, book: NoteBook) -> Line:
    return Line(words=event_words(event, view), notes=book.cite(view.out_by_day(event.claims)))


def _moved(view: DayView, book: NoteBook) -> Iterable[Group]:
    for event in view.known_events:
        lines = tuple(line for toll in event.tolls for line in _toll_lines(toll, view, book))
        if lines:
            yield Group(title=capitalised(event_title(event, view.day)), lines=lines)


def _toll_lines(toll: Toll, view: DayView, book: NoteBook) -> Iterable[Line]:
    """One line for each figure of the day, beside the figure that it replaces or joins."""
    for index, revision in enumerate(toll.revisions):
        if revision.reported == view.day and not is_told_of(toll, index):
            words, ids = moved_words(toll, toll.revisions[:index], revision, view)
            yield Line(words=words, notes=book.cite(ids))


def _control(view: DayView, book: NoteBook) -> Iterable[Group]:
    lines = (_control_line(spell, view, book) for spell in view.control_news)
    yield Group(lines=tuple(lines))


def _control_line(spell: ControlSpell, view: DayView, book: NoteBook) -> Line:
    return Line(words=control_words(spell, view.day), notes=book.cite(view.out_by_day(spell.claims)))


def _said(view: DayView, book: NoteBook) -> Iterable[Group]:
    by_voice: dict[str, list[Line]] = {}
    for claim_id, claim in view.statements:
        line = Line(words=quoted_words(claim), notes=book.cite([claim_id]))
        by_voice.setdefault(voice_of(claim), []).append(line)
    for lines in by_voice.values():
        yield Group(lines=tuple(lines))
    if view.held_back:
        yield Group(lines=(Line(words=counted("held_back", view.held_back)),))


def _contested(view: DayView, book: NoteBook) -> Iterable[Group]:
    return (_contest_group(contest, book) for contest in contests_of(view))


def _contest_group(contest: Contest, book: NoteBook) -> Group:
    lines = tuple(Line(words=side.words, notes=book.cite(side.claims)) for side in contest.sides)
    return Group(title=capitalised(contest.title), lines=lines, beside=True)


def _aggregates(view: DayView, book: NoteBook) -> Iterable[Group]:
    lines = (
        Line(words=aggregate_words(total, view), notes=book.cite(view.out_by_day(total.claims)))
        for total in view.aggregates
    )
    yield Group(lines=tuple(lines))


def _unknown(view: DayView, book: NoteBook) -> Iterable[Group]:
    lines: list[Line] = []
    for event in view.told_today:
        ids = view.out_by_day(event.claims)
        gaps = "_".join(key for key, value in (("no_place", event.place), ("no_time", event.time)) if value is None)
        if gaps:
            placeless = event_title(event, view.day, without_place=True)
            lines.append(Line(words=capitalised(sentence(gaps, event=placeless)), notes=book.cite(ids)))
        lines += [line for toll in event.tolls for line in _open_toll(toll, event, view, book)]
    if view.first_reported_later:
        lines.append(Line(words=counted("later", view.first_reported_later)))
    yield Group(lines=tuple(lines))


def _open_toll(toll: Toll, event: EventRecord, view: DayView, book: NoteBook) -> Iterable[Line]:
    """A toll that is known by the day but has no upper figure, or no figure at all."""
    if toll.high is not None or toll.part_of is not None:
        return
    known = reported_by(toll, view.day)
    if known:
        key = "no_upper" if (toll.low, toll.best) != (None, None) else "no_figure"
        title = event_title(event, view.day)
        words = sentence(key, toll=toll_text(toll, view.day), event=title)
        yield Line(words=words, notes=book.cite(revision.claim for revision in known))


def _history(view: DayView, book: NoteBook) -> Iterable[Group]:
    lines = (_event_line(event, view, book) for event in view.history)
    yield Group(lines=tuple(lines))


SECTIONS: Mapping[str, Callable[[DayView, NoteBook], Iterable[Group]]] = {
    "happened": _happened,
    "earlier": _earlier,
    "tolls": _moved,
    "control": _control,
    "contested": _contested,
    "said": _said,
    "aggregates": _aggregates,
    "unknown": _unknown,
    "history": _history,
}
"""The report's sections in reading order, which is also the order in which notes get their numbers."""
