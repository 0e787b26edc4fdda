"""Held ground: a noun phrase in, the places that it names with how much of each out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from marsad.domain.mention import PlaceMention
from marsad.domain.place import Place
from marsad.domain.vocabulary import Extent, PlacePrecision
from marsad.reading.actor_words import words_of
from marsad.reading.circumstances import place_for
from marsad.reading.control_shares import measure_of, share_of
from marsad.reading.inflection import noun_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import (
    SUBJECTS,
    child,
    children,
    conjuncts,
    governing_verb,
    is_verb,
    objects_of_prepositions,
    phrase,
)
from marsad.reading.pointing_back import capital_named

TOWNS = (PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.DISTRICT)


@cache
def control_lexicon() -> dict[str, Any]:
    return load_lexicon("control")


@cache
def territory_nouns(kind: str) -> frozenset[str]:
    """Written forms of the nouns for ground of the kind (part, whole, most, outskirts)."""
    return frozenset(form for noun in control_lexicon()["territory"][kind] for form in noun_forms(noun))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A place that a phrase names as held ground, with how much of it."""

    place: Place
    extent: Extent | None = None

    def in_part(self) -> "Ground":
        """The same place, of which only a part is meant."""
        return replace(self, extent=self.extent or Extent.PART)


def grounds_of(page: Page, sentence: Span, noun: Token) -> tuple[Ground, ...]:
    """The places that a phrase names, each with its extent; a phrase of ground with no known place keeps its words."""
    found = _one_ground(page, sentence, noun)
    for each in conjuncts(noun)[1:]:
        # "Idlib and surrounding areas": what joins a named place and has no name of its own adds nothing.
        found = [*found, *_one_joined(page, sentence, each, found)]
    found += _listed(page, sentence, noun)
    unique = {ground.place.name: ground for ground in reversed(found)}
    return tuple(reversed(unique.values()))


def _is_named(ground: Ground, before: Sequence[Ground]) -> bool:
    place = ground.place
    named = place.lat is not None or place.precision is PlacePrecision.EXACT
    return named and all(place.name != each.place.name for each in before)


def _one_joined(page: Page, sentence: Span, noun: Token, before: Sequence[Ground]) -> list[Ground]:
    """The ground of a further member of a list; a name that joins a town is one, though no gazetteer knows it."""
    found = [each for each in _one_ground(page, sentence, noun) if _is_named(each, before)]
    return found or (list(unlisted_ground(page, noun)) if any(each.place.lat is not None for each in before) else [])


def _listed(page: Page, sentence: Span, noun: Token) -> list[Ground]:
    """The places that "including" or "among them" lists behind the phrase."""
    mark = next(
        (
            each
            for each in sentence.doc[noun.i + 1 : min(noun.i + 12, sentence.end)]
            if each.lower_ in {"including", "namely", "among"}
        ),
        None,
    )
    if mark is None or any(is_verb(each) and each.i != mark.i for each in sentence.doc[noun.i + 1 : mark.i]):
        return []
    listed = [each for head in mark.children for each in conjuncts(head) if each.i > mark.i]
    return [Ground(place=page.place_at[each.i].place) for each in listed if each.i in page.place_at]


def _one_ground(page: Page, sentence: Span, noun: Token) -> list[Ground]:
    if noun.tag_ in {"WDT", "WP"}:
        return _of_relative(page, sentence, noun)
    capital = capital_named(page, noun) if noun.lower_ == "capital" else None
    if capital is not None:
        return [Ground(place=capital, extent=extent_word(noun))]
    mention = page.place_at.get(noun.i) or _pointed_back(page, sentence, noun)
    if mention is not None:
        described = _described_by(page, noun)
        return [Ground(place=(described or mention).place, extent=extent_word(noun))]
    measure = measure_of(noun)
    if measure is not None:
        return _measured(page, sentence, measure)
    if noun.lower_ in _territory():
        return _renamed(page, noun) or _its_part(page, sentence, noun) or _ground_of(page, sentence, noun)
    return []


def _of_relative(page: Page, sentence: Span, pronoun: Token) -> list[Ground]:
    """The ground of the noun that "which" or "that" stands for."""
    clause = next((each for each in pronoun.ancestors if each.dep_ == "relcl"), None)
    noun = clause.head if clause is not None else None
    return list(grounds_of(page, sentence, noun)) if noun is not None and noun.tag_ not in {"WDT", "WP"} else []


@cache
def _territory() -> frozenset[str]:
    return territory_nouns("part") | territory_nouns("most") | territory_nouns("outskirts") | {"control"}


