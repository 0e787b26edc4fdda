"""Where and when: the place and time that a sentence, or the story before it, gives one of its words.

How surely it is told is `marsad.reading.mood`; its verbs are named here too, for those who ask for all circumstances.
"""

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Span, Token

from marsad.domain.mention import PlaceMention, TimeMention
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import PlacePrecision, TimePrecision
from marsad.reading.attribution import Frame
from marsad.reading.countries import country_of_seat
from marsad.reading.event_lexicon import verbs, words
from marsad.reading.event_points import with_point
from marsad.reading.mood import is_background, modality_of
from marsad.reading.page import Page
from marsad.reading.people import force_nouns, group_of, instrument_nouns
from marsad.reading.phrases import SUBJECTS, governing_verb, is_verb

__all__ = [
    "distance",
    "is_background",
    "modality_of",
    "opening_place",
    "opening_time",
    "place_for",
    "time_for",
    "verb_is_ahead",
]

FAR = 99
WIDE_PENALTIES = {
    PlacePrecision.PROVINCE: 2,
    PlacePrecision.AREA: 1,
    PlacePrecision.COUNTRY: 4,
    PlacePrecision.SEA_OR_AIR: 4,
}
"""Steps by which a wide place stands behind a town that is as near in the parse."""
CLAUSE_PENALTY = 3
"""Steps for each clause with a verb of its own that stands between a word and its place or time."""
SPEECH_PENALTY = 6
"""Steps for a place that hangs on the verb of saying, and so tells where somebody spoke."""
ORIGIN_PENALTY = 2
"""Steps for a place after "from" or "to": where an act came from or went, not where it was."""
OTHER_NOUN_PENALTY = 3
"""Steps for a time inside the phrase of another noun ("the 2016 deal")."""
DATELINE_TOKENS = 3
"""A dateline opens its paragraph within so many tokens."""
ACRONYM_LETTERS = 3
"""A name in capitals of more letters than this is shouted, not short for another."""
OPENERS = frozenset({"IN", "RB", "CD", "NNP", "VBG", "TO", "JJ", "NN"})
"""Tags of the words that may open a setting ("On Monday", "Late on", "Yesterday", "As reported on")."""
OPENING_TOKENS = 16
"""A setting in front of the main clause stands within so many tokens of the sentence's start."""
RELATIVES = frozenset({"WDT", "WP"})
CLAUSES = frozenset({"relcl", "advcl", "ccomp", "parataxis", "acl", "csubj"})


def distance(one: Token, other: Token) -> int:
    """Steps between two tokens in the parse; `FAR` in different sentences."""
    ups = {one.i: 0}
    token, steps = one, 0
    while token.head.i != token.i:
        token, steps = token.head, steps + 1
        ups[token.i] = steps
    token, steps = other, 0
    while True:
        if token.i in ups:
            return ups[token.i] + steps
        if token.head.i == token.i:
            return FAR
        token, steps = token.head, steps + 1


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
        token = _head_of(page, mention)
        if token is None or _is_speakers(token, frames) or not _is_a_setting(page, mention, token):
            continue
        if mention.place.precision == PlacePrecision.COUNTRY and _is_of_another_clause(at, token):
            continue
        cost = _cost(at, token) + _place_penalty(mention, token, at, cues)
        choices.append((cost, mention.place.precision, mention.quote.start, mention))
    if not choices:
        return _pointed_back_to(page, sentence, at)
    best = min(choices, key=lambda choice: choice[:3])[3]
    if best.place.precision >= PlacePrecision.COUNTRY:
        return _pointed_back_to(page, sentence, at) or best.place
    return with_point(page, best)


def opening_place(page: Page, sentence: Span) -> Place | None:
    """The place that opens the sentence before its subject ("On 3 May, in Sur, …"): the setting of what follows."""
    for mention in page.places_in(sentence):
        token = _head_of(page, mention)
        if token is not None and _opens(sentence, token) and _is_a_setting(page, mention, token):
            return with_point(page, mention) if mention.place.precision < PlacePrecision.COUNTRY else None
    return None


def opening_time(page: Page, sentence: Span, frames: Sequence[Frame] = ()) -> TimeSpan | None:
    """The time that opens the sentence before its subject, unless somebody only spoke then."""
    cues = {frame.cue for frame in frames if frame.cue is not None}
    for mention in page.times_in(sentence):
        token = _head_of(page, mention)
        if token is not None and _opens(sentence, token) and mention.time.start is not None:
            return None if _hangs_on(token, cues) or _is_only_compared(mention, token) else mention.time
    return None


