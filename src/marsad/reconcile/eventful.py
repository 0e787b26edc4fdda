"""Testimonies in, those that tell of events out, with what people ruled about them."""

from collections.abc import Mapping, Sequence

from marsad.domain.claim import Casualty, Event
from marsad.domain.vocabulary import Modality
from marsad.reconcile.aggregates import is_aggregate
from marsad.reconcile.rulings import Rulings
from marsad.reconcile.testimony import Testimony

NEVER_EVENTS = frozenset({Modality.PLANNED, Modality.HYPOTHETICAL})
Pairs = list[tuple[int, int]]


def is_eventful(one: Testimony, wholes: Mapping[str, Testimony]) -> bool:
    """Whether the testimony can be of an event: what is only planned is none, nor is a total."""
    told = isinstance(one.claim.said, Event | Casualty) and one.claim.modality not in NEVER_EVENTS
    return told and not is_aggregate(one, wholes)


def index_pairs(eventful: Sequence[Testimony], rulings: Rulings) -> tuple[Pairs, Pairs]:
    """The pairs of indices that people ruled to be the same event, and those that they ruled to be different."""
    at = {one.id: index for index, one in enumerate(eventful)}
    same, different = (
        [(at[one], at[other]) for one, other in pairs if one in at and other in at]
        for pairs in (rulings.same, rulings.different)
    )
    return same, different
