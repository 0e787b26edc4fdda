"""What a number counts: a number in its sentence in, its noun, its group and whether it counts people out."""

from marsad.domain.vocabulary import VictimsGroup
from marsad.reading.countries import country_of_demonym
from marsad.reading.harm_words import nouns as harm_nouns
from marsad.reading.harm_words import spelled, words_of
from marsad.reading.numbers import Number, lexicon
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.people import SPECIFIC_FIRST, force_nouns, group_of, is_plural, not_people, victims_of

LEFT_OF_NOUN = frozenset({"nummod", "quantmod", "compound", "amod", "nmod", "predet", "det", "advmod", "poss"})

ENDS_PHRASE = frozenset({"IN", "CC", "VBD", "VBZ", "VBP", "MD", "TO", "DT", "WDT", "WP", "WP$"})

NOUN_TAGS = ("NN", "JJ", "VBN")

NOUN_REACH = 8
"""Tokens behind a number within which the parse may put its noun ("30 heavily armed pro-government fighters")."""

FAR_WORDS = 2
"""Words between a number and a noun of nobody known above which the parse has joined what is apart."""

HEADING_REACH = 4
"""Tokens behind a heading's noun within which its colon stands."""

SCAN_REACH = 5
"""Tokens behind a number within which a person noun is its noun where the parse ties it elsewhere."""


def counts_things(noun: Token) -> bool:
    """True where the noun is no person; "security force members" is one though "force" is none."""
    return noun.lower_ in not_people() and group_of(noun.lower_) is None


def with_second_noun(sentence: Span, end: int, noun: Token | None) -> tuple[int, VictimsGroup | None]:
    """The end and group of the phrase with a second noun under one number: "41 fighters and soldiers"."""
    doc = sentence.doc
    group = group_of_phrase(noun) if noun is not None else None
    if noun is not None and group is None and noun.i < end:
        return _with_shared_noun(sentence, end, noun)
    if noun is None or group is None or end != noun.i + 1 or end + 1 >= sentence.end or doc[end].lower_ != "and":
        return end, group
    second = doc[end + 1]
    other = group_of(second.lower_)
    if other is None or not is_plural(second.text) or not is_plural(noun.text):
        return end, group
    return end + 2, group if other is group else _common(group, other)


def _with_shared_noun(sentence: Span, end: int, side: Token) -> tuple[int, VictimsGroup | None]:
    """The end and group of sides that share one noun: "70 regime and rebel fighters".

    A second number ("30 regime and 39 rebel fighters") begins a figure of its own.
    """
    doc = sentence.doc
    if side.lower_ not in force_nouns() or end + 1 >= sentence.end or doc[end].lower_ not in {"and", "or", ","}:
        return end, None
    for token in doc[end + 1 : min(end + 1 + SCAN_REACH, sentence.end)]:
        group = group_of(token.lower_)
        if group is not None and is_plural(token.text) and not token.nbor(1).tag_.startswith("NN"):
            numbered = any(each.like_num for each in doc[end + 1 : token.i])
            return (end if numbered else token.i + 1), group
        if token.is_punct or token.tag_ in ENDS_PHRASE:
            break
    return end, None


def _common(one: VictimsGroup, other: VictimsGroup) -> VictimsGroup:
    armed = {VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS, VictimsGroup.POLICE}
    return VictimsGroup.COMBATANTS if {one, other} <= armed else VictimsGroup.OTHER


def group_of_phrase(noun: Token) -> VictimsGroup | None:
    """The noun's group, that of the compound where it has one ("health worker"), else people for roles."""
    if noun.i > 0:
        pair = group_of(f"{noun.nbor(-1).lower_} {noun.lower_}")
        if pair is not None:
            return pair
    own = victims_of(noun.lower_)
    if own is not None:
        return _of_in_law(noun, own)
    if noun.tag_ == "NNPS" and country_of_demonym(noun.text.removesuffix("s")) is not None:
        return VictimsGroup.PEOPLE
    return VictimsGroup.PEOPLE if spelled(noun) in harm_nouns() else None


def _of_in_law(noun: Token, group: VictimsGroup) -> VictimsGroup:
    """The group of "daughter-in-law" is no child's, whatever "daughter" is."""
    tail = noun.doc[noun.i : end_of(noun)].text.casefold()
    return (group_of(tail) or group) if tail.endswith("-law") else group


def end_of(noun: Token) -> int:
    """The end of the noun with what hyphens join to it ("daughter-in-law")."""
    if noun.i + 1 == len(noun.doc) or not noun.nbor(1).text.startswith("-"):
        return noun.i + 1
    tail = noun.doc[noun.i + 1 : noun.i + 5]
    return noun.i + 5 if tail.text.casefold() == "-in-law" else noun.i + 1


def partitive_end(sentence: Span, at: int) -> int:
    """The end of "of them", "of whom", "of the", which make the figure a part; `at` itself where they are absent."""
    doc = sentence.doc
    if at + 1 >= sentence.end or doc[at].lower_ != "of":
        return at
    following = doc[at + 1].lower_
    people = victims_of(word_at(sentence, at + 2)) is not None and following in lexicon()["partitive"]["determiners"]
    if following in lexicon()["partitive"]["pronouns"] and not people:
        return at + 2
    return at + 2 if following in lexicon()["partitive"]["determiners"] else at


def word_at(sentence: Span, index: int) -> str:
    lower: str = sentence.doc[index].lower_ if index < sentence.end else ""
    return lower


