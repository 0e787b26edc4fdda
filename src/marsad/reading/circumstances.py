"""Where and when: the place and time that a sentence, or the story before it, gives one of its words.

How surely it is told is `marsad.reading.mood`; its verbs are named here too, for those who ask for all circumstances.
"""

from collections.abc import Sequence

from marsad.domain.mention import PlaceMention
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.attribution import Frame
from marsad.reading.clause_paths import FAR, distance, opens_a_clause, way_cost, word_at
from marsad.reading.countries import country_of_seat
from marsad.reading.event_lexicon import words
from marsad.reading.event_points import innermost, with_point
from marsad.reading.mood import is_background, modality_of
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.people import force_nouns, group_of, instrument_nouns
from marsad.reading.phrases import SUBJECTS, is_verb
from marsad.reading.places_of_care import is_of_care
from marsad.reading.pointing_back import capital_told, country_told, is_of_kind, points_to
from marsad.reading.time_ties import hangs_on, opening_time, opens, time_for

__all__ = [
    "distance",
    "is_background",
    "modality_of",
    "opening",
    "opening_place",
    "opening_time",
    "place_for",
    "settings_in",
    "time_for",
]

WIDE_PENALTIES = {
    PlacePrecision.PROVINCE: 2,
    PlacePrecision.AREA: 1,
    PlacePrecision.COUNTRY: 4,
    PlacePrecision.SEA_OR_AIR: 4,
}
"""Steps by which a wide place stands behind a town that is as near in the parse."""
SPEECH_PENALTY = 6
"""Steps for a place that hangs on the verb of saying, and so tells where somebody spoke."""
ORIGIN_PENALTY = 2
"""Steps for a place after "from" or "to": where an act came from or went, not where it was."""
DATELINE_TOKENS = 3
"""A dateline opens its paragraph within so many tokens."""
ACRONYM_LETTERS = 3
"""A name in capitals of more letters than this is shouted, not short for another."""
RELATIVES = frozenset({"WDT", "WP"})


def place_for(page: Page, sentence: Span, at: Token, frames: Sequence[Frame] = ()) -> Place | None:
    """The place that the sentence puts the word at: nearest in the parse, towns before countries.

    Never a dateline, a speaker's seat, nor a country or capital that acts. Where the sentence names none but points
    back ("in the city", "there"), the last place of that kind before it.
    """
    if any(each.lower_ == "there" and each.dep_ == "advmod" for each in at.children):
        return _last_of_kind(page, sentence, "any")
    cues = {frame.cue for frame in frames if frame.cue is not None}
    choices = []
    for mention in page.places_in(sentence):
        token = word_at(page.doc, mention.quote.start, mention.quote.end)
        if token is None or _is_speakers(token, frames) or not _is_a_setting(page, mention, token):
            continue
        if mention.place.precision == PlacePrecision.COUNTRY and _is_of_another_clause(at, token):
            continue
        cost = way_cost(at, token) + _place_penalty(mention, token, at, cues)
        choices.append((cost, mention.place.precision, mention.quote.start, mention))
    if not choices:
        return _pointed_back_to(page, sentence, at) or country_told(page, sentence, at)
    best = min(choices, key=lambda choice: choice[:3])[3]
    if best.place.precision >= PlacePrecision.COUNTRY and innermost(page, best) is best:
        return _pointed_back_to(page, sentence, at) or best.place
    return _placed(page, best)


def _placed(page: Page, mention: PlaceMention) -> Place:
    """The place of the mention, or of the narrowest that stands in it, with its point."""
    inner = innermost(page, mention)
    token = word_at(page.doc, inner.quote.start, inner.quote.end) if inner is not mention else None
    return with_point(page, inner if token is not None and _is_a_setting(page, inner, token) else mention)


def opening(page: Page, number: int, frames: Sequence[Frame]) -> tuple[TimeSpan | None, Place | None]:
    """When and where the sentence opens; kept by the page, for its events and its story both ask for it."""
    if number not in page.openings:
        sentence = page.sentences[number]
        page.openings[number] = opening_time(page, sentence, frames), opening_place(page, sentence)
    return page.openings[number]


def opening_place(page: Page, sentence: Span) -> Place | None:
    """The place that opens the sentence before its subject ("On 3 May, in Sur, …"): the setting of what follows."""
    for mention in page.places_in(sentence):
        token = word_at(page.doc, mention.quote.start, mention.quote.end)
        if token is not None and opens(sentence, token) and _is_a_setting(page, mention, token):
            return _placed(page, mention) if mention.place.precision < PlacePrecision.COUNTRY else None
    return None


def settings_in(page: Page, sentence: Span, frames: Sequence[Frame] = ()) -> list[Place]:
    """The places below a country that the sentence names and that something may happen in."""
    found = []
    for mention in page.places_in(sentence):
        token = word_at(page.doc, mention.quote.start, mention.quote.end)
        if token is None or mention.place.precision >= PlacePrecision.COUNTRY:
            continue
        if not _is_speakers(token, frames) and _is_a_setting(page, mention, token):
            found.append(mention.place)
    return found


def _is_of_another_clause(at: Token, other: Token) -> bool:
    """True where a clause with a subject of its own lies between: "…, the same day a truce took effect in Lebanon"."""
    above = {at.i, *(each.i for each in at.ancestors)}
    token = other
    while token.i not in above and token.head.i != token.i:
        if opens_a_clause(token) and any(
            each.dep_ in SUBJECTS and each.tag_ not in RELATIVES for each in token.children
        ):
            return True
        token = token.head
    return False


