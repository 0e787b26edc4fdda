"""Claims in, testimonies out: each claim once, with its id, its voice and whether a person withdrew it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from marsad.domain import wire
from marsad.domain.claim import Claim

Order = tuple[date, str, int, str]
"""Day reported, document, place in it, claim id."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Voice:
    """Who answers for a claim. `key` tells voices apart; `name` is for people, and two unnamed voices may share it."""

    name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """A claim as a person last corrected it, its actors by their usual names, under the id of the claim as read.

    `withdrawn` claims weigh nothing. `total` is the key of the total that its figure takes up, where it does.
    """

    id: str
    claim: Claim
    voice: Voice
    withdrawn: bool = False
    total: str | None = None

    @property
    def order(self) -> Order:
        """Oldest first: day reported (unknown days first, so that they replace nothing), document, place in it, id."""
        return (self.claim.reported or date.min, self.claim.document, self.claim.quote.start, self.id)

    @property
    def seniority(self) -> tuple[date, str]:
        """What the founding claim of an event is the least of; unknown days last."""
        return (self.claim.reported or date.max, self.id)


def index_claims(claims: Iterable[Claim]) -> dict[str, Claim]:
    """The claims by id, in order of id. Of two with one id the protected one is kept, then the earliest reported."""
    kept: dict[str, Claim] = {}
    for claim in claims:
        name = wire.claim_id(claim)
        twin = kept.get(name)
        if twin is None or _precedence(claim) < _precedence(twin):
            kept[name] = claim
    return dict(sorted(kept.items()))


def bear_witness(
    claims: Mapping[str, Claim],
    voices: Mapping[str, Voice],
    withdrawn: frozenset[str],
) -> list[Testimony]:
    """The testimonies of claims by id, in the order of the claims."""
    return [
        Testimony(id=name, claim=claim, voice=voices[name], withdrawn=name in withdrawn)
        for name, claim in claims.items()
    ]


def sorted_ids(testimonies: Iterable[Testimony]) -> tuple[str, ...]:
    return tuple(sorted({testimony.id for testimony in testimonies}))


def _precedence(claim: Claim) -> tuple[bool, date, str, str]:
    return (not claim.protected, claim.reported or date.max, claim.source or "", claim.rule or "")
