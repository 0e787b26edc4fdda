"""Claims in, what people decided about them out."""

from collections.abc import Sequence

from sqlalchemy import select

from marsad.domain.judgement import Judgement
from marsad.store import rows
from marsad.store.json_items import json_items
from marsad.store.store import Store
from marsad.store.tables import judgements


def judgements_about(store: Store, claims: Sequence[str]) -> tuple[Judgement, ...]:
    """Every judgement that names one of the claims, as it stands now, in the order they were made; undone ones too."""
    wanted = set(claims)
    latest: dict[str, Judgement] = {}
    for start in range(0, len(claims), 200):
        named = json_items(judgements.c.payload, "claims")
        some = select(judgements.c.id).join(named, named.c.value.in_(claims[start : start + 200]))
        query = select(judgements).where(judgements.c.id.in_(some)).order_by(judgements.c.seq)
        for row in store.ask(query):
            latest[row["id"]] = rows.judgement_from_row(row)
    return tuple(one for one in latest.values() if not wanted.isdisjoint(one.claims))


def judgement_by_id(store: Store, judgement: str) -> Judgement | None:
    """The judgement as it stands now, None where there is none."""
    query = select(judgements).where(judgements.c.id == judgement).order_by(judgements.c.seq.desc()).limit(1)
    return next((rows.judgement_from_row(row) for row in store.ask(query)), None)
