"""Figures in, those that take up an earlier total out: "412, up from 370" is of the total that the 370 was of.

A figure has keys by which later ones may call it, and keys by which it calls an earlier one. What shares none is never
compared, so that an update finds whom a new figure reaches.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from sys import maxsize

from marsad.domain.claim import Casualty, Claim
from marsad.domain.place import Place
from marsad.domain.vocabulary import Harm, Modality, PlacePrecision, VictimsGroup
from marsad.reconcile.aggregates import counts_total, find_since, own_scope
from marsad.reconcile.figures import make_range
from marsad.reconcile.names import ActorNames
from marsad.reconcile.places import is_inside
from marsad.reconcile.tables import feature_table
from marsad.reconcile.testimony import Order, Testimony

LEAST = 3
"""Persons from which a number tells one figure from another: ones and twos are equal by chance too often; ours."""
LATEST = 40
"""Figures of one key, the last before the one that calls, that are compared with it; ours, so that growth is linear."""
Answers = Mapping[str, Sequence[Order]]
"""What answers to each key, oldest first."""
Places = Mapping[str, frozenset[Place]]
"""Where all is that a document tells, by document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Every figure that may answer, by claim id, and what answers to each key."""

    told: Mapping[str, Testimony]
    answers: Answers
    places: Places
    names: ActorNames


def mark_totals(testimonies: Sequence[Testimony], names: ActorNames) -> list[Testimony]:
    """The testimonies, each figure that takes up a total with the key of that."""
    callers = [one for one in testimonies if list_calls(one)]
    called = {key for one in callers for key in list_calls(one)}
    answers: dict[str, list[Order]] = defaultdict(list)
    for one in testimonies if called else ():
        for key in list_answers(one, names) & called:
            answers[key].append(one.order)
    for orders in answers.values():
        orders.sort()
    told = {one.id: one for one in testimonies}
    figures = Figures(told=told, answers=answers, places=list_places(testimonies), names=names)
    taken = take_up_totals(callers, figures)
    return [replace(one, total=taken[one.id]) if one.id in taken else one for one in testimonies]


def list_answers(one: Testimony, names: ActorNames) -> frozenset[str]:
    """The keys by which a later figure may call this one: its voice, or the outlet that printed it, and its number.

    A total of a place and a start answers by those too. An event's figure answers, so that its number is no total's.
    """
    said = _read(one.claim)
    if said is None or one.withdrawn:
        return frozenset()
    total, place = counts_total(one.claim), one.claim.place
    if not total and said.revises is None and (place is None or place.precision >= PlacePrecision.PROVINCE):
        return frozenset()
    printed = {names.key(one.claim.source)} if one.claim.source and not one.claim.protected else set()
    numbers = [number for number in make_range(said).namings if number >= LEAST]
    keys = {_key(voice, said.harm, number) for voice in {one.voice.key} | printed for number in numbers}
    since = find_since(one) if total and place else None
    return frozenset(keys | ({_key(one.voice.key, said.harm, since)} if since else set()))


def list_calls(one: Testimony) -> tuple[str, ...]:
    """The keys by which the figure calls an earlier one: the number that it says it revises, then its total's start."""
    said = _read(one.claim)
    if said is None:
        return ()
    calls = []
    revised = make_range(said.revises).stated if said.revises else None
    if revised is not None and revised >= LEAST:
        calls.append(_key(one.voice.key, said.harm, revised))
    since = find_since(one) if one.claim.place is None and counts_total(one.claim) else None
    if since:
        calls.append(_key(one.voice.key, said.harm, since))
    return tuple(calls)


def take_up_totals(callers: Iterable[Testimony], figures: Figures) -> dict[str, str]:
    """The key of the total that each figure takes up, by claim id; a figure that takes up none is absent.

    The oldest comes first, so that a third figure finds the total of the second. Where what it calls may be of two
    totals, or of an event, it takes up neither.
    """
    taken: dict[str, str] = {}
    for one in sorted(callers, key=lambda one: one.order):
        for key in list_calls(one):
            near = [figures.told[order[-1]] for order in find_latest(figures.answers.get(key, ()), one)]
            given = [other for other in near if _takes_up(one, other, figures)]
            homes = {taken.get(other.id) or _find_home(other, figures.names) for other in given}
            if given:
                home = homes.pop()
                if home and not homes:
                    taken[one.id] = home
                break
    return taken


