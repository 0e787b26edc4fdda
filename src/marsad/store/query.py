"""A filter in, the conditions of a query out."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Table,
    and_,
    exists,
    func,
    not_,
    select,
)

from marsad.domain.filter import Filter, fold_asked
from marsad.domain.source import Quoting
from marsad.store.source_tables import sources
from marsad.store.tables import claims, documents, events, links, named, names, outlets, set_aside


def filter_rows(query: Select[Any], table: Table, wanted: Filter) -> Select[Any]:
    """The query less what the filter does not ask for, by the columns that every filtered table has.

    Of claims only those that stand.
    """
    asked = query.where(*_conditions(table, wanted))
    return standing(asked) if table is claims else asked


def standing(query: Select[Any]) -> Select[Any]:
    """The query of claims less those that the newest reading of their document no longer makes."""
    return query.where(~exists().where(set_aside.c.claim == claims.c.id))


def filter_documents(query: Select[Any], wanted: Filter) -> Select[Any]:
    """As `filter_rows`, by day of publication; place, actor and kind ask for a document with such a claim."""
    if wanted.since:
        query = query.where(documents.c.date >= wanted.since)
    if wanted.until:
        query = query.where(documents.c.date <= wanted.until)
    if wanted.document:
        query = query.where(documents.c.id == wanted.document)
    if wanted.shielded:
        query = query.where(documents.c.protected.is_(False))
    if wanted.source:
        query = query.where(documents.c.source == wanted.source)
    if wanted.place or wanted.actor or wanted.kind:
        asked = Filter(place=wanted.place, actor=wanted.actor, kind=wanted.kind)
        query = query.where(documents.c.id.in_(filter_rows(select(claims.c.document), claims, asked)))
    return query


def _silent() -> Select[Any]:
    """The code names of those who say "never"."""
    return select(sources.c.code).where(sources.c.quoting == Quoting.NEVER.value)


def select_documents(wanted: Filter) -> Select[Any]:
    """Which documents the filter asks for, each once with its day: from one index where places or actors are asked."""
    asked = [("place", wanted.place), ("actor", wanted.actor)]
    parts = [_is_named(part, words) for part, words in asked if words]
    if len(parts) != 1 or wanted.kind or wanted.document or wanted.source:
        return _select_plain(wanted, parts)
    query = select(named.c.document, named.c.date).where(parts[0]).distinct()
    query = query.where(named.c.protected.is_(False)) if wanted.shielded else query
    query = query.where(named.c.date >= wanted.since) if wanted.since else query
    return query.where(named.c.date <= wanted.until) if wanted.until else query


def _select_plain(wanted: Filter, parts: list[ColumnElement[bool]]) -> Select[Any]:
    chosen = select(documents.c.seq.label("document"), documents.c.date)
    if not parts:
        return filter_documents(chosen, wanted)
    narrowed = chosen.where(*(documents.c.seq.in_(select(named.c.document).where(part)) for part in parts))
    return filter_documents(narrowed.where(_tells_of(wanted)), replace(wanted, place=None, actor=None, kind=None))


def _is_named(part: str, asked: str) -> ColumnElement[bool]:
    """Of `named`: that it is a place, or an actor, in whose words those that are asked for stand whole."""
    like = select(names.c.id).where(names.c.part == part, names.c.words.contains(fold_asked(asked), autoescape=True))
    return named.c.name.in_(like)


def newest_first(chosen: Select[Any]) -> Select[Any]:
    """What `select_documents` chose, the newest first by day of publication, then by arrival."""
    of = chosen.selected_columns
    return chosen.order_by(of["date"].desc().nulls_last(), of["document"].desc())


def _tells_of(wanted: Filter) -> ColumnElement[bool]:
    """Of documents: that one claim is of the place, the actor and the kind."""
    asked = Filter(place=wanted.place, actor=wanted.actor, kind=wanted.kind)
    return exists(filter_rows(select(claims.c.id), claims, asked).where(claims.c.document == documents.c.id))


def may_enter(kept: FromClause) -> ColumnElement[bool]:
    """Of documents: that their source does not say "never", by its rule as it is now."""
    return not_(and_(kept.c.protected, func.coalesce(kept.c.source, "").in_(_silent())))


def claims_that_enter(query: Select[Any]) -> Select[Any]:
    """The query of claims less those of documents that may not enter the record."""
    barred = select(documents.c.id).where(documents.c.protected, documents.c.source.in_(_silent()))
    return query.where(claims.c.document.not_in(barred))


def _conditions(table: Table, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    columns = table.c
    if wanted.since:  # an open span has no last day and is in
        yield columns.since.is_not(None)
        yield func.coalesce(columns.until, wanted.since) >= wanted.since
    if wanted.until:
        yield columns.since <= wanted.until
    if wanted.place:
        yield columns.places.contains(fold_asked(wanted.place), autoescape=True)
        if wanted.shielded and "protected" in columns:
            yield columns.protected.is_(False)
    if wanted.actor:
        yield columns.actors.contains(fold_asked(wanted.actor), autoescape=True)
    if wanted.kind:
        yield columns.kind == wanted.kind
    if wanted.document and "document" in columns:
        yield columns.document == wanted.document
    if wanted.grade and "grade" in columns:
        yield columns.grade == wanted.grade
    if wanted.source:
        yield _told_by(table, wanted.source)


def _told_by(table: Table, outlet: str) -> ColumnElement[bool]:
    """Only open documents count: an outlet of a protected one is asked for in vain."""
    published = select(documents.c.id).where(documents.c.source == outlet, documents.c.protected.is_(False))
    if table is events:
        return events.c.id.in_(select(outlets.c.event).where(outlets.c.outlet == outlet))
    if table is claims:
        return claims.c.document.in_(published)
    told = select(links.c.of).join(claims, claims.c.id == links.c.claim).where(claims.c.document.in_(published))
    return table.c.id.in_(told)
