"""Finds actors in a text: names of the actor file, short names that the text has earned, and names it lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.language import Language
from spacy.matcher import PhraseMatcher

from marsad.domain.actor import Actor
from marsad.domain.vocabulary import ActorKind, RelationKind
from marsad.reading.actor_unlisted import acronyms, unlisted
from marsad.reading.page import ActorSpan
from marsad.reading.parse import Doc, Span, Token
from marsad.reading.people import force_nouns

__all__ = ["ActorIndex", "acronyms", "in_the_texts_words", "unlisted"]

DEFINITE = frozenset({"the", "this", "that", "its", "their"})


class ActorIndex:
    """The actor file, compiled once: names are looked up in any number of texts."""

    def __init__(self, language: Language, actors: Iterable[Actor]) -> None:
        self._language = language
        self._actors = {actor.id: actor for actor in actors}
        self._exact = PhraseMatcher(language.vocab, attr="ORTH")
        self._loose = PhraseMatcher(language.vocab, attr="LOWER")
        self._short = PhraseMatcher(language.vocab, attr="LOWER")
        self._of_short: dict[str, list[Actor]] = {}
        self._definite: set[tuple[str, str]] = set()
        for actor in self._actors.values():
            self._add(actor)

    def named(self, doc: Doc, day: date | None) -> list[ActorSpan]:
        """Spans that carry a full name or an alias; the longest where they overlap, of two actors the one of `day`."""
        found = [
            self._span(doc, key, start, end, day)
            for key, start, end in (*self._exact(doc.parsed), *self._loose(doc.parsed))
        ]
        found = [span for span in found if not _begins_another(doc, span)]
        found.sort(key=lambda span: not _is_of_day(span.actor, day))
        return _without_overlaps(found)

    def short_named(
        self, doc: Doc, taken: Sequence[ActorSpan], country: str | None, day: date | None
    ) -> list[ActorSpan]:
        """Spans of short names that the text has earned: their actor was named before, or is the one of its country.

        "the group" beside a name is that name's; a short name of two actors is the one named last, else nobody's.
        """
        covered = {index for span in taken for index in range(span.start, span.end)}
        choices: dict[tuple[int, int], list[Actor]] = {}
        for key, start, end in self._short(doc.parsed):
            choices.setdefault((start, end), []).extend(self._of_short[doc.spelling(key)])
        found = []
        named = {span.actor.country for span in taken if span.actor is not None and span.actor.country is not None}
        for (start, end), actors in choices.items():
            if _touches(doc, start, end, covered) or _only_describes(doc[end - 1]):
                continue
            standing = self._standing(doc, actors, start, end)
            chosen = _earned(standing, start, taken) or _of_country(standing, country, day, doc[start:end])
            if chosen is None and len(named) == 1 and doc[start].text.isupper():
                chosen = _of_country(standing, next(iter(named)), day, doc[start:end])
            if chosen is not None and not _is_of_another(doc, start, end, chosen):
                found.append(self._spanned(chosen, start, end, day))
        return _without_overlaps(found, taken)

    def _standing(self, doc: Doc, actors: Sequence[Actor], start: int, end: int) -> list[Actor]:
        """The actors that the words may mean: some short names mean theirs only with "the" before them."""
        before = (*doc[end - 1].lefts, *doc[max(start - 1, 0) : start])
        if any(each.lower_ in DEFINITE for each in before):
            return list(actors)
        words = doc[start:end].text.casefold()
        return [actor for actor in actors if (actor.id, words) not in self._definite]

    def _add(self, actor: Actor) -> None:
        for name in (actor.name, *actor.aliases):
            pattern = self._language.make_doc(name)
            exact = len(pattern) == 1 or name.isupper()
            (self._exact if exact else self._loose).add(actor.id, [pattern])
        for name in actor.short:
            bare = name.removeprefix("the ")
            if bare != name or bare.islower():
                self._definite.add((actor.id, bare.casefold()))
            self._add_short(actor, bare)

    def _add_short(self, actor: Actor, bare: str) -> None:
        """One pattern a spelling: hundreds of actors are called "the army"."""
        pattern = self._language.make_doc(bare)
        key = " ".join(token.lower_ for token in pattern)
        if key not in self._of_short:
            self._short.add(key, [pattern])
        bearers = self._of_short.setdefault(key, [])
        if actor not in bearers[-1:]:  # one whose two short names are spelled alike
            bearers.append(actor)

    def _span(self, doc: Doc, key: int, start: int, end: int, day: date | None) -> ActorSpan:
        return self._spanned(self._actors[doc.spelling(key)], start, end, day)

    def _spanned(self, actor: Actor, start: int, end: int, day: date | None) -> ActorSpan:
        return ActorSpan(
            start=start, end=end, name=actor.name, kind=actor.kind, actor=actor, leads=self._led_by(actor, day)
        )

    def _led_by(self, person: Actor, day: date | None) -> str | None:
        """The body that the actor file says the person leads on the day."""
        for tie in person.relations:
            on = day is None or ((tie.since is None or tie.since <= day) and (tie.until is None or day <= tie.until))
            if tie.relation is RelationKind.LEADS and on and tie.other in self._actors:
                return self._actors[tie.other].name
        return None


def _begins_another(doc: Doc, span: ActorSpan) -> bool:
    """True for the paper's name in "the National Guard": a capital goes on with it."""
    last = doc[span.end - 1]
    following = last.head
    return (
        span.kind is ActorKind.MEDIA
        and last.dep_ in {"compound", "amod", "nmod"}
        and following.i == span.end
        and following.tag_.startswith("NNP")
    )


