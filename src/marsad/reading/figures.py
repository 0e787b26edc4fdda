"""Counts of people in a sentence: numbers and nouns in, figures with their words, bounds and group out."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from marsad.domain.claim import Bounds
from marsad.domain.vocabulary import ActorKind, VictimsGroup
from marsad.reading.attribution_words import core_verbs
from marsad.reading.figure_nouns import (
    NOUN_TAGS,
    company_of,
    counts_things,
    end_of,
    group_of_phrase,
    heads_list,
    is_no_count,
    noun_of,
    partitive_end,
    whose_body,
    with_second_noun,
    word_at,
)
from marsad.reading.harm_words import forms_of, nouns_of, singular_nouns, spelled, words_of
from marsad.reading.harm_words import nouns as harm_nouns
from marsad.reading.inflection import verb_forms
from marsad.reading.numbers import Number, bounds_of, lexicon, read_number
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.people import group_of, is_plural
from marsad.reading.phrases import child

PHRASE_LEFT = frozenset({"det", "poss", "amod", "compound", "quantmod", "neg", "predet", "nmod", "nummod"})

TOLD = frozenset({"dobj", "attr", "nsubj", "nsubjpass", "conj"})
"""Where a bare count is told ("there were casualties") and not only named."""

PATIENTS = frozenset({"nsubj", "nsubjpass", "dobj"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Tokens `start` to `end` (exclusive) that count people; `number` is the token that is the number.

    `number_end` is the token behind the number's words ("twenty-six", "20 to 30"); None where it is no word of its own.

    `noun` is the token of what is counted, None where the number stands alone ("killed seven"). `explicit` is False for
    figures that only a word of harm makes one: a bare plural, "a woman", "her son", a name. `of_whole` where the words
    themselves make it a part ("five of them"), `share` the part of its whole where that is a fraction ("half of them"),
    `above` where it is more than that.
    `rest` where it is what the part lacks of its whole ("all but two of them").
    `definite` where the phrase points back ("the 19", "the boy"), `named` where it is a person's name.
    """

    start: int
    end: int
    number: int
    bounds: Bounds
    noun: int | None
    group: VictimsGroup | None
    number_end: int | None = None
    explicit: bool = True
    of_whole: bool = False
    share: float | None = None
    above: bool = False
    rest: bool = False
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
    token = sentence.doc.tokens[index]
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
    if is_no_count(page, sentence, number):
        return None
    noun, partitive = noun_of(sentence, number), partitive_end(sentence, number.end)
    if noun is not None and counts_things(noun):
        return None
    if number.share is not None and _names_its_whole(sentence, partitive):
        noun = None
    if number.vague and noun is None and partitive == number.end and doc[number.end - 1].lower_ in _bare_never():
        return None
    behind = noun.i + 1 if noun is not None and noun.i >= number.at else number.end
    end, group = with_second_noun(sentence, max(number.end, behind, partitive), noun)
    before = doc[number.start - 1].lower_ if number.start > sentence.start else ""
    if number.vague and before in lexicon()["partitive"]["determiners"] and partitive == number.end:
        return None
    owned = number.start > sentence.start and doc[number.start - 1].tag_ == "PRP$"
    company = company_of(sentence, number) if noun is None else None
    if company is not None:
        noun, group = company, VictimsGroup.PEOPLE
    return Figure(
        start=_start_of(sentence, company) if company is not None else number.start - owned,
        end=end,
        number=number.at,
        number_end=number.end,
        bounds=number.bounds,
        noun=noun.i if noun is not None else None,
        group=group,
        of_whole=partitive > number.end,
        share=number.share,
        above=number.bound == "above",
        rest=_is_rest(sentence, number.start),
        definite=before in _articles("definite"),
    )


def _start_of(sentence: Span, noun: Token) -> int:
    """Where the words of "a family of five" begin."""
    return max(sentence.start, min([noun.i, *(each.i for each in noun.lefts if each.dep_ == "det")]))


def _names_its_whole(sentence: Span, at: int) -> bool:
    """True for a share of a number that stands behind it ("half of the 80 wounded"), a figure of its own."""
    return at < sentence.end and sentence.doc[at].tag_ == "CD"


def _is_rest(sentence: Span, start: int) -> bool:
    """True behind "all but": the words count those left out."""
    words = sentence.doc[max(sentence.start, start - 2) : start].text.casefold()
    return words in lexicon()["partitive"]["all_but"]


def _bare_never() -> frozenset[str]:
    """Vague words that count nobody on their own."""
    return frozenset(lexicon()["quantity"]["need_noun"])


