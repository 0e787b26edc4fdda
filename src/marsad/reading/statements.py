"""Statements: acts of speech in, somebody's words that are no other claim out."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from marsad.domain.claim import Statement
from marsad.domain.vocabulary import EventType, Harm, StatementAct
from marsad.reading.attribution_frames import Frame
from marsad.reading.attribution_words import first_person, words_of
from marsad.reading.inflection import lemma_table, noun_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.phrases import SUBJECTS, child, is_verb, objects_of_prepositions, phrase

ABOUT_LENGTH = 120
"""Characters of what was said that `about` holds at most."""

WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFinding:
    """A statement over the sentences `first` to `last`, all in one speaker's words."""

    first: int
    last: int
    frame: Frame
    statement: Statement


def find_statements(page: Page, frames: Sequence[Frame], spoken_for: frozenset[int]) -> tuple[StatementFinding, ...]:
    """One finding a speaker a run of sentences; `spoken_for` are the sentences whose words are told by other claims.

    A sentence with an act of its own (a vow, an appeal), or in the first person, is a statement even where it tells an
    event too; one whose main verb is the event is not.
    """
    runs: list[list[Frame]] = []
    for frame in frames:
        run = next((each for each in reversed(runs[-8:]) if _goes_on(each, frame)), None)
        if run is not None:
            run.append(frame)
        else:
            runs.append([frame])
    kept = ([f for f in run if not _passes_on(f, frames) and _is_statement(page, f, spoken_for)] for run in runs)
    return tuple(_finding(page, run) for run in kept if run)


def _goes_on(run: Sequence[Frame], frame: Frame) -> bool:
    """True where the frame is more of the run's speech: the same speaker in one sentence or one quotation."""
    if run[-1].attribution.speaker != frame.attribution.speaker:
        return False
    if frame.sentence == run[-1].sentence:
        return True
    cues = {each.cue for each in run} | {each.carries for each in run}
    return (frame.carries is not None and frame.carries in cues) or (
        frame.cue is not None and any(each.carries == frame.cue for each in run)
    )


def _finding(page: Page, run: Sequence[Frame]) -> StatementFinding:
    act = _act(page, run)
    chosen = next(
        (frame for frame in run if frame.act == act.value), next((f for f in run if f.cue is not None), run[0])
    )
    statement = Statement(
        act=act,
        direct=any(frame.direct for frame in run),
        addressee=_addressee(page, chosen),
        about=_about(page, chosen),
    )
    return StatementFinding(
        first=min(frame.sentence for frame in run),
        last=max(frame.sentence for frame in run),
        frame=chosen,
        statement=statement,
    )


def _is_statement(page: Page, frame: Frame, spoken_for: frozenset[int]) -> bool:
    """True for words that no other claim tells."""
    if frame.act in _statements()["own_acts"]:
        return True
    if frame.sentence not in spoken_for or _only_tells(page, frame):
        return not _only_tells(page, frame)
    words = [token for token in page.doc[frame.start : frame.end] if _is_told(token)]
    if not words and frame.act != "denial" and _names_only(page, frame):
        return False
    if not words or (frame.direct and _in_first_person(page, frame)) or _looks_ahead(page, frame):
        return True
    if frame.act in _statements()["event_acts"] and frame.act != "assessment":
        return False
    by_words = _act_by_words(page, [frame])
    return not _tells_event(page, frame) and (frame.direct or by_words not in {None, StatementAct.ANNOUNCEMENT})


def _only_tells(page: Page, frame: Frame) -> bool:
    """True for plain words that give a figure of persons harmed or an event, which is no view even where no claim is.

    "Over 20 corpses lay at the clinic, a teacher said" belongs to the readers of figures, whether or not they read it.
    """
    if frame.act != "say" or _looks_ahead(page, frame) or (frame.direct and _in_first_person(page, frame)):
        return False
    if frame.cue is not None and page.doc[frame.cue].lower_ in words_of("accounts", "figures"):
        return True
    words = page.doc[frame.start : frame.end]
    counted = any(token.tag_ == "CD" or token.lower_ in _many() for token in words)
    return counted and any(token.lower_ in _tolls() for token in words)


def _names_only(page: Page, frame: Frame) -> bool:
    """True for a few words in a clause that only tells which thing is meant: "the base from which he said it came"."""
    cue = page.doc[frame.cue] if frame.cue is not None else None
    return cue is not None and cue.dep_ == "relcl" and not frame.direct


def _looks_ahead(page: Page, frame: Frame) -> bool:
    """True for "the toll was likely to rise", which no figure beside it tells."""
    words = f" {_folded(page.doc[frame.start : frame.end].text)} "
    return any(f" {phrase} " in words for phrase in _statements()["ahead"])


def _is_told(token: Token) -> bool:
    return token.lower_ in (_told_verbs() if is_verb(token) else _told_nouns())


def _passes_on(frame: Frame, frames: Sequence[Frame]) -> bool:
    """True where the frame's words are mostly another's words, which are that other's statement."""
    return frame.act == "say" and any(
        other.cue is not None
        and other.attribution.speaker != frame.attribution.speaker
        and frame.start <= other.cue < frame.end
        and frame.start <= other.start
        and other.end <= frame.end
        and 2 * (other.end - other.start) >= frame.end - frame.start
        for other in frames
        if other.sentence == frame.sentence
    )


def _in_first_person(page: Page, frame: Frame) -> bool:
    return any(token.lower_ in first_person() for token in page.doc[frame.start : frame.end])


