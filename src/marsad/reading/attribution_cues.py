"""Cues of speech: a sentence in; each verb, noun or phrase that credits words, with its speaker and what was said out."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from marsad.reading.attribution_frames import STANCE
from marsad.reading.attribution_speakers import SpeakerPhrase, may_speak, speaker_phrase
from marsad.reading.attribution_words import (
    acts_of_nouns,
    core_verbs,
    cue_verbs,
    nouns_of,
    verbs_of,
    verbs_needing,
    verbs_with_clause,
    words_of,
)
from marsad.reading.page import Page
from marsad.reading.phrases import child, children, governing_verb, is_noun, is_verb, subject_of

CLAUSES = frozenset({"ccomp", "xcomp", "pcomp"})
MARKS = frozenset({'"', "“", "”", "«", "»", "''", "``", "‘", "„"})
LABEL_LENGTH = 8
"""Tokens within which the colon of "X: words" stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One act of speech as its sentence has it: tokens `start` to `end` (exclusive) are what was said.

    `via` is the noun of a relay ("state media, quoting a military source"), `head` heads what was said.
    """

    token: Token
    speaker: SpeakerPhrase
    act: str
    start: int
    end: int
    head: int | None = None
    via: SpeakerPhrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said: tokens `start` to `end` (exclusive), with the token that heads it."""

    start: int
    end: int
    head: Token | None = None


def find_cues(page: Page, sentence: Span) -> Iterator[Cue]:
    """The sentence's acts of speech in text order."""
    label = _label(page, sentence)
    if label is not None:
        yield label
    for token in sentence:
        lower = token.lower_
        if lower == "to" and token.i > sentence.start and token.nbor(-1).lower_ in words_of("origin", "before_to"):
            cue = _according_to(sentence, token)
        elif is_verb(token):
            cue = _verb_cue(page, sentence, token)
        elif lower in nouns_of("speech_nouns"):
            cue = _noun_cue(page, sentence, token)
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
    verb = next((each for each in to.ancestors if is_verb(each) and each.lower_ not in words_of("origin", "before_to")), None)
    start = verb.left_edge.i if verb is not None and _own_clause(verb) else sentence.start
    tail = sentence.end if sentence.end - speaker.end > 3 and sentence.doc[speaker.end].text == "," else first
    return Cue(token=to, speaker=speaker, act="say", start=min(start, first), end=tail, head=verb.i if verb is not None else None)


def _own_clause(verb: Token) -> bool:
    return verb.dep_ in {"conj", "advcl", "ccomp", "parataxis"} and child(verb, "nsubj", "nsubjpass") is not None


def _verb_cue(page: Page, sentence: Span, verb: Token) -> Cue | None:
    act = _class_of(verb)
    if act is None or _is_unsaid(verb) or verb.dep_ in {"amod", "compound", "aux", "auxpass"}:
        return None
    quoted = _quoted_as_saying(page, sentence, verb)
    if quoted is not None:
        return quoted
    speaker = _speaker_of(page, verb)
    if speaker is None:
        return None
    if verb.tag_ == "VBG" and verb.lower_ in words_of("origin", "relaying"):
        return None if _is_reporting(verb.head) else _citing(sentence, verb)
    light = _light(verb) if verb.lower_ in verbs_of("light") else None
    if act == "express" and light is None:
        return None
    words = light[1] if light is not None else _words_of(sentence, verb, speaker)
    if words is None or words.end - words.start < 1:
        return None
    act = light[0] if light is not None else act
    cited = _cited(verb)
    return Cue(
        token=verb, speaker=speaker_phrase(cited) if cited is not None else speaker, act=act, start=words.start, end=words.end,
        via=speaker if cited is not None else None, head=words.head.i if words.head is not None else None,
    )


def _is_unsaid(verb: Token) -> bool:
    """True for "refused to say", "would say", "to say": no words were said."""
    if verb.tag_ != "VB":
        return False
    if any(each.dep_ == "aux" and each.lower_ in words_of("unsaid", "modals") for each in verb.children):
        return True
    return verb.dep_ == "xcomp" and cue_verbs().get(verb.head.lower_) == STANCE


