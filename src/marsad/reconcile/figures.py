"""Casualty claims in, figures out: what bounds a claim's words give, before any voice is weighed against another."""

from dataclasses import dataclass
from functools import lru_cache

from marsad.domain.claim import Bounds, Casualty, EarlierFigure


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Range:
    """At least `low`, at most `high` persons, `best` where one figure is given; None is unknown, zero a number."""

    low: int | None = None
    best: int | None = None
    high: int | None = None

    @property
    def floor(self) -> int | None:
        """The least that it can mean: the bound, else the figure."""
        return self.best if self.low is None else self.low

    @property
    def ceiling(self) -> int | None:
        return self.best if self.high is None else self.high

    @property
    def known(self) -> bool:
        return not (self.low is None and self.best is None and self.high is None)

    @property
    def stated(self) -> int | None:
        """The one number that the words name: of "12", "at least 12", "up to 12" and "about 12" it is 12."""
        return next((figure for figure in (self.best, self.low, self.high) if figure is not None), None)

    @property
    def namings(self) -> frozenset[int]:
        """The numbers by which later words may call it: "more than 370" is at least 371, and was "370"."""
        if self.stated is None:
            return frozenset()
        bare = self.best is None and self.high is None
        return frozenset({self.stated, self.stated - 1} if bare else {self.stated})


def make_range(figure: Casualty | Bounds | EarlierFigure) -> Range:
    """The claim's own bounds with low ≤ best ≤ high; bounds that cross are put in order, for none may be dropped, and
    bounds that meet are one figure.
    """
    return _order(figure.low, None if isinstance(figure, EarlierFigure) else figure.best, figure.high)


@lru_cache(maxsize=65_536)
def _order(low: int | None, best: int | None, high: int | None) -> Range:
    known = sorted(number for number in (low, best, high) if number is not None)
    ordered = iter(known)
    low, best, high = (None if number is None else next(ordered) for number in (low, best, high))
    return Range(low=low, best=low if best is None and low == high else best, high=high)


def disjoint(some: Range, other: Range) -> bool:
    """Whether no number can be both: "at least 12" and "5" are, "at least 12" and "15" are not."""
    return _below(some, other) or _below(other, some)


def _below(some: Range, other: Range) -> bool:
    return some.ceiling is not None and other.floor is not None and some.ceiling < other.floor
