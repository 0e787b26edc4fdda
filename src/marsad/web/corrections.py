"""A claim in, the fields that a reviewer may correct out; and what was typed in, the corrections out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from marsad.domain.claim import Casualty, Claim, Control, Event, Statement
from marsad.domain.errors import InputError
from marsad.domain.vocabulary import (
    ControlState,
    EventType,
    Harm,
    PlacePrecision,
    Role,
    StatementAct,
    TimePrecision,
    VictimsGroup,
)
from marsad.export.wording import event_name, words_file

LONGEST = 200
FIGURE = ("casualty.low", "casualty.best", "casualty.high")
POINT = ("place.lat", "place.lon")
DAYS = ("time.start", "time.end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """One field: its dotted name, what it is called, what it holds, and what it may hold if that is a closed list.

    `choices` are values with their words; `group` heads the fields that belong together.
    """

    path: str
    group: str
    name: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    kind: str = "text"


def correctable(claim: Claim) -> tuple[Correctable, ...]:
    """The fields in the order of the form; of a place, days or speaker that the claim lacks, empty ones."""
    return (*_of_kind(claim), *_of_place(claim), *_of_time(claim), *_of_attribution(claim))


def corrections_in(claim: Claim, form: Mapping[str, str]) -> list[str]:
    """The fields of the form that say something else than the claim, as `field=value`; empty is unknown.

    What hung on a value that was changed goes with it: a place that is named anew loses the point and the province
    that the former name had, unless others are given, and a point set anew is no longer the gazetteer's.

    Raises:
        InputError: the point is none on the globe, or has no name to stand under.
    """
    changed = {
        one.path: form[one.path].strip()[:LONGEST]
        for one in correctable(claim)
        if one.path in form and form[one.path].strip() != one.value
    }
    _look_at_place({one.path: one.value for one in _of_place(claim)} | changed)
    return [f"{path}={value}" for path, value in {**_lost_with(claim, changed), **changed}.items()]


def _look_at_place(held: Mapping[str, str]) -> None:
    point = {path: held[path] for path in POINT}
    for path, most in zip(POINT, (90, 180), strict=True):
        degrees = re.fullmatch(r"(-?\d{1,3}(\.\d+)?)?", point[path])
        if not degrees or abs(float(point[path] or 0)) > most:
            raise InputError(f"{path}: expected degrees from -{most} to {most}, such as 35.13; found {point[path]!r}")
    if len(set(map(bool, point.values()))) > 1:
        raise InputError("place: one half of a point is missing. Mend: give both latitude and longitude, or neither")
    if any(point.values()) and not held["place.name"]:
        raise InputError("place: a point needs a name to stand under. Mend: name the place, or what is near it")


def _lost_with(claim: Claim, changed: Mapping[str, str]) -> dict[str, str]:
    lost: dict[str, str] = {}
    if claim.place and "place.name" in changed:
        lost = {"place.lat": "", "place.lon": "", "place.admin1": ""}
    if claim.place and changed.keys() & {"place.name", *POINT}:
        lost["place.geonames_id"] = ""
    if changed.keys() & set(DAYS):
        lost["time.precision"] = _precision(claim, changed)
    return lost


def _precision(claim: Claim, changed: Mapping[str, str]) -> str:
    """How exactly days are told that a person set: one, several, or from one on."""
    held = {one.path: one.value for one in _of_time(claim)} | dict(changed)
    first, last = (held[path] for path in DAYS)
    if not (first and last):
        return TimePrecision.OPEN
    return TimePrecision.DAY if first == last else TimePrecision.DAYS


def _of_kind(claim: Claim) -> Iterator[Correctable]:
    match claim.said:
        case Casualty() as said:
            for path, words in zip(FIGURE, ("at least", "best", "at most"), strict=True):
                figure = _text(getattr(said, path.rpartition(".")[2]))
                yield Correctable(path=path, group="figure", name=words, value=figure, kind="number")
            yield _choice("casualty.harm", "victims", "harm", said.harm, Harm, "harm")
            yield _choice("casualty.victims", "victims", "who", said.victims, VictimsGroup, "victims")
            yield Correctable(path="casualty.side", group="victims", name="of which side", value=said.side or "")
        case Event() as said:
            yield _choice("event.type", "type", "kind of event", said.type, EventType, "event")
        case Control() as said:
            yield _choice("control.state", "type", "state", said.state, ControlState, "state_short")
        case Statement() as said:
            yield _choice("statement.act", "type", "act", said.act, StatementAct, "act")


def _of_place(claim: Claim) -> Iterator[Correctable]:
    place = claim.place
    rows = (
        ("name", "place", place.name if place else "", "text"),
        ("admin1", "province", place.admin1 if place else None, "text"),
        ("lat", "latitude", place.lat if place else None, "degree"),
        ("lon", "longitude", place.lon if place else None, "degree"),
    )
    for field, words, value, kind in rows:
        yield Correctable(path=f"place.{field}", group="place", name=words, value=_text(value), kind=kind)
    levels = words_file()["precision"]
    choices = tuple((str(int(one)), levels[str(int(one))]) for one in PlacePrecision)
    exact = str(int(place.precision if place else PlacePrecision.EXACT))
    yield Correctable(path="place.precision", group="place", name="how exactly", value=exact, choices=choices)


def _of_time(claim: Claim) -> Iterator[Correctable]:
    days = (claim.time.start, claim.time.end) if claim.time else (None, None)
    for path, words, day in zip(DAYS, ("from day", "to day"), days, strict=True):
        yield Correctable(path=path, group="time", name=words, value=_text(day), kind="date")


def _of_attribution(claim: Claim) -> Iterator[Correctable]:
    credit = claim.attribution
    speaker = credit.speaker if credit else ""
    yield Correctable(path="attribution.speaker", group="attribution", name="credited to", value=speaker)
    role = credit.role if credit else Role.UNKNOWN
    yield _choice("attribution.role", "attribution", "who is", role, Role, "role")


def _choice(path: str, group: str, name: str, value: str, among: Iterable[str], words: str) -> Correctable:
    """A field of a closed list, each value in the words that pages have for it."""
    return Correctable(
        path=path,
        group=group,
        name=name,
        value=str(value),
        choices=tuple((str(one), _say(words, one)) for one in among),
    )


def _say(section: str, value: str) -> str:
    if section == "event":
        return event_name(EventType(value))
    said = words_file()[section][value]
    return (said if isinstance(said, str) else str(said[-1])) or value


def _text(value: object) -> str:
    return "" if value is None else str(value)
