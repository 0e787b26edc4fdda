"""Finds actors in a text: names of the actor file, short names that the text has earned, and names it lacks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from marsad.domain.actor import Actor
from marsad.domain.vocabulary import ActorKind, RelationKind
from marsad.reading.countries import country_of_demonym, country_of_name, country_of_seat
from marsad.reading.page import ActorSpan
from marsad.reading.people import force_nouns

ACRONYM = re.compile(r"\(([A-Z][A-Za-z.\-]{1,9})\)")
DEFINITE = frozenset({"the", "this", "that", "its", "their"})
KINDS_OF_ENTITY = {"ORG": ActorKind.OTHER, "PERSON": ActorKind.PERSON}


class ActorIndex:
    """The actor file, compiled once: names are looked up in any number of texts."""

    def __init__(self, language: Language, actors: Iterable[Actor]) -> None:
        self._language = language
        self._actors = {actor.id: actor for actor in actors}
        self._exact = PhraseMatcher(language.vocab, attr="ORTH")
        self._loose = PhraseMatcher(language.vocab, attr="LOWER")
        self._short = PhraseMatcher(language.vocab, attr="LOWER")
        self._definite: set[tuple[str, str]] = set()
        for actor in self._actors.values():
            self._add(actor)

    def named(self, doc: Doc, day: date | None) -> list[ActorSpan]:
        """Spans that carry a full name or an alias; the longest where they overlap, of two actors the one of `day`."""
        found = [self._span(doc, key, start, end, day) for key, start, end in (*self._exact(doc), *self._loose(doc))]
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
        for key, start, end in self._short(doc):
            choices.setdefault((start, end), []).append(self._actors[doc.vocab.strings[key]])
        found = []
        for (start, end), actors in choices.items():
            if _touches(doc, start, end, covered):
                continue
            standing = self._standing(doc, actors, start, end)
            chosen = _earned(standing, start, taken) or _of_country(standing, country, day, doc[start:end])
            if chosen is not None:
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
            self._short.add(actor.id, [self._language.make_doc(bare)])

    def _span(self, doc: Doc, key: int, start: int, end: int, day: date | None) -> ActorSpan:
        return self._spanned(self._actors[doc.vocab.strings[key]], start, end, day)

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


def _touches(doc: Doc, start: int, end: int, covered: set[int]) -> bool:
    """True where a full name stands in the words or beside them in their phrase ("the Hezbollah group")."""
    beside = (each.i for each in doc[end - 1].children if each.i < start or each.i >= end)
    return any(index in covered for index in (*range(start, end), *beside))


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
        if _is_of_day(actor, day) and (actor.country == country or (by_itself and actor.kind is ActorKind.PERSON))
    ]
    own = [actor for actor in there if actor.country == country]
    chosen = own or there
    return chosen[0] if len(chosen) == 1 else None


def unlisted(doc: Doc, taken: Sequence[ActorSpan], placed: set[int]) -> list[ActorSpan]:
    """Names of bodies and persons that the file lacks, as the pipeline's name spans give them.

    A surname alone takes the full name that the text gave before it; an acronym the name that defined it.
    """
    covered = {index for span in taken for index in range(span.start, span.end)}
    found: list[ActorSpan] = []
    full_names: dict[str, str] = {}
    for entity in doc.ents:
        start, end = _trim(entity)
        kind = KINDS_OF_ENTITY.get(entity.label_)
        if kind is None or start >= end or any(i in covered or i in placed for i in range(start, end)):
            continue
        name = doc[start:end].text
        if country_of_demonym(name) or country_of_name(name) or country_of_seat(name) or not name[0].isupper():
            continue
        if kind is ActorKind.PERSON:
            name = full_names.setdefault(doc[end - 1].text, name)
        found.append(ActorSpan(start=start, end=end, name=name, kind=kind))
    return found


def acronyms(doc: Doc, spans: Sequence[ActorSpan]) -> list[ActorSpan]:
    """Later uses of an acronym that the text defines: "Long Name (LN)" makes every "LN" that name."""
    by_end = {span.end: span for span in spans}
    covered = {index for span in spans for index in range(span.start, span.end)}
    found: list[ActorSpan] = []
    for match in ACRONYM.finditer(doc.text):
        opening = doc.char_span(match.start(), match.start() + 1)
        long = by_end.get(opening.start) if opening is not None else None
        if long is None or not _is_acronym(match.group(1), doc[long.start : long.end].text):
            continue
        found += [
            ActorSpan(start=token.i, end=token.i + 1, name=long.name, kind=long.kind, actor=long.actor)
            for token in doc
            if token.text == match.group(1) and token.i not in covered
        ]
    return found


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


def _is_acronym(letters: str, name: str) -> bool:
    initials = "".join(word[0] for word in re.findall(r"[\w’']+", name)).casefold()
    wanted = letters.replace(".", "").casefold()
    return (
        bool(wanted) and initials[:1] == wanted[:1] and sum(letter in initials for letter in wanted) >= len(wanted) - 1
    )


def _trim(entity: Span) -> tuple[int, int]:
    start, end = entity.start, entity.end
    while start < end and (entity.doc[start].lower_ == "the" or not entity.doc[start].is_alpha):
        start += 1
    while end > start and entity.doc[end - 1].lower_ in {"'s", "’s", "'", "’"}:
        end -= 1
    return start, end


def _without_overlaps(spans: Iterable[ActorSpan], taken: Sequence[ActorSpan] = ()) -> list[ActorSpan]:
    covered = {index for span in taken for index in range(span.start, span.end)}
    kept = []
    for span in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
        if not any(index in covered for index in range(span.start, span.end)):
            covered.update(range(span.start, span.end))
            kept.append(span)
    return sorted(kept, key=lambda each: each.start)