def _measured(page: Page, sentence: Span, noun: Token) -> list[Ground]:
    """The ground behind a share or a number of it: "70 per cent of X", "almost all of X", "dozens of towns in X"."""
    share = share_of(noun)
    measured = objects_of_prepositions(noun, "of")
    if share is None:
        return [_with_words(page, noun, of, each) for of in measured for each in _one_ground(page, sentence, of)]
    inner = [each for of in measured for each in _one_ground(page, sentence, of)]
    if not inner:
        inner = [each for of in measured for each in unlisted_ground(page, of)]
    return [Ground(place=each.place, extent=share) for each in inner]


def _with_words(page: Page, noun: Token, counted: Token, ground: Ground) -> Ground:
    """Ground without a name goes by all its words, with the number they open with: "dozens of towns in the north"."""
    place = ground.place
    if place.lat is not None or place.precision != PlacePrecision.AREA:
        return ground
    words = page.doc[phrase(noun).start : _end_of_words(counted)].text.strip()
    return Ground(place=replace(place, name=words, text=words), extent=None)


def _renamed(page: Page, noun: Token) -> list[Ground]:
    """The place that the noun is said to be: "X is the only town held by Y", "the last town that Y holds is X"."""
    other = child(noun.head, *SUBJECTS) if noun.dep_ == "attr" else None
    if noun.dep_ == "nsubj" and noun.tag_ == "NN":
        other = next((each for each in children(noun.head, "attr") if each.tag_ == "NNP"), None)
    if other is not None:
        return [ground for each in conjuncts(other) for ground in _town(page, each)]
    renames = noun.dep_ == "appos" and noun.head.i < noun.i and noun.head.i in page.place_at
    return _town(page, noun.head) if renames else []


def _town(page: Page, noun: Token) -> list[Ground]:
    mention = page.place_at.get(noun.i)
    if mention is None:
        return list(unlisted_ground(page, noun))
    return [Ground(place=mention.place)] if mention.place.precision != PlacePrecision.COUNTRY else []


def _described_by(page: Page, noun: Token) -> PlaceMention | None:
    """X of "X, a town in Y province, held by Z", where the parse hangs "held" on the province."""
    if not any(each.dep_ == "acl" and each.i > noun.i for each in noun.children) or noun.dep_ != "pobj":
        return None
    town = noun.head.head
    indefinite = any(each.lower_ in control_lexicon()["indefinite"]["words"] for each in town.children)
    if not indefinite or town.dep_ != "appos" or town.lower_ not in territory_nouns("part"):
        return None
    return page.place_at.get(town.head.i)


def _its_part(page: Page, sentence: Span, noun: Token) -> list[Ground]:
    """Part of the place named last, or of a relative clause's: "held its centre", "X, whose centre Y holds"."""
    owner = child(noun, "poss")
    if owner is not None and owner.tag_ == "WP$":
        return [replace(each, extent=_extent_of(noun)) for each in _of_relative(page, sentence, owner)]
    before = page.place_before(noun.i) if owner is not None and owner.lower_ == "its" else None
    return [Ground(place=before.place, extent=_extent_of(noun))] if before is not None else []


def unlisted_grounds(page: Page, noun: Token) -> tuple[Ground, ...]:
    """Names that no gazetteer knows, for words that are said of nothing but places; the pipeline guesses a person."""
    return tuple(ground for each in conjuncts(noun) for ground in unlisted_ground(page, each))


def unlisted_ground(page: Page, noun: Token) -> tuple[Ground, ...]:
    """The one name of the phrase, as written and without a point; nothing for an actor of the actor file."""
    span = page.actor_at.get(noun.i)
    alone = noun.tag_ == "NNP" and noun.text[:1].isupper()
    apart = any(each.dep_ in {"appos", "poss", "amod"} for each in noun.children)
    if not alone or apart or (span is not None and span.actor is not None) or noun.i in page.time_at:
        return ()
    name = words_of(noun)
    return (Ground(place=Place(name=name, text=name, country=page.country, precision=PlacePrecision.EXACT)),)


def _pointed_back(page: Page, sentence: Span, noun: Token) -> PlaceMention | None:
    """The place that "it" or "the town" stands for: the last one named before it."""
    if noun.lower_ == "it":
        return _it(page, sentence, noun) or _told_after(page, noun)
    kinds = control_lexicon()["antecedents"].get(noun.lower_)
    bare = all(
        each.dep_ in {"det", "punct", "case", "relcl", "cc", "conj", "appos"}
        or each.lower_ in control_lexicon()["extent"]["whole"]
        for each in noun.children
    )
    definite = any(each.lower_ in {"the", "this", "that"} for each in noun.children)
    return page.place_before(noun.i, map(PlacePrecision, kinds)) if kinds and bare and definite else None


