"""Names in a list of the dead: a sentence in, where a name ends and what it says of its bearer out."""

from functools import cache
from typing import Any

from marsad.domain.vocabulary import ActorKind, VictimsGroup
from marsad.reading.harm_words import says_harm
from marsad.reading.inflection import verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.people import gender_of, group_of
from marsad.reading.phrases import is_passive, is_verb

ALIAS_REACH = 4
"""Tokens behind a name in which its alias in brackets begins."""
BRACKET_REACH = 7
"""Tokens from a bracket behind a name to its end, where it holds an age."""
APPOSITION_REACH = 8
"""Tokens behind a name in which its bearer is said to be a mother, a man or the like."""
OPENING = frozenset({"(", "“", '"', "‘"})
DASHES = frozenset({"-", "–"})


@cache
def lexicon() -> dict[str, Any]:
    """The words of such lists, `[rolls]` of `lexicon/people.toml`."""
    return dict(load_lexicon("people")["rolls"])


def name_end(page: Page, sentence: Span, start: int) -> int:
    """The end of the run of name words that begins at the token; `start` itself where none does."""
    if not _may_name(page, sentence.doc[start]):
        return start
    last = start + 1
    for token in sentence.doc[start + 1 : sentence.end]:
        if _may_name(page, token):
            last = token.i + 1
        elif not _links_names(token):
            break
    return last


def _links_names(token: Token) -> bool:
    if token.text in DASHES:
        return not token.nbor(-1).whitespace_
    return token.lower_ in lexicon()["particles"] or token.text in {"'", "’"}


def _may_name(page: Page, token: Token) -> bool:
    if not token.is_alpha or not token.text[0].isupper() or token.lower_ in lexicon()["no_names"]:
        return False
    if token.is_sent_start and group_of(token.lower_) is not None:
        return False
    person = token.ent_type_ == "PERSON"
    if not person and not token.tag_.startswith("NNP"):
        return False
    if page.time_at.get(token.i) is not None:
        return False
    span = page.actor_at.get(token.i)
    # What only the pipeline takes for a body may be a name: an age or a word of kin then says so.
    body = span is not None and span.actor is not None and span.kind is not ActorKind.PERSON
    return person or not (body or page.place_at.get(token.i) is not None)


def is_only_named(sentence: Span, start: int, end: int) -> bool:
    """True for names that say whose or who: "Sami's sister", "(wife of Sami)", an alias in brackets, who tells it."""
    doc = sentence.doc
    if _does_something(doc[start:end]):
        return True
    if end < sentence.end and doc[end].tag_ == "POS":
        return True
    if start - 1 <= sentence.start:
        return False
    before, beyond = doc[start - 1], doc[start - 2]
    if before.text in OPENING and not beyond.is_punct and beyond.text[:1].isupper():
        return True
    return before.lower_ == "of" and (gender_of(beyond.lower_) is not None or group_of(beyond.lower_) is not None)


def _does_something(name: Span) -> bool:
    """True for the subject of a verb that is no harm: "their cousin Ali said"."""
    head = name.root
    verb = head.head
    if head.dep_ != "nsubj" or not is_verb(verb) or is_passive(verb):
        return False
    return verb.lower_ not in verb_forms("be") and says_harm(verb.lower_) is None


def gender_told(sentence: Span, start: int, end: int) -> VictimsGroup | None:
    """Women or men by the title before a name, by "Umm" or "Abu", by its alias, or by the apposition behind it."""
    titles = sentence.doc[max(sentence.start, start - 2) : end]
    title = next((gender_of(each.lower_) for each in titles if each.is_title and gender_of(each.lower_)), None)
    return title or _kunya(sentence.doc[start]) or _alias_gender(sentence, end) or _gender_behind(sentence, end)


def _kunya(first: Token) -> VictimsGroup | None:
    """Men by a name that begins "Abu", women by "Umm": father and mother of."""
    for group in (VictimsGroup.WOMEN, VictimsGroup.MEN):
        if first.text in lexicon()["kunya"][group.value]:
            return group
    return None


def _alias_gender(sentence: Span, end: int) -> VictimsGroup | None:
    """By the alias in brackets behind the name: "Hassan Darwish (Abu Ali)"."""
    for token in sentence.doc[end : min(end + ALIAS_REACH, sentence.end)]:
        if not token.is_punct:
            return _kunya(token) if token.nbor(-1).text in OPENING else None
    return None


def _gender_behind(sentence: Span, end: int) -> VictimsGroup | None:
    """By the apposition behind a name: "Salma Odeh, a mother of three", "Salma Odeh (44), a nurse and wife of Sami"."""
    start = _behind_age(sentence, end)
    words = sentence.doc[start : min(start + APPOSITION_REACH, sentence.end)]
    if not words or words[0].text not in {",", "("}:
        return None
    for token in words[1:]:
        if token.like_num or token.text == "(":
            continue
        if token.is_punct or token.tag_.startswith(("VB", "NNP", "PRP")):
            return None
        gender = gender_of(token.lower_) if token.tag_ == "NN" else None
        if gender is not None:
            said = words[1].tag_ == "DT" or token.nbor(1).lower_ in {"of", "to"}
            return gender if said else None
    return None


def _behind_age(sentence: Span, end: int) -> int:
    """Where the words behind a name go on after its age in brackets."""
    if end >= sentence.end or sentence.doc[end].text != "(":
        return end
    closing = next(
        (each for each in sentence.doc[end : min(end + BRACKET_REACH, sentence.end)] if each.text == ")"), None
    )
    aged = any(each.like_num for each in sentence.doc[end : end + BRACKET_REACH])
    return closing.i + 1 if closing is not None and aged and closing.i + 1 < sentence.end else end