def _opens(sentence: Span, token: Token) -> bool:
    """True for a phrase in front of the main clause: after a preposition, before the subject, close to the start."""
    if token.i - sentence.start > OPENING_TOKENS:
        return False
    root = sentence.root
    subject = next((each for each in root.children if each.dep_ in SUBJECTS), None)
    if subject is None or token.i >= subject.left_edge.i:
        return False
    return sentence[0].tag_ in OPENERS


def time_for(page: Page, sentence: Span, at: Token, frames: Sequence[Frame] = ()) -> TimeSpan | None:
    """The time that the sentence puts the word at; the time of saying so is another's and is left out."""
    cues = {frame.cue for frame in frames if frame.cue is not None}
    choices = []
    for mention in page.times_in(sentence):
        token = _head_of(page, mention)
        if token is None or (mention.time.start is None and mention.time.end is None):
            continue
        if (_hangs_on(token, cues) and at.i not in cues and not _shares_its_subject(at, cues)) or _is_only_compared(
            mention, token
        ):
            continue
        if _is_of_the_telling(token, at):
            continue
        choices.append((_cost(at, token) + _time_penalty(page, token, at), mention.quote.start, mention.time))
    return min(choices, key=lambda choice: choice[:2])[2] if choices else None


def _is_of_the_telling(time: Token, at: Token) -> bool:
    """As in "protested today the murder": the day of a verb that only speaks of the act under it."""
    verb = time if is_verb(time) else governing_verb(time)
    if verb is None or is_verb(at) or at.i in {each.i for each in time.ancestors}:
        return False
    spoken = verbs("topic", "verbs") | verbs("topic", "speaking") | verbs("topic", "telling")
    return verb.lower_ in spoken and verb.i in {each.i for each in at.ancestors}


def _shares_its_subject(at: Token, cues: set[int]) -> bool:
    """As in "On 6 May the army claimed to have fired shells": what it claims of itself has no other day."""
    verb = at if is_verb(at) else governing_verb(at)
    return verb is not None and verb.dep_ == "xcomp" and verb.head.i in cues


