"""The workings of a record: what a store files beside it, so that a new document changes only what it touches."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from marsad.domain.claim import Claim
from marsad.domain.problem import Problem
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`owner` is found under `key`, in the order of `at`; `extra` is what a reader wants to know before the owner."""

    key: str
    at: int
    owner: str
    extra: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a record with its workings was made of: the rules, by a digest, and the last document and judgement."""

    rules: str
    documents: int
    judgements: int


class Shelf(Protocol):
    """Claims, record and workings as they are kept, asked for by name. What is not kept is absent from the answer."""

    def claims_in(self, documents: Collection[str]) -> Mapping[str, Claim]:
        """The claims of the documents, as read, by id."""

    def claims_by_id(self, ids: Collection[str]) -> Mapping[str, Claim]:
        """The claims of the ids, as read, by id."""

    def documents_of(self, claims: Collection[str]) -> Mapping[str, str]:
        """The document of each claim, by the claim's id."""

    def links(self, keys: Collection[str]) -> Iterable[Link]:
        """All links of the keys."""

    def links_between(self, key: str, first: int, last: int) -> Iterable[Link]:
        """The links of one key from `first` to `last`, both inclusive."""

    def notes(self, names: Collection[str]) -> Mapping[str, bytes]:
        """The notes of the names, by name."""

    def events(self, ids: Collection[str]) -> Mapping[str, EventRecord]:
        """The events of the ids, by id."""

    def aggregates(self, ids: Collection[str]) -> Mapping[str, AggregateRecord]:
        """The aggregates of the ids, by id."""

    def actors(self, ids: Collection[str]) -> Mapping[str, ActorRecord]:
        """The actors of the ids, by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """What becomes of a record and its workings, by id, key or name; None: it is there no longer.

    `ranks` gives each thing that is put its place in the record's order. `anew`: nothing that was kept stays.
    """

    events: dict[str, EventRecord | None] = field(default_factory=dict)
    aggregates: dict[str, AggregateRecord | None] = field(default_factory=dict)
    control: dict[str, ControlSpell | None] = field(default_factory=dict)
    actors: dict[str, ActorRecord | None] = field(default_factory=dict)
    problems: dict[Problem, bool] = field(default_factory=dict)
    ranks: dict[str | Problem, str] = field(default_factory=dict)
    links: dict[Link, bool] = field(default_factory=dict)
    notes: dict[str, bytes | None] = field(default_factory=dict)
    anew: bool = False
