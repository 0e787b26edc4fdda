"""The one serialiser: nouns to JSON lines and back, and ids hashed from content.

A line is one object with its `kind`. A claim's payload stands under its kind, as `docs/claims.md` says.
A Python name that ends in "_" (`from_`, `except_`) loses the underscore on the wire.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import MISSING, fields
from functools import cache
from hashlib import sha256
from typing import Any, Literal, TypeVar, get_type_hints

import msgspec

from marsad.domain.claim import KIND_OF, Claim, Control, Said
from marsad.domain.errors import InputError
from marsad.domain.mention import ActorMention, Mention, PlaceMention, Speech, TimeMention
from marsad.domain.problem import Problem
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record

T = TypeVar("T")
Line = dict[str, Any]

ID_HEX_DIGITS = 20
"""80 bits: under one chance in a million of any clash among a billion claims (birthday bound)."""

NOT_CONTENT = ("source", "reported", "protected", "rule")
"""Fields of a claim that repeat its document or name its maker, and so are no part of its id."""

PAYLOADS = {kind.value: payload for payload, kind in KIND_OF.items()}
LINE_KINDS: dict[str, type[Any]] = {
    "event": EventRecord,
    "aggregate": AggregateRecord,
    "control": ControlSpell,
    "actor": ActorRecord,
    "problem": Problem,
    "place_mention": PlaceMention,
    "time_mention": TimeMention,
    "actor_mention": ActorMention,
    "speech": Speech,
}
KIND_OF_LINE = {noun: kind for kind, noun in LINE_KINDS.items()}


def to_plain(noun: object) -> Line:
    """The noun as plain JSON values: enums as their values, days as ISO strings."""
    plain: Line = msgspec.to_builtins(noun, enc_hook=_refuse)
    return _rename(plain, _without_underscore) if type(noun) in _renamed_nouns() else plain


def from_plain(plain: Line, noun: type[T]) -> T:
    """The noun that the plain values spell.

    Raises:
        InputError: a field is missing or of the wrong type; the message names the field, what was expected and found.
    """
    try:
        return msgspec.convert(_rename(plain, _with_underscore) if noun in _renamed_nouns() else plain, type=noun)
    except msgspec.ValidationError as error:
        raise InputError(f"not a {noun.__name__}: {error}") from error


def claim_id(claim: Claim) -> str:
    """A hash of the claim's content: equal content gives an equal id on any machine, at any time."""
    content = {name: value for name, value in _claim_body(claim).items() if name not in NOT_CONTENT}
    return "c" + _digest(content)


def content_id(prefix: str, *parts: str) -> str:
    """An id hashed from text parts in the order given; `prefix` is one letter for what it is."""
    return prefix + _digest(list(parts))


def claim_to_line(claim: Claim) -> Line:
    """The claim as one object of `docs/claims.md`, its id first."""
    return {"id": claim_id(claim), **_claim_body(claim)}


def claim_from_line(line: Line) -> Claim:
    """The claim that a line of `docs/claims.md` spells; an `id` in it is not trusted but computed anew.

    Raises:
        InputError: the line is no claim.
    """
    kind = line.get("kind")
    if not isinstance(kind, str) or kind not in PAYLOADS or not isinstance(line.get(kind), dict):
        raise InputError(
            f"not a claim: `kind` is {kind!r}; expected one of {', '.join(PAYLOADS)} with its object beside it"
        )
    said: Said = from_plain(line[kind], PAYLOADS[kind])
    with suppress(msgspec.ValidationError):  # a line that is right is nearly every line, and is read at one stroke
        head = msgspec.convert(line, type=_claim_head())
        given = {name: value for name in head.__struct_fields__ if (value := getattr(head, name)) is not None}
        return Claim(said=said, **given)
    body = {name: line[name] for name in _claim_fields() if line.get(name) is not None}
    body["said"] = {}
    try:
        typed = {
            name: msgspec.convert(value, type=_claim_fields()[name]) for name, value in body.items() if name != "said"
        }
        return Claim(**{**typed, "said": said})
    except msgspec.ValidationError as error:
        raise InputError(f"not a claim: {error}") from error
    except TypeError as error:
        raise InputError(f"not a claim: {str(error).split(') ')[-1]}") from error


def claim_from_text(text: str) -> tuple[str, Claim]:
    """The claim that the text of a line spells, as `claim_from_line` makes it, behind the id that the line gives it.

    Raises:
        InputError: the line is no claim.
    """
    with suppress(msgspec.ValidationError):  # nearly every line is right, and is read at one stroke
        head, names = _claim_spelled()
        told = head.decode(text)
        noun, said = PAYLOADS[told.kind], getattr(told, told.kind)
        if noun in _renamed_nouns():
            payload = from_plain(msgspec.json.decode(said), noun)
        else:
            payload = msgspec.json.decode(said, type=noun)
        return told.id, Claim(said=payload, **{name: getattr(told, name) for name in names})
    line: Line = msgspec.json.decode(text)
    return str(line.get("id", "")), claim_from_line(line)