def _touches(doc: Doc, start: int, end: int, covered: set[int]) -> bool:
    """True where a full name stands in the words or beside them in their phrase ("the Hezbollah group")."""
    beside = [each.i for each in doc[end - 1].children if each.i < start or each.i >= end]
    behind = [end] if doc[end - 1].text.islower() else []
    return any(index in covered for index in (*range(start, end), *beside, *behind))


def _only_describes(token: Token) -> bool:
    """True for "military" of "military forces", an adjective that names nobody by itself."""
    return token.tag_ == "JJ" and token.dep_ == "amod" and token.head.i > token.i and token.text.islower()


def _is_of_another(doc: Doc, start: int, end: int, actor: Actor) -> bool:
    """True where the words are part of a longer name of somebody else ("Olena Kovalenko", "the Tarbela Institute")."""
    if actor.kind is not ActorKind.PERSON:
        return _ends_a_title(doc, start, end, actor)
    own = {word.casefold() for name in (actor.name, *actor.aliases) for word in name.replace("-", " ").split()}
    if end < len(doc) and doc[end].tag_.startswith("NNP") and doc[end - 1].head.i == doc[end].i:
        return doc[end].lower_ not in own
    before = doc[start - 1] if start > 0 else None
    named = before is not None and before.ent_type_ == "PERSON" and doc[start].ent_iob_ == "I"
    return named and before is not None and before.is_alpha and before.lower_ not in own


def _ends_a_title(doc: Doc, start: int, end: int, actor: Actor) -> bool:
    """True for one common noun, capitalised as the last word of a name that is not the actor's."""
    last = doc[end - 1]
    if end - start > 1 or start == 0 or last.text.isupper() or not last.text[:1].isupper():
        return False
    before = doc[start - 1]
    named = before.tag_ in {"NNP", "NNPS"} and before.dep_ == "compound" and before.head is last
    own = {word.casefold() for name in (actor.name, *actor.aliases) for word in name.split()}
    return named and before.text[:1].isupper() and before.lower_ not in own and _is_in_one_name(before, last)


def _is_in_one_name(before: Token, last: Token) -> bool:
    return bool(before.ent_type_) and before.ent_type_ == last.ent_type_ and last.ent_iob_ == "I"


