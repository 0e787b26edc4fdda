"""Cues of speech: a sentence in; each verb, noun or phrase that credits words, with speaker and words, out."""

from collections.abc import Iterator
from dataclasses import dataclass

from marsad.reading.attribution_content import MARKS, Words, has_that, right_limit, words_of_cue
from marsad.reading.attribution_frames import STANCE
from marsad.reading.attribution_memory import SpeakerPhrase, speaker_phrase
from marsad.reading.attribution_speakers import may_speak
from marsad.reading.attribution_subjects import speaker_of
from marsad.reading.attribution_words import (
    acts_of_nouns,
    core_verbs,
    cue_verbs,
    is_reporting,
    nouns_of,
    stance_verbs,
    verbs_looked_at,
    verbs_of,
    words_of,
)
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import SUBJECTS, child, is_noun, is_verb

EXPRESS = "express"
"""The class of a verb that leaves it to its object to say what act it is."""

NO_PREDICATE = frozenset({"amod", "compound", "aux", "auxpass"})
BESIDE = 8
"""Tokens before a verb of speech in which a quotation closes, where its subject stands between."""
LONGEST_VOICE = 3
"""Tokens of the longest label of a voice."""
LABEL_LENGTH = 8
"""Tokens within which the colon of "X: words" stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One act of speech as its sentence has it: tokens `start` to `end` (exclusive) are what was said.

    `via` is the noun of a relay ("state media, quoting a military source"), `head` heads what was said. `surely` where
    quotation marks beside the cue leave no doubt that its noun speaks.
    """

    token: Token
    speaker: SpeakerPhrase
    act: str
    start: int
    end: int
    head: int | None = None
    via: SpeakerPhrase | None = None
    surely: bool = False


def find_cues(page: Page, sentence: Span, *, stances: bool = False) -> Iterator[Cue]:
    """The sentence's acts of speech in text order; with `stances` also the wishes, plans and sides that it ascribes."""
    label = _label(page, sentence) or _label_above(page, sentence)
    if label is not None:
        yield label
    for token in sentence:
        lower = token.lower_
        if lower == "to" and token.i > sentence.start and token.nbor(-1).lower_ in words_of("origin", "before_to"):
            cue = _according_to(sentence, token)
        elif lower in verbs_looked_at() and is_verb(token):
            cue = _verb_cue(page, sentence, token, stances=stances)
        elif lower == "per" and token.i > sentence.start:
            cue = _per(page, sentence, token)
        elif lower in nouns_of("accounts") and token.dep_ == "pobj" and _accounts(token):
            cue = _by_account(page, sentence, token)
        elif lower in nouns_of("speech_nouns") or (stances and lower in nouns_of("stance_nouns")):
            cue = _noun_cue(page, token, stances=stances)
        else:
            continue
        if cue is not None:
            yield cue


def _according_to(sentence: Span, to: Token) -> Cue | None:
    """Words before "according to X", else after it; the phrase's own clause where the sentence has several."""
    noun = child(to, "pobj")
    if noun is None:
        return None
    speaker = speaker_phrase(noun)
    first = to.i - 1
    if first - sentence.start <= 1:
        return Cue(token=to, speaker=speaker, act="say", start=speaker.end, end=sentence.end)
    verb = next(
        (each for each in to.ancestors if is_verb(each) and each.lower_ not in words_of("origin", "before_to")), None
    )
    start = verb.left_edge.i if verb is not None and _own_clause(verb) else sentence.start
    tail = sentence.end if sentence.end - speaker.end > 3 and sentence.doc[speaker.end].text == "," else first
    return Cue(
        token=to,
        speaker=speaker,
        act="say",
        start=min(start, first),
        end=tail,
        head=verb.i if verb is not None else None,
    )


def _per(page: Page, sentence: Span, per: Token) -> Cue | None:
    """As "according to": "per the government", but not "per day"."""
    noun = child(per, "pobj")
    if noun is None or not (noun.i in page.actor_at or (child(noun, "det") is not None and may_speak(page, noun))):
        return None
    return _according_to(sentence, per)


def _accounts(noun: Token) -> bool:
    return noun.head.lower_ in words_of("accounts", "before")


def _by_account(page: Page, sentence: Span, noun: Token) -> Cue | None:
    """The clause that stands beside "by X's account" or "in the words of X"."""
    of = next((each for each in noun.children if each.lower_ == "of" and each.i > noun.i), None)
    owner = child(noun, "poss") or (child(of, "pobj") if of is not None else None)
    if owner is None or owner.tag_ == "PRP$" or not may_speak(page, owner):
        return None
    lead, verb = noun.head, noun.head.head
    edge = noun.right_edge.i + 1
    opens = lead.i - sentence.start <= 1
    if not is_verb(verb) or not (opens or sentence.doc[lead.i - 1].text == ","):
        return None
    start, end = (edge, sentence.end) if opens else (sentence.start, lead.i)
    return Cue(token=noun, speaker=speaker_phrase(owner), act="say", start=start, end=end, head=verb.i)


