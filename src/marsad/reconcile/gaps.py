"""A record in, what it lacks out: places no longer told of, totals without their events, events without a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.domain.claim import Claim
from marsad.domain.record import ControlSpell, Record
from marsad.domain.vocabulary import GapKind
from marsad.domain.wire import claim_id
from marsad.reconcile.totals import compare_aggregates

MORE_THAN_HALF = 1.5
"""A total that is this many times the events it covers has events that nobody tells of; ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What the record lacks; `of`: the id of what has the gap."""

    kind: GapKind
    of: str
    day: date | None
    where: str | None
    words: str


def list_gaps(record: Record, claims: Iterable[Claim], lapse_days: int) -> list[Gap]:
    """The gaps, by kind, then id. Control lapses where its last word is over `lapse_days` before the last report."""
    reported = {claim_id(claim): claim.reported for claim in claims}
    last = max((day for day in reported.values() if day), default=None)
    gaps = [*_list_excess(record), *_list_unplaced(record)]
    for spell in record.control:
        told = max((day for one in spell.claims for day in [reported.get(one)] if day), default=None)
        if last and told and spell.until is None and last - told > timedelta(lapse_days):
            gaps.append(_lapsed(spell, told, last))
    return sorted(gaps, key=lambda gap: (gap.kind, gap.day or date.max, gap.of))


def _lapsed(spell: ControlSpell, told: date, last: date) -> Gap:
    who = ", ".join(spell.holder) or spell.state.value
    words = f"{who}: last told of on {told}, {(last - told).days} days before the last report"
    return Gap(kind=GapKind.LAPSED_CONTROL, of=spell.id, day=told, where=spell.place.name, words=words)


def _list_excess(record: Record) -> Iterable[Gap]:
    """Totals of a known period: of one whose start nobody gives, no event can be said to be missing."""
    events = {event.id: event for event in record.events}
    for aggregate in (one for one in record.aggregates if one.since and one.until):
        for total in compare_aggregates([aggregate], events):
            known = total.low - total.difference if total.difference is not None else 0
            if total.low > MORE_THAN_HALF * known:
                words = f"{total.by}: at least {total.low} {total.harm.value}, events on record {known}"
                where = aggregate.place.name if aggregate.place else None
                yield Gap(
                    kind=GapKind.TOTAL_ABOVE_EVENTS, of=aggregate.id, day=aggregate.since, where=where, words=words
                )


def _list_unplaced(record: Record) -> Iterable[Gap]:
    for event in record.events:
        if event.place is None and not event.background:
            day = event.time.start if event.time else None
            told = f"{len(event.documents)} document{'s' * (len(event.documents) != 1)}"
            words = f"{event.type.value} of {told}, said by {', '.join(event.voices)}"
            yield Gap(kind=GapKind.EVENT_WITHOUT_PLACE, of=event.id, day=day, where=None, words=words)
