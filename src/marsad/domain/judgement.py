"""What a person decided about claims; it stands beside them and outlives any re-reading."""

from dataclasses import dataclass
from datetime import datetime

from marsad.domain.vocabulary import JudgementKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision on claims, by id: `same` and `different` take two or more, the others one.

    `at` is UTC. `correction` maps dotted field names to new values, for `correct` only. `undone`: taken back.
    """

    id: str
    kind: JudgementKind
    claims: tuple[str, ...]
    author: str
    at: datetime
    because: str | None = None
    correction: tuple[tuple[str, str], ...] = ()
    undone: bool = False