def to_line(noun: Claim | Mention | Problem | EventRecord | AggregateRecord | ControlSpell | ActorRecord) -> Line:
    """Any noun that is printed as a line, with its `kind`."""
    if isinstance(noun, Claim):
        return claim_to_line(noun)
    plain = to_plain(noun)
    # A line's `kind` says what the line is, so an actor's own kind stands under `type`, as an event's does.
    spelled = (
        _rename(plain, lambda name: "type" if name == "kind" else name) if isinstance(noun, ActorRecord) else plain
    )
    return {"kind": KIND_OF_LINE[type(noun)], **spelled}


def record_lines(record: Record) -> Iterator[Line]:
    """The record as `docs/claims.md` prints it: events, aggregates, control, actors, problems."""
    for group in (record.events, record.aggregates, record.control, record.actors, record.problems):
        yield from map(to_line, group)


def record_from_lines(lines: Iterable[Line]) -> Record:
    """The record that the lines spell; lines of other kinds are passed over.

    Raises:
        InputError: a line is of a known kind but not of its shape.
    """
    groups: dict[str, list[Any]] = {"event": [], "aggregate": [], "control": [], "actor": [], "problem": []}
    for line in lines:
        kind = line.get("kind")
        if isinstance(kind, str) and kind in groups:
            plain = {k: v for k, v in line.items() if k != "kind"}
            if kind == "actor":
                plain = _rename(plain, lambda name: "kind" if name == "type" else name)
            groups[kind].append(from_plain(plain, LINE_KINDS[kind]))
    events, aggregates, control, actors, problems = (tuple(group) for group in groups.values())
    return Record(events=events, aggregates=aggregates, control=control, actors=actors, problems=problems)


def canonical(noun: object) -> str:
    """One spelling of the noun: equal content gives equal text, and a field added later with no value changes none."""
    plain = msgspec.to_builtins(noun, enc_hook=_refuse)
    return json.dumps(_without_nulls(plain), sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def dumps(line: object) -> str:
    """One line of JSON, readable characters kept, no line break inside."""
    return json.dumps(line, ensure_ascii=False, separators=(", ", ": "), allow_nan=False)


def _claim_body(claim: Claim) -> Line:
    plain: Line = msgspec.to_builtins(claim, enc_hook=_refuse)
    del plain["said"]
    kind = claim.kind.value
    return {"document": plain.pop("document"), "kind": kind, **plain, kind: to_plain(claim.said)}


def _digest(content: object) -> str:
    text = json.dumps(_without_nulls(content), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()[:ID_HEX_DIGITS]


def _without_nulls(value: Any) -> Any:
    """The value less its nulls, so that a field added later with no value changes no id."""
    if isinstance(value, dict):  # most of what it holds is plain, and each call costs
        return {
            name: _without_nulls(inner) if isinstance(inner, dict | list) else inner
            for name, inner in value.items()
            if inner is not None
        }
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value


@cache
def _renamed_nouns() -> frozenset[type[Any]]:
    return frozenset({Control, ControlSpell})


@cache
def _claim_head() -> Any:
    """The fields of a claim but for what is said, which is not of one type."""
    known = {field.name: field for field in fields(Claim) if field.name != "said"}
    return msgspec.defstruct(
        "Head",
        [
            (name, hint) if known[name].default is MISSING else (name, hint | None, known[name].default)
            for name, hint in _claim_fields().items()
            if name in known
        ],
        kw_only=True,
    )


@cache
def _claim_spelled() -> tuple[msgspec.json.Decoder[Any], tuple[str, ...]]:
    """What decodes a claim's line, but for what is said, and the names of the claim's fields in it."""
    known = {field.name: field for field in fields(Claim) if field.name != "said"}
    given: list[Any] = [("id", str), ("kind", Literal[*PAYLOADS])]
    given += [(kind, msgspec.Raw, msgspec.Raw(b"null")) for kind in PAYLOADS]
    for name, field in known.items():
        hint = _claim_fields()[name]
        given.append((name, hint) if field.default is MISSING else (name, hint, field.default))
    return msgspec.json.Decoder(msgspec.defstruct("Spelled", given, kw_only=True)), tuple(known)


@cache
def _claim_fields() -> dict[str, Any]:
    hints = get_type_hints(Claim)
    return {field.name: hints[field.name] for field in fields(Claim)}


def _rename(plain: Line, spell: Callable[[str], str]) -> Line:
    return {spell(name): value for name, value in plain.items()}


def _without_underscore(name: str) -> str:
    return name.removesuffix("_")


def _with_underscore(name: str) -> str:
    return f"{name}_" if name in {"from", "except"} else name


def _refuse(value: object) -> object:
    raise TypeError(f"{type(value).__name__} has no JSON form")