def _own_clause(verb: Token) -> bool:
    finite = verb.tag_ not in {"VBG", "VB"}
    return finite and verb.dep_ in {"conj", "advcl", "ccomp", "parataxis"} and child(verb, *SUBJECTS) is not None


def _verb_cue(page: Page, sentence: Span, verb: Token, *, stances: bool) -> Cue | None:
    act = _class_of(verb) or (STANCE if stances and verb.lower_ in stance_verbs() else None)
    # What somebody did not say, or does not think, is ascribed all the same; it credits nothing.
    unsaid = _is_unsaid(verb) and not (stances and child(verb, "neg"))
    if act is None or verb.dep_ in NO_PREDICATE or unsaid or (not stances and _is_deed(verb, act)):
        return None
    if verb.tag_ == "VBG" and verb.lower_ in words_of("origin", "relaying"):
        told = is_reporting(verb.head) or (verb.dep_ == "acl" and is_reporting(verb.head.head))
        return None if told else _citing(sentence, verb)
    return _quoted_as_saying(sentence, verb) or _spoken_cue(page, sentence, verb, act, stances=stances)


def _spoken_cue(page: Page, sentence: Span, verb: Token, act: str, *, stances: bool) -> Cue | None:
    """The verb with its subject as speaker, or with the origin that its subject cites."""
    surely = _is_beside_quotation(sentence, verb)
    speaker = speaker_of(page, verb, broadly=stances or surely)
    if speaker is None:
        return None
    light = _light(verb) if verb.lower_ in verbs_of("light") else None
    if light is None and act == EXPRESS:
        return None
    act, words = light if light is not None else (act, words_of_cue(sentence, verb, speaker))
    if words is None or words.end <= words.start:
        return None
    cited = _cited(verb)
    return Cue(
        token=verb,
        speaker=speaker_phrase(cited) if cited is not None else speaker,
        act=act,
        start=words.start,
        end=words.end,
        via=speaker if cited is not None else None,
        head=words.head.i if words.head is not None else None,
        surely=surely,
    )


def _is_beside_quotation(sentence: Span, verb: Token) -> bool:
    """True for a verb of speech between a quotation mark and its subject, or just before a mark."""
    before = sentence.doc[max(sentence.start, verb.i - BESIDE) : verb.i]
    after = sentence.doc[verb.i + 1 : min(verb.i + 3, sentence.end)]
    marks = [each.i for each in before if each.text in MARKS]
    closed = bool(marks) and not any(is_verb(each) for each in sentence.doc[marks[-1] : verb.i])
    return closed or any(each.text in MARKS for each in after)


def _is_unsaid(verb: Token) -> bool:
    """True where no words were said: "did not say", "refused to say", "would say", "asked not to be named"."""
    named = child(verb, "xcomp", "ccomp")
    marks = {each.lower_ for each in verb.children if each.dep_ == "mark"}
    if child(verb, "neg") is not None:
        return True
    if named is not None and named.lower_ in words_of("unsaid", "unnamed") and child(named, "aux") is not None:
        return True
    if (verb.dep_ == "pcomp" and verb.head.lower_ == "as") or (verb.tag_ == "VBN" and "as" in marks):
        return True
    modal = any(each.dep_ == "aux" and each.lower_ in words_of("unsaid", "modals") for each in verb.children)
    return verb.tag_ == "VB" and (modal or (verb.dep_ == "xcomp" and verb.head.lower_ in stance_verbs()))


def _is_deed(verb: Token, act: str) -> bool:
    """True for "pledged allegiance", which joins, and "rejected a bid", which decides: neither says anything."""
    if act not in words_of("unspoken", "acts"):
        return False
    target = child(verb, "dobj")
    return target is not None and target.lower_ in nouns_of("unspoken")


def _class_of(verb: Token) -> str | None:
    lower = verb.lower_
    particle = child(verb, "prt", "prep")
    if particle is not None and f"{lower} {particle.lower_}" in cue_verbs():
        return cue_verbs()[f"{lower} {particle.lower_}"]
    found = cue_verbs().get(lower)
    return found if found is not None or lower not in verbs_of("light") else EXPRESS


def _light(verb: Token) -> tuple[str, Words] | None:
    """The act that the verb's noun says it is: "expressed concern", "paid tribute", "issued a warning"."""
    noun = child(verb, "dobj")
    act = acts_of_nouns().get(noun.lower_) if noun is not None else None
    if noun is None or act is None:
        return None
    return act, Words(start=noun.left_edge.i, end=right_limit(verb), head=noun)


