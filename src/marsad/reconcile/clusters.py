"""Testimonies in, groups out: which claims are one event, first within each document, then across documents."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from marsad.domain.claim import Event
from marsad.domain.place import Place
from marsad.reconcile.blocks import NEIGHBOURS, pair_candidates
from marsad.reconcile.days import Window
from marsad.reconcile.features import compare_sentences, may_be_one, score_pair
from marsad.reconcile.names import ActorNames
from marsad.reconcile.places import compare_places
from marsad.reconcile.rare import RareNames
from marsad.reconcile.surroundings import ONE_SPOT, read_surroundings, surround
from marsad.reconcile.tables import feature_table
from marsad.reconcile.telling import Telling, add_surroundings, describe_telling
from marsad.reconcile.testimony import Testimony
from marsad.reconcile.unions import Unions

Pairs = Iterable[tuple[int, int]]
Scored = tuple[float, int, int]
"""A pair of indices with its score."""
Signature = tuple[Place | None, Window | None, frozenset[object], frozenset[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The testimonies in order of claim id, with the sets that they stand in so far."""

    testimonies: Sequence[Testimony]
    names: ActorNames
    unions: Unions
    rare: RareNames
    _told: dict[tuple[int, ...], Telling] = field(default_factory=dict)

    def tell(self, members: Sequence[int]) -> Telling:
        """What the members tell together; each step asks again of most of the groups of the step before."""
        group = tuple(members)
        if group not in self._told:
            told = [self.testimonies[at] for at in group]
            self._told[group] = describe_telling(told, self.names, self.rare)
        return self._told[group]

    def forget(self) -> None:
        """To be called after each document: no other asks of its groups but once."""
        self._told.clear()

    def groups(self, members: Iterable[int]) -> list[list[int]]:
        """The members as they stand together now, each group in order."""
        groups = defaultdict(list)
        for at in sorted(members):
            groups[self.unions.find(at)].append(at)
        return list(groups.values())


def group_events(
    testimonies: Sequence[Testimony],
    wholes: Mapping[str, Testimony],
    names: ActorNames,
    same: Pairs,
    different: Pairs,
    rare: RareNames,
) -> list[list[Testimony]]:
    """The claims of each event. A person's "different" holds against everything, "same" against every score.

    `testimonies` are sorted by claim id; `same` and `different` are pairs of their indices.
    """
    desk = group_documents(testimonies, wholes, names, same, different, rare)
    groups, tellings = tell_groups(desk)
    scored = score_pairs(tellings, pair_candidates(tellings), names)
    _join_best(desk.unions, [group[0] for group in groups], tellings, scored, names)
    return [[testimonies[at] for at in members] for members in desk.unions.sets(range(len(testimonies)))]


def group_documents(
    testimonies: Sequence[Testimony],
    wholes: Mapping[str, Testimony],
    names: ActorNames,
    same: Pairs,
    different: Pairs,
    rare: RareNames,
) -> Desk:
    """The desk after the first step: each document's claims by event, and what people put together."""
    desk = Desk(testimonies=testimonies, names=names, unions=Unions(len(testimonies)), rare=rare)
    for one, other in different:
        desk.unions.keep_apart(one, other)
    for one, other in same:
        desk.unions.join(one, other)
    by_document = defaultdict(list)
    for at, testimony in enumerate(testimonies):
        by_document[testimony.claim.document].append(at)
    for members in by_document.values():
        _group_document(desk, members, wholes)
        desk.forget()
    return desk


def _group_document(desk: Desk, members: list[int], wholes: Mapping[str, Testimony]) -> None:
    """One document's events: parts go with their wholes, figures with their sentence's event, then like with like."""
    if len(members) == 1:
        return
    at_id = {desk.testimonies[at].id: at for at in members}
    for at in members:
        whole = wholes.get(desk.testimonies[at].id)
        if whole is not None and whole.id in at_id:
            desk.unions.join(at, at_id[whole.id])
    events = [at for at in members if isinstance(desk.testimonies[at].claim.said, Event)]
    _attach_figures(desk, members, events, one_sentence=True)
    _merge_groups(desk, desk.groups(members), holding=frozenset(events))
    _attach_figures(desk, members, events, one_sentence=False)
    _merge_groups(desk, desk.groups(members), holding=frozenset(members))


def _attach_figures(desk: Desk, members: list[int], events: list[int], *, one_sentence: bool) -> None:
    """Joins each group of figures alone to the event that fits best, if one fits well enough."""
    held = frozenset(events)
    groups = desk.groups(members)
    homes = [(group, desk.tell(group)) for group in groups if not held.isdisjoint(group)]
    homes.sort(key=lambda home: home[1].quotes[0].start)
    starts = [told.quotes[0].start for _, told in homes]
    for group in groups:
        if not held.isdisjoint(group) or not homes:
            continue
        telling = desk.tell(group)
        at = bisect_left(starts, telling.quotes[0].start)
        scored = [
            (-score, home[0])
            for home, told in homes[max(0, at - NEIGHBOURS) : at + NEIGHBOURS]
            if not one_sentence or compare_sentences(telling, told, desk.names) == "sentence"
            for score in [score_pair(telling, told, desk.names)]
            if score is not None and score >= feature_table().threshold.attach
        ]
        for _, home in sorted(scored):
            if desk.unions.join(group[0], home):
                break


