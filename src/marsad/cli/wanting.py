"""The options of a list in, its filter out; a kind that the list never has, or days in no order, are wrong use."""

import datetime as dt
from difflib import get_close_matches

import typer

from marsad.domain.filter import Filter
from marsad.domain.vocabulary import (
    ActorKind,
    ClaimKind,
    ControlState,
    Disagreement,
    EventType,
    GapKind,
    Harm,
    ProblemCode,
)

CLAIM_KINDS = tuple(kind.value for kind in ClaimKind)
KINDS: dict[str, tuple[str, ...]] = {
    "documents": CLAIM_KINDS,
    "claims": CLAIM_KINDS,
    "events": tuple(kind.value for kind in EventType),
    "tolls": tuple(harm.value for harm in Harm),
    "totals": tuple(harm.value for harm in Harm),
    "control": tuple(state.value for state in ControlState),
    "actors": tuple(kind.value for kind in ActorKind),
    "sources": CLAIM_KINDS,
    "problems": tuple(code.value for code in ProblemCode),
    "contradictions": tuple(about.value for about in Disagreement),
    "gaps": tuple(kind.value for kind in GapKind),
}
"""What `--kind` of each list may be: of documents and outlets, the kind of a claim that they have."""


def want(
    what: str, since: dt.date | None, until: dt.date | None, place: str | None, actor: str | None, kind: str | None
) -> Filter:
    """The filter of a list by these options.

    Raises:
        typer.BadParameter: the days are in no order, or no thing of this list is ever of the kind.
    """
    refuse_unordered(since, until)
    if kind is not None and kind not in KINDS[what]:
        near = get_close_matches(kind, KINDS[what], 1)
        mend = f"Mend: {near[0]}" if near else f"Mend: one of {', '.join(KINDS[what])}"
        raise typer.BadParameter(f"no kind of {what} is {kind!r}. {mend}", param_hint="--kind")
    return Filter(since=since, until=until, place=place, actor=actor, kind=kind)


def refuse_unordered(since: dt.date | None, until: dt.date | None) -> None:
    """Nothing, where no day lies between the two days that a list is asked for.

    Raises:
        typer.BadParameter: the last is before the first.
    """
    if since and until and until < since:
        raise typer.BadParameter(f"{until} is before {since}. Mend: exchange them", param_hint="--since and --until")
