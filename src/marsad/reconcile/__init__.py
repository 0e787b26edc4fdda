"""Claims and judgements in, the record out, by the rules of `docs/record.md`.

Pure and deterministic: the same claims in any order, repeated or in parts, give the same record.
"""

from collections.abc import Iterable, Sequence

from marsad.domain.actor import Actor
from marsad.domain.claim import Claim
from marsad.domain.judgement import Judgement
from marsad.domain.problem import Problem
from marsad.domain.record import EventRecord, Record
from marsad.reconcile.aggregates import build_aggregates, is_total
from marsad.reconcile.clusters import group_events
from marsad.reconcile.eventful import index_pairs, is_eventful
from marsad.reconcile.events import build_event
from marsad.reconcile.names import index_actors
from marsad.reconcile.naming import name_actors
from marsad.reconcile.order import rank_event, rank_problem
from marsad.reconcile.parts import find_wholes, report_large_parts
from marsad.reconcile.rare import find_rare_names
from marsad.reconcile.revised_totals import mark_totals
from marsad.reconcile.rulings import Rulings, apply_judgements
from marsad.reconcile.spells import build_spells
from marsad.reconcile.tables import find_profile
from marsad.reconcile.testimony import Testimony, bear_witness, index_claims
from marsad.reconcile.ties import build_actors
from marsad.reconcile.tolls import TollMaker
from marsad.reconcile.voices import find_voices

__all__ = ["reconcile"]


def reconcile(
    claims: Iterable[Claim],
    judgements: Iterable[Judgement] = (),
    *,
    actors: Iterable[Actor] = (),
    profile: str = "strict",
) -> Record:
    """The record that the claims and the judgements make.

    Args:
        claims: in any order; claims of one id count once.
        judgements: undone ones are left out; those whose claims are gone are listed as problems.
        actors: the actor file, for canonical names and kin.
        profile: how words become numbers and voices one range: strict, acled, ucdp or airwars.

    Returns:
        A record in which every value has the ids of claims that were given.

    Raises:
        SetupError: no profile has that name.
    """
    rule = find_profile(profile)
    given = index_claims(claims)
    rulings = apply_judgements(judgements, given)
    names = index_actors(actors)
    named = {name: name_actors(claim, names) for name, claim in (given | rulings.corrected).items()}
    witnesses = bear_witness(named, find_voices(named, names), frozenset(rulings.withdrawn))
    testimonies = mark_totals(witnesses, names)
    standing = [one for one in testimonies if not one.withdrawn]
    wholes = find_wholes(standing)
    maker = TollMaker(names=names, profile=rule, wholes=wholes)
    totals = [one for one in standing if is_total(one, wholes)]
    events = _build_events(testimonies, maker, rulings)
    return Record(
        events=tuple(events),
        aggregates=tuple(build_aggregates(totals, events, maker)),
        control=tuple(build_spells(standing, names)),
        actors=tuple(build_actors(standing, names)),
        problems=_sort_problems([*rulings.problems, *report_large_parts(standing, wholes)]),
    )


def _build_events(testimonies: Sequence[Testimony], maker: TollMaker, rulings: Rulings) -> list[EventRecord]:
    eventful = [one for one in testimonies if is_eventful(one, maker.wholes)]
    same, different = index_pairs(eventful, rulings)
    groups = group_events(
        eventful, maker.wholes, maker.names, same, different, find_rare_names(testimonies, maker.names)
    )
    built = (build_event(group, maker) for group in groups)
    return sorted((event for event in built if event), key=rank_event)


def _sort_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by code, document and place in it."""
    return tuple(sorted(dict.fromkeys(problems), key=rank_problem))