def _merge_groups(desk: Desk, groups: list[list[int]], holding: frozenset[int]) -> None:
    groups = [group for group in groups if not holding.isdisjoint(group)]
    groups.sort(key=lambda group: min(desk.testimonies[at].order for at in group))
    tellings = [desk.tell(group) for group in groups]
    pairs = ((a, b) for a in range(len(groups)) for b in range(a + 1, min(len(groups), a + 1 + NEIGHBOURS)))
    scored = score_pairs(tellings, pairs, desk.names, one_document=True)
    _join_best(desk.unions, [group[0] for group in groups], tellings, scored, desk.names, one_document=True)


def tell_groups(desk: Desk) -> tuple[list[list[int]], list[Telling]]:
    """The groups of the desk by their first claim, and what each tells, ready to be compared across documents."""
    groups = desk.unions.sets(range(len(desk.testimonies)))
    beside = read_surroundings(desk.testimonies, desk.rare)
    tellings = [
        add_surroundings(desk.tell(group), surround([desk.testimonies[at] for at in group], beside)) for group in groups
    ]
    desk.forget()
    return groups, tellings


def score_pairs(
    tellings: Sequence[Telling], pairs: Pairs, names: ActorNames, *, one_document: bool = False
) -> list[Scored]:
    """Those of the pairs whose score reaches the threshold, each with it."""
    scored = []
    for a, b in pairs:
        score = score_pair(tellings[a], tellings[b], names)
        if score is not None and score >= _threshold(tellings[a], tellings[b], one_document=one_document):
            scored.append((score, a, b))
    return scored


def join_tellings(
    tellings: Sequence[Telling], scored: Iterable[Scored], apart: Pairs, names: ActorNames
) -> list[list[int]]:
    """Which tellings are one event, each set in order; `tellings` are sorted by first claim id."""
    unions = Unions(len(tellings))
    for one, other in apart:
        unions.keep_apart(one, other)
    _join_best(unions, range(len(tellings)), tellings, scored, names)
    return unions.sets(range(len(tellings)))


def _join_best(
    unions: Unions,
    heads: Sequence[int],
    tellings: Sequence[Telling],
    scored: Iterable[Scored],
    names: ActorNames,
    *,
    one_document: bool = False,
) -> None:
    """Joins what was scored, the best first; ties go by claim id. `heads` are the tellings' first members.

    Across documents what one of them tells as two events stays two, whatever a third telling would chain.
    """
    order = sorted((-score, min(heads[a], heads[b]), max(heads[a], heads[b])) for score, a, b in scored)
    sides = {unions.find(head): _Side([telling]) for head, telling in zip(heads, tellings, strict=True)}
    for _, a, b in order:
        one, other = unions.find(a), unions.find(b)
        if one == other or (not one_document and not sides[one].documents.isdisjoint(sides[other].documents)):
            continue
        if sides[one].agrees(sides[other], names) and unions.join(one, other):
            root, leaf = (one, other) if unions.find(one) == one else (other, one)
            sides[root].absorb(sides.pop(leaf))


def _threshold(some: Telling, other: Telling, *, one_document: bool) -> float:
    """Within a document a telling that lacks a place or a day is mostly of the event that it has told already."""
    threshold = feature_table().threshold
    if not one_document or some.history != other.history or _is_vague(some) or _is_vague(other):
        return threshold.join
    if some.place and other.place and compare_places(some.place, other.place) not in ONE_SPOT:
        return threshold.join
    lacking = any(one.place is None or one.window is None or not one.window.stated for one in (some, other))
    return threshold.attach if lacking else threshold.join


def _is_vague(telling: Telling) -> bool:
    return telling.window is not None and telling.window.vague


class _Side:
    """The tellings that stand together so far, one for each different place, time and kind.

    A telling without a day is of the day that a telling beside it gives, however late it was reported.
    """

    __slots__ = ("documents", "names", "tellings", "window")

    def __init__(self, tellings: list[Telling]) -> None:
        self.names = {name for telling in tellings for name in telling.names | telling.beside}
        self.documents = {document for telling in tellings for document in telling.documents}
        self.window = _narrowest(telling.window for telling in tellings)
        self.tellings = {_signature(telling): telling for telling in tellings}

    def agrees(self, other: "_Side", names: ActorNames) -> bool:
        """Whether nothing keeps any two apart, or only a place or a day that the names of both sides outweigh."""
        return all(
            may_be_one(a, b, names) or may_be_one(self.named(a), other.named(b), names)
            for a in map(self.dated, self.tellings.values())
            for b in map(other.dated, other.tellings.values())
        )

    def named(self, telling: Telling) -> Telling:
        return replace(telling, beside=frozenset(self.names))

    def dated(self, telling: Telling) -> Telling:
        stated = telling.window is not None and telling.window.stated
        return telling if stated or self.window is None else replace(telling, window=self.window)

    def absorb(self, other: "_Side") -> None:
        self.names |= other.names
        self.documents |= other.documents
        self.window = _narrowest((self.window, other.window))
        self.tellings |= other.tellings


def _narrowest(windows: Iterable[Window | None]) -> Window | None:
    """The narrowest window that words give, the earliest of such; None where none do."""
    stated = [window for window in windows if window and window.stated]
    return min(stated, key=lambda window: (window.last - window.first, window), default=None)


def _signature(telling: Telling) -> Signature:
    return telling.place, telling.window, frozenset[object](telling.types), frozenset[object](telling.harms)