def find_latest(orders: Sequence[Order], one: Testimony) -> Sequence[Order]:
    """The last before the one that calls, and what its document tells behind it."""
    day, document, _, _ = one.order
    return orders[max(0, bisect_left(orders, one.order) - LATEST) : bisect_left(orders, (day, document, maxsize, ""))]


def list_places(testimonies: Iterable[Testimony]) -> Places:
    """Where all is that each document tells."""
    places: dict[str, set[Place]] = defaultdict(set)
    for one in testimonies:
        if one.claim.place:
            places[one.claim.document].add(one.claim.place)
    return {document: frozenset(those) for document, those in places.items()}


def _read(claim: Claim) -> Casualty | None:
    """What an asserted figure says that is no part of another: a part goes with its whole."""
    said = claim.said
    asserted = claim.modality is Modality.ASSERTED
    return said if isinstance(said, Casualty) and asserted and said.includes_in is None else None


def _key(voice: str, harm: Harm, what: object) -> str:
    return sha256(repr((voice, harm.value, str(what))).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _find_home(one: Testimony, names: ActorNames) -> str | None:
    return one.total or (own_scope(one, names) if counts_total(one.claim) else None)


def _takes_up(one: Testimony, other: Testimony, figures: Figures) -> bool:
    """Whether the figure can be a later one of what the other is of: nothing that both say is otherwise."""
    said, former = _read(one.claim), _read(other.claim)
    if said is None or former is None or one.id == other.id:
        return False
    return (
        _is_later(one, other)
        and _is_of_group(said, former, figures.names)
        and _is_of_act(said, former, figures.names, total=counts_total(one.claim))
        and find_since(one) in {None, find_since(other)}
        and (_lies_around(one.claim.place, other.claim.place) if said.revises else _is_grown(one, other, figures))
    )


def _is_later(one: Testimony, other: Testimony) -> bool:
    """Within a document the earlier figure may stand behind the later one; else it was reported up to a season ago."""
    if one.claim.document == other.claim.document:
        return other.order < one.order or not list_calls(other)
    if one.claim.reported is None or other.claim.reported is None:
        return False
    return (one.claim.reported - other.claim.reported).days <= feature_table().threshold.late_days


def _is_of_group(said: Casualty, former: Casualty, names: ActorNames) -> bool:
    if said.side and (not former.side or names.key(said.side) != names.key(former.side)):
        return False
    return said.victims in {VictimsGroup.PEOPLE, former.victims}


def _is_of_act(said: Casualty, former: Casualty, names: ActorNames, *, total: bool) -> bool:
    """Whether cause and doer are the same or not told; an event's figure that has a cause needs a total of that."""
    doers, others = names.keys(said.agents), names.keys(former.agents)
    one_cause = said.cause is None or former.cause is said.cause or (total and former.cause is None)
    return one_cause and not (doers and others and doers.isdisjoint(others))


def _lies_around(place: Place | None, former: Place | None) -> bool:
    """Whether the figure is of no narrower place than the former."""
    if place is None or former is None:
        return place is None or place.precision >= PlacePrecision.PROVINCE
    return is_inside(former, place)


def _is_grown(one: Testimony, other: Testimony, figures: Figures) -> bool:
    """Whether a total that names no place may be of the other's: no less, and where all is that its document tells."""
    said, former, where = _read(one.claim), _read(other.claim), other.claim.place
    told = figures.places.get(one.claim.document)
    if said is None or former is None or where is None or not told:
        return False
    now, then = make_range(said).stated, make_range(former).stated
    return now is not None and then is not None and now >= then and all(is_inside(place, where) for place in told)