def _is_of_day(actor: Actor | None, day: date | None) -> bool:
    if actor is None or day is None:
        return True
    return (actor.since is None or actor.since <= day) and (actor.until is None or day <= actor.until)


def _earned(actors: Sequence[Actor], start: int, taken: Sequence[ActorSpan]) -> Actor | None:
    """Of the actors that the short name may mean, the one that the text named last before it."""
    ids = {actor.id for actor in actors}
    before = [span.actor for span in taken if span.start < start and span.actor is not None and span.actor.id in ids]
    return before[-1] if before else None


def _of_country(actors: Sequence[Actor], country: str | None, day: date | None, words: Span) -> Actor | None:
    """The one actor of the text's country and day that has the name; a surname needs no country of its own."""
    by_itself = words.text[0].isupper()
    there = [
        actor
        for actor in actors
        if _is_of_day(actor, day)
        and (actor.country == country or (by_itself and actor.kind is ActorKind.PERSON))
        and (country is not None or by_itself)
    ]
    own = [actor for actor in there if actor.country == country]
    chosen = own or there
    return chosen[0] if len(chosen) == 1 else None


def in_the_texts_words(doc: Doc, spans: Sequence[ActorSpan]) -> list[ActorSpan]:
    """The spans named as the text names their actor most fully.

    A short name takes the full one that the text gives; an acronym or a surname alone the actor file's; a description
    that the text never names ("government forces") keeps its words.
    """
    forms: dict[str, list[tuple[int, str]]] = {}
    for span in spans:
        words = _words(doc, span)
        if span.actor is not None and _is_full(words, span.actor):
            forms.setdefault(span.actor.id, []).append((span.start, words))
    return [span if span.actor is None else _renamed(doc, span, span.actor, forms) for span in spans]


def _renamed(doc: Doc, span: ActorSpan, actor: Actor, forms: Mapping[str, Sequence[tuple[int, str]]]) -> ActorSpan:
    words = _words(doc, span)
    own = [form for start, form in forms.get(actor.id, ()) if start < span.start or _is_full(words, actor)]
    if actor.name in own:
        return replace(span, name=actor.name)
    if _is_full(words, actor):
        parts = set(words.casefold().split())
        longer = [form for form in own if parts <= set(form.casefold().split()) and not _ends_with_its_men(form)]
        return replace(span, name=max([words, *longer], key=len))
    if own:
        return replace(span, name=max(own, key=len))
    described = words.rsplit(maxsplit=1)[-1].islower()
    opens = bool(doc[span.start].is_sent_start) and not doc[span.start].tag_.startswith("NNP")
    return replace(span, name=(words[0].lower() + words[1:] if opens else words) if described else actor.name)


def _ends_with_its_men(words: str) -> bool:
    """True for "Hezbollah fighters", which names no more than "Hezbollah"."""
    return words.rsplit(maxsplit=1)[-1].casefold() in force_nouns()


def _words(doc: Doc, span: ActorSpan) -> str:
    return " ".join(doc[span.start : span.end].text.split()).removesuffix("'s").removesuffix("’s")


def _is_full(words: str, actor: Actor) -> bool:
    """False for acronyms and for the short names of the actor file."""
    folded = words.casefold()
    return not _is_bare(words) and all(folded != short.removeprefix("the ").casefold() for short in actor.short)


def _is_bare(words: str) -> bool:
    """An acronym or a word in lower case names nothing fully."""
    return words.isupper() or words.islower() or not any(letter.islower() for letter in words[1:])


def _without_overlaps(spans: Iterable[ActorSpan], taken: Sequence[ActorSpan] = ()) -> list[ActorSpan]:
    covered = {index for span in taken for index in range(span.start, span.end)}
    kept = []
    for span in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
        if not any(index in covered for index in range(span.start, span.end)):
            covered.update(range(span.start, span.end))
            kept.append(span)
    return sorted(kept, key=lambda each: each.start)
