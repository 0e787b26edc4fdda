"""Steps towards the public in, kept as they were taken; what stands public out. Nothing here changes a row."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from marsad.domain.audit import Kind
from marsad.domain.publication import Pinned, Publication, Step
from marsad.domain.wire import from_plain, to_plain
from marsad.store.auditing import insert_logged
from marsad.store.rows import Row
from marsad.store.store import Store
from marsad.store.tables import links, publications

SOME = 500
"""Ids asked for at once: under every engine's cap of parameters."""


def add_steps(store: Store, steps: Iterable[Publication], *, after: int) -> bool:
    """Keep the steps in one transaction; False, and nothing is kept, where any step came after the one numbered so."""
    with store.change() as connection:
        if (connection.execute(select(func.max(publications.c.seq))).scalar() or 0) != after:
            return False
        for one in steps:
            insert_logged(connection, publications, _row(one), Kind.PUBLICATION, one.author)
    return True


def last_step(store: Store) -> int:
    """The number of the newest step, 0 where there is none: what was made of steps is kept by it."""
    return int(next(store.ask(select(func.max(publications.c.seq).label("seq"))))["seq"] or 0)


def steps_of(store: Store, things: Sequence[str]) -> dict[str, list[Publication]]:
    """By thing, every step that was taken with it, oldest first."""
    found: dict[str, list[Publication]] = {thing: [] for thing in things}
    for start in range(0, len(things), SOME):
        query = select(publications).where(publications.c.thing.in_(things[start : start + SOME]))
        for row in store.ask(query.order_by(publications.c.seq)):
            found[row["thing"]].append(_publication(row))
    return found


def things_with_steps(store: Store, last: Step | None = None) -> tuple[str, ...]:
    """Ids of all that was ever submitted, those with the newest step first; `last`: whose newest step is this one."""
    newest = select(func.max(publications.c.seq)).group_by(publications.c.thing)
    query = select(publications.c.thing).where(publications.c.seq.in_(newest)).order_by(publications.c.seq.desc())
    if last is not None:
        query = query.where(publications.c.step == last.value)
    return tuple(row["thing"] for row in store.ask(query))


def public_ends(store: Store) -> dict[str, Publication]:
    """By thing that was ever published, the last `publish` or `withdraw` of it."""
    ends = (Step.PUBLISH.value, Step.WITHDRAW.value)
    last = select(func.max(publications.c.seq)).where(publications.c.step.in_(ends)).group_by(publications.c.thing)
    query = select(publications).where(publications.c.seq.in_(last)).order_by(publications.c.seq)
    return {row["thing"]: _publication(row) for row in store.ask(query)}


def public_steps(store: Store, *, last: int | None = None) -> Iterator[tuple[int, Publication]]:
    """Each `publish` and `withdraw` with its number, in the order taken; none after the one numbered `last`."""
    query = select(publications).where(publications.c.step.in_((Step.PUBLISH.value, Step.WITHDRAW.value)))
    query = query if last is None else query.where(publications.c.seq <= last)
    return ((row["seq"], _publication(row)) for row in store.ask(query.order_by(publications.c.seq)))


def public_steps_until(store: Store, thing: str, step: int) -> tuple[Publication, ...]:
    """Each `publish` and `withdraw` of the thing up to the step of that number, oldest first."""
    query = select(publications).where(publications.c.thing == thing, publications.c.seq <= step)
    ends = query.where(publications.c.step.in_((Step.PUBLISH.value, Step.WITHDRAW.value)))
    return tuple(map(_publication, store.ask(ends.order_by(publications.c.seq))))


def public_steps_after(store: Store, step: int, limit: int) -> tuple[tuple[int, str], ...]:
    """Number and thing of each `publish` and `withdraw` that came after the step of that number, oldest first."""
    query = select(publications.c.seq, publications.c.thing).where(publications.c.seq > step)
    ends = query.where(publications.c.step.in_((Step.PUBLISH.value, Step.WITHDRAW.value)))
    return tuple((row["seq"], row["thing"]) for row in store.ask(ends.order_by(publications.c.seq).limit(limit)))


def told_now_by(store: Store, claims: Sequence[str]) -> tuple[str, ...]:
    """Ids of the events and spells that tell of any of the claims now."""
    found: dict[str, None] = {}
    for start in range(0, len(claims), SOME):
        query = select(links.c.of).where(
            links.c.claim.in_(claims[start : start + SOME]), links.c.kind.in_(("event", "control"))
        )
        found |= dict.fromkeys(row["of"] for row in store.ask(query))
    return tuple(found)


def _row(one: Publication) -> Row:
    pinned = to_plain(one.pinned) if one.pinned else None
    return {
        "thing": one.thing, "step": one.step.value, "author": one.author, "at": one.at.isoformat(),
        "version": one.version, "reason": one.reason, "became": one.became, "payload": pinned,
        "claims": one.claims,
    }  # fmt: skip


def _publication(row: Any) -> Publication:
    return Publication(
        thing=row["thing"], step=Step(row["step"]), author=row["author"], at=dt.datetime.fromisoformat(row["at"]),
        version=row["version"], reason=row["reason"], became=row["became"],
        pinned=from_plain(row["payload"], Pinned) if row["payload"] else None, claims=tuple(row["claims"] or ()),
    )  # fmt: skip