def _it(page: Page, sentence: Span, pronoun: Token) -> PlaceMention | None:
    """The last subject of the sentence that is a town, less the doer of the pronoun's verb; else the last place."""
    own = child(pronoun.head, *SUBJECTS)
    before = [each for each in sentence if each.i < pronoun.i and each.dep_ in SUBJECTS and each.i in page.place_at]
    subjects = [page.place_at[each.i] for each in before if own is None or each.i != own.i]
    towns = [each for each in subjects if each.place.precision != PlacePrecision.COUNTRY]
    return towns[-1] if towns else page.place_before(pronoun.i, TOWNS) or page.place_before(pronoun.i)


def _told_after(page: Page, pronoun: Token) -> PlaceMention | None:
    """The place that the main clause behind is about: "since the rebels took it, X has been quiet"."""
    clause = pronoun.head
    subject = child(clause.head, *SUBJECTS) if clause.dep_ == "advcl" and clause.head.i > clause.i else None
    return page.place_at.get(subject.i) if subject is not None else None


def _ground_of(page: Page, sentence: Span, noun: Token) -> list[Ground]:
    """The places inside the phrase, else the name beside its noun, else the place of its clause, else its words."""
    extent = _extent_of(noun)
    named = [Ground(place=place, extent=extent) for place in _beside(page, noun)]
    compounded = any(each.i in page.place_at for each in children(noun, "compound", "nmod"))
    inner = [] if compounded and "of" not in _inside(noun) else _grounds_within(page, sentence, noun, extent)
    return inner or named or _ground_without_name(page, sentence, noun, extent)


def _grounds_within(page: Page, sentence: Span, noun: Token, extent: Extent | None) -> list[Ground]:
    inner = [each for each in objects_of_prepositions(noun, *_inside(noun)) if each.i > noun.i]
    inner = inner or [each for way in children(noun, "advmod") for each in objects_of_prepositions(way, "of")]
    inner = inner or _of_the_second(noun)
    found = [
        Ground(place=ground.place, extent=ground.extent or extent)
        for each in inner
        for ground in _named_by_kind(page, sentence, noun, each)
    ]
    if len(found) == 1 and extent is None and noun.tag_ == "NNS":
        return [found[0].in_part()]
    worded_only = len(found) == 1 and found[0].place.precision == PlacePrecision.AREA and found[0].place.lat is None
    return [] if worded_only else found


def _of_the_second(noun: Token) -> list[Token]:
    """Y of "X and parts of Y", where the parse hangs "of" on X."""
    following = noun.nbor(1) if noun.dep_ == "conj" and noun.i + 1 < len(noun.doc) else None
    return children(following, "pobj") if following is not None and following.lower_ == "of" else []


def _ground_without_name(page: Page, sentence: Span, noun: Token, extent: Extent | None) -> list[Ground]:
    words = control_lexicon()
    lost = (
        noun.lower_ in words["antecedents"]
        and noun.lower_ != "capital"
        and any(each.lower_ in {"the", "this", "that"} for each in noun.children)
    )
    measures = noun.lower_ in territory_nouns("most") or noun.lower_ in territory_nouns("outskirts")
    bare = measures and not objects_of_prepositions(noun, "of")
    if lost or bare or _counts_things(noun):
        return []
    if noun.lower_ in words["territory"]["needs_place"]:
        return _nearby(page, sentence, noun, extent)
    return _unlocated(page, sentence, noun, extent)


def _named_by_kind(page: Page, sentence: Span, noun: Token, name: Token) -> list[Ground]:
    """What "of" names; after "the districts of" a name is a district, though no gazetteer knows it."""
    found = list(grounds_of(page, sentence, name))
    if name.head.lower_ not in {"of", "over"} or noun.lower_ == "control":
        return found
    known = [each for each in conjuncts(name) if each.i in page.place_at]
    return found + [ground for each in conjuncts(name) if each not in known for ground in unlisted_ground(page, each)]


