"""Things of the record in, their places in its fixed order out, as texts that sort alike in memory and in a store."""

from datetime import date

from marsad.domain.problem import Problem
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord
from marsad.reconcile.spelling import fold

BAR = "\x1f"
"""Between the parts of a rank: below every character of a folded name. Source: ASCII's unit separator."""


def rank_event(event: EventRecord) -> str:
    """By time, undated events last, then by id."""
    start = (event.time.start or event.time.end) if event.time else None
    end = event.time.end if event.time else None
    return BAR.join((_late(start), _late(end), event.id))


def rank_aggregate(total: AggregateRecord) -> str:
    """By first day, those without one last, then by id."""
    return BAR.join((_late(total.since), total.id))


def rank_spell(spell: ControlSpell) -> str:
    """By place, then time, those without a known start first, then by id."""
    return BAR.join(
        (fold(spell.place.name), (spell.from_ or date.min).isoformat(), _late(spell.until), spell.id),
    )


def rank_actor(actor: ActorRecord) -> str:
    return actor.id


def rank_problem(problem: Problem) -> str:
    """By code, document and place in it."""
    start = problem.quote.start if problem.quote else 0
    words = (problem.code.value, problem.document or "", f"{start:010d}", problem.message, *problem.claims)
    return BAR.join(words)


def _late(day: date | None) -> str:
    return (day or date.max).isoformat()
