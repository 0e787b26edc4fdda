"""Statements: acts of speech in, somebody's words that are no other claim out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from marsad.domain.claim import Statement
from marsad.domain.vocabulary import StatementAct
from marsad.reading.attribution import Frame
from marsad.reading.inflection import lemma_table
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.phrases import child, children, objects_of_prepositions, phrase

OWN_ACTS = frozenset(each.value for each in StatementAct)
ABOUT_LENGTH = 120
"""Characters of what was said that `about` holds at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFinding:
    """A statement over the sentences `first` to `last`, all in one speaker's words."""

    first: int
    last: int
    frame: Frame
    statement: Statement


def find_statements(page: Page, frames: Sequence[Frame], spoken_for: frozenset[int]) -> tuple[StatementFinding, ...]:
    """One finding a speaker a run of sentences; `spoken_for` are the sentences whose words are told by other claims.

    A sentence with an act of its own (a vow, an appeal) is a statement even where it tells an event too.
    """
    found: list[StatementFinding] = []
    for frame in frames:
        act = _act(page, frame)
        tells_more = frame.sentence in spoken_for
        if tells_more and (frame.act == "say" or act in {StatementAct.ASSESSMENT, StatementAct.OTHER, StatementAct.ANNOUNCEMENT}):
            continue
        if _repeats(found, frame):
            if found[-1].last < frame.sentence:
                found[-1] = _extended(found[-1], frame)
            continue
        found.append(StatementFinding(first=frame.sentence, last=frame.sentence, frame=frame, statement=_statement(page, frame, act)))
    return tuple(found)


def _statement(page: Page, frame: Frame, act: StatementAct) -> Statement:
    return Statement(act=act, direct=frame.direct and _has_quote(page, frame), addressee=_addressee(page, frame), about=_about(page, frame))


def _repeats(found: Sequence[StatementFinding], frame: Frame) -> bool:
    """True where the frame carries on the last statement: the same speaker, in the same sentence or a running quotation."""
    if not found or found[-1].frame.attribution.speaker != frame.attribution.speaker:
        return False
    return frame.sentence == found[-1].last or (frame.cue is None and frame.sentence == found[-1].last + 1)


def _extended(finding: StatementFinding, frame: Frame) -> StatementFinding:
    return StatementFinding(first=finding.first, last=frame.sentence, frame=finding.frame, statement=finding.statement)


def _act(page: Page, frame: Frame) -> StatementAct:
    if frame.act in OWN_ACTS:
        return StatementAct(frame.act)
    words = f" {page.doc[frame.start : frame.end].text.casefold()} "
    for name, cues in load_lexicon("speech")["acts_by_words"].items():
        if any(f" {cue} " in words or f" {cue}." in words or f" {cue}," in words for cue in cues):
            return StatementAct(name)
    return StatementAct.ASSESSMENT


def _has_quote(page: Page, frame: Frame) -> bool:
    sentence = page.sentences[frame.sentence]
    return frame.cue is None or any(token.text in {'"', "“", "”", "«", "``"} for token in sentence)


def _addressee(page: Page, frame: Frame) -> str | None:
    """Whom an appeal, an accusation or a threat is made to."""
    if frame.cue is None or frame.act not in {"appeal", "accusation", "warning", "threat"}:
        return None
    cue = page.doc[frame.cue]
    noun = child(cue, "dobj", "dative") or next(iter(objects_of_prepositions(cue, "on", "to")), None)
    if noun is None:
        return None
    span = page.actor_at.get(noun.i)
    return span.name if span is not None else phrase(noun).text


def _about(page: Page, frame: Frame) -> str | None:
    """The words themselves, cut at a word's end."""
    text = " ".join(page.doc[frame.start : frame.end].text.split()).strip(' ,."“”')
    if len(text) <= ABOUT_LENGTH:
        return text or None
    return text[:ABOUT_LENGTH].rsplit(" ", 1)[0] + "…"


@cache
def telling_verbs() -> frozenset[str]:
    return frozenset(lemma_table(load_lexicon("speech")["addressee"]["verbs"]))


def listeners(page: Page, frame: Frame) -> list[str]:
    if frame.cue is None:
        return []
    return [phrase(each).text for each in children(page.doc[frame.cue], "dobj", "dative")]