def _tells_event(page: Page, frame: Frame) -> bool:
    """True where the word that heads what was said is itself one of events or harm."""
    head = page.doc[frame.head] if frame.head is not None else _root_of(page, frame)
    if is_verb(head) and head.lower_ in _told_verbs():
        return True
    if head.lower_ in _light_verbs() and any(each.tag_ == "PRP" and each.dep_ == "nsubjpass" for each in head.children):
        return True
    arguments = [*head.children, *(inner for each in head.children for inner in each.children)]
    return head.lower_ in _light_verbs() and any(each.lower_ in _told_nouns() for each in arguments)


def _root_of(page: Page, frame: Frame) -> Token:
    return next((token for token in page.doc[frame.start : frame.end] if is_verb(token)), page.doc[frame.start])


def _act(page: Page, run: Sequence[Frame]) -> StatementAct:
    """What the words are: by the strongest verb of speech, else by the words themselves, else by who says them."""
    own = [act for act in _statements()["strength"] if any(frame.act == act for frame in run)]
    if own and own[0] not in _statements()["weak"]:
        return StatementAct(own[0])
    by_words = _act_by_words(page, run)
    if by_words is not None:
        return by_words
    if own:
        return StatementAct(own[0])
    role = run[0].attribution.role
    if role.value in _statements()["deniers"] and any(_denies_a_deed(page, frame) for frame in run):
        return StatementAct.DENIAL
    if any(frame.direct and _in_first_person(page, frame) for frame in run) and role.value in _statements()["tellers"]:
        return StatementAct.ACCOUNT
    return StatementAct(_statements()["default"].get(role.value, "assessment"))


def _denies_a_deed(page: Page, frame: Frame) -> bool:
    """True for "no soldier had been near the school": a past clause with a negative among its own words."""
    head = page.doc[frame.head] if frame.head is not None else _root_of(page, frame)
    past = head.tag_ == "VBD" or any(each.lower_ in {"had", "was", "were", "did"} for each in head.children)
    if not past:
        return False
    near = (*head.children, *(inner for each in head.children if each.dep_ in SUBJECTS for inner in each.children))
    return any(each.lower_ in _statements()["negatives"] for each in near)


def _act_by_words(page: Page, run: Iterable[Frame]) -> StatementAct | None:
    """The act with most cues among the words, of two with as many the one that the lexicon names first."""
    words = f" {' '.join(_folded(page.doc[frame.start : frame.end].text) for frame in run)} "
    firsts = _cues_by_first_word()
    hits = Counter(name for first in {*words.split()} & firsts.keys() for name, cue in firsts[first] if cue in words)
    return max(map(StatementAct, hits), key=lambda act: (hits[act], -_acts_in_order().index(act)), default=None)


@cache
def _acts_in_order() -> tuple[str, ...]:
    return tuple(load_lexicon("speech")["acts_by_words"])


@cache
def _cues_by_first_word() -> Mapping[str, list[tuple[str, str]]]:
    """First word → the acts of the cues that begin with it, each with the whole cue between blanks."""
    table: dict[str, list[tuple[str, str]]] = {}
    for name, cues in load_lexicon("speech")["acts_by_words"].items():
        for cue in map(_folded, cues):
            table.setdefault(cue.split()[0], []).append((name, f" {cue} "))
    return table


def _folded(text: str) -> str:
    return " ".join(WORD.findall(text.casefold().replace("’", "'")))


def _addressee(page: Page, frame: Frame) -> str | None:
    """Whom an appeal, an accusation or a threat is made to."""
    if frame.cue is None or frame.act not in _statements()["addressed"]:
        return None
    cue = page.doc[frame.cue]
    noun = child(cue, "dobj", "dative") or next(iter(objects_of_prepositions(cue, "on", "to")), None)
    if noun is None:
        return None
    span = page.actor_at.get(noun.i)
    if span is None and noun.tag_ in {"PRP", "WDT", "WP", "DT"}:
        return None
    return span.name if span is not None else phrase(noun).text


def _about(page: Page, frame: Frame) -> str | None:
    """The words themselves, cut at a word's end."""
    text = " ".join(page.doc[frame.start : frame.end].text.split()).strip(" ,.:;\"“”'")
    if len(text) <= ABOUT_LENGTH:
        return text or None
    return text[:ABOUT_LENGTH].rsplit(" ", 1)[0] + "…"


@cache
def _statements() -> dict[str, Any]:
    table: dict[str, Any] = load_lexicon("speech")["statements"]
    return table


@cache
def _told_verbs() -> frozenset[str]:
    """Forms of the verbs that tell events and harm."""
    events, harm = load_lexicon("events"), load_lexicon("harm")
    verbs = [verb for each in EventType for verb in events[each.value]["verbs"]]
    verbs += [verb for each in Harm for key in ("active", "middle") for verb in harm[each.value][key]]
    verbs += _statements()["held"]
    return frozenset(lemma_table(verb for verb in verbs if " " not in verb))


@cache
def _told_nouns() -> frozenset[str]:
    events = load_lexicon("events")
    nouns = (noun.split()[-1] for each in EventType for noun in events[each.value]["nouns"])
    return frozenset(
        form for noun in (*nouns, *_statements()["held"], *_statements()["harmed"]) for form in noun_forms(noun)
    )


@cache
def _tolls() -> frozenset[str]:
    return frozenset(_statements()["tolls"])


@cache
def _many() -> frozenset[str]:
    return frozenset(_statements()["many"])


@cache
def _light_verbs() -> frozenset[str]:
    return frozenset(lemma_table(_statements()["light"])) | frozenset(_statements()["being"])
