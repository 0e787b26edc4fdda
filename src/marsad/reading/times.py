"""A document's text and date in, its expressions of time out, with the days that they mean."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

from marsad.domain.claim import Quote
from marsad.domain.mention import TimeMention
from marsad.domain.problem import Problem
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ProblemCode, TimePrecision
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.times_calendar import add_months, days_between, shift, weekday_near
from marsad.reading.times_moment import Moment, NotATimeError, UnresolvedTimeError, without_days
from marsad.reading.times_patterns import Phrase, find_phrases
from marsad.reading.times_resolve import RESOLVERS
from marsad.reading.times_words import as_weekday, meaning

ANCHOR_REACH = 600
"""Characters over which "the next day" still counts from a day named before it: about two paragraphs of a dispatch."""
SAYING_REACH = 220
"""Characters beside "the past 24 hours" in which its sentence may name the day on which it was said."""
COARSE = frozenset({TimePrecision.MONTH, TimePrecision.SEASON, TimePrecision.YEAR})

SENTENCE_END = re.compile(r"[.!?;]\s|\n")
FIRST_WORD = re.compile(r"[ \t\r\n]*([^\W\d_][\w-]*)")
NOUN = re.compile(r"(?:['’]s?)?[ ]([a-z][\w-]*)")
LAST_WORD = re.compile(r"([^\W\d_]+)[ \t\r\n]*$")
ONWARDS = re.compile(r"\s+on(?:wards?)?\b(?!\s+(?:the|a|an|its|his|her|their)\b)", re.IGNORECASE)
PERFECT = re.compile(r"\b(?:has|have)\b|['’]ve\b", re.IGNORECASE)
LENGTH = re.compile(r"^P(\d+)([DWMY])$")
IsAhead = Callable[[int, int], bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One phrase, or two joined into a range, and where it stands."""

    first: Phrase
    last: Phrase | None = None

    @property
    def start(self) -> int:
        return self.first.start

    @property
    def end(self) -> int:
        return (self.last or self.first).end


def find_times(
    text: str, reference: date | None, *, document: str = "", is_ahead: IsAhead | None = None
) -> tuple[tuple[TimeMention, ...], tuple[Problem, ...]]:
    """The text's expressions of time in text order, none overlapping, and those whose days cannot be known.

    A mention's quote is the TIMEX3 span, without its preposition; `time.text` has the preposition ("since Wednesday").
    Where only a length, a habit or a vague time is named, both days are None and the precision is `open`.

    Args:
        text: a document's text, or any part of one; offsets count in it.
        reference: the document's day. None: absolute days still resolve, relative ones become a mention without days
            and a problem `unresolved-time`; nothing is filled in.
        document: the document's id, for the mentions and problems.
        is_ahead: whether the words at that span stand in the future, which makes "Wednesday" the coming one. False
            (a past tense) makes it the one behind. None (not known), or no callable: cue words before the phrase decide
            ("will", "due"), and without them it is the one behind, but for a day of a month that is near ahead.
    """
    mentions: list[TimeMention] = []
    problems: list[Problem] = []
    anchor: TimeMention | None = None
    quarter: TimeSpan | None = None
    for told in _join(text, find_phrases(text)):
        is_near = anchor is not None and told.start - anchor.quote.end <= ANCHOR_REACH
        moment = Moment(
            reference=_day_of_saying(text, told, reference),
            look=partial(_look, text, told, is_ahead),
            anchor=anchor.time if anchor and is_near else None,
            quarter=quarter,
            given={},
        )
        try:
            time, reason = _resolve(text, told, moment)
        except NotATimeError:
            continue
        ends = _mentions(text, told, time, document)
        mention = ends[-1]
        mentions.extend(ends)
        if reason:
            problems.append(_problem(mention, reason))
        if time.start and time.timex not in {"PRESENT_REF", "PAST_REF"}:
            anchor = mention
        if told.first.rule.resolve == "quarter" and not reason:
            quarter = time
    return tuple(mentions), tuple(problems)


def _look(text: str, told: Told, is_ahead: IsAhead | None) -> bool | None:
    """What the caller's parse says, else the cue words, else what stands beside: "since 7 October" and "the 7 October
    attack" tell of a day that is known, so behind. A cue right before the phrase ("due on") comes before a past tense.
    """
    parsed = is_ahead(told.start, told.end) if is_ahead else None
    answer = True if parsed or _is_due(text, told.start) else parsed
    if answer is None:
        answer = looks_ahead(text, told.start)
    is_named = text[max(0, told.start - 4) : told.start].lower() == "the " and _is_adjective(text, told.end)
    is_known = is_named or _preposition(text, told)[1] in {"since", "after"}
    return False if answer is None and is_known else answer


def _is_due(text: str, start: int) -> bool:
    before = SENTENCE_END.split(text[max(0, start - 90) : start])[-1]
    return _tense_cues()[1].search(before) is not None


