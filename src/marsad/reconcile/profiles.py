"""Figures in, one range out, by the rule of a named profile."""

from collections.abc import Sequence

from marsad.domain.claim import Casualty
from marsad.reconcile.figures import Range, make_range
from marsad.reconcile.spelling import fold
from marsad.reconcile.tables import Profile


def read_figure(casualty: Casualty, profile: Profile) -> Range:
    """The claim's bounds, or the profile's numbers where the text gives a number word or no number at all."""
    figure = make_range(casualty)
    if not figure.known:
        rule = profile.unstated
        return Range(low=rule.low, best=rule.best, high=rule.high) if rule else figure
    if figure.best is not None or figure.high is not None or not profile.words:
        return figure
    words = f" {fold(casualty.words)} "
    for row in profile.words:
        if figure.low == row.read_as and any(f" {phrase} " in words for phrase in row.any):
            return Range(low=row.low, best=row.best, high=row.high)
    return figure


def combine_figures(figures: Sequence[Range], profile: Profile) -> Range:
    """The range over the voices' current figures: low ≤ best ≤ high, and unknown where no voice gives a bound.

    `low` is the least that any voice can mean and `high` the most; one voice's "at least" raises no other's ceiling to
    a number, so `high` is unknown only where no voice gives a ceiling.
    """
    floors = [figure.floor for figure in figures if figure.floor is not None]
    ceilings = [figure.ceiling for figure in figures if figure.ceiling is not None]
    low = min(floors + ceilings) if floors else None
    high = max(floors + ceilings) if ceilings or (floors and profile.high_from_low) else None
    best = _choose_best([figure.best for figure in figures if figure.best is not None], floors, profile)
    if best is None and profile.best_from_low:
        best = low
    if profile.single and best is not None:
        return Range(low=best, best=best, high=best)
    return Range(low=low, best=best, high=high)


def _choose_best(bests: list[int], floors: list[int], profile: Profile) -> int | None:
    if profile.best == "middle" and bests:
        return sorted(bests)[(len(bests) - 1) // 2]
    if profile.best == "lowest" and floors:
        return min(floors)
    return None
