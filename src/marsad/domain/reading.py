"""What the reader makes of one document."""

from dataclasses import dataclass

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.mention import Mention
from marsad.domain.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document with its claims in text order, what was recognised on the way, and what made it difficult."""

    document: Document
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()
    problems: tuple[Problem, ...] = ()