def _day_of_saying(text: str, told: Told, reference: date | None) -> date | None:
    """The day from which a stretch is told: "said on Monday that ten died in the past 24 hours" ends that day."""
    if reference is None or told.first.rule.resolve not in {"past_units", "ago"}:
        return reference
    before, after = text[max(0, told.start - SAYING_REACH) : told.start], text[told.end : told.end + SAYING_REACH]
    said = _said_on().search(SENTENCE_END.split(before)[-1]) or _said_on().search(SENTENCE_END.split(after)[0])
    if said is None:
        return reference
    weekday = as_weekday({"weekday": said["weekday"]}) or reference.isoweekday()
    return weekday_near(reference, weekday, ahead=False)


def _mentions(text: str, told: Told, time: TimeSpan, document: str) -> list[TimeMention]:
    """The mention; of a range its two ends, each with its own TIMEX value and the days of both."""
    values = (time.timex or "").split("/")
    if told.last is None or len(values) != 2:
        return [_mention(text, told, time, document)]
    ends = (Told(first=told.first), Told(first=told.last))
    return [_mention(text, end, replace(time, timex=value), document) for end, value in zip(ends, values, strict=True)]


def _mention(text: str, told: Told, time: TimeSpan, document: str) -> TimeMention:
    quote = Quote(start=told.start, end=told.end, text=text[told.start : told.end])
    return TimeMention(document=document, quote=quote, time=time)


def _is_behind() -> bool:
    return False


def looks_ahead(text: str, start: int) -> bool | None:
    """True where cue words before the phrase look ahead ("will", "due"), False right after a past verb, else None."""
    before = SENTENCE_END.split(text[max(0, start - 90) : start])[-1]
    clause, close, past = _tense_cues()
    if clause.search(before) or close.search(before):
        return True
    return False if past.search(before) else None


def _resolve(text: str, told: Told, moment: Moment) -> tuple[TimeSpan, str]:
    """The span with its preposition's sense, and the reason where its days cannot be known, else ""."""
    word, sense = _preposition(text, told)
    whole = f"{word}{text[told.start : told.end]}"
    try:
        span = _resolve_phrase(text, told.first, moment) if told.last is None else _resolve_range(text, told, moment)
    except UnresolvedTimeError as error:
        return replace(without_days(error.timex), text=whole), str(error)
    if sense == "for" and span.start is None:
        return replace(_lasting(span, text, told, moment), text=whole), ""
    return replace(_apply(sense, span), text=whole), ""


def _resolve_phrase(text: str, phrase: Phrase, moment: Moment) -> TimeSpan:
    if _names_a_thing(text, phrase):
        raise NotATimeError
    beside = replace(
        moment,
        given=phrase.rule.given,
        precedes=_word(LAST_WORD.search(text[max(0, phrase.start - 20) : phrase.start])),
        follows=_word(FIRST_WORD.match(text, phrase.end)),
    )
    return RESOLVERS[phrase.rule.resolve](phrase.words, beside)


def _names_a_thing(text: str, phrase: Phrase) -> bool:
    """As in "the 19 April movement", "9 October Avenue": a day that is a name; with its year it is a day."""
    if phrase.rule.resolve != "date" or phrase.words.get("year"):
        return False
    following = FIRST_WORD.match(text, phrase.end)
    return following is not None and following[1].lower() in load_lexicon("times")["figures"]["named_by_day"]


def _word(found: re.Match[str] | None) -> str:
    return found[1].lower() if found else ""


def _resolve_range(text: str, told: Told, moment: Moment) -> TimeSpan:
    """From the first's start to the last's end; the first is told from the last, and never after it."""
    last = _resolve_phrase(text, told.last or told.first, moment)
    behind = moment if told.first.rule.resolve == "deictic" else replace(moment, reference=last.end or moment.reference)
    first = _resolve_phrase(text, told.first, replace(behind, look=_is_behind))
    if first.start is None or last.end is None or first.start > last.end:
        raise UnresolvedTimeError(f"{first.timex}/{last.timex}", "the first time comes after the last")
    if first.precision == last.precision and first.precision in COARSE:
        return TimeSpan(start=first.start, end=last.end, precision=first.precision, timex=f"{first.timex}/{last.timex}")
    return days_between(first.start, last.end)


def _apply(sense: str, span: TimeSpan) -> TimeSpan:
    """What "since", "until", "before" and "around" make of the days."""
    start, end = span.start, span.end
    if sense == "since" and start:
        return replace(span, end=None, precision=TimePrecision.OPEN)
    if sense == "until" and end:
        return replace(span, start=None)
    if sense == "before" and start:
        return replace(span, start=None, end=shift(start, -1))
    if sense == "after" and end:
        return replace(span, start=start, end=None, precision=TimePrecision.OPEN)
    if sense == "around" and start and span.timex == start.isoformat():
        return replace(span, start=shift(start, -1), end=shift(start, 1), precision=TimePrecision.DAYS)
    return span


def _preposition(text: str, told: Told) -> tuple[str, str]:
    """The words before the phrase that belong to it, as written with their blank, and their sense.

    "From" belongs to a range and to "from Monday on"; alone it says where things come from ("injured from Wednesday").
    """
    found = _prepositions().search(text[max(0, told.start - 24) : told.start])
    if not found:
        return "", ""
    sense = str(load_lexicon("times")["prepositions"][" ".join(found["word"].lower().split())])
    if sense == "after" and _is_adjective(text, told.end):
        return "", ""
    if sense != "from":
        return found[0], sense
    if told.last is not None:
        return found[0], "plain"
    return (found[0], "since") if ONWARDS.match(text, told.end) else ("", "")


