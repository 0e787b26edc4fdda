"""Finds actors in a text: names of the actor file, short names that the text has earned, and names it lacks."""

import re
from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from marsad.domain.actor import Actor
from marsad.domain.vocabulary import ActorKind
from marsad.reading.countries import country_of_demonym, country_of_name, country_of_seat
from marsad.reading.page import ActorSpan

ACRONYM = re.compile(r"\(([A-Z][A-Za-z.\-]{1,9})\)")
KINDS_OF_ENTITY = {"ORG": ActorKind.OTHER, "PERSON": ActorKind.PERSON}


class ActorIndex:
    """The actor file, compiled once: names are looked up in any number of texts."""

    def __init__(self, language: Language, actors: Iterable[Actor]) -> None:
        self._language = language
        self._actors = {actor.id: actor for actor in actors}
        self._exact = PhraseMatcher(language.vocab, attr="ORTH")
        self._loose = PhraseMatcher(language.vocab, attr="LOWER")
        self._short = PhraseMatcher(language.vocab, attr="LOWER")
        for actor in self._actors.values():
            self._add(actor)

    def named(self, doc: Doc) -> list[ActorSpan]:
        """Spans that carry a full name or an alias, longest first where they overlap, in text order."""
        found = [self._span(doc, key, start, end) for key, start, end in (*self._exact(doc), *self._loose(doc))]
        return _without_overlaps(found)

    def short_named(self, doc: Doc, taken: Sequence[ActorSpan], country: str | None) -> list[ActorSpan]:
        """Spans of short names ("the Observatory") whose actor the text names in full, or whose country it is about."""
        earned = {span.actor.id for span in taken if span.actor}
        found = []
        for key, start, end in self._short(doc):
            span = self._span(doc, key, start, end)
            actor = span.actor
            if actor and (actor.id in earned or (actor.country and actor.country == country)):
                found.append((actor.id not in earned, span))
        found.sort(key=lambda pair: pair[0])
        return _without_overlaps([span for _, span in found], taken)

    def _add(self, actor: Actor) -> None:
        for name in (actor.name, *actor.aliases):
            pattern = self._language.make_doc(name)
            exact = len(pattern) == 1 or name.isupper()
            (self._exact if exact else self._loose).add(actor.id, [pattern])
        for name in actor.short:
            self._short.add(actor.id, [self._language.make_doc(name.removeprefix("the "))])

    def _span(self, doc: Doc, key: int, start: int, end: int) -> ActorSpan:
        actor = self._actors[doc.vocab.strings[key]]
        return ActorSpan(start=start, end=end, name=actor.name, kind=actor.kind, actor=actor)


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


def _is_acronym(letters: str, name: str) -> bool:
    initials = "".join(word[0] for word in re.findall(r"[\w’']+", name)).casefold()
    wanted = letters.replace(".", "").casefold()
    return bool(wanted) and initials[:1] == wanted[:1] and sum(letter in initials for letter in wanted) >= len(wanted) - 1


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


def iter_names(spans: Iterable[ActorSpan]) -> Iterator[str]:
    yield from (span.name for span in spans)
