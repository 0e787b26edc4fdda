"""What must be looked at as a whole, kept small: copies of copies, known words, totals taken up, tied tellings."""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from marsad.reconcile.aggregates import EventShelves, find_covered
from marsad.reconcile.dealing import GROUPS, Table
from marsad.reconcile.order import rank_actor, rank_aggregate, rank_event, rank_problem, rank_spell
from marsad.reconcile.rare import list_actor_words
from marsad.reconcile.revised_totals import Figures, list_answers, take_up_totals
from marsad.reconcile.testimony import Order, Testimony
from marsad.reconcile.unions import Unions
from marsad.reconcile.voices import Story


def join_stories(table: Table, part: int) -> None:
    """The story of each document that has near-copies: its first print, and that print's outlet."""
    pairs = sorted(set(table.bins.read("near", part)))
    order = sorted({one for pair in pairs for one in pair})
    at = {one: number for number, one in enumerate(order)}
    unions = Unions(len(order))
    for one, other in pairs:
        unions.join(at[one], at[other])
    firsts = {document: order[unions.find(at[day, document])][1] for day, document in order}
    outlets = _find_outlets(table, set(firsts.values()))
    with table.bins.hand("stories", part) as hand:
        for document, first in firsts.items():
            story = Story(first=first, outlet=outlets.get(first))
            hand.deal("stories", table.part_of(document), (document, story))


def _find_outlets(table: Table, documents: set[str]) -> dict[str, str]:
    return {
        document: outlet
        for part in range(table.bins.parts)
        for document, outlet in table.bins.read("outlets", part)
        if document in documents
    }


def settle_words(table: Table, part: int) -> None:
    """The words that are no rare names however rare, the keys that any figure calls, the ids of places' names."""
    known: set[str] = set()
    countries: set[str] = set()
    for words, where in table.bins.read("known", part):
        known |= words
        countries |= where
    ids: dict[tuple[str, str | None], int] = {}
    for name, place in table.bins.read("places", part):
        ids[name] = min(place, ids.get(name, place))
    called = frozenset[str]().union(*table.bins.read("calls", part))
    with table.bins.hand("settled", part) as hand:
        hand.deal("known_words", part, frozenset(known) | list_actor_words(table.names, countries))
        hand.deal("place_ids", part, ids)
        hand.deal("called", part, called)


def mark_figures(table: Table, part: int) -> None:
    """The total that each figure takes up which takes up any."""
    (called,) = table.bins.read("called", part)
    told: dict[str, Testimony] = {}
    places, callers = {}, []
    answers: dict[str, list[Order]] = defaultdict(list)
    for one, calls, where in table.bins.read("figures", part):
        told[one.id] = one
        if calls:
            callers.append(one)
            places[one.claim.document] = where or frozenset()
        for key in list_answers(one, table.names) & called:
            answers[key].append(one.order)
    for orders in answers.values():
        orders.sort()
    figures = Figures(told=told, answers=answers, places=places, names=table.names)
    with table.bins.hand("taken", part) as hand:
        for claim, total in take_up_totals(callers, figures).items():
            hand.deal("taken", table.part_of(told[claim].claim.document), (claim, total))


def tie_tellings(table: Table, part: int) -> None:
    """Which tellings are tied to one another by any chain of scores: each set goes to one part, with its ties."""
    ties = {(one, other): score for score, one, other in table.bins.read("pairs", part)}
    order = sorted({one for pair in ties for one in pair})
    at = {one: number for number, one in enumerate(order)}
    unions = Unions(len(order))
    for one, other in ties:
        unions.join(at[one], at[other])
    with table.bins.hand("ties", part) as hand:
        for telling in order:
            name, home = telling
            hand.deal("roots", home, (name, order[unions.find(at[telling])][0]))
        for (one, other), score in ties.items():
            root = order[unions.find(at[one])][0]
            hand.deal("ties", table.part_of(root), (root, score, one[0], other[0]))


def write_groups(table: Table, part: int) -> None:
    """The record, each of its groups in its fixed order."""
    shelves = EventShelves(_read_made(table, "made_events"))
    totals = [
        replace(record, covers=find_covered(scope, shelves)) for scope, record in table.bins.read("made_totals", part)
    ]
    groups: dict[str, Iterable[Any]] = {
        "events": _merge(table, "made_events", rank_event),
        "aggregates": sorted(totals, key=rank_aggregate),
        "control": _merge(table, "made_control", rank_spell),
        "actors": _merge(table, "made_actors", rank_actor),
        "problems": sorted(set(table.bins.read("found_problems", part)), key=rank_problem),
    }
    with table.bins.hand("record", part) as hand:
        for name in GROUPS:
            for thing in groups[name]:
                hand.deal(name, part, thing)


def _read_made(table: Table, name: str) -> Iterator[Any]:
    for part in range(table.bins.parts):
        yield from table.bins.read(name, part)


def _merge(table: Table, name: str, order: Callable[[Any], str]) -> Iterable[Any]:
    """All of a name, sorted: each part alone, then merged."""
    return heapq.merge(*(sorted(table.bins.read(name, part), key=order) for part in range(table.bins.parts)), key=order)
