"""What may be shown in, JSON out: the same lines that `marsad events --format json` prints, less what is withheld."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from starlette.responses import Response

from marsad.domain.document import Document
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord
from marsad.domain.wire import Line, claim_to_line, to_line, to_plain
from marsad.export.method import method_sections
from marsad.export.shield import Shielded
from marsad.web.known import ASKED, known_day
from marsad.web.negotiation import VARY
from marsad.web.policy import Listed
from marsad.web.tabular import link
from marsad.web.walk import Walk, answer_fields

Shown = EventRecord | AggregateRecord | ControlSpell | ActorRecord


def json_answer(value: object, headers: Mapping[str, str] | None = None) -> Response:
    """The value as an answer, which says as of when it is where that is not now."""
    day = known_day()
    if day is not None and isinstance(value, dict):
        value = {ASKED: day, **value}
    return Response(msgspec.json.encode(value), media_type="application/json", headers=dict(headers or {}))


def list_answer(walk: Walk, items: Iterable[Line], total: int, onward: str | None, **more: object) -> Response:
    """One stretch of a list with its whole length, how many pages it has and the address of what comes after."""
    fields = {**answer_fields(walk, total, onward), **more, "items": list(items)}
    return json_answer(fields, {**VARY, **link(onward)})


def line_of(thing: Shown, shown: Shielded) -> Line:
    """A thing of the record, with the ids of open claims only."""
    line: Line = _open_ids(to_line(thing), shown)
    return line


def listed_line(thing: EventRecord | ControlSpell, listed: Listed) -> Line:
    """A thing of a list: as it is, or with the ids of open claims only where a protected source tells of it."""
    return line_of(thing, listed.shown) if thing.id in listed.hidden else to_line(thing)


def claim_line(claim_id: str, shown: Shielded) -> Line | None:
    """A claim that may be shown, None for any other."""
    claim = shown.claims.get(claim_id)
    return claim_to_line(claim) if claim and shown.may_cite(claim_id) else None


def head_line(document: Document) -> Line:
    """The document without its text."""
    return {name: value for name, value in to_plain(document).items() if name != "text"}


def method_lines() -> list[Line]:
    """How the record is made, section by section, with what its terms mean."""
    return [{**to_plain(one), "terms": dict(one.terms)} for one in method_sections()]


def _open_ids(value: Any, shown: Shielded) -> Any:
    """The plain value, less every claim id that may not be cited."""
    if isinstance(value, list):
        return [_open_ids(one, shown) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: _open_field(name, inner, shown) for name, inner in value.items()}


def _open_field(name: str, value: Any, shown: Shielded) -> Any:
    if name in {"claims", "contested_by"}:
        return [one for one in value if shown.may_cite(one)]
    if name in {"claim", "replaces"}:
        return value if value and shown.may_cite(value) else None
    return _open_ids(value, shown)