def _class_of(verb: Token) -> str | None:
    lower = verb.lower_
    particle = child(verb, "prt", "prep")
    if particle is not None and f"{lower} {particle.lower_}" in cue_verbs():
        return cue_verbs()[f"{lower} {particle.lower_}"]
    found = cue_verbs().get(lower)
    return found if found is not None or lower not in verbs_of("light") else "express"


def _light(verb: Token) -> tuple[str, Words] | None:
    """"expressed concern", "paid tribute", "issued a warning": the noun says what act it is."""
    noun = child(verb, "dobj")
    act = acts_of_nouns().get(noun.lower_) if noun is not None else None
    if noun is None or act is None:
        return None
    return act, Words(start=noun.left_edge.i, end=_right_limit(verb), head=noun)


def _quoted_as_saying(page: Page, sentence: Span, verb: Token) -> Cue | None:
    """"X was quoted by Y as saying …" and "Y quoted X as saying …": X says it, by way of Y."""
    as_ = next((each for each in verb.subtree if each.lower_ == "as" and each.i > verb.i and child(each, "pcomp")), None)
    saying = child(as_, "pcomp") if as_ is not None else None
    if saying is None or saying.lower_ not in core_verbs():
        return None
    passive = child(verb, "nsubjpass")
    by = child(verb, "agent")
    relay = child(by, "pobj") if by is not None else child(verb, "nsubj")
    origin = passive or child(verb, "dobj")
    if origin is None:
        return None
    words = _words_of(sentence, saying, speaker_phrase(origin)) or Words(start=saying.i + 1, end=sentence.end)
    return Cue(
        token=verb, speaker=speaker_phrase(origin), act="say", start=words.start, end=words.end,
        via=speaker_phrase(relay) if relay is not None else None, head=words.head.i if words.head is not None else None,
    )


def _is_reporting(token: Token) -> bool:
    return is_verb(token) and token.lower_ in cue_verbs()


def _citing(sentence: Span, verb: Token) -> Cue | None:
    """"12 died, the paper's site showed, citing X": X answers for the sentence."""
    origin = child(verb, "dobj")
    if origin is None:
        return None
    return Cue(token=verb, speaker=speaker_phrase(origin), act="say", start=sentence.start, end=sentence.end)


def _cited(verb: Token) -> Token | None:
    """The origin that the reporting verb cites: "the agency said, citing a medic" → the medic."""
    for each in verb.children:
        if each.lower_ in words_of("origin", "relaying") and each.tag_ == "VBG":
            return child(each, "dobj")
    return None


def _speaker_of(page: Page, verb: Token) -> SpeakerPhrase | None:
    """The noun that speaks: the verb's subject before or after it, else the noun just before it that may speak."""
    if any(each.dep_ in {"auxpass", "nsubjpass"} for each in verb.children):
        agent = child(verb, "agent")
        noun = child(agent, "pobj") if agent is not None else None
        return speaker_phrase(noun) if noun is not None else None
    own = children(verb, "nsubj")
    if own:
        return _subject_phrase(page, verb, own)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.lower_ in nouns_of("documents"):
        return _issuing(page, verb) if verb.lower_ in core_verbs() else None
    shared = subject_of(verb) if verb.dep_ in {"conj", "xcomp", "advcl", "acl", "relcl", "pcomp", "dep"} else None
    if shared is None and verb.dep_ == "pcomp":
        shared = subject_of(verb.head.head)
    if shared is not None and may_speak(page, shared):
        return speaker_phrase(shared)
    return _just_after(page, verb) or _just_before(page, verb)


def _issuing(page: Page, saying: Token) -> SpeakerPhrase | None:
    """"X issued a statement saying …": X, or whose the statement is."""
    verb = governing_verb(saying.head)
    issuer = subject_of(verb) if verb is not None else None
    return speaker_phrase(issuer if issuer is not None and may_speak(page, issuer) else saying.head)


