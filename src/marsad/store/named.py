"""Claims in, which documents name which places and actors out: found by words without a look at any claim."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select

from marsad.store.inserting import number_rows, pour_rows
from marsad.store.shelf import split
from marsad.store.tables import claims, documents, named, names, set_aside

AT_ONCE = 1_000
Named = tuple[str, str]
"""Place or actor, and its folded words."""
NamedBy = tuple[Named, int, dt.date | None, bool]
"""A name, with the number and the day of a document that tells of it, and whether that is protected."""


def write_document_names(connection: Connection, document: str) -> None:
    """Note what the claims of a document are about that stand now, in the place of what was noted before."""
    of = documents.c
    seq = connection.execute(select(of.seq).where(of.id == document)).scalar_one()
    connection.execute(delete(named).where(named.c.document == seq))
    write_names_between(connection, seq, seq, {})


def write_all_names(connection: Connection, tell: Callable[[int, int], None] = lambda *_: None) -> None:
    """Note it of every document anew; `tell` hears how many documents of how many."""
    for table in (named, names):
        connection.execute(delete(table))
    whole = connection.execute(select(func.max(documents.c.seq))).scalar() or 0
    known: dict[Named, int] = {}
    for first in range(0, whole + 1, AT_ONCE):
        write_names_between(connection, first, first + AT_ONCE - 1, known)
        tell(min(first + AT_ONCE, whole), whole)


def _names_of(places: str, actors: str) -> set[Named]:
    """A bar stands between two actors, over which no words that are asked for reach."""
    found = {("place", places), *(("actor", one) for one in actors.split("|"))}
    return {one for one in found if one[1].strip()}


def write_names_between(connection: Connection, first: int, last: int, known: dict[Named, int]) -> None:
    """Note it of the documents from one number to another; `known` are ids of names, and grows."""
    write_names(connection, _told_between(connection, first, last), known)


def names_between(connection: Connection, first: int, last: int) -> set[NamedBy]:
    """What is to be noted of the documents from one number to another."""
    return _note(_told_between(connection, first, last))


def _told_between(connection: Connection, first: int, last: int) -> Iterable[Sequence[Any]]:
    of = documents.c
    told = select(of.seq, of.date, of.protected, claims.c.places, claims.c.actors)
    told = told.join(claims, claims.c.document == of.id).where(of.seq.between(first, last)).distinct()
    stands = ~exists().where(set_aside.c.claim == claims.c.id)
    return connection.execute(told.where(stands))


def write_names(connection: Connection, told: Iterable[Sequence[Any]], known: dict[Named, int]) -> None:
    """Note it of documents of which nothing is noted: number, day, whether protected, and a claim's places and actors.

    `known` are ids of names, and grows.
    """
    lines = _note(told)
    for some in split(sorted({name for name, *_ in lines if name not in known})):
        _number(connection, some, known)
    columns = ("name", "document", "date", "protected")
    ordered = sorted(lines, key=lambda line: (line[0], line[1]))
    pour_rows(connection, named, [dict(zip(columns, (known[name], *rest), strict=True)) for name, *rest in ordered])


def _note(told: Iterable[Sequence[Any]]) -> set[NamedBy]:
    found = {(seq, date, protected, *words) for seq, date, protected, *words in told}
    return {(name, *line[:3]) for line in found for name in _names_of(*line[3:])}


def _number(connection: Connection, wanted: Iterable[Named], known: dict[Named, int]) -> None:
    """Add to what is known the ids of these names, which are made where there are none."""
    query = select(names).where(names.c.words.in_({words for _, words in wanted}))
    known |= {(row.part, row.words): row.id for row in connection.execute(query)}
    fresh = [name for name in wanted if name not in known]
    numbers = number_rows(connection, names, len(fresh))
    known |= dict(zip(fresh, numbers, strict=True))
    made = zip(fresh, numbers, strict=True)
    pour_rows(connection, names, [{"id": number, "part": part, "words": words} for (part, words), number in made])