def _is_adjective(text: str, end: int) -> bool:
    """Whether the phrase tells of which day a noun is ("after Saturday's raid", "after Friday prayers")."""
    noun = NOUN.match(text, end)
    return noun is not None and noun[1] not in load_lexicon("times")["after"]["free"]


def _lasting(span: TimeSpan, text: str, told: Told, moment: Moment) -> TimeSpan:
    """The first day of "has held it for two weeks"; "for more than two weeks", and any other tense, has none."""
    length = LENGTH.match(span.timex or "")
    before = SENTENCE_END.split(text[max(0, told.start - 80) : told.start])[-1]
    after = SENTENCE_END.split(text[told.end : told.end + 80])[0]
    is_longer = meaning("approx", told.first.words.get("approx")) == "above"
    lasts = PERFECT.search(before) or PERFECT.search(after)
    if not length or is_longer or not lasts or moment.reference is None:
        return span
    count, unit = int(length[1]), length[2]
    months = {"M": 1, "Y": 12}.get(unit)
    if months:
        return replace(span, start=add_months(moment.today, -months * count))
    return replace(span, start=shift(moment.today, -count * (7 if unit == "W" else 1)))


def _join(text: str, phrases: list[Phrase]) -> list[Told]:
    """Neighbours that a range's words join ("from Monday to Thursday") become one."""
    told: list[Told] = []
    skip = False
    for index, phrase in enumerate(phrases):
        if skip:
            skip = False
            continue
        following = phrases[index + 1] if index + 1 < len(phrases) else None
        skip = following is not None and _is_range(text, phrase, following)
        told.append(Told(first=phrase, last=following if skip else None))
    return told


RANGED: Mapping[str, str] = {
    "date": "day",
    "weekday": "day",
    "iso": "day",
    "deictic": "day",
    "month": "month",
    "year": "year",
}
"""Rules whose phrases may be the ends of a range, and of what kind; both ends are of one kind."""


def _is_range(text: str, first: Phrase, last: Phrase) -> bool:
    kind = RANGED.get(first.rule.resolve)
    if kind is None or kind != RANGED.get(last.rule.resolve) or last.start - first.end > 12:
        return False
    joiner = text[first.end : last.start].strip().lower().removesuffix(" the").removesuffix(" on")
    opener = _openers().search(text[max(0, first.start - 28) : first.start])
    if joiner in {"and", "into"}:
        return (opener is not None and opener["opener"].lower() != "from") or _are_days_in_a_row(first, last)
    return joiner in load_lexicon("times")["ranges"]["joins"]


def _are_days_in_a_row(first: Phrase, last: Phrase) -> bool:
    """Whether two weekdays follow each other ("on Friday and Saturday")."""
    days = load_lexicon("times")["weekdays"]
    names = [phrase.words.get("weekday", "").capitalize() for phrase in (first, last)]
    if any(name not in days for name in names) or last.words.get("which"):
        return False
    return bool(days[names[0]] % 7 + 1 == days[names[1]])


def _problem(mention: TimeMention, reason: str) -> Problem:
    return Problem(
        code=ProblemCode.UNRESOLVED_TIME,
        message=f"The days of “{' '.join(mention.time.text.split())}” cannot be known: {reason}; "
        "a person may correct the claim's time.",
        document=mention.document or None,
        quote=mention.quote,
    )


@cache
def _tense_cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Cues of the future in the clause and beside the phrase, and of the past up to two words before it."""
    cues = load_lexicon("times")["ahead"]
    clause, close, past = ("|".join(map(re.escape, cues[name])) for name in ("clause", "close", "past"))
    return (
        re.compile(rf"(?<!\w)(?:{clause})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{close})(?: (?:on|in|by|early|late|for|at))?(?: the)? $", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:\w+ed|{past})(?: \w+)?(?: (?:on|in|by|early|late|at))?(?: the)? $", re.IGNORECASE),
    )


@cache
def _said_on() -> re.Pattern[str]:
    """A verb of saying with the day on which somebody said it."""
    said = "|".join(map(re.escape, load_lexicon("times")["saying"]["verbs"]))
    days = "|".join(load_lexicon("times")["weekdays"])
    return re.compile(rf"\b(?:{said})(?: (?:late|early))?(?: on)? (?P<weekday>{days})\b(?![’']s)")


@cache
def _prepositions() -> re.Pattern[str]:
    return _closing(load_lexicon("times")["prepositions"], "word")


@cache
def _openers() -> re.Pattern[str]:
    return _closing(load_lexicon("times")["ranges"]["openers"], "opener")


def _closing(words: list[str] | dict[str, str], name: str) -> re.Pattern[str]:
    """A pattern for one of the words at the very end of what stands before a phrase."""
    longest_first = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?P<{name}>{longest_first})\s+(?:the\s+)?$", re.IGNORECASE)
