"""A record in, sums over its events out: nothing counted twice, totals that texts give set beside them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.domain.record import AggregateRecord, EventRecord, Toll
from marsad.domain.vocabulary import Grade, Harm, VictimsGroup
from marsad.reconcile.figures import Range

HARMS = tuple(Harm)
APART = frozenset({VictimsGroup.CIVILIANS, VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS, VictimsGroup.POLICE})
"""Groups of which nobody is in two; children, women, medics and the like may be among the civilians."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One sum. `best` takes an event's low where it has no best; `high` is None where an event's is unknown.

    `events` are the ids summed. `stated` marks what a text gives as a total: it is beside the sums and in none;
    `difference` is its least less the least of the events that it covers.
    """

    by: str
    harm: Harm
    low: int
    best: int | None
    high: int | None
    events: tuple[str, ...]
    claims: tuple[str, ...]
    stated: bool = False
    difference: int | None = None


def sum_events(events: Iterable[EventRecord], by: str) -> list[Total]:
    """Sums of the events by day, place, actor or victims, and by harm; history and discounted events are left out.

    An event's figure is counted once: that of its people, or of its groups that share nobody, whichever is more.
    By actor an event stands under all its doers together, so that it is summed once. By victims a group's figure stands
    under the group, and groups are no parts of one sum.
    """
    counted: dict[tuple[str, Harm], list[tuple[EventRecord, Range, tuple[str, ...]]]] = defaultdict(list)
    for event in events:
        if event.background or event.grade is Grade.DISCOUNTED:
            continue
        for key, tolls in _split(event, by).items():
            for harm in {toll.harm for toll in tolls}:
                of_harm = [toll for toll in tolls if toll.harm is harm]
                claims = tuple(claim for toll in of_harm for claim in toll.claims)
                counted[key, harm].append((event, count_event(of_harm), claims))
    totals = [_sum(key, harm, entries) for (key, harm), entries in counted.items()]
    return sorted(totals, key=lambda total: (HARMS.index(total.harm), total.by))


def count_event(tolls: Sequence[Toll]) -> Range:
    """One event's figure of one harm: each bound is the greater of what the ways of counting it give."""
    tops = [toll for toll in tolls if toll.part_of is None] or list(tolls)
    whole = [toll for toll in tops if toll.victims is VictimsGroup.PEOPLE and toll.side is None]
    apart = [toll for toll in tops if toll.victims in APART or (toll.side and toll.victims is VictimsGroup.PEOPLE)]
    others = [toll for toll in tops if toll not in whole and toll not in apart]
    ways = [_add([toll]) for toll in (*whole, *others)] + ([_add(apart)] if apart else [])
    return Range(
        low=max(way.low or 0 for way in ways),
        best=max(way.best or 0 for way in ways),
        high=None if any(way.high is None for way in ways) else max(way.high or 0 for way in ways),
    )


def compare_aggregates(aggregates: Iterable[AggregateRecord], events: Mapping[str, EventRecord]) -> list[Total]:
    """What texts give as totals, each with the difference from the sum of the known events that it covers."""
    totals = []
    for aggregate in aggregates:
        for toll in aggregate.tolls:
            if toll.part_of is None and toll.low is not None:
                known = [_known(events[name], toll.harm) for name in aggregate.covers if name in events]
                days = f"{aggregate.since or '?'} … {aggregate.until or '?'}"
                totals.append(
                    Total(
                        by=f"{aggregate.scope_text or 'total'} ({days}), {toll.side or toll.victims.value}",
                        harm=toll.harm,
                        low=toll.low,
                        best=toll.best,
                        high=toll.high,
                        events=aggregate.covers,
                        claims=toll.claims,
                        stated=True,
                        difference=toll.low - sum(known) if known else None,
                    )
                )
    return totals


def _known(event: EventRecord, harm: Harm) -> int:
    tolls = [toll for toll in event.tolls if toll.harm is harm]
    return (count_event(tolls).low or 0) if tolls else 0


def _split(event: EventRecord, by: str) -> dict[str, list[Toll]]:
    if by != "victims":
        return {KEYS[by](event): list(event.tolls)} if event.tolls else {}
    groups: dict[str, list[Toll]] = defaultdict(list)
    for toll in event.tolls:
        groups[toll.side or toll.victims.value].append(toll)
    return groups


def _day(event: EventRecord) -> str:
    if event.time is None:
        return "not given"
    start, end = event.time.start, event.time.end
    return str(start) if start == end else f"{start or '?'} … {end or '?'}"


def _place(event: EventRecord) -> str:
    return event.place.name if event.place else "not given"


def _doers(event: EventRecord) -> str:
    return " and ".join(sorted(event.agents)) or "not given"


KEYS: dict[str, Callable[[EventRecord], str]] = {"day": _day, "place": _place, "actor": _doers}


def _add(tolls: Sequence[Toll]) -> Range:
    lows = [next((one for one in (toll.low, toll.best) if one is not None), 0) for toll in tolls]
    bests = [low if toll.best is None else toll.best for low, toll in zip(lows, tolls, strict=True)]
    highs = [toll.high for toll in tolls]
    return Range(low=sum(lows), best=sum(bests), high=None if None in highs else sum(high or 0 for high in highs))


def _sum(key: str, harm: Harm, entries: Sequence[tuple[EventRecord, Range, tuple[str, ...]]]) -> Total:
    figures = [figure for _, figure, _ in entries]
    return Total(
        by=key,
        harm=harm,
        low=sum(figure.low or 0 for figure in figures),
        best=sum(figure.best or 0 for figure in figures),
        high=None if any(figure.high is None for figure in figures) else sum(figure.high or 0 for figure in figures),
        events=tuple(sorted({event.id for event, _, _ in entries})),
        claims=tuple(sorted({claim for _, _, claims in entries for claim in claims})),
    )
