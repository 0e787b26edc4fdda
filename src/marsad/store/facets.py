"""Words in, how the documents that hold them fall out: by outlet, month, kind of claim, place and actor told of."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from marsad.domain.filter import Filter, fold_words
from marsad.store import rows
from marsad.store.query import filter_documents, month_of, standing
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
    """The facets of the documents that hold the words."""
    month = month_of(documents.c.date)
    return Facets(
        outlets=_published(store, words, wanted, documents.c.source, func.count().desc()),
        months=_published(store, words, wanted, month, month.desc()),
        kinds=_told(store, words, wanted, claims.c.kind),
        places=_told(store, words, wanted, claims.c.payload["place"]["name"].as_string()),
        actors=_actors(store, words, wanted),
    )


def _published(
    store: Store, words: str, wanted: Filter, key: ColumnElement[Any], order: ColumnElement[Any]
) -> tuple[Facet, ...]:
    query = select(key.label("name"), func.count().label("count")).select_from(documents)
    query = _of_found(store, query, words, wanted)
    found = store.ask(query.where(key.is_not(None)).group_by(key).order_by(order, key).limit(MOST_FACETS))
    return tuple(Facet(name=row["name"], count=row["count"]) for row in found)


def _told(store: Store, words: str, wanted: Filter, key: ColumnElement[Any]) -> tuple[Facet, ...]:
    """By what their claims tell of, each document counted once a name."""
    count = func.count(documents.c.id.distinct())
    query = _of_found(store, _claims(key.label("name"), count.label("count")), words, wanted).where(key.is_not(None))
    found = store.ask(query.group_by(key).order_by(count.desc(), key).limit(MOST_FACETS))
    return tuple(Facet(name=row["name"], count=row["count"]) for row in found)


def _actors(store: Store, words: str, wanted: Filter) -> tuple[Facet, ...]:
    """By the actors that their claims name; spellings that fold alike are one, shown as the first claim has it."""
    bearers: dict[str, set[str]] = {}
    told = _of_found(store, _claims(claims.c.document, claims.c.actors).distinct(), words, wanted)
    for row in store.ask(told):
        for name in filter(str.strip, row["actors"].split("|")):
            bearers.setdefault(name, set()).add(row["document"])
    counts = Counter({name: len(those) for name, those in bearers.items()})
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_FACETS]
    return tuple(Facet(name=_as_told(store, folded, min(bearers[folded])), count=count) for folded, count in most)


def _as_told(store: Store, folded: str, document: str) -> str:
    """The name as a claim of the document has it; another name may hold its words, so that each claim is looked at."""
    query = select(claims.c.payload).where(claims.c.document == document, claims.c.actors.contains(folded))
    named = (name for row in store.ask(query) for name in rows.actor_names(rows.claim_from_row(row)))
    return next((name for name in named if name and fold_words(name) == folded), folded.strip())


def _claims(*columns: ColumnElement[Any]) -> Select[Any]:
    return standing(select(*columns).select_from(claims).join(documents, documents.c.id == claims.c.document))


def _of_found(store: Store, query: Select[Any], words: str, wanted: Filter) -> Select[Any]:
    found = matching(store.engine, phrases_of(words), most=MOST_FOUND)
    return filter_documents(query.join(found, found.c.rowid == documents.c.seq), wanted)
