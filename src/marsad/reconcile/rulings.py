"""Judgements in, rulings out: what people decided, by claim id, and which decisions lost their claim."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from marsad.domain import wire
from marsad.domain.claim import Attribution, Claim
from marsad.domain.errors import InputError
from marsad.domain.judgement import Judgement
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import JudgementKind, ProblemCode

WHOLES: Mapping[str, object] = {
    "place": Place(name="", text=""), "time": TimeSpan(), "attribution": Attribution(speaker=""),
}  # fmt: skip
"""What a claim may lack altogether, and a person may give it."""
HELD_BY = {"place": ("name",), "time": ("start", "end"), "attribution": ("speaker",)}
"""Without any of these fields the whole is unknown."""
IdPairs = list[tuple[str, str]]


@dataclass(slots=True, kw_only=True)
class Rulings:
    """What holds after every judgement, the undone ones left out."""

    same: IdPairs = field(default_factory=list)
    different: IdPairs = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)
    corrected: dict[str, Claim] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def apply_judgements(
    judgements: Iterable[Judgement], claims: Mapping[str, Claim], present: Collection[str] | None = None
) -> Rulings:
    """The rulings on the claims, by (time, id) of the judgements: of two corrections of one field the later holds.

    `present` are the ids of claims that are there, where `claims` holds only those that judgements correct.
    """
    known = claims.keys() if present is None else present
    rulings = Rulings()
    standing = {judgement.id: judgement for judgement in judgements if not judgement.undone}
    for judgement in sorted(standing.values(), key=lambda judgement: (judgement.at, judgement.id)):
        present = tuple(sorted({claim for claim in judgement.claims if claim in known}))
        lost = tuple(sorted(set(judgement.claims) - set(present)))
        if lost:
            rulings.problems.append(_lost_claim(judgement, lost))
        _rule(rulings, judgement, present, claims)
    return rulings


def _rule(rulings: Rulings, judgement: Judgement, present: tuple[str, ...], claims: Mapping[str, Claim]) -> None:
    match judgement.kind:
        case JudgementKind.SAME:
            rulings.same += combinations(present, 2)
        case JudgementKind.DIFFERENT:
            rulings.different += combinations(present, 2)
        case JudgementKind.WITHDRAW:
            rulings.withdrawn.update(present)
        case JudgementKind.CORRECT:
            for claim in present:
                _correct(rulings, judgement, claim, rulings.corrected.get(claim, claims[claim]))
        case JudgementKind.ACCEPT:
            pass  # it says who stands by a claim, and changes no value


def _correct(rulings: Rulings, judgement: Judgement, name: str, claim: Claim) -> None:
    try:
        rulings.corrected[name] = correct_claim(claim, judgement.correction)
    except InputError as error:
        message = f"judgement {judgement.id} corrects a claim to what it cannot be, and is left out: {error}"
        rulings.problems.append(
            Problem(code=ProblemCode.BAD_CLAIM, message=message, document=claim.document, claims=(name,))
        )


def correct_claim(claim: Claim, correction: Iterable[tuple[str, str]]) -> Claim:
    """The claim with dotted fields of its line set anew ("casualty.low" → "8"); "" and "null" make a field unknown.

    A place, time or attribution that the claim lacks is made by its first field, and gone with its name or its days.

    Raises:
        InputError: a field is not there, or the value is not of its kind.
    """
    line = wire.claim_to_line(claim)
    for path, value in correction:
        *way, last = path.split(".")
        target: Any = line
        if way and way[0] in WHOLES and line.get(way[0]) is None:
            line[way[0]] = wire.to_plain(WHOLES[way[0]])
        for step in way:
            target = target.get(step) if isinstance(target, dict) else None
        if not isinstance(target, dict) or last not in target:
            raise InputError(f"no field {path!r} in a {claim.kind.value} claim")
        target[last] = _read_value(value)
    for whole, fields in HELD_BY.items():
        if line.get(whole) and not any(line[whole].get(field) for field in fields):
            line[whole] = None
    return wire.claim_from_line(line)


def _read_value(value: str) -> str | float | bool | None:
    if value in {"", "null"}:
        return None
    if value in {"true", "false"}:
        return value == "true"
    if re.fullmatch(r"-?\d+\.\d+", value.strip()):  # a degree of latitude
        return float(value)
    return int(value) if value.strip().lstrip("-").isdecimal() else value


def _lost_claim(judgement: Judgement, lost: tuple[str, ...]) -> Problem:
    return Problem(
        code=ProblemCode.JUDGEMENT_WITHOUT_CLAIM,
        message=f"judgement {judgement.id} ({judgement.kind.value}) is on claims that are not there: {', '.join(lost)}",
        claims=lost,
    )
