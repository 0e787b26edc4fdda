"""Words in, how the documents that hold them fall out: by outlet, month, kind of claim, place and actor told of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from marsad.domain.filter import Filter, fold_words
from marsad.store import rows
from marsad.store.query import filter_documents, standing
from marsad.store.shelf import split
from marsad.store.store import Store
from marsad.store.tables import claims, documents
from marsad.store.text_index import matching, phrases_of
from marsad.store.words import MOST_FOUND

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


def facets_of(store: Store, words: str, wanted: Filter) -> Facets:
    """The facets of the documents that hold the words.

    These are found first and their claims then asked for by name: left to join both, an engine may walk all claims.
    """
    of = documents.c
    query = _of_found(store, select(of.id, of.source, of.date).select_from(documents), words, wanted)
    found = [(row["id"], row["source"], row["date"]) for row in store.ask(query)]
    bearers = _bearers(store, [name for name, _, _ in found])
    months = Counter(f"{day:%Y-%m}" for _, _, day in found if day)
    return Facets(
        outlets=_most(Counter(source for _, source, _ in found if source is not None)),
        months=tuple(Facet(name=name, count=months[name]) for name in sorted(months, reverse=True)[:MOST_FACETS]),
        kinds=_most(_sizes(bearers["kind"])), places=_most(_sizes(bearers["place"])),
        actors=_actors(store, bearers["actor"]),
    )  # fmt: skip


def _bearers(store: Store, ids: Sequence[str]) -> dict[str, dict[str, set[str]]]:
    """By kind, place and actor, the documents whose claims tell of each."""
    bearers: dict[str, dict[str, set[str]]] = {"kind": {}, "place": {}, "actor": {}}
    place = claims.c.payload["place"]["name"].as_string().label("place")
    told = standing(select(claims.c.document, claims.c.kind, place, claims.c.actors)).distinct()
    for some in split(ids):
        for row in store.ask(told.where(claims.c.document.in_(some))):
            names = [("kind", row["kind"]), *([("place", row["place"])] if row["place"] else [])]
            names += [("actor", one) for one in row["actors"].split("|") if one.strip()]
            for part, name in names:
                bearers[part].setdefault(name, set()).add(row["document"])
    return bearers


def _sizes(bearers: dict[str, set[str]]) -> Counter[str]:
    return Counter({name: len(those) for name, those in bearers.items()})


def _most(counts: Counter[str]) -> tuple[Facet, ...]:
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_FACETS]
    return tuple(Facet(name=name, count=count) for name, count in most)


def _actors(store: Store, bearers: dict[str, set[str]]) -> tuple[Facet, ...]:
    """Spellings that fold alike are one, shown as the first claim has it."""
    most = _most(_sizes(bearers))
    return tuple(Facet(name=_as_told(store, one.name, min(bearers[one.name])), count=one.count) for one in most)


def _as_told(store: Store, folded: str, document: str) -> str:
    """The name as a claim of the document has it; another name may hold its words, so that each claim is looked at."""
    query = select(claims.c.payload).where(claims.c.document == document, claims.c.actors.contains(folded))
    named = (name for row in store.ask(query) for name in rows.actor_names(rows.claim_from_row(row)))
    return next((name for name in named if name and fold_words(name) == folded), folded.strip())


def _of_found(store: Store, query: Select[Any], words: str, wanted: Filter) -> Select[Any]:
    found = matching(store.engine, phrases_of(words), most=MOST_FOUND)
    return filter_documents(query.join(found, found.c.rowid == documents.c.seq), wanted)