def _subject_phrase(page: Page, verb: Token, subjects: list[Token]) -> SpeakerPhrase | None:
    """The subjects as one phrase: "the monitoring group the Observatory" is parsed as two."""
    head = subjects[-1] if subjects[-1].tag_ in {"NNP", "NNPS"} or subjects[-1].i in page.actor_at else subjects[0]
    before = _just_before(page, verb)
    speaks = may_speak(page, head)
    if not speaks and before is not None:
        return before
    if not speaks and not (verb.lower_ in core_verbs() and (is_noun(head) or head.tag_ in {"CD", "DT", "JJ", "JJR", "JJS"})):
        return None
    phrases = [speaker_phrase(each) for each in subjects if (each.i < verb.i) == (head.i < verb.i)]
    return SpeakerPhrase(head=head, start=min(each.start for each in phrases), end=max(each.end for each in phrases))


def _just_after(page: Page, verb: Token) -> SpeakerPhrase | None:
    """The titles and name that stand right after "said", where the parse lost them: "… said council head X who …"."""
    if verb.lower_ not in core_verbs() or verb.tag_ not in {"VBD", "VBZ"} or verb.i <= verb.sent.start + 1:
        return None
    end = verb.i + 1
    while end < verb.sent.end and (is_noun(verb.doc[end]) or verb.doc[end].tag_ in {"DT", "JJ", "HYPH", "POS"}):
        end += 1
    last = verb.doc[end - 1]
    if end == verb.i + 1 or not is_noun(last) or not may_speak(page, last):
        return None
    return SpeakerPhrase(head=last, start=verb.i + 1, end=end)


def _just_before(page: Page, verb: Token) -> SpeakerPhrase | None:
    """The noun phrase that ends just before the verb, over commas and adverbs, as texts without commas have it."""
    index = verb.i - 1
    while index > verb.sent.start and (verb.doc[index].is_punct or verb.doc[index].tag_ in {"RB", "_SP"}):
        index -= 1
    token = verb.doc[index]
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or index < verb.sent.start or not (is_noun(token) or token.tag_ == "PRP"):
        return None
    chosen = token if may_speak(page, token) else None
    for above in token.ancestors:
        if above.i >= token.i or above.dep_ in {"ROOT", "ccomp"} or above.i < verb.sent.start:
            break
        if is_noun(above) and above.lower_ in nouns_of("documents"):
            chosen = above
    return speaker_phrase(chosen) if chosen is not None else None