def _quoted_as_saying(sentence: Span, verb: Token) -> Cue | None:
    """What X says by way of Y: "X was quoted by Y as saying …", "Y quoted X as saying …"."""
    as_ = next(
        (each for each in verb.subtree if each.lower_ == "as" and each.i > verb.i and child(each, "pcomp")), None
    )
    saying = child(as_, "pcomp") if as_ is not None else None
    if saying is None or saying.lower_ not in core_verbs():
        return None
    passive = child(verb, "nsubjpass")
    by = child(verb, "agent")
    relay = child(by, "pobj") if by is not None else child(verb, "nsubj")
    origin = passive or child(verb, "dobj")
    if origin is None:
        return None
    words = words_of_cue(sentence, saying, speaker_phrase(origin)) or Words(start=saying.i + 1, end=sentence.end)
    return Cue(
        token=verb,
        speaker=speaker_phrase(origin),
        act="say",
        start=words.start,
        end=words.end,
        via=speaker_phrase(relay) if relay is not None else None,
        head=words.head.i if words.head is not None else None,
    )


def _citing(sentence: Span, verb: Token) -> Cue | None:
    """The whole sentence for a loose "citing X": X answers for it."""
    origin = child(verb, "dobj")
    if origin is None:
        return None
    return Cue(token=verb, speaker=speaker_phrase(origin), act="say", start=sentence.start, end=sentence.end)


def _cited(verb: Token) -> Token | None:
    """The origin that the reporting verb cites: "the agency said, citing a medic" → the medic."""
    subject = child(verb, "nsubj")
    for each in (*verb.children, *(subject.children if subject is not None else ())):
        if each.lower_ in words_of("origin", "relaying") and each.tag_ == "VBG":
            return child(each, "dobj")
    return None


def _noun_cue(page: Page, noun: Token, *, stances: bool) -> Cue | None:
    """What a noun of speech says: "X's claim that …", "a warning by X that …", with `stances` "X's support for …"."""
    owner = child(noun, "poss")
    if owner is None:
        by = next((each for each in noun.children if each.lower_ in words_of("speech_nouns", "by")), None)
        owner = child(by, "pobj") if by is not None else None
    if owner is None or not may_speak(page, owner):
        return None
    clause = next(
        (
            each
            for each in noun.children
            if each.dep_ in {"acl", "ccomp", "relcl"} and each.i > noun.i and has_that(each)
        ),
        None,
    )
    act = acts_of_nouns().get(noun.lower_, "say")
    if clause is None and stances:
        clause = next(
            (each for each in noun.children if each.i > max(noun.i, owner.i) and each.dep_ in {"prep", "acl"}), None
        )
        act = STANCE
    if clause is None:
        return None
    return Cue(
        token=noun,
        speaker=speaker_phrase(owner),
        act=act,
        start=clause.left_edge.i,
        end=clause.right_edge.i + 1,
        head=clause.i,
    )


def _label(page: Page, sentence: Span) -> Cue | None:
    """The words after "X:", where X is an actor; a dateline's place is none."""
    colon = next((token for token in sentence[:LABEL_LENGTH] if token.text == ":"), None)
    if colon is None or colon.i == sentence.start or sentence.end - colon.i < 4:
        return None
    before = sentence.doc[sentence.start : colon.i]
    if _is_voice(before):
        return _labelled(sentence, colon)
    if any(is_verb(token) or token.i in page.place_at for token in before):
        return None
    last = next((token for token in reversed(before) if is_noun(token)), None)
    if last is None or last.i not in page.actor_at:
        return None
    speaker = SpeakerPhrase(head=last, start=sentence.start, end=colon.i)
    return Cue(token=colon, speaker=speaker, act="say", start=colon.i + 1, end=sentence.end)


def _is_voice(label: Span) -> bool:
    """True for "CALLER", "Second resident": a voice that a transcript or a live page lets speak."""
    last = label[-1]
    alone = len(label) <= LONGEST_VOICE and not any(token.is_punct for token in label)
    return alone and last.lower_ in words_of("labels") and label[0].text[:1].isupper()


def _labelled(sentence: Span, colon: Token) -> Cue:
    speaker = SpeakerPhrase(head=sentence.doc[colon.i - 1], start=sentence.start, end=colon.i)
    return Cue(token=colon, speaker=speaker, act="say", start=colon.i + 1, end=sentence.end, surely=True)


def _label_above(page: Page, sentence: Span) -> Cue | None:
    """The whole sentence for a voice's label that the parser made a sentence of its own: "CALLER:" and then words."""
    at = sentence.start - 1
    while at > 0 and page.doc[at].is_space:
        at -= 1
    if at < 1 or page.doc[at].text != ":":
        return None
    label = page.doc[page.doc[at].sent.start : at]
    if not len(label) or not _is_voice(label):
        return None
    speaker = SpeakerPhrase(head=label[-1], start=label.start, end=label.end)
    return Cue(token=page.doc[at], speaker=speaker, act="say", start=sentence.start, end=sentence.end, surely=True)