def verb_is_ahead(doc: Doc, start: int, end: int) -> bool:
    """True where the words from character `start` to `end` hang on a verb in the future ("will meet on Wednesday")."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return False
    verb = governing_verb(span.root)
    return verb is not None and any(
        each.dep_ == "aux" and each.lower_ in words("setting", "ahead") for each in verb.children
    )


def _is_of_another_clause(at: Token, other: Token) -> bool:
    """True where a clause with a subject of its own lies between: "…, the same day a truce took effect in Lebanon"."""
    above = {at.i, *(each.i for each in at.ancestors)}
    token = other
    while token.i not in above and token.head.i != token.i:
        if _opens_a_clause(token) and any(
            each.dep_ in SUBJECTS and each.tag_ not in RELATIVES for each in token.children
        ):
            return True
        token = token.head
    return False


def _cost(at: Token, other: Token) -> int:
    """Steps in the parse, and a penalty for each clause that must be entered or left on the way."""
    ups = {at.i: 0}
    token, cost = at, 0
    while token.head.i != token.i:
        cost += 1 + (CLAUSE_PENALTY if token.dep_ == "relcl" and token.i != at.i else 0)
        token = token.head
        ups[token.i] = cost
    token, cost = other, 0
    while token.i not in ups:
        if token.head.i == token.i:
            return FAR
        cost += 1 + (CLAUSE_PENALTY if _opens_a_clause(token) else 0)
        token = token.head
    return ups[token.i] + cost


def _opens_a_clause(token: Token) -> bool:
    if token.dep_ in CLAUSES:
        return True
    return token.dep_ == "conj" and is_verb(token) and any(each.dep_ in SUBJECTS for each in token.children)


def _place_penalty(mention: PlaceMention, token: Token, at: Token, cues: set[int]) -> int:
    penalty = WIDE_PENALTIES.get(mention.place.precision, 0)
    if token.dep_ == "pobj" and token.head.lower_ in {"from", "to"} and token.head.head.i != at.i:
        penalty += ORIGIN_PENALTY
    if (
        cues
        and at.i not in cues
        and _hangs_on(token, cues)
        and token.dep_ == "pobj"
        and token.head.lower_ in words("setting", "before_speech")
    ):
        penalty += SPEECH_PENALTY
    return penalty


def _time_penalty(page: Page, token: Token, at: Token) -> int:
    """A time before a noun belongs to that noun ("Tuesday's strike"), and to another word only for want of a better."""
    current = token
    while page.time_at.get(current.i) is not None and current.head.i != current.i:
        if current.dep_ in {"compound", "nmod", "amod", "poss", "nummod"} and page.time_at.get(current.head.i) is None:
            return 0 if current.head.i == at.i else OTHER_NOUN_PENALTY
        current = current.head
    return 0


def _is_only_compared(mention: TimeMention, token: Token) -> bool:
    """As in "the first since 2016", "more than in June": the time is of another act, that this one is measured by."""
    if mention.time.precision is not TimePrecision.OPEN:
        return False
    current = token
    for _ in range(3):
        current = current.head
        if {current.lower_, *(each.lower_ for each in current.children)} & words("setting", "ranks"):
            return True
    return False


def _is_a_setting(page: Page, mention: PlaceMention, token: Token) -> bool:
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
    """As in "Aleppo residents", "the Kabul government", "a Gaza medic": a place that says who somebody is."""
    if token.dep_ not in {"compound", "amod", "nmod", "poss"} or page.place_at.get(token.head.i) is not None:
        return False
    head = token.head.lower_
    return group_of(head) is not None or (head in force_nouns() and head not in instrument_nouns())


def _is_dateline(page: Page, mention: PlaceMention, token: Token) -> bool:
    """A place that opens its paragraph before a dash or a bracket, or stands there in capitals."""
    start = mention.quote.start
    in_capitals = token.text.isupper() and len(token.text) > ACRONYM_LETTERS and token.dep_ not in SUBJECTS
    if in_capitals and token.i - token.sent.start < DATELINE_TOKENS and not token.sent.text.isupper():
        return True
    text = page.document.text
    line = text.rfind("\n", 0, start) + 1
    if (text[line:start].strip() and token.i >= DATELINE_TOKENS) or token.i - token.sent.start > DATELINE_TOKENS:
        return False
    after = text[mention.quote.end : mention.quote.end + 45]
    return _dateline_tail(after)


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
    kinds = [kind for token in sentence if (kind := _points_to(token)) is not None and _cost(at, token) < FAR]
    return _last_of_kind(page, sentence, kinds[0]) if kinds else None


def _last_of_kind(page: Page, sentence: Span, kind: str) -> Place | None:
    """The last place named before the sentence that is of the kind and that something may happen in."""
    earlier = [each for each in page.places if each.quote.start < sentence.start_char]
    for mention in reversed(earlier):
        if _is_of_kind(mention, kind):
            token = _head_of(page, mention)
            if token is not None and _is_a_setting(page, mention, token):
                return mention.place
    return None


def _points_to(token: Token) -> str | None:
    """The kind of place that "the city", "this province", "there" point back to."""
    word = token.lower_
    if word == "there":
        return "any" if token.dep_ == "advmod" else None
    kind = _kinds_of_place().get(word)
    if kind is None or token.dep_ not in {"pobj", "dobj", "nsubj", "nsubjpass"} or len(list(token.children)) > 1:
        return None
    return kind if any(each.lower_ in words("setting", "determiners") for each in token.children) else None


@cache
def _kinds_of_place() -> dict[str, str]:
    return {noun: kind for kind in ("town", "region", "any") for noun in words("setting", kind)}


def _is_of_kind(mention: PlaceMention, kind: str) -> bool:
    precision = mention.place.precision
    if kind == "region":
        return precision in {PlacePrecision.PROVINCE, PlacePrecision.DISTRICT}
    if kind == "town":
        return precision in {PlacePrecision.EXACT, PlacePrecision.NEAR}
    return precision <= PlacePrecision.AREA


def _head_of(page: Page, mention: PlaceMention | TimeMention) -> Token | None:
    span = page.doc.char_span(mention.quote.start, mention.quote.end, alignment_mode="expand")
    return span.root if span is not None else None


def _is_speakers(token: Token, frames: Sequence[Frame]) -> bool:
    return any(frame.speaker is not None and frame.speaker[0] <= token.i < frame.speaker[1] for frame in frames)


def _hangs_on(token: Token, cues: set[int]) -> bool:
    """True where the time hangs on the verb of saying itself, not on a noun ("the toll of Monday's strike")."""
    if token.dep_ in {"poss", "compound", "nmod", "amod"}:
        return False
    for each in token.ancestors:
        if each.i in cues:
            return True
        if is_verb(each):
            return False
    return False
