"""Documents that hold some words in, how they fall out: by outlet, month, kind of claim, place and actor told of."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Text, cast, select

from marsad.domain.filter import fold_words
from marsad.store import rows
from marsad.store.query import standing
from marsad.store.shelf import split
from marsad.store.store import Store
from marsad.store.tables import claims
from marsad.store.words import Match

MOST_FACETS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A name and how many things bear it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """How many of the documents found bear each name, most first; months the newest first."""

    outlets: tuple[Facet, ...] = ()
    months: tuple[Facet, ...] = ()
    kinds: tuple[Facet, ...] = ()
    places: tuple[Facet, ...] = ()
    actors: tuple[Facet, ...] = ()


class _Named(msgspec.Struct):
    name: str


class _Line(msgspec.Struct):
    """What of a kept claim is asked for here; the rest of it is skipped unread."""

    place: _Named | None = None


_LINES = msgspec.json.Decoder(_Line)


def facets_of(store: Store, found: Sequence[Match]) -> Facets:
    """The facets of documents that were found.

    Their claims are asked for by the documents' names: left to join both, an engine may walk all claims.
    """
    bearers = _bearers(store, [one.id for one in found])
    months = Counter(f"{one.date:%Y-%m}" for one in found if one.date)
    return Facets(
        outlets=_most(Counter(one.source for one in found if one.source is not None)),
        months=tuple(Facet(name=name, count=months[name]) for name in sorted(months, reverse=True)[:MOST_FACETS]),
        kinds=_most(_sizes(bearers["kind"])), places=_most(_sizes(bearers["place"])),
        actors=_actors(store, bearers["actor"]),
    )  # fmt: skip


def _bearers(store: Store, ids: Sequence[str]) -> dict[str, Mapping[str, set[str]]]:
    """By kind, place and actor, the documents whose claims tell of each."""
    # The line is taken apart here, for an engine's own functions of JSON take longer than all the rest.
    told = standing(select(claims.c.document, claims.c.kind, claims.c.actors, cast(claims.c.payload, Text)))
    kinds, places, named, actors = (defaultdict[str, set[str]](set) for _ in range(4))
    with store.moment() as connection:
        for some in split(ids):
            for document, kind, names, line in connection.execute(told.where(claims.c.document.in_(some))).all():
                kinds[kind].add(document)
                named[names].add(document)
                place = _LINES.decode(line).place
                if place and place.name:
                    places[place.name].add(document)
    for names, documents in named.items():
        for one in names.split("|"):
            if one.strip():
                actors[one] |= documents
    return {"kind": kinds, "place": places, "actor": actors}


def _sizes(bearers: Mapping[str, set[str]]) -> Counter[str]:
    return Counter({name: len(those) for name, those in bearers.items()})


def _most(counts: Counter[str]) -> tuple[Facet, ...]:
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_FACETS]
    return tuple(Facet(name=name, count=count) for name, count in most)


def _actors(store: Store, bearers: Mapping[str, set[str]]) -> tuple[Facet, ...]:
    """Spellings that fold alike are one, shown as the first claim has it."""
    most = _most(_sizes(bearers))
    return tuple(Facet(name=_as_told(store, one.name, min(bearers[one.name])), count=one.count) for one in most)


def _as_told(store: Store, folded: str, document: str) -> str:
    """The name as a claim of the document has it; another name may hold its words, so that each claim is looked at."""
    query = select(claims.c.payload).where(claims.c.document == document, claims.c.actors.contains(folded))
    named = (name for row in store.ask(query) for name in rows.actor_names(rows.claim_from_row(row)))
    return next((name for name in named if name and fold_words(name) == folded), folded.strip())
