"""Printed lines in, claims and record out: the way back from a pipe."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.domain.claim import Claim
from marsad.domain.errors import InputError
from marsad.domain.problem import Problem
from marsad.domain.record import Record
from marsad.domain.vocabulary import ProblemCode
from marsad.domain.wire import LINE_KINDS, PAYLOADS, Line, claim_from_line, claim_id, record_from_lines
from marsad.pipeline.settings import Settings

RECORD_KINDS = ("event", "aggregate", "control", "actor", "problem")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The claims and the record that the lines spelled, and what was wrong with the others."""

    claims: tuple[Claim, ...]
    record: Record
    problems: tuple[Problem, ...]


def parse_lines(text: str, name: str) -> Parsed:
    """Claims (lines with a quote) and record lines in order; mentions are passed over, bad lines are problems."""
    claims: list[Claim] = []
    record: list[Line] = []
    problems: list[Problem] = []
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip():
            continue
        try:
            _sort_line(raw, claims, record)
        except (InputError, ValueError, RecursionError) as error:
            problems.append(_bad_line(f"{name} line {number}", error))
    return Parsed(claims=tuple(claims), record=record_from_lines(record), problems=tuple(problems))


def reconcile_claims(claims: Sequence[Claim], settings: Settings) -> Record:
    """The record of claims alone, with the actors of the settings."""
    from marsad.reading.actor_file import load_actors  # noqa: PLC0415
    from marsad.reconcile import reconcile  # noqa: PLC0415

    return reconcile(claims, (), actors=load_actors(settings.actor_files), profile=settings.profile)


def claims_by_id(claims: Sequence[Claim]) -> dict[str, Claim]:
    """The claims under their ids."""
    return {claim_id(claim): claim for claim in claims}


def _sort_line(raw: str, claims: list[Claim], record: list[Line]) -> None:
    line = json.loads(raw)
    kind = line.get("kind") if isinstance(line, dict) else None
    if kind in PAYLOADS and "quote" in line:
        claims.append(claim_from_line(line))
    elif kind in RECORD_KINDS:
        record_from_lines([line])  # so that a bad one is known by its own line
        record.append(line)
    elif kind not in LINE_KINDS:
        raise InputError(f"`kind` is {kind!r}; expected one that `marsad read` or `marsad reconcile` prints")


def _bad_line(where: str, error: Exception) -> Problem:
    reason = f"is not JSON: {error}" if isinstance(error, json.JSONDecodeError) else str(error)
    message = f"{where}: {reason}. Mend: hand in the lines as they were printed"
    return Problem(code=ProblemCode.BAD_CLAIM, message=message)
