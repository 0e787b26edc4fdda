"""Counts of people in a sentence: numbers and nouns in, figures with their words, bounds and group out."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Span, Token

from marsad.domain.claim import Bounds
from marsad.domain.vocabulary import ActorKind, VictimsGroup
from marsad.reading.countries import country_of_demonym
from marsad.reading.harm_words import nouns as harm_nouns
from marsad.reading.harm_words import singular_nouns, spelled, words_of
from marsad.reading.inflection import verb_forms
from marsad.reading.numbers import Number, bounds_of, lexicon, read_number
from marsad.reading.page import Page
from marsad.reading.people import SPECIFIC_FIRST, group_of, is_plural, not_people, victims_of
from marsad.reading.phrases import child

INDEFINITE = frozenset({"a", "an", "another", "one"})
DEFINITE = frozenset({"the", "these", "those", "this", "that", "all", "both"})
LEFT_OF_NOUN = frozenset({"nummod", "quantmod", "compound", "amod", "nmod", "predet", "det", "advmod", "poss"})
PHRASE_LEFT = frozenset({"det", "poss", "amod", "compound", "quantmod", "neg", "predet", "nmod", "nummod"})
ENDS_PHRASE = frozenset({"IN", "CC", "VBD", "VBZ", "VBP", "MD", "TO", "DT", "WDT", "WP", "WP$"})
PATIENTS = frozenset({"nsubj", "nsubjpass", "dobj"})
NOUN_TAGS = ("NN", "JJ", "VBN")
NOUN_REACH = 8
"""Tokens behind a number within which the parse may put its noun ("30 heavily armed pro-government fighters")."""
FAR_WORDS = 2
"""Words between a number and a noun of nobody known above which the parse has joined what is apart."""
SCAN_REACH = 5
"""Tokens behind a number within which a person noun is its noun where the parse ties it elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Tokens `start` to `end` (exclusive) that count people; `number` is the token that is the number.

    `noun` is the token of what is counted, None where the number stands alone ("killed seven"). `explicit` is False for
    figures that only a word of harm makes one: a bare plural, "a woman", "her son", a name. `of_whole` where the words
    themselves make it a part ("five of them"), `share` the part of its whole where that is a fraction ("half of them"), `above` where it is more than that.
    `definite` where the phrase points back ("the 19", "the boy"), `named` where it is a person's name.
    """

    start: int
    end: int
    number: int
    bounds: Bounds
    noun: int | None
    group: VictimsGroup | None
    explicit: bool = True
    of_whole: bool = False
    share: float | None = None
    above: bool = False
    definite: bool = False
    named: bool = False

    @property
    def head(self) -> int:
        """The token that stands for the people in the parse."""
        return self.noun if self.noun is not None else self.number

    @property
    def value(self) -> int:
        """The one number that the words name."""
        stated = (self.bounds.best, self.bounds.low, self.bounds.high)
        return next((number for number in stated if number is not None), 0)

    def words(self, sentence: Span) -> str:
        return sentence.doc[self.start : self.end].text.strip()


def find_figures(page: Page, sentence: Span) -> list[Figure]:
    """Every count of people in the sentence, in text order, none overlapping another."""
    found: list[Figure] = []
    index = sentence.start
    while index < sentence.end:
        figure = _figure_at(page, sentence, index)
        if figure is None:
            index += 1
            continue
        found.append(figure)
        index = max(figure.end, index + 1)
    return found


def _figure_at(page: Page, sentence: Span, index: int) -> Figure | None:
    token = sentence.doc[index]
    if token.is_space or token.is_punct:
        return None
    number = read_number(sentence, index)
    if number is not None:
        counted = _counted(page, sentence, number)
        if counted is not None or number.end - number.at > 1 or number.vague:
            return counted
    return _uncounted(page, sentence, token)


def _counted(page: Page, sentence: Span, number: Number) -> Figure | None:
    """The figure of a number and its noun."""
    doc = sentence.doc
    if _is_no_count(page, sentence, number):
        return None
    noun, partitive = _noun_of(sentence, number), _partitive_end(sentence, number.end)
    if noun is not None and _counts_things(noun):
        return None
    if number.vague and noun is None and partitive == number.end and doc[number.end - 1].lower_ in _bare_never():
        return None
    behind = noun.i + 1 if noun is not None and noun.i >= number.at else number.end
    end, group = _with_second_noun(sentence, max(number.end, behind, partitive), noun)
    before = doc[number.start - 1].lower_ if number.start > sentence.start else ""
    if number.vague and before in lexicon()["partitive"]["determiners"] and partitive == number.end:
        return None
    owned = number.start > sentence.start and doc[number.start - 1].tag_ == "PRP$"
    return Figure(
        start=number.start - 1 if owned else number.start,
        end=end,
        number=number.at,
        bounds=number.bounds,
        noun=noun.i if noun is not None else None,
        group=group,
        of_whole=partitive > number.end,
        share=number.share,
        above=number.bound == "above",
        definite=before in DEFINITE,
    )


def _bare_never() -> frozenset[str]:
    """Vague words that count nobody on their own."""
    return frozenset(lexicon()["quantity"]["need_noun"])


def _counts_things(noun: Token) -> bool:
    """True where the noun is no person; "security force members" is one though "force" is none."""
    return noun.lower_ in not_people() and group_of(noun.lower_) is None


def _with_second_noun(sentence: Span, end: int, noun: Token | None) -> tuple[int, VictimsGroup | None]:
    """The end and group of the phrase with a second noun under one number: "41 fighters and soldiers"."""
    doc = sentence.doc
    group = _group_of_phrase(noun) if noun is not None else None
    if noun is None or group is None or end != noun.i + 1 or end + 1 >= sentence.end or doc[end].lower_ != "and":
        return end, group
    second = doc[end + 1]
    other = group_of(second.lower_)
    if other is None or not is_plural(second.text) or not is_plural(noun.text):
        return end, group
    return end + 2, group if other is group else _common(group, other)


def _common(one: VictimsGroup, other: VictimsGroup) -> VictimsGroup:
    armed = {VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS, VictimsGroup.POLICE}
    return VictimsGroup.COMBATANTS if {one, other} <= armed else VictimsGroup.OTHER


def _group_of_phrase(noun: Token) -> VictimsGroup | None:
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
    tail = noun.doc[noun.i : _end_of(noun)].text.casefold()
    return (group_of(tail) or group) if tail.endswith("-law") else group


def _end_of(noun: Token) -> int:
    """The end of the noun with what hyphens join to it ("daughter-in-law")."""
    tail = noun.doc[noun.i + 1 : noun.i + 5]
    return noun.i + 5 if tail.text.casefold() == "-in-law" else noun.i + 1


def _partitive_end(sentence: Span, at: int) -> int:
    """The end of "of them", "of whom", "of the", which make the figure a part; `at` itself where they are absent."""
    doc = sentence.doc
    if at + 1 >= sentence.end or doc[at].lower_ != "of":
        return at
    following = doc[at + 1].lower_
    people = victims_of(_word(sentence, at + 2)) is not None and following in lexicon()["partitive"]["determiners"]
    if following in lexicon()["partitive"]["pronouns"] and not people:
        return at + 2
    return at + 2 if following in lexicon()["partitive"]["determiners"] else at


def _word(sentence: Span, index: int) -> str:
    lower: str = sentence.doc[index].lower_ if index < sentence.end else ""
    return lower


def _noun_of(sentence: Span, number: Number) -> Token | None:
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
    at = _partitive_end(sentence, number.end)
    if at == number.end and _word(sentence, at) == "of":
        return next((each for each in doc[at].children if each.dep_ == "pobj" and each.i < sentence.end), None)
    return _person_behind(sentence, at)


def _first_people(words: Span) -> Token | None:
    """The last of the words, or the people that stand before it where the parse ran on ("people Human Rights Watch said")."""
    for each in words[:-1]:
        if each.like_num:
            return None
        following = each.nbor(1)
        if is_plural(each.text) and _group_of_phrase(following) is None and following.tag_.startswith(("NNP", "VB")):
            return each
    far = len(words) > FAR_WORDS and _group_of_phrase(words[-1]) is None and words[-1].lower_ not in not_people()
    return None if far else words[-1]


def _person_behind(sentence: Span, at: int) -> Token | None:
    for token in sentence.doc[at : min(at + SCAN_REACH, sentence.end)]:
        if _group_of_phrase(token) is not None and token.tag_ not in ENDS_PHRASE and token.tag_ != "VBG":
            return token
        if token.is_punct or token.tag_ in ENDS_PHRASE:
            return None
    return None


def _is_no_count(page: Page, sentence: Span, number: Number) -> bool:
    """True for dates, ages, money, percentages, ordinals and numbers inside or behind names."""
    doc, index = sentence.doc, number.at
    if page.actor_at.get(index) is not None or (
        page.time_at.get(index) is not None and not _counts_people(sentence, number)
    ):
        return True
    return _denied_before(sentence, index) or _denied_behind(sentence, number) or _is_age(doc, sentence, number)


def _denied_before(sentence: Span, index: int) -> bool:
    doc = sentence.doc
    if index == sentence.start:
        return False
    before, words = doc[index - 1], lexicon()["not_counts"]
    if before.lower_ in words["before"] or (before.lower_ in words["named"] and doc[index].text[0].isdigit()):
        return True
    if before.text in {"-", "–", "/", ":", "."} and doc[index].text[0].isdigit() and index - 2 >= sentence.start:
        return not doc[index - 2].lower_.isdigit() and before.text != ":"
    return False


def _denied_behind(sentence: Span, number: Number) -> bool:
    following = _word(sentence, number.end)
    if following in {"-", "/", ":"}:
        return not (following == "-" and _word(sentence, number.end + 1).isdigit())
    return following in lexicon()["not_counts"]["after"] or following.startswith(("-year", "-day", "-hour"))


def _is_age(doc: object, sentence: Span, number: Number) -> bool:
    """As in "Hassan, 30, was", "Mariam (14)", "54 years old", "12 years"."""
    if _word(sentence, number.end) in lexicon()["not_counts"]["ages"]:
        return True
    at = number.at
    if number.start - 2 >= sentence.start and sentence.doc[number.start - 1].lower_ == "of":
        owner = sentence.doc[number.start - 2]
        if owner.tag_ == "NN" and group_of(owner.lower_) is not None and not is_plural(owner.text):
            return True
    if at - 2 < sentence.start or number.start != at:
        return False
    opening, name = sentence.doc[at - 1].text, sentence.doc[at - 2]
    closing = _word(sentence, number.end)
    between = (opening == "," and closing in {",", ".", ";", ""}) or (opening == "(" and closing in {")", ",", "years"})
    return between and name.tag_.startswith("NNP")


def _counts_people(sentence: Span, number: Number) -> bool:
    """A number that the time reader took and that counts people after all ("2011 people")."""
    return group_of(_word(sentence, number.end)) is not None


def _uncounted(page: Page, sentence: Span, token: Token) -> Figure | None:
    """As in "a woman", "her daughter", "civilians", "no one", "Kamal Darwish": figures that only a harm makes one."""
    if token.lower_ in lexicon()["none"]["pronouns"] or (
        token.lower_ == "no" and _word(sentence, token.i + 1) == "one"
    ):
        return _nobody(token)
    if token.lower_ in lexicon()["one"]["pronouns"] and token.dep_ in PATIENTS:
        return _one(token.i, token.i + 1, token.i, VictimsGroup.PEOPLE, definite=token.lower_ not in INDEFINITE)
    if not token.tag_.startswith(NOUN_TAGS):
        return None
    span = page.actor_at.get(token.i)
    if page.place_at.get(token.i) is not None:
        return None
    if (token.ent_type_ == "PERSON" and (span is None or span.kind is ActorKind.PERSON)) or (
        span is not None and span.kind is ActorKind.PERSON
    ):
        return _named(sentence, token)
    group = _group_of_phrase(token)
    if span is not None and token.tag_.startswith("NNP"):
        return None
    return _by_determiner(sentence, token, group)


def _nobody(token: Token) -> Figure:
    end = token.i + (2 if token.lower_ == "no" else 1)
    return Figure(
        start=token.i, end=end, number=token.i, bounds=bounds_of(None, 0), noun=None, group=VictimsGroup.PEOPLE
    )


def _named(sentence: Span, token: Token) -> Figure | None:
    """One person by name, read at the first token of the name; titles and trades before it give the group."""
    doc = sentence.doc
    if token.i > sentence.start and doc[token.i - 1].ent_type_ == "PERSON" and token.ent_iob_ == "I":
        return None
    end = token.i + 1
    while end < sentence.end and doc[end].ent_type_ == "PERSON" and doc[end].ent_iob_ == "I":
        end += 1
    head = next((each for each in doc[token.i : end] if not token.i <= each.head.i < end), doc[end - 1])
    titles = [group_of(each.lower_) for each in head.lefts if each.i < token.i]
    group = next((each for each in titles if each is not None), VictimsGroup.PEOPLE)
    return _one(token.i, end, head.i, group, named=True)


def _one(
    start: int, end: int, noun: int, group: VictimsGroup | None, *, definite: bool = False, named: bool = False
) -> Figure:
    return Figure(
        start=start,
        end=end,
        number=noun,
        bounds=bounds_of(None, 1),
        noun=noun,
        group=group,
        explicit=False,
        definite=definite,
        named=named,
    )


def _by_determiner(sentence: Span, noun: Token, group: VictimsGroup | None) -> Figure | None:
    """The figure that the noun's articles, possessors and number make."""
    left = [each for each in noun.lefts if each.dep_ in PHRASE_LEFT and each.i >= sentence.start]
    start = min([noun.i, *(each.left_edge.i for each in left)])
    words = {each.lower_ for each in left}
    if group is not None and words & set(lexicon()["none"]["words"]):
        zero = bounds_of(None, 0)
        return Figure(start=start, end=noun.i + 1, number=start, bounds=zero, noun=noun.i, group=group)
    if _is_without(noun) and group is not None:
        return Figure(
            start=noun.i - 1, end=noun.i + 1, number=noun.i, bounds=bounds_of(None, 0), noun=noun.i, group=group
        )
    if noun.tag_ in {"NNS", "NNPS"} or is_plural(noun.text):
        return _bare_plural(noun, start, words, left, group)
    return _single(noun, start, words, left, group)


