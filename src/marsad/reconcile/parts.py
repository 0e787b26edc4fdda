"""Casualty claims in, wholes out: which figure each part ("two children") is a part of, so that it is never added."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from marsad.domain.claim import Casualty
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.reconcile.figures import make_range
from marsad.reconcile.spelling import fold
from marsad.reconcile.testimony import Testimony


def find_wholes(testimonies: Iterable[Testimony]) -> dict[str, Testimony]:
    """The whole of each part, by the part's claim id: the figure of the same document whose words the part names.

    Of several, one of the same harm, then the nearest. A part whose whole no claim gives has none.
    """
    by_words: dict[tuple[str, str], list[Testimony]] = defaultdict(list)
    parts = []
    for testimony in testimonies:
        said = testimony.claim.said
        if isinstance(said, Casualty):
            by_words[testimony.claim.document, fold(said.words)].append(testimony)
            if said.includes_in:
                parts.append((testimony, fold(said.includes_in)))
    wholes = {}
    for part, words in parts:
        others = [one for one in by_words[part.claim.document, words] if one.id != part.id]
        if others:
            wholes[part.id] = min(others, key=lambda whole: _distance(part, whole))
    return {part: whole for part, whole in wholes.items() if not _circular(part, wholes)}


def report_large_parts(testimonies: Sequence[Testimony], wholes: Mapping[str, Testimony]) -> list[Problem]:
    """One problem for each part that is at least more than its whole can be."""
    problems = []
    for part in testimonies:
        whole = wholes.get(part.id)
        if whole is None or not isinstance(part.claim.said, Casualty) or not isinstance(whole.claim.said, Casualty):
            continue
        least, most = make_range(part.claim.said).floor, make_range(whole.claim.said).ceiling
        if part.claim.said.harm == whole.claim.said.harm and least is not None and most is not None and least > most:
            problems.append(_large_part(part, whole, least, most))
    return problems


def _large_part(part: Testimony, whole: Testimony, least: int, most: int) -> Problem:
    return Problem(
        code=ProblemCode.PART_ABOVE_WHOLE,
        message=f"a part of at least {least} stands in a whole of at most {most}: read the words and correct one",
        document=part.claim.document,
        quote=part.claim.quote,
        claims=tuple(sorted((part.id, whole.id))),
    )


def _distance(part: Testimony, whole: Testimony) -> tuple[bool, int, str]:
    some, other = part.claim, whole.claim
    harms = isinstance(some.said, Casualty) and isinstance(other.said, Casualty) and some.said.harm == other.said.harm
    return (not harms, abs(some.quote.start - other.quote.start), whole.id)


def _circular(part: str, wholes: dict[str, Testimony]) -> bool:
    """Whether a chain of wholes comes back to the part, as when two figures name each other."""
    seen, at = {part}, part
    while at in wholes:
        at = wholes[at].id
        if at in seen:
            return at == part
        seen.add(at)
    return False
