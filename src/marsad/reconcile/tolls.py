"""One event's or aggregate's casualty claims in, tolls out: each group's range by a named rule, with its history."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marsad.domain.claim import Casualty
from marsad.domain.record import Toll
from marsad.domain.vocabulary import Harm, VictimsGroup
from marsad.reconcile.figures import make_range
from marsad.reconcile.names import ActorNames
from marsad.reconcile.profiles import combine_figures, read_figure
from marsad.reconcile.revisions import trace_revisions
from marsad.reconcile.tables import Profile
from marsad.reconcile.telling import Group, figure_group
from marsad.reconcile.testimony import Testimony, sorted_ids

HARMS = tuple(Harm)
GROUPS = tuple(VictimsGroup)


@dataclass(frozen=True, slots=True, kw_only=True)
class TollMaker:
    """What every toll of a record is made with."""

    names: ActorNames
    profile: Profile
    wholes: Mapping[str, Testimony]

    def make_tolls(self, testimonies: Iterable[Testimony]) -> tuple[Toll, ...]:
        """The tolls of claims of one event or aggregate, in the order of the vocabulary, wholes before their parts.

        A figure goes on with the group whose figure it revises ("12 civilians", then "16, up from 12"). A part of its
        own group ("12 people, three of them of one family") has a toll of its own: it is no revision.
        """
        groups: dict[tuple[Group, bool], list[Testimony]] = defaultdict(list)
        for testimony in sorted(testimonies, key=lambda one: one.order):
            said = testimony.claim.said
            if isinstance(said, Casualty):
                group = _find_revised(said, groups) or figure_group(said, self.names)
                groups[group, self._is_part_of(testimony) == group].append(testimony)
        tolls = [self._make_toll(members) for members in groups.values()]
        return tuple(sorted(tolls, key=_toll_order))

    def _is_part_of(self, testimony: Testimony) -> object:
        whole = self.wholes.get(testimony.id)
        return figure_group(whole.claim.said, self.names) if whole and isinstance(whole.claim.said, Casualty) else None

    def _make_toll(self, members: list[Testimony]) -> Toll:
        said = [one for testimony in members for one in [testimony.claim.said] if isinstance(one, Casualty)]
        history = trace_revisions(members)
        current = [one.claim.said for one in history.current if isinstance(one.claim.said, Casualty)]
        total = combine_figures([read_figure(casualty, self.profile) for casualty in current], self.profile)
        whole_groups = sorted(
            whole.claim.said.victims
            for testimony in members
            for whole in [self.wholes.get(testimony.id)]
            if whole and isinstance(whole.claim.said, Casualty)
        )
        sides = sorted({self.names.usual(one.side) for one in said if one.side})
        return Toll(
            harm=said[0].harm,
            victims=said[0].victims,
            side=sides[0] if sides else None,
            low=total.low,
            best=total.best,
            high=total.high,
            claims=sorted_ids(members),
            revisions=history.revisions,
            rule=self.profile.rule,
            part_of=whole_groups[0] if whole_groups else None,
        )


def _find_revised(said: Casualty, groups: Mapping[tuple[Group, bool], list[Testimony]]) -> Group | None:
    """The one group of the harm, but not of it by name, whose figure this one says that it revises."""
    if said.revises is None or said.victims is not VictimsGroup.PEOPLE or said.side:
        return None
    stated = make_range(said.revises).stated
    revised = {
        group
        for (group, part), members in groups.items()
        if group[0] is said.harm and not part
        for one in members
        if isinstance(one.claim.said, Casualty) and stated in make_range(one.claim.said).namings
    }
    return min(revised, key=str) if len(revised) == 1 else None


def _toll_order(toll: Toll) -> tuple[int, bool, int, str, tuple[str, ...]]:
    return (HARMS.index(toll.harm), toll.part_of is not None, GROUPS.index(toll.victims), toll.side or "", toll.claims)