def _place_penalty(mention: PlaceMention, token: Token, at: Token, cues: set[int]) -> int:
    penalty = WIDE_PENALTIES.get(mention.place.precision, 0)
    if token.dep_ == "pobj" and token.head.lower_ in {"from", "to"} and token.head.head.i != at.i:
        penalty += ORIGIN_PENALTY
    if (
        cues
        and at.i not in cues
        and hangs_on(token, cues)
        and token.dep_ == "pobj"
        and token.head.lower_ in words("setting", "before_speech")
    ):
        penalty += SPEECH_PENALTY
    return penalty


def _is_a_setting(page: Page, mention: PlaceMention, token: Token) -> bool:
    if is_of_care(token):
        return False
    return not (_acts(page, mention, token) or _describes(page, token) or _is_dateline(page, mention, token))


def _acts(page: Page, mention: PlaceMention, token: Token) -> bool:
    """A country or town that is a subject, or that says whose something is, is no place of the event."""
    if page.actor_at.get(token.i) is not None:
        return True
    acts = mention.place.precision == PlacePrecision.COUNTRY or country_of_seat(token.text) is not None
    if token.dep_ in SUBJECTS and is_verb(token.head) and acts:
        return not any(each.dep_ in {"auxpass", "nsubjpass"} for each in token.head.children)
    if acts and _is_named_as_a_party(token):
        return True
    if token.dep_ in {"compound", "amod", "nmod"} and mention.place.precision == PlacePrecision.COUNTRY:
        return True
    following = token.nbor(1).text if token.i + 1 < len(page.doc) else ""
    return (
        following in {"-", "–"} and token.i + 2 < len(page.doc) and token.nbor(2).lower_ in words("setting", "joined")
    )


def _is_named_as_a_party(token: Token) -> bool:
    """As in "brokered by Russia, Turkey and Iran", "a clash with Chad": a government after "by" or "with"."""
    while token.dep_ in {"conj", "appos"} and token.head.i != token.i:
        token = token.head
    return token.dep_ == "pobj" and token.head.lower_ in words("setting", "before_parties")


def _describes(page: Page, token: Token) -> bool:
    """As in "Aleppo residents", "a Gaza medic", "the armed forces of Artsakh": a place that says who somebody is."""
    owner = token.head.head
    if token.dep_ == "pobj" and token.head.lower_ == "of" and owner.lower_ in force_nouns():
        return owner.lower_ not in instrument_nouns()
    if token.dep_ not in {"compound", "amod", "nmod", "poss"} or page.place_at.get(token.head.i) is not None:
        return False
    head = token.head.lower_
    return group_of(head) is not None or (head in force_nouns() and head not in instrument_nouns())


def _is_dateline(page: Page, mention: PlaceMention, token: Token) -> bool:
    """A place that opens its paragraph before a dash or a bracket, or stands there in capitals."""
    start = mention.quote.start
    in_capitals = token.text.isupper() and len(token.text) > ACRONYM_LETTERS and token.dep_ not in SUBJECTS
    if in_capitals and not token.sent.text.isupper() and _opens_story(page, token):
        return True
    text = page.document.text
    line = text.rfind("\n", 0, start) + 1
    if (text[line:start].strip() and token.i >= DATELINE_TOKENS) or token.i - token.sent.start > DATELINE_TOKENS:
        return False
    after = text[mention.quote.end : mention.quote.end + 45]
    return _dateline_tail(after)


def _opens_story(page: Page, token: Token) -> bool:
    """Whether a name in capitals opens its sentence, or one that the parse joined to the headline before it."""
    if token.i - token.sent.start < DATELINE_TOKENS:
        return True
    after = token.nbor(1) if token.i + 1 < len(page.doc) else token
    return after.text == "(" or (after.text[:1].isupper() and page.place_at.get(after.i) is None)


def _dateline_tail(after: str) -> bool:
    """True where what follows the place runs to a dash through dates, agencies and brackets only."""
    for mark in ("--", "—", "–", " - "):
        head, found, _ = after.partition(mark)
        if found and not any(
            word.islower() and len(word) > 3 for word in head.replace("(", " ").replace(")", " ").split()
        ):
            return True
    return False


def _pointed_back_to(page: Page, sentence: Span, at: Token) -> Place | None:
    """The last place before the sentence of the kind that its words point back to; None where none points back."""
    kinds = [kind for token in sentence if (kind := points_to(token)) is not None and way_cost(at, token) < FAR]
    return _last_of_kind(page, sentence, kinds[0]) if kinds else capital_told(page, sentence)


def _last_of_kind(page: Page, sentence: Span, kind: str) -> Place | None:
    """The last place named before the sentence that is of the kind and that something may happen in."""
    earlier = [each for each in page.places if each.quote.start < sentence.start_char]
    for mention in reversed(earlier):
        if is_of_kind(mention, kind):
            token = word_at(page.doc, mention.quote.start, mention.quote.end)
            if token is not None and _is_a_setting(page, mention, token):
                return mention.place
    return None


def _is_speakers(token: Token, frames: Sequence[Frame]) -> bool:
    return any(frame.speaker is not None and frame.speaker[0] <= token.i < frame.speaker[1] for frame in frames)