def _is_without(noun: Token) -> bool:
    return noun.i > 0 and noun.nbor(-1).lower_ == "without"


def _bare_plural(
    noun: Token, start: int, words: set[str], left: Iterable[Token], group: VictimsGroup | None
) -> Figure | None:
    if group is None or words & DEFINITE:
        return None
    owned = any(each.dep_ == "poss" for each in left)
    if spelled(noun) in harm_nouns() and (owned or not _is_told_of(noun)):
        return None
    return Figure(
        start=start,
        end=noun.i + 1,
        number=noun.i,
        bounds=Bounds(low=2),
        noun=noun.i,
        group=group,
        explicit=False,
    )


def _is_told_of(noun: Token) -> bool:
    """True for "there were casualties", "incurring fatalities": a bare count as subject or object, not a topic."""
    copular = noun.dep_ == "nsubj" and child(noun.head, "attr", "acomp") is not None
    return noun.dep_ in {"dobj", "attr", "nsubj", "nsubjpass", "conj"} and not copular


def _single(
    noun: Token, start: int, words: set[str], left: Iterable[Token], group: VictimsGroup | None
) -> Figure | None:
    """One person: by an article, a possessor, a shared article ("a woman and child"), or, pointing back, by "the"."""
    owned = any(each.dep_ == "poss" for each in left)
    body = spelled(noun) in singular_nouns() and spelled(noun) in harm_nouns()
    shared = noun.dep_ == "conj" and noun.head.tag_ == "NN" and not words
    age = any(each.lower_ in verb_forms("old") or each.lower_ == "old" for each in left)
    if words & INDEFINITE or shared or (owned and not body) or (age and group is not None):
        return _one(start, _end_of(noun), noun.i, group if not body else _whose_body(noun))
    if owned and body and any(each.lower_ in INDEFINITE for each in noun.subtree if each.i < noun.i):
        return _one(start, noun.i + 1, noun.i, _whose_body(noun))
    if words & {"the", "this", "that"} and group is not None and not body:
        return _one(start, noun.i + 1, noun.i, group, definite=True)
    return None


def _whose_body(noun: Token) -> VictimsGroup:
    """The group of the one whose body it is ("a woman's body", "the body of a child")."""
    around = [group_of(each.lower_) for each in noun.subtree if each.i != noun.i]
    found = [each for each in around if each is not None]
    return min(found, key=lambda each: SPECIFIC_FIRST.index(each.value)) if found else VictimsGroup.PEOPLE