def _beside(page: Page, noun: Token) -> list[Place]:
    """The places in the phrase itself: the name next to "province" with those joined to it, else an apposition's."""
    named = [each for each in phrase(noun) if each.i in page.place_at and each.dep_ != "poss"]
    joined = [each for each in named if each.dep_ == "conj" or any(other.dep_ == "conj" for other in each.children)]
    kept = joined if named and named[-1] in joined else named[-1:]
    listed = [each for apposed in children(noun, "appos") for each in conjuncts(apposed)]
    kept = kept or [each for each in listed if each.i in page.place_at]
    kept = kept or [each for each in children(noun, "poss") if each.i in page.place_at]
    return list({page.place_at[each.i].place.name: page.place_at[each.i].place for each in kept}.values())


def _inside(noun: Token) -> tuple[str, ...]:
    """The prepositions that say where the ground is; what "in" adds to "of" is only where that lies."""
    of = any(each.lower_ in {"of", "over"} for each in children(noun, "prep"))
    return ("of", "over") if of else ("in", "inside", "across", "around", "on", "at", "near", "along", "throughout")


def _counts_things(noun: Token) -> bool:
    """True for "most of its commanders": a share of what is no ground."""
    if noun.lower_ not in territory_nouns("most"):
        return False
    return any(each.lower_ not in territory_nouns("part") for each in objects_of_prepositions(noun, "of"))


def _nearby(page: Page, sentence: Span, noun: Token, extent: Extent | None) -> list[Ground]:
    """The place that the noun's own clause names, for "seized the police station in X"."""
    if noun.lower_ in territory_nouns("most") or noun.lower_ == "control" or children(noun, "prep"):
        return []
    near = _of_its_clause(page, noun, place_for(page, sentence, noun))
    if near is None or near.precision == PlacePrecision.COUNTRY:
        return []
    return [Ground(place=near, extent=extent or Extent.PART)]


def _unlocated(page: Page, sentence: Span, noun: Token, extent: Extent | None) -> list[Ground]:
    """Ground without a name of its own: the place that its clause names, else its own words."""
    placed = (
        any(each.dep_ == "prep" for each in noun.children) or noun.lower_ in control_lexicon()["directions"]["nouns"]
    )
    near = None if placed else _of_its_clause(page, noun, place_for(page, sentence, noun))
    if near is not None and near.precision != PlacePrecision.COUNTRY:
        return [Ground(place=near, extent=extent or Extent.PART)]
    return [worded(page, noun)]


def worded(page: Page, noun: Token) -> Ground:
    """Ground that has no name but its own words."""
    start = phrase(noun).start
    text = page.doc[start : _end_of_words(noun)].text.strip()
    name = page.doc[start + (page.doc[start].tag_ == "DT") : _end_of_words(noun)].text.strip()
    return Ground(place=Place(name=name, text=text, country=page.country, precision=PlacePrecision.AREA))


def _of_its_clause(page: Page, noun: Token, place: Place | None) -> Place | None:
    """The place, unless its sentence names it in the clause of another verb."""
    named = [page.doc[index] for index, mention in page.place_at.items() if mention.place == place]
    here = [each for each in named if each.sent.start == noun.sent.start]
    verb = governing_verb(noun)
    return place if not here or any(governing_verb(each) == verb for each in here) else None


def _end_of_words(noun: Token) -> int:
    """Where the phrase's own words end: with other nouns of ground and its prepositions, before a clause or a comma."""
    end = noun.i + 1
    for each in noun.rights:
        more = each.dep_ == "conj" and each.lower_ in _territory()
        if not more and each.dep_ not in {"prep", "cc"}:
            break
        if each.dep_ != "cc":
            end = _end_of_words(each) if more else each.right_edge.i + 1
    return end


def _extent_of(noun: Token) -> Extent | None:
    lower = noun.lower_
    if lower in territory_nouns("most"):
        return Extent.MOST
    if lower in territory_nouns("outskirts"):
        return Extent.OUTSKIRTS
    word = extent_word(noun)
    if word is not None or lower in territory_nouns("whole"):
        return word
    return Extent.PART


def extent_word(noun: Token) -> Extent | None:
    """How much the words before the noun and the adverbs of its verb say is meant."""
    words = {each.lower_ for each in noun.children if each.i < noun.i} | {
        each.lower_ for child in noun.children if child.i < noun.i for each in child.children
    }
    words |= {each.lower_ for each in noun.head.children if each.dep_ == "advmod" and is_verb(noun.head)}
    return extent_in(words)


def extent_in(words: Collection[str]) -> Extent | None:
    """How much the words say: "fully", "largely", "parts"; None where they say nothing of it."""
    for name in ("most", "part", "whole", "outskirts"):
        if not set(control_lexicon()["extent"][name]).isdisjoint(words):
            return Extent(name)
    return None
