"""Lists of the dead by name: a page and its figures in, one count of each group that the list names out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from marsad.domain.claim import Bounds, Casualty
from marsad.domain.vocabulary import Harm, Modality, Scope, VictimsGroup
from marsad.reading.casualty_making import CasualtyFinding
from marsad.reading.figures import Figure
from marsad.reading.harm_parse import HarmFinding, find_harms
from marsad.reading.page import Page
from marsad.reading.parse import Span
from marsad.reading.roll_entries import Entry, find_entries, harmed_run, introduces
from marsad.reading.roll_names import lexicon
from marsad.reading.roll_people import count_groups, groups_of, is_same, known_people

ROLL_REACH = 6
"""Sentences between two parts of one list."""
LEAST_LISTED = 2
"""People who make a list."""

PLAIN = frozenset({VictimsGroup.PEOPLE, VictimsGroup.CIVILIANS})
"""Groups that a name narrows."""


def with_rolls(page: Page, told: Sequence[CasualtyFinding]) -> tuple[CasualtyFinding, ...]:
    """The findings, each named person with the group that the text gives, and the groups that a list counts out."""
    found = list(told)
    for entries in _lists(page, told):
        people = known_people(page, entries)
        found = [_narrowed(each, entries, people) for each in found]
        if not any(each.name for each in people):
            continue
        if sum(each.count for each in people) >= LEAST_LISTED or not _is_told_alone(entries, found):
            found += _findings(page, entries, people, found)
    return tuple(found)


def _is_told_alone(entries: Sequence[Entry], told: Sequence[CasualtyFinding]) -> bool:
    """Whether a finding counts the one person of the list already, by name or as "a soldier" told just before."""
    for each in told:
        if any(entry.start <= each.figure.start < entry.end for entry in entries):
            return True
        near = 0 <= entries[0].sentence - each.sentence <= ROLL_REACH
        if near and each.figure.value == 1 and each.casualty.victims not in PLAIN:
            return True
    return False


def _narrowed(told: CasualtyFinding, entries: Sequence[Entry], people: Sequence[Entry]) -> CasualtyFinding:
    """The finding of one named person as a man, woman or child, where the text says which."""
    if not told.figure.named or told.casualty.victims is not VictimsGroup.PEOPLE:
        return told
    entry = next((each for each in entries if each.name and each.start <= told.figure.start < each.end), None)
    person = next((each for each in people if entry is not None and (each is entry or is_same(each, entry))), None)
    groups = groups_of(person) if person is not None else ()
    return replace(told, casualty=replace(told.casualty, victims=groups[0])) if len(groups) == 1 else told


def _lists(page: Page, told: Sequence[CasualtyFinding]) -> Iterator[list[Entry]]:
    """The entries of each list, in text order; parts that lie far from each other are lists of their own."""
    held: list[Entry] = []
    killed = {each.sentence for each in told if each.casualty.harm is Harm.KILLED}
    for number, sentence in enumerate(page.sentences):
        goes_on = bool(held) and held[-1].sentence == number - 1 and is_verbless(sentence)
        if number not in killed and not goes_on and not is_cued(sentence):
            continue
        entries = _dead_in(page, sentence, number, whole=goes_on)
        if not entries:
            continue
        if held and number - held[-1].sentence > ROLL_REACH:
            yield held
            held = []
        held += entries
    if held:
        yield held


def is_verbless(sentence: Span) -> bool:
    """Whether the sentence is a bare list: no verb in a tense."""
    return not any(token.tag_ in {"VBD", "VBZ", "VBP", "MD"} for token in sentence)


def is_cued(sentence: Span) -> bool:
    """Whether the words say that names of the dead follow ("the victims were identified as")."""
    text = sentence.text.casefold()
    return any(cue in text for cue in _cues())


@cache
def _cues() -> tuple[str, ...]:
    return tuple(lexicon()["cues"])


def _dead_in(page: Page, sentence: Span, number: int, *, whole: bool) -> list[Entry]:
    """The listed dead of the sentence: those in one list with a killed one; all of a list that goes on (`whole`)."""
    entries = find_entries(page, sentence, number)
    if not entries or whole:
        return entries
    harms = find_harms(sentence)
    if any(each.harm is not Harm.KILLED for each in harms.values()):
        entries = [each for each in entries if not _is_otherwise_harmed(each, harms)]
    anchors = {at for at, each in harms.items() if each.harm is Harm.KILLED}
    if is_cued(sentence):
        anchors |= {entries[0].start} if entries else set()
    anchors |= {each.start for each in entries if any(introduces(sentence, at, each) for at in anchors)}
    return harmed_run(sentence, entries, frozenset(anchors))


def _is_otherwise_harmed(entry: Entry, harms: dict[int, HarmFinding]) -> bool:
    return any(entry.start <= at < entry.end and each.harm is not Harm.KILLED for at, each in harms.items())


def _findings(
    page: Page, entries: Sequence[Entry], people: Sequence[Entry], told: Sequence[CasualtyFinding]
) -> Iterator[CasualtyFinding]:
    killed = [each for each in told if each.casualty.harm is Harm.KILLED]
    whole = next((each for each in killed if each.figure.explicit and each.casualty.includes_in is None), None)
    for group, count in count_groups(people).items():
        bounds = count.bounds
        if count.sure + count.possible > 0 and not _is_told(group, bounds, killed):
            yield _finding(page, entries, group, bounds, whole)


def _is_told(group: VictimsGroup, bounds: Bounds, told: Sequence[CasualtyFinding]) -> bool:
    """Whether a figure of the text gives the group these bounds already, or more than the list holds."""
    same = [each for each in told if each.casualty.victims is group]
    if any((each.casualty.low, each.casualty.high) == (bounds.low, bounds.high) for each in same):
        return True
    return any(each.figure.explicit and each.figure.value > (bounds.low or 0) for each in same)


def _finding(
    page: Page, entries: Sequence[Entry], group: VictimsGroup, bounds: Bounds, whole: CasualtyFinding | None
) -> CasualtyFinding:
    first, last = entries[0], entries[-1]
    words = page.doc[first.start : max(each.end for each in entries if each.sentence == first.sentence)]
    casualty = Casualty(
        harm=Harm.KILLED,
        low=bounds.low,
        high=bounds.high,
        best=bounds.best,
        words=words.text.strip(),
        victims=group,
        scope=Scope.INCIDENT,
        includes_in=whole.casualty.words if whole is not None else None,
        cause=whole.casualty.cause if whole is not None else None,
        agents=whole.casualty.agents if whole is not None else (),
    )
    return CasualtyFinding(
        sentence=first.sentence,
        last=last.sentence,
        figure=Figure(start=first.start, end=last.end, number=first.start, bounds=bounds, noun=None, group=group),
        harm=HarmFinding(harm=Harm.KILLED, token=page.doc[first.start], rule="list-of-names"),
        casualty=casualty,
        frame=None,
        modality=whole.modality if whole is not None else Modality.ASSERTED,
        background=whole.background if whole is not None else False,
        time=whole.time if whole is not None else None,
        place=whole.place if whole is not None else None,
        event=whole.event if whole is not None else None,
    )