def _uncounted(page: Page, sentence: Span, token: Token) -> Figure | None:
    """As in "a woman", "her daughter", "civilians", "no one", "Kamal Darwish": figures that only a harm makes one."""
    word = token.lower_
    if word in _pronouns("none") or (word == "no" and word_at(sentence, token.i + 1) == "one"):
        return _nobody(token)
    if word in _pronouns("one") and token.dep_ in PATIENTS and token.head.lower_ not in core_verbs():
        return _one(token.i, token.i + 1, token.i, VictimsGroup.PEOPLE, definite=word not in _articles("indefinite"))
    if not token.tag_.startswith(NOUN_TAGS) or page.place_at.get(token.i) is not None:
        return None
    span = page.actor_at.get(token.i)
    person = token.ent_type_ == "PERSON" if span is None else span.kind is ActorKind.PERSON
    if person:
        return _named(sentence, token)
    if span is not None and token.tag_.startswith("NNP"):
        return None
    return _by_determiner(sentence, token, group_of_phrase(token))


@cache
def _pronouns(which: str) -> frozenset[str]:
    return frozenset(lexicon()[which]["pronouns"])


@cache
def _none_words() -> frozenset[str]:
    return frozenset(lexicon()["none"]["words"])


@cache
def _articles(which: str) -> frozenset[str]:
    return frozenset(lexicon()["articles"][which])


def _nobody(token: Token) -> Figure:
    end = token.i + (2 if token.lower_ == "no" else 1)
    return Figure(
        start=token.i,
        end=end,
        number=token.i,
        number_end=token.i + 1,
        bounds=bounds_of(None, 0),
        noun=None,
        group=VictimsGroup.PEOPLE,
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
    if noun.lower_ in words_of("toll", "heads"):
        return None
    left = [each for each in noun.lefts if each.dep_ in PHRASE_LEFT and each.i >= sentence.start]
    if any(each.tag_ == "CD" and each.i == noun.i - 1 for each in left):
        return None
    start = min([noun.i, *(each.edges[0] for each in left)])
    words = {each.lower_ for each in left}
    if group is not None and not words.isdisjoint(_none_words()):
        zero = next(each.i for each in left if each.lower_ in _none_words())
        return Figure(
            start=start,
            end=noun.i + 1,
            number=zero,
            number_end=zero + 1,
            bounds=bounds_of(None, 0),
            noun=noun.i,
            group=group,
        )
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
    if group is None or words & (_articles("definite") | _articles("any")):
        return None
    if "many" in words and any(each.lower_ == "how" for each in noun.subtree):
        return None
    owned = any(each.dep_ == "poss" for each in left)
    if spelled(noun) in harm_nouns() and (owned or not _is_told_of(noun)):
        return None
    return Figure(
        start=start,
        end=noun.i + 1,
        number=noun.i,
        bounds=Bounds() if _is_untold(noun, words) else Bounds(low=2),
        noun=noun.i,
        group=group,
        explicit=False,
    )


def _is_untold(noun: Token, words: set[str]) -> bool:
    """As in "undisclosed losses": nobody says how many, so no number is made of it."""
    told = lexicon()["quantity"]
    return noun.lower_ in told["losses"] and not words.isdisjoint(told["unknown"])


def _is_told_of(noun: Token) -> bool:
    """True for "there were casualties", "incurring fatalities": a bare count as subject or object, not a topic."""
    listed = noun.dep_ == "conj"
    while noun.dep_ == "conj" and noun.head.tag_.startswith("NN"):
        noun = noun.head
    if listed and noun.dep_ == "pobj":
        return noun.head.head.lower_ not in nouns_of("weak", "reporting")
    copular = noun.dep_ == "nsubj" and child(noun.head, "attr", "acomp") is not None
    return noun.dep_ in TOLD and not copular and not _is_unknown(noun) and not heads_list(noun)


def _is_unknown(noun: Token) -> bool:
    """True for "casualties were not known" and for the "injuries" that a counted subject "suffered"."""
    verb = noun.head
    if noun.dep_ == "dobj":
        return noun.lower_ in words_of("idioms", "suffer_nouns") and verb.lower_ in forms_of("idioms", "suffer")
    return verb.lower_ in forms_of("weak", "knowing") and child(verb, "neg") is not None


def _single(
    noun: Token, start: int, words: set[str], left: Iterable[Token], group: VictimsGroup | None
) -> Figure | None:
    """One person: by an article, a possessor, a shared article ("a woman and child"), or, pointing back, by "the"."""
    shared = noun.dep_ == "conj" and noun.head.tag_ == "NN" and not words
    if not words and not shared:
        return None
    owned = any(each.dep_ == "poss" for each in left)
    body = spelled(noun) in singular_nouns() and spelled(noun) in harm_nouns()
    age = any(each.lower_ in verb_forms("old") or each.lower_ == "old" for each in left)
    if words & _articles("indefinite") or shared or (owned and not body) or (age and group is not None):
        return _one(start, end_of(noun), noun.i, group if not body else whose_body(noun))
    if owned and body and any(each.lower_ in _articles("indefinite") for each in noun.subtree if each.i < noun.i):
        return _one(start, noun.i + 1, noun.i, whose_body(noun))
    if words & _articles("definite") and group is not None and not body:
        return _one(start, noun.i + 1, noun.i, group, definite=True)
    return None
