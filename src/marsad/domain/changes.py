"""A record before and after in, what became of each thing out: added, revised, merged, split, withdrawn."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    ADDED = "added"
    """`others`: those that had some of its claims before."""
    REVISED = "revised"
    MERGED = "merged"
    """The id is gone; `others`: the one that has its claims now."""
    SPLIT = "split"
    """Its claims are now several things'; `others`: those beside itself that have them."""
    WITHDRAWN = "withdrawn"
    """None of its claims stand: it is gone, or its grade is discounted."""


HANDS_ON = frozenset({ChangeKind.MERGED, ChangeKind.SPLIT})
"""Kinds after which other things have the claims."""


class ThingKind(StrEnum):
    """What of the record changes and has an id."""

    EVENT = "event"
    AGGREGATE = "aggregate"
    CONTROL = "control"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of one thing when the record was written for the `version`-th time, on that day (UTC).

    With `protected` it stands on claims of protected sources alone: nothing published tells of it.
    """

    version: int
    day: dt.date
    kind: ChangeKind
    thing: ThingKind
    id: str
    others: tuple[str, ...] = ()
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What two states of one thing are told apart by: the claims that it stands on, and a digest of all of it."""

    claims: tuple[str, ...]
    digest: bytes
    is_discounted: bool = False


def compare_things(
    before: Mapping[str, Told], after: Mapping[str, Told]
) -> list[tuple[str, ChangeKind, tuple[str, ...]]]:
    """What became of each id, in the order of ids; what is the same in both has no row.

    Both hold one kind of thing, of a record or of the part of it that was made anew.
    """
    had, has = _owners(before), _owners(after)
    found = []
    for name in sorted({*before, *after}):
        kind, others = _compare(name, before, after, had, has)
        if kind is not None:
            found.append((name, kind, tuple(sorted(others))))
    return found


def previous_ids(changes: Iterable[Change], present: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Of each thing that is present, the ids that are gone and whose claims it has now, sorted.

    Args:
        changes: the journal in its own order.
        present: ids of the record as it is.
    """
    there = set(present)
    last = {one.id: one for one in changes if one.id not in there}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name in last:
        for heir in heirs_of(name, last.get, there.__contains__):
            found[heir].add(name)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def heirs_of(name: str, last: Callable[[str], Change | None], is_there: Callable[[str], bool]) -> set[str]:
    """The ids of now that a gone id leads to, through ids that are gone too.

    Args:
        name: the id that is gone.
        last: the last change of an id, None for one that the record never had.
        is_there: whether the record has the id now.
    """
    found, ahead, seen = set[str](), [name], set[str]()
    while ahead:
        one = ahead.pop()
        if is_there(one):
            found.add(one)
        elif one not in seen and (change := last(one)) is not None and change.kind in HANDS_ON:
            ahead.extend(change.others)
        seen.add(one)
    return found


def _compare(
    name: str,
    before: Mapping[str, Told],
    after: Mapping[str, Told],
    had: Mapping[str, set[str]],
    has: Mapping[str, set[str]],
) -> tuple[ChangeKind | None, set[str]]:
    if name not in before:
        return ChangeKind.ADDED, {old for claim in after[name].claims for old in had.get(claim, ())}
    was = before[name]
    if name not in after:
        heirs = {new for claim in was.claims for new in has.get(claim, ())}
        kinds = {0: ChangeKind.WITHDRAWN, 1: ChangeKind.MERGED}
        return kinds.get(len(heirs), ChangeKind.SPLIT), heirs
    now = after[name]
    if was.digest == now.digest:
        return None, set()
    if now.is_discounted and not was.is_discounted:
        return ChangeKind.WITHDRAWN, set()
    lost = set(was.claims).difference(now.claims)
    heirs = {new for claim in lost for new in has.get(claim, ()) if new not in before}
    return (ChangeKind.SPLIT if heirs else ChangeKind.REVISED), heirs


def _owners(things: Mapping[str, Told]) -> dict[str, set[str]]:
    """The things that have each claim."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for name, told in things.items():
        for claim in told.claims:
            found[claim].add(name)
    return found