def noun_of(sentence: Span, number: Number) -> Token | None:
    """The noun of the number, by the parse, else the first person noun close behind it."""
    doc = sentence.doc
    head = doc[number.end - 1]
    while head.dep_ in LEFT_OF_NOUN and head.head.i > head.i:
        head = head.head
    if number.end <= head.i < min(number.end + NOUN_REACH, sentence.end) and head.tag_.startswith(NOUN_TAGS):
        return (
            _first_people(sentence.doc[number.end : head.i + 1])
            if head.lower_ not in words_of("toll", "heads")
            else None
        )
    at = partitive_end(sentence, number.end)
    if at == number.end and word_at(sentence, at) == "of":
        return next((each for each in doc[at].children if each.dep_ == "pobj" and each.i < sentence.end), None)
    return _person_behind(sentence, at)


def _first_people(words: Span) -> Token | None:
    """The last of the words, or the people before it where the parse ran on ("people Human Rights Watch said")."""
    for each in words[:-1]:
        if each.like_num:
            return None
        if is_plural(each.text) and _ends_there(each.nbor(1)):
            return each
    far = len(words) > FAR_WORDS and group_of_phrase(words[-1]) is None and words[-1].lower_ not in not_people()
    return None if far else words[-1]


def _ends_there(following: Token) -> bool:
    """Whether the word behind a plural is no more of its phrase: a name, a verb, or what they are made ("hostage")."""
    if group_of_phrase(following) is not None:
        return not is_plural(following.text)
    return following.tag_.startswith(("NNP", "VB")) or (following.is_title and following.tag_ == "JJ")


def _person_behind(sentence: Span, at: int) -> Token | None:
    for token in sentence.doc[at : min(at + SCAN_REACH, sentence.end)]:
        if group_of_phrase(token) is not None and token.tag_ not in ENDS_PHRASE and token.tag_ != "VBG":
            beyond = token.nbor(1) if token.i + 1 < sentence.end else token
            return beyond if is_plural(beyond.text) and not is_plural(token.text) else token
        if token.is_punct or (token.tag_ in ENDS_PHRASE and not token.is_upper):
            return None
    return None


def is_no_count(page: Page, sentence: Span, number: Number) -> bool:
    """True for dates, ages, money, percentages, ordinals and numbers inside or behind names."""
    index = number.at
    if page.actor_at.get(index) is not None or (
        page.time_at.get(index) is not None and not _counts_people(sentence, number)
    ):
        return True
    return _denied_before(sentence, index) or _denied_behind(sentence, number) or _is_age(sentence, number)


def _denied_before(sentence: Span, index: int) -> bool:
    doc = sentence.doc
    if index == sentence.start:
        return False
    before, words = doc[index - 1], lexicon()["not_counts"]
    if before.lower_ in words["before"] or (before.lower_ in words["named"] and doc[index].text[0].isdigit()):
        return True
    if before.text in {"-", "–", "/", ":", "."} and doc[index].text[0].isdigit() and index - 2 >= sentence.start:
        if before.text in {"-", "–"} and doc[index - 2].whitespace_:
            return False
        return not doc[index - 2].lower_.isdigit() and before.text != ":"
    return False


def _denied_behind(sentence: Span, number: Number) -> bool:
    following = word_at(sentence, number.end)
    if following in {"-", "/", ":"}:
        return not (following == "-" and word_at(sentence, number.end + 1).isdigit())
    return following in lexicon()["not_counts"]["after"] or following.startswith(("-year", "-day", "-hour"))


def _is_age(sentence: Span, number: Number) -> bool:
    """As in "Hassan, 30, was", "Mariam (14)", "54 years old", "12 years"."""
    if word_at(sentence, number.end) in lexicon()["not_counts"]["ages"]:
        return True
    at = number.at
    if number.start - 2 >= sentence.start and sentence.doc[number.start - 1].lower_ == "of":
        owner = sentence.doc[number.start - 2]
        if owner.tag_ == "NN" and group_of(owner.lower_) is not None and not is_plural(owner.text):
            return True
    if at - 2 < sentence.start or number.start != at:
        return False
    opening, name = sentence.doc[at - 1].text, sentence.doc[at - 2]
    closing = word_at(sentence, number.end)
    between = (opening == "," and closing in {",", ".", ";", ""}) or (opening == "(" and closing in {")", ",", "years"})
    kin = opening == "(" and name.tag_ == "NN" and victims_of(name.lower_) is not None
    return between and (kin or name.tag_.startswith("NNP"))


def _counts_people(sentence: Span, number: Number) -> bool:
    """A number that the time reader took and that counts people after all ("2011 people")."""
    return group_of(word_at(sentence, number.end)) is not None


def company_of(sentence: Span, number: Number) -> Token | None:
    """The noun of a company that the number counts: "a family of five"."""
    at = number.start - 2
    if at < sentence.start or sentence.doc[at + 1].lower_ != "of":
        return None
    noun = sentence.doc[at]
    return noun if noun.lower_ in lexicon()["partitive"]["companies"] else None


def heads_list(noun: Token) -> bool:
    """True for the heading of a list or table ("Casualties: 3 dead, 9 injured", "Losses of the enemy: …")."""
    return any(each.text == ":" for each in noun.doc[noun.i + 1 : noun.i + 1 + HEADING_REACH])


def whose_body(noun: Token) -> VictimsGroup:
    """The group of the one whose body it is ("a woman's body", "the body of a child")."""
    around = [group_of(each.lower_) for each in noun.subtree if each.i != noun.i]
    found = [each for each in around if each is not None]
    return min(found, key=lambda each: SPECIFIC_FIRST.index(each.value)) if found else VictimsGroup.PEOPLE
