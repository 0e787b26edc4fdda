"""Who says so: a page in; every act of speech out, with whom it credits."""

from collections.abc import Iterable
from dataclasses import replace

from marsad.domain.claim import Attribution
from marsad.reading.attribution_cues import Cue, find_cues
from marsad.reading.attribution_frames import STANCE, Frame, credit, outermost, unswallowed, whole_speeches
from marsad.reading.attribution_hearsay import hearsay
from marsad.reading.attribution_memory import Heard, Memory, SpeakerPhrase
from marsad.reading.attribution_quotations import Quotation, carried, find_quotations
from marsad.reading.attribution_speakers import (
    describe_speaker,
    is_personal,
    usual_name,
    words_heard,
)
from marsad.reading.attribution_words import cue_verbs, first_person, verbs_of, verbs_that_speak, words_of
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.phrases import children, is_verb, phrase

BETWEEN = frozenset({",", ";", ":", "-", "–", "—"})
"""Marks between a cue and what was said, which belong to neither."""

__all__ = ["Frame", "credit", "cue_verbs", "find_frames", "find_speeches", "usual_name"]


def find_frames(page: Page) -> tuple[Frame, ...]:
    """Every act of speech of the page, in text order; a speech that runs over sentences has a frame in each."""
    return _frames(page, stances=False)


def find_speeches(page: Page) -> tuple[Frame, ...]:
    """Everything that the page ascribes to somebody, each one frame however many sentences it runs over.

    Wishes, plans and sides are here too, so these frames serve as mentions and credit no claim.
    """
    return outermost(whole_speeches(_frames(page, stances=True)))


def _frames(page: Page, *, stances: bool) -> tuple[Frame, ...]:
    quotations = find_quotations(page)
    memory = Memory()
    frames: list[Frame] = []
    for number, sentence in enumerate(page.sentences):
        cues = find_cues(page, sentence, stances=stances)
        found = [_frame(page, number, cue, memory, quotations, stances=stances) for cue in cues]
        frames += unswallowed([frame for frame in found if frame is not None])
        frames += hearsay(number, sentence) if stances else ()
    frames += carried(page, frames, quotations)
    return tuple(sorted(frames, key=lambda frame: (frame.sentence, frame.start, frame.cue or 0)))


def _frame(
    page: Page, number: int, cue: Cue, memory: Memory, quotations: Iterable[Quotation], *, stances: bool
) -> Frame | None:
    if cue.speaker.head.lower_ in first_person() or (not stances and _is_nobody(cue.speaker)):
        return None
    surely = cue.surely or cue.token.lower_ in verbs_that_speak() or not is_verb(cue.token)
    attribution = describe_speaker(page, cue.speaker, memory, surely=surely)
    if attribution is None:
        if not stances or cue.speaker.head.lower_ in words_of("pronouns", "anyone"):
            return None
        attribution = Attribution(speaker=page.doc[cue.speaker.start : cue.speaker.end].text)
    attribution = _with_listener_and_relay(page, cue, attribution, memory)
    if cue.act != STANCE:
        memory.add(_heard(page, cue, attribution))
    start, end = _clipped(cue, list(quotations))
    direct = any(each.start < end and start < each.end for each in quotations)
    return Frame(
        sentence=number,
        start=start,
        end=end,
        act=cue.act,
        attribution=attribution,
        direct=direct,
        cue=cue.token.i,
        speaker=(cue.speaker.start, cue.speaker.end),
        head=cue.head,
    )


def _is_nobody(speaker: SpeakerPhrase) -> bool:
    """True for "nobody said", "no source suggested": what nobody said credits nobody."""
    head = speaker.head
    return head.lower_ in words_of("pronouns", "nobody") or any(each.lower_ == "no" for each in head.children)


def _heard(page: Page, cue: Cue, attribution: Attribution) -> Heard:
    speaker = cue.speaker
    personal = attribution.spokesperson is not None or is_personal(page, speaker)
    bare = replace(attribution, said_to=None, via=()) if attribution.said_to or attribution.via else attribution
    return Heard(token=speaker.head.i, attribution=bare, words=words_heard(page, speaker), personal=personal)


def _with_listener_and_relay(page: Page, cue: Cue, attribution: Attribution, memory: Memory) -> Attribution:
    listener = _told(page, cue.token)
    if listener is not None and attribution.said_to is None:
        attribution = replace(attribution, said_to=listener)
    relay = describe_speaker(page, cue.via, memory) if cue.via is not None else None
    if relay is not None and relay.speaker != attribution.speaker:
        attribution = replace(attribution, via=(relay.speaker,))
    return attribution


def _told(page: Page, cue: Token) -> str | None:
    """The outlet or body that was told; people in general are not named."""
    if cue.lower_ not in verbs_of("addressee"):
        return None
    for each in children(cue, "dobj", "dative", "iobj"):
        span = page.actor_at.get(each.i)
        if span is not None:
            return usual_name(span)
        if each.tag_ in {"NNP", "NNPS"}:
            return phrase(each).text
    return None


def _clipped(cue: Cue, quotations: list[Quotation]) -> tuple[int, int]:
    """The words said; those of a cue inside a quotation stay inside it."""
    start, end = cue.start, cue.end
    around = next((each for each in quotations if each.start <= cue.token.i < each.end), None)
    if around is not None:
        start, end = max(start, around.start), min(end, around.end)
    doc = cue.token.doc
    while start < end - 1 and doc[start].text in BETWEEN:
        start += 1
    while end > start + 1 and (doc[end - 1].text in BETWEEN or doc[end - 1].dep_ == "cc" or doc[end - 1].is_space):
        end -= 1
    return start, end