def _words_of(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """What was said, by the parse where it gives a clause, else by the order of the words."""
    before_quote = _quoted_before(sentence, verb, speaker)
    if before_quote is not None:
        return before_quote
    if verb.lower_ in verbs_needing("quote"):
        return _quoted_after(sentence, verb)
    if verb.lower_ in verbs_needing("only_as") and not any(each.lower_ == "as" for each in verb.children):
        return _named(verb) if verb.lower_ in verbs_needing("two_objects") else None
    after = _clause_after(verb, speaker)
    if after is not None:
        return Words(start=max(verb.i + 1, after.left_edge.i), end=_right_limit(verb), head=after)
    before = _words_before(sentence, verb, speaker)
    if before is not None:
        return before
    if verb.lower_ in verbs_needing("as") and any(each.lower_ == "as" for each in verb.subtree):
        return _object_words(verb)
    named = _named(verb) if verb.lower_ in verbs_needing("two_objects") else None
    if named is not None:
        return named
    quoted = _quoted_after(sentence, verb)
    if quoted is not None:
        return quoted
    by_order = _by_order(sentence, verb, speaker) if verb.lower_ in core_verbs() else None
    if by_order is not None or verb.lower_ in verbs_with_clause():
        return by_order
    return _object_words(verb)


def _clause_after(verb: Token, speaker: SpeakerPhrase) -> Token | None:
    """The clause that the verb governs and that stands after it; also "said in a statement that …"."""
    for each in verb.children:
        if each.i <= verb.i or each.dep_ not in CLAUSES or speaker.start <= each.i < speaker.end:
            continue
        if each.tag_ != "VBG" or each.dep_ == "ccomp" or verb.lower_ not in core_verbs():
            return each
    for each in verb.children:
        if each.i > verb.i and each.dep_ in {"prep", "dobj", "dative"}:
            found = next((inner for inner in each.subtree if inner.dep_ in {"acl", "ccomp", "relcl"} and _has_that(inner)), None)
            if found is not None:
                return found
    return None


def _has_that(verb: Token) -> bool:
    return any(each.dep_ == "mark" and each.lower_ == "that" for each in verb.children)


def _words_before(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """Words before the cue, "…, X said", with those after it where the speech goes on."""
    cue_start = min(verb.i, speaker.start)
    fronted = next((each for each in verb.children if each.i < cue_start and each.dep_ in {"ccomp", "dep", "xcomp", "dobj"} and is_verb(each)), None)
    inserted = verb.dep_ in {"parataxis", "ccomp", "dep"} and verb.head.i < cue_start and not _has_that(verb) and cue_start > sentence.start + 1
    if fronted is None and not (inserted and verb.lower_ in verbs_with_clause() and _follows_break(sentence, cue_start)):
        return None
    head = fronted if fronted is not None else verb.head
    start = min(head.left_edge.i, cue_start) if fronted is not None and verb.dep_ != "ROOT" else _speech_start(sentence, head, verb)
    end = sentence.end if _goes_on(sentence, verb, speaker) else cue_start
    return Words(start=start, end=end, head=head)


def _follows_break(sentence: Span, index: int) -> bool:
    """True where a comma or a closing mark stands before the cue's phrase."""
    before = sentence.doc[index - 1]
    return before.is_punct and before.text not in {"-", "("}


def _speech_start(sentence: Span, head: Token, verb: Token) -> int:
    return min(sentence.start, verb.i) if verb.dep_ in {"ROOT", "parataxis"} else min(head.left_edge.i, verb.left_edge.i)


def _goes_on(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> bool:
    """True where the words after "X said" are speech again: a quotation, or a clause that is not about the speaker."""
    cue_end = max(verb.i + 1, speaker.end)
    rest = sentence.doc[cue_end : sentence.end]
    if not any(token.is_alpha for token in rest):
        return False
    if any(token.text in MARKS for token in rest[:-2]) and any(token.is_alpha for token in rest):
        return True
    first = rest[0]
    if first.text != ",":
        return False
    return any(token.dep_ == "conj" and is_verb(token) and child(token, "nsubj", "nsubjpass") is not None for token in rest)


def _object_words(verb: Token) -> Words | None:
    """The verb's object and what follows it: "accused [the army of shelling]", "condemned [the attack]"."""
    objects = [each for each in verb.children if each.i > verb.i and each.dep_ in {"dobj", "dative", "prep", "oprd", "attr", "agent", "advcl"}]
    objects = [each for each in objects if each.dep_ != "advcl" or each.i == objects[0].i]
    if not objects or (objects[0].dep_ in {"prep", "advcl"} and objects[0].lower_ not in words_of("needs", "prepositions")):
        return None
    return Words(start=objects[0].left_edge.i, end=_right_limit(verb), head=objects[0])


def _named(verb: Token) -> Words | None:
    """"called X Y": the two objects, which the parse gives as two, as a small clause, or as one with a quotation."""
    objects = [each for each in verb.children if each.i > verb.i and each.dep_ in {"dobj", "oprd", "ccomp", "attr", "xcomp", "dative"}]
    if not objects or (len(objects) < 2 and objects[0].dep_ not in {"ccomp", "oprd"}):
        return None
    return Words(start=objects[0].left_edge.i, end=_right_limit(verb), head=objects[0])


def _quoted_before(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """Words up to a closing mark just before "X said", whatever the parse makes of them."""
    cue_start = min(verb.i, speaker.start)
    index = cue_start - 1
    while index > sentence.start and sentence.doc[index].text in {",", "-", "–", "—"}:
        index -= 1
    if index <= sentence.start or sentence.doc[index].text not in MARKS or verb.dep_ in {"relcl", "acl"}:
        return None
    head = next((each for each in verb.children if each.i < index and each.dep_ in CLAUSES), None)
    if head is None and verb.dep_ == "conj" and verb.head.i < index and verb.head.lower_ in cue_verbs():
        return None
    end = sentence.end if _goes_on(sentence, verb, speaker) else cue_start
    return Words(start=sentence.start, end=end, head=head)


def _quoted_after(sentence: Span, verb: Token) -> Words | None:
    """A quotation or a colon soon after the verb, whatever the parse makes of it."""
    for token in sentence.doc[verb.i + 1 : min(verb.right_edge.i + 1, sentence.end)]:
        if token.text in MARKS or token.text == ":":
            return Words(start=token.i, end=_right_limit(verb))
        if is_verb(token) and token.head.i != verb.i:
            return None
    return None


def _by_order(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """By order alone: the side of "X said" that has a verb of its own, what follows first."""
    cue_start, cue_end = min(verb.i, speaker.start), max(verb.i + 1, speaker.end)
    after = next((each for each in sentence.doc[cue_end : sentence.end] if each.tag_ in {"VBD", "VBZ", "VBP", "MD"}), None)
    before = next((each for each in sentence.doc[sentence.start : cue_start] if is_verb(each)), None)
    relative = speaker.head.tag_ in {"WDT", "WP"}
    adrift = verb.dep_ in {"conj", "advcl", "acl"} and speaker.start < verb.i
    if before is not None and not relative and not adrift:
        return Words(start=sentence.start, end=cue_start, head=before)
    if after is not None and verb.dep_ in {"ROOT", "conj", "ccomp"}:
        return Words(start=cue_end, end=sentence.end, head=after)
    if before is not None and verb.dep_ == "conj" and verb.head.i < cue_start and speaker.start > verb.head.i:
        return Words(start=sentence.start, end=cue_start, head=before)
    return None


def _right_limit(verb: Token) -> int:
    """One past the words that the verb governs, less what its subject does besides ("…, and ordered strikes")."""
    end = verb.right_edge.i + 1
    for each in verb.children:
        besides = each.dep_ == "conj" and each.i > verb.i and is_verb(each) and (each.lower_ in cue_verbs() or child(each, "nsubj") is None)
        if besides:
            end = min(end, each.left_edge.i)
    return end


def _noun_cue(page: Page, sentence: Span, noun: Token) -> Cue | None:
    """"X's claim that …", "a warning by X that …"."""
    clause = next((each for each in noun.children if each.dep_ in {"acl", "ccomp", "relcl"} and each.i > noun.i and _has_that(each)), None)
    owner = child(noun, "poss")
    if owner is None:
        by = next((each for each in noun.children if each.lower_ in {"by", "from"}), None)
        owner = child(by, "pobj") if by is not None else None
    if clause is None or owner is None or not may_speak(page, owner):
        return None
    act = acts_of_nouns().get(noun.lower_, "say")
    return Cue(token=noun, speaker=speaker_phrase(owner), act=act, start=clause.left_edge.i, end=clause.right_edge.i + 1, head=clause.i)


def _label(page: Page, sentence: Span) -> Cue | None:
    """"X: words", where X is a person or a monitor; a dateline's place is none."""
    colon = next((token for token in sentence[:LABEL_LENGTH] if token.text == ":"), None)
    if colon is None or colon.i == sentence.start or sentence.end - colon.i < 4:
        return None
    before = sentence.doc[sentence.start : colon.i]
    if any(is_verb(token) or token.i in page.place_at for token in before):
        return None
    last = next((token for token in reversed(before) if is_noun(token)), None)
    if last is None or last.i not in page.actor_at:
        return None
    speaker = SpeakerPhrase(head=last, start=sentence.start, end=colon.i)
    return Cue(token=colon, speaker=speaker, act="say", start=colon.i + 1, end=sentence.end)

