"""Events and their claims in, reasons out: why claims are one event, what nearly joined it, why two are two."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from marsad.domain.actor import Actor
from marsad.domain.claim import Casualty, Claim, Event
from marsad.domain.record import EventRecord
from marsad.reconcile.features import Mark, explain_pair, score_pair
from marsad.reconcile.names import ActorNames, index_actors
from marsad.reconcile.naming import name_actors
from marsad.reconcile.rare import find_rare_names
from marsad.reconcile.surroundings import read_surroundings, surround
from marsad.reconcile.tables import feature_table
from marsad.reconcile.telling import Telling, add_surroundings, describe_telling
from marsad.reconcile.testimony import Testimony, bear_witness, index_claims
from marsad.reconcile.voices import find_voices

NEARLY = 2.5
"""Points below the threshold at which another event is still told of as one that nearly joined; ours."""
MOST_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two tellings by what they are called, with each feature that speaks; `score` is None where one vetoes."""

    one: str
    other: str
    score: float | None
    marks: tuple[Mark, ...]

    @property
    def threshold(self) -> float:
        return feature_table().threshold.join


class Reasons:
    """The claims of a store, ready to be compared as the record compares them."""

    def __init__(self, claims: Iterable[Claim], actors: Iterable[Actor] = ()) -> None:
        self._names: ActorNames = index_actors(actors)
        named = {name: name_actors(claim, self._names) for name, claim in index_claims(claims).items()}
        self._told: Mapping[str, Testimony] = {
            one.id: one for one in bear_witness(named, find_voices(named, self._names), frozenset())
        }
        self._rare = find_rare_names(self._told.values(), self._names)
        eventful = [one for one in self._told.values() if isinstance(one.claim.said, Event | Casualty)]
        self._beside = read_surroundings(eventful, self._rare)

    def compare(self, one: EventRecord, other: EventRecord) -> Comparison:
        """The two events as a pair."""
        return self._pair(one.id, self._tell(one.claims), other.id, self._tell(other.claims))

    def explain(self, event: EventRecord) -> list[Comparison]:
        """For each document of the event but the first, the document of it that it fits best."""
        parts: dict[str, list[str]] = defaultdict(list)
        for name in event.claims:
            if name in self._told:
                parts[self._told[name].claim.document].append(name)
        order = sorted(parts, key=lambda document: min(self._told[name].order for name in parts[document]))
        tellings = {document: self._tell(parts[document]) for document in order}
        return [
            max(
                (self._pair(document, tellings[document], former, tellings[former]) for former in order[:at]),
                key=lambda pair: (pair.score is not None, pair.score or 0),
            )
            for at, document in enumerate(order)
            if at
        ]

    def find_near(self, event: EventRecord, others: Iterable[EventRecord]) -> list[Comparison]:
        """The events of other documents that came nearest to being this one and are not, the nearest first."""
        telling, near = self._tell(event.claims), []
        least = feature_table().threshold.join - NEARLY
        for other in others:
            if other.id != event.id:
                telling_of_other = self._tell(other.claims)
                score = score_pair(telling, telling_of_other, self._names)
                if score is not None and score >= least:
                    near.append(self._pair(event.id, telling, other.id, telling_of_other))
        return sorted(near, key=lambda pair: (-(pair.score or 0), pair.other))[:MOST_NEAR]

    def _tell(self, claims: Sequence[str]) -> Telling:
        told = [self._told[name] for name in claims if name in self._told]
        telling = describe_telling(told, self._names, self._rare)
        return add_surroundings(telling, surround(told, self._beside))

    def _pair(self, one: str, some: Telling, other: str, others: Telling) -> Comparison:
        marks = explain_pair(some, others, self._names)
        return Comparison(one=one, other=other, score=score_pair(some, others, self._names), marks=marks)
