"""The packaged tables of the record, each read once into a frozen noun."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from marsad.domain.errors import SetupError
from marsad.domain.vocabulary import ActorKind, EventType, Harm, Role, VictimsGroup

FEATURES = ("place", "time", "type", "agents", "recipients", "weapon", "figures", "words", "names", "ages", "told")
"""Feature names in the order in which they are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsTable:
    indefinite: frozenset[str]
    definite: frozenset[str]
    protected_voice: str
    unnamed_outlet: str
    fighters: frozenset[str]
    calendar: frozenset[str]
    services: frozenset[str]
    age: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One outcome of one feature. `veto` keeps two tellings apart whatever else is alike."""

    score: float
    reason: str
    veto: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    join: float
    attach: float
    next_days: int
    undated_days: int
    vague_days: int
    late_days: int
    rare_documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureTable:
    threshold: Threshold
    reach_km: Mapping[int, float]
    outcomes: Mapping[str, Mapping[str, Outcome]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeTable:
    families: Mapping[EventType, tuple[str, ...]]
    compatible: frozenset[tuple[EventType, EventType]]
    founded_by: Mapping[Harm, EventType]
    harmed_by: Mapping[Harm, frozenset[EventType]]
    mutual: frozenset[EventType]
    handover: frozenset[EventType]
    wide: frozenset[EventType]
    narrower: Mapping[EventType, frozenset[EventType]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    any: tuple[str, ...]
    read_as: int
    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unstated:
    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How a toll's figures become one range. `single`: one number for all three; `best`: middle, lowest or none."""

    rule: str
    best: str
    single: bool = False
    best_from_low: bool = False
    high_from_low: bool = False
    source: str | None = None
    words: tuple[NumberWords, ...] = ()
    unstated: Unstated | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateTable:
    roles: frozenset[Role]
    kinds: frozenset[ActorKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeTable:
    """`owned`: acts whose doer answers for harm; `suffered`: those that are the loss of whom they were done to."""

    state: StateTable
    owned: frozenset[EventType]
    suffered: frozenset[EventType]
    fighters: frozenset[VictimsGroup]
    armed: frozenset[ActorKind]
    reasons: Mapping[str, str]


@cache
def grade_table() -> GradeTable:
    table = _load("grades.toml")
    return msgspec.convert({**table.pop("acceptance"), **table}, type=GradeTable)


@cache
def words_table() -> WordsTable:
    return msgspec.convert(_load("words.toml"), type=WordsTable)


@cache
def feature_table() -> FeatureTable:
    table = _load("features.toml")
    return FeatureTable(
        threshold=msgspec.convert(table["threshold"], type=Threshold),
        reach_km={int(precision): float(km) for precision, km in table["reach_km"].items()},
        outcomes={name: msgspec.convert(table[name], type=dict[str, Outcome]) for name in FEATURES},
    )


@cache
def type_table() -> TypeTable:
    table = _load("types.toml")
    families: dict[EventType, list[str]] = {}
    for family, types in table["families"].items():
        for name in types:
            families.setdefault(EventType(name), []).append(family)
    pairs = {(EventType(a), EventType(b)) for a, others in table["compatible"].items() for b in others}
    return TypeTable(
        families={kind: tuple(sorted(names)) for kind, names in families.items()},
        compatible=frozenset(pairs | {(b, a) for a, b in pairs}),
        founded_by=msgspec.convert(table["founded_by"], type=dict[Harm, EventType]),
        harmed_by=msgspec.convert(table["harmed_by"], type=dict[Harm, frozenset[EventType]]),
        mutual=frozenset(map(EventType, table["mutual"]["types"])),
        handover=frozenset(map(EventType, table["handover"]["types"])),
        wide=frozenset(map(EventType, table["wide"]["types"])),
        narrower=msgspec.convert(table["narrower"], type=dict[EventType, frozenset[EventType]]),
    )


def find_profile(name: str) -> Profile:
    """The named profile.

    Raises:
        SetupError: no profile has that name; the message lists those that there are.
    """
    profiles = _profiles()
    if name not in profiles:
        raise SetupError(f"no profile {name!r}: expected one of {', '.join(profiles)}")
    return profiles[name]


@cache
def _profiles() -> dict[str, Profile]:
    return msgspec.convert(_load("profiles.toml"), type=dict[str, Profile])


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("marsad.reconcile").joinpath(name).read_text(encoding="utf-8"))
