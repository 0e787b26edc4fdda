"""What was said: a verb of speech with its speaker in; the tokens of its words out."""

from dataclasses import dataclass

from marsad.reading.attribution_memory import SpeakerPhrase
from marsad.reading.attribution_words import (
    ascribing_verbs,
    core_verbs,
    cue_verbs,
    is_reporting,
    nouns_of,
    verbs_needing,
    verbs_of,
    verbs_with_clause,
    words_of,
)
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import child, is_verb

CLAUSES = frozenset({"ccomp", "xcomp", "pcomp"})
MARKS = frozenset({'"', "“", "”", "«", "»", "''", "``", "‘", "„"})
LONGEST_DENIAL = 12
"""Tokens from what is denied to the verb that denies it, in a relative clause."""
FINITE = frozenset({"VBD", "VBZ", "VBP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was said: tokens `start` to `end` (exclusive), with the token that heads it."""

    start: int
    end: int
    head: Token | None = None


def words_of_cue(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """What was said: quoted words, else what the parse gives the verb to govern, else by the order of the words.

    None where the verb is not one of speech here: "maintains bases" has neither clause nor quotation.
    """
    found = (
        _contested(verb)
        or _passive_words(verb, speaker)
        or _taken(verb)
        or _quoted_before(sentence, verb, speaker)
        or _judged(verb)
    )
    if found is not None:
        return found
    if verb.lower_ in verbs_needing("quote"):
        return _quoted_after(sentence, verb)
    if verb.lower_ in verbs_needing("only_as"):
        return None
    found = _clause_words(verb, speaker) or _words_before(sentence, verb, speaker) or _quoted_after(sentence, verb)
    if found is None and verb.lower_ in core_verbs():
        found = _by_order(sentence, verb, speaker) or _closing_mark(sentence, verb, speaker)
    if found is None and verb.lower_ in verbs_with_clause():
        return _inserted_words(sentence, verb, speaker) or _counted(verb)
    return found if found is not None else _object_words(verb)


def _inserted_words(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """The whole sentence around "…, X warned, …": commas on both sides of a cue that governs nothing."""
    cue_start, cue_end = min(verb.i, speaker.start), max(verb.i + 1, speaker.end)
    if not _is_inserted(sentence, verb, cue_start, cue_end) or verb.dep_ not in {"parataxis", "ccomp", "dep"}:
        return None
    return Words(start=sentence.start, end=sentence.end)


def _counted(verb: Token) -> Words | None:
    """The object of "verified 31 deaths": a figure given."""
    noun = child(verb, "dobj") if verb.lower_ in verbs_needing("figure") else None
    if noun is None or child(noun, "nummod") is None:
        return None
    return Words(start=noun.left_edge.i, end=noun.right_edge.i + 1, head=noun)


def _contested(verb: Token) -> Words | None:
    """The noun or "which" that a denial is hung on: "…, which Kigali denies", "a claim the army dismissed".

    What stands before is the text's own or another's, so that none of it is credited to who denies it.
    """
    if verb.dep_ != "relcl" or cue_verbs().get(verb.lower_) != "denial" or verb.i - verb.head.i > LONGEST_DENIAL:
        return None
    which = child(verb, "dobj")
    if which is not None and which.tag_ == "WDT" and which.i > verb.head.i:
        return Words(start=which.i, end=which.i + 1, head=which)
    noun = verb.head
    if which is None and noun.lower_ in nouns_of("contested"):
        return Words(start=noun.i, end=noun.i + 1, head=noun)
    return None


def _passive_words(verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """What "was condemned by X": the subject, where no clause says more."""
    subject = child(verb, "nsubjpass")
    if subject is None or speaker.head.dep_ != "pobj" or speaker.head.head.head.i != verb.i or child(verb, "ccomp"):
        return None
    named = any(
        each.dep_ in {"prep", "oprd"} and (each.lower_ == "as" or each.dep_ == "oprd") for each in verb.children
    )
    end = right_limit(verb) if named else subject.right_edge.i + 1
    return Words(start=subject.left_edge.i, end=end, head=subject)


def _taken(verb: Token) -> Words | None:
    """The object of a verb of taking sides, which quotations and clauses beside it do not displace."""
    sides = verb.lower_ not in cue_verbs() and child(verb, "dobj") is not None and child(verb, "ccomp") is None
    return _object_words(verb) if sides else None


def _judged(verb: Token) -> Words | None:
    """What is judged or counted: "call X Y", "see X as Y", "put X at Y"."""
    named = _named(verb) if verb.lower_ in verbs_needing("two_objects") else None
    if named is not None:
        return named
    marks = (each.lower_ for each in verb.children if each.i > verb.i and each.dep_ == "prep")
    inner = (
        each.lower_ for noun in verb.children if noun.dep_ == "dobj" for each in noun.children if each.dep_ == "prep"
    )
    wanted = {"as", "at"} & {*marks, *inner}
    return _object_words(verb) if any(verb.lower_ in verbs_needing(mark) for mark in wanted) else None


def _clause_words(verb: Token, speaker: SpeakerPhrase) -> Words | None:
    after = _clause_after(verb, speaker)
    if after is None:
        return None
    start = _asked_of(verb, after) if verb.lower_ in verbs_of("asking") else after.left_edge.i
    return Words(start=max(verb.i + 1, start), end=right_limit(verb), head=after)


def _asked_of(verb: Token, clause: Token) -> int:
    """Where an appeal's words open: with whom it asks to act, "urged [the army to leave]", "called on [X to go]"."""
    before = [each for each in verb.children if verb.i < each.i < clause.i]
    asked = next((each for each in before if each.dep_ in {"dobj", "dative"}), None)
    after_on = next((noun for each in before if each.dep_ == "prep" and (noun := child(each, "pobj"))), None)
    noun = asked if asked is not None else after_on
    return noun.left_edge.i if noun is not None and clause.tag_ == "VB" else clause.left_edge.i


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


def _clause_after(verb: Token, speaker: SpeakerPhrase) -> Token | None:
    """The clause that the verb governs and that stands after it; also "said in a statement that …"."""
    for each in verb.children:
        if each.i <= verb.i or each.dep_ not in CLAUSES or speaker.start <= each.i < speaker.end:
            continue
        if each.tag_ != "VBG" or each.dep_ == "ccomp" or verb.lower_ not in core_verbs():
            return each
    if verb.lower_ not in core_verbs():
        return None
    objects = (each for each in verb.children if each.i > verb.i and each.dep_ in {"prep", "dobj", "dative"})
    return next((found for each in objects if (found := _clause_under(each)) is not None), None)


def _clause_under(noun: Token) -> Token | None:
    """The "that" clause which the parse hangs on the listener, or on the statement that the words stand in."""
    for each in noun.subtree:
        near = each.head.i == noun.i or each.head.lower_ in nouns_of("documents")
        if near and each.dep_ in {"acl", "ccomp", "relcl"} and has_that(each):
            return each
    return None


def has_that(verb: Token) -> bool:
    return any(each.dep_ == "mark" and each.lower_ == "that" for each in verb.children)


def _words_before(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """Words before the cue, "…, X said", with those after it where the speech goes on."""
    cue_start = min(verb.i, speaker.start)
    fronted = next(
        (
            each
            for each in verb.children
            if each.i < cue_start and each.dep_ in {"ccomp", "dep", "xcomp", "dobj"} and is_verb(each)
        ),
        None,
    )
    inserted = (
        verb.dep_ in {"parataxis", "ccomp", "dep"}
        and verb.head.i < cue_start
        and not has_that(verb)
        and cue_start > sentence.start + 1
    )
    if fronted is None and not (
        inserted and verb.lower_ in verbs_with_clause() and _follows_break(sentence, cue_start)
    ):
        return None
    head = fronted if fronted is not None else verb.head
    start = (
        min(head.left_edge.i, cue_start)
        if fronted is not None and verb.dep_ != "ROOT"
        else _speech_start(sentence, head, verb)
    )
    end = sentence.end if _goes_on(sentence, verb, speaker) else cue_start
    return Words(start=start, end=end, head=head)


def _follows_break(sentence: Span, index: int) -> bool:
    """True where a comma or a closing mark stands before the cue's phrase."""
    before = sentence.doc[index - 1]
    return before.is_punct and before.text not in {"-", "("}


def _speech_start(sentence: Span, head: Token, verb: Token) -> int:
    return (
        min(sentence.start, verb.i) if verb.dep_ in {"ROOT", "parataxis"} else min(head.left_edge.i, verb.left_edge.i)
    )


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
    return any(
        token.dep_ == "conj" and is_verb(token) and child(token, "nsubj", "nsubjpass") is not None for token in rest
    )


def _object_words(verb: Token) -> Words | None:
    """The verb's object and what follows it: "accused [the army of shelling]", "condemned [the attack]"."""
    objects = [
        each
        for each in verb.children
        if each.i > verb.i and each.dep_ in {"dobj", "dative", "prep", "oprd", "attr", "agent", "advcl"}
    ]
    objects = [each for each in objects if each.dep_ != "advcl" or each.i == objects[0].i]
    if not objects or (
        objects[0].dep_ in {"prep", "advcl"} and objects[0].lower_ not in words_of("needs", "prepositions")
    ):
        return None
    return Words(start=objects[0].left_edge.i, end=right_limit(verb), head=objects[0])


def _named(verb: Token) -> Words | None:
    """The two objects of "called X Y", which the parse gives as two, as a small clause, or as one with a quotation."""
    objects = [
        each
        for each in verb.children
        if each.i > verb.i and each.dep_ in {"dobj", "oprd", "ccomp", "attr", "xcomp", "dative"}
    ]
    if not objects or (len(objects) < 2 and objects[0].dep_ not in {"ccomp", "oprd"}):
        return None
    return Words(start=objects[0].left_edge.i, end=right_limit(verb), head=objects[0])


def _closing_mark(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """The mark before a sentence that is "he said" alone; the quotation that it closes is what was said.

    The parser breaks a sentence at "?" or "!" within quotation marks.
    """
    index = min(verb.i, speaker.start) - 1
    if not 0 <= index <= sentence.start or sentence.doc[index].text not in MARKS:
        return None
    return Words(start=index, end=index + 1) if sentence.doc[index].whitespace_ else None


def _quoted_after(sentence: Span, verb: Token) -> Words | None:
    """A quotation or a colon soon after the verb, whatever the parse makes of it."""
    for token in sentence.doc[verb.i + 1 : min(verb.right_edge.i + 1, sentence.end)]:
        if token.text in MARKS or token.text == ":":
            return Words(start=token.i, end=right_limit(verb))
        if is_verb(token) and token.head.i != verb.i:
            return None
    return None


def _by_order(sentence: Span, verb: Token, speaker: SpeakerPhrase) -> Words | None:
    """By order alone: the side of "X said" that has a verb of its own, what follows first."""
    cue_start, cue_end = min(verb.i, speaker.start), max(verb.i + 1, speaker.end)
    doc = sentence.doc
    if _is_inserted(sentence, verb, cue_start, cue_end):
        return Words(start=sentence.start, end=sentence.end)
    after = next((each for each in doc[cue_end : sentence.end] if each.tag_ in {*FINITE, "MD"}), None)
    before = next((each for each in sentence.doc[sentence.start : cue_start] if is_verb(each)), None)
    relative = speaker.head.tag_ in {"WDT", "WP"}
    adrift = verb.dep_ in {"conj", "advcl", "acl"} and speaker.start < verb.i
    if before is not None and not relative and not adrift:
        return Words(start=sentence.start, end=cue_start, head=before)
    if before is not None and verb.dep_ == "conj" and verb.head.i < speaker.start < verb.i:
        return Words(start=sentence.start, end=cue_start, head=before)
    if after is not None and verb.dep_ in {"ROOT", "conj", "ccomp"}:
        return Words(start=cue_end, end=sentence.end, head=after)
    return None


def _is_inserted(sentence: Span, verb: Token, cue_start: int, cue_end: int) -> bool:
    """True for "…, X said, …": commas stand on both sides of the cue's phrase."""
    doc, after = sentence.doc, max(cue_end, verb.right_edge.i + 1)
    ends = [index for index in (cue_end, after) if index < sentence.end and doc[index].text == ","]
    ends += [index - 1 for index in (after,) if doc[index - 1].text == "," and index - 1 >= cue_end]
    return cue_start > sentence.start + 1 and doc[cue_start - 1].text == "," and bool(ends)


def right_limit(verb: Token) -> int:
    """One past the words that the verb governs, less what its subject does besides ("…, and ordered strikes")."""
    end = verb.right_edge.i + 1
    for each in verb.children:
        besides = (
            each.dep_ == "conj"
            and each.i > verb.i
            and is_verb(each)
            and (each.lower_ in ascribing_verbs() or child(each, "nsubj") is None)
        )
        if besides or (each.dep_ == "parataxis" and each.i > verb.i and is_reporting(each)):
            end = min(end, each.left_edge.i)
    for token in verb.doc[verb.i + 1 : end]:
        if token.dep_ == "conj" and token.tag_ in FINITE and token.head.tag_ == "VB" and is_reporting(token):
            return token.i
    return end
