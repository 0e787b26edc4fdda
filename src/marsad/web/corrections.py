"""A claim in, the fields that a reviewer may correct out; and what was typed in, the corrections out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from marsad.domain.claim import Casualty, Claim, Event
from marsad.domain.vocabulary import EventType, Harm, PlacePrecision, VictimsGroup

LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """One field: its dotted name, what it is called, what it holds, and what it may hold if that is a closed list."""

    path: str
    name: str
    value: str
    choices: tuple[str, ...] = ()
    kind: str = "text"


def correctable(claim: Claim) -> tuple[Correctable, ...]:
    """The fields in the order of the form; a field that the claim lacks as a whole is not offered."""
    return (*_of_kind(claim), *_shared(claim))


def corrections_in(claim: Claim, form: Mapping[str, str]) -> list[str]:
    """The fields of the form that say something else than the claim, as `field=value`; empty is unknown.

    A place that is named anew loses the point that the former name had, unless a point is given with it.
    """
    changed = {
        one.path: form[one.path].strip()[:LONGEST]
        for one in correctable(claim)
        if one.path in form and form[one.path].strip() != one.value
    }
    if "place.name" in changed:
        changed = {"place.lat": "", "place.lon": "", "place.geonames_id": "", **changed}
    return [f"{path}={value}" for path, value in changed.items()]


def _of_kind(claim: Claim) -> Iterator[Correctable]:
    match claim.said:
        case Casualty() as said:
            for name, words in (("low", "at least"), ("best", "best"), ("high", "at most")):
                yield Correctable(path=f"casualty.{name}", name=words, value=_text(getattr(said, name)), kind="number")
            yield Correctable(path="casualty.harm", name="harm", value=said.harm, choices=tuple(Harm))
            yield Correctable(path="casualty.victims", name="who", value=said.victims, choices=tuple(VictimsGroup))
        case Event() as said:
            yield Correctable(path="event.type", name="kind of event", value=said.type, choices=tuple(EventType))


def _shared(claim: Claim) -> Iterator[Correctable]:
    if claim.place:
        precisions = tuple(str(int(one)) for one in PlacePrecision)
        yield Correctable(path="place.name", name="place", value=claim.place.name)
        yield Correctable(path="place.lat", name="latitude", value=_text(claim.place.lat))
        yield Correctable(path="place.lon", name="longitude", value=_text(claim.place.lon))
        exact = str(int(claim.place.precision))
        yield Correctable(
            path="place.precision", name="precision (1 exact, 6 country)", value=exact, choices=precisions
        )
    if claim.time:
        yield Correctable(path="time.start", name="from day", value=_text(claim.time.start), kind="date")
        yield Correctable(path="time.end", name="to day", value=_text(claim.time.end), kind="date")
    if claim.attribution:
        yield Correctable(path="attribution.speaker", name="credited to", value=claim.attribution.speaker)


def _text(value: object) -> str:
    return "" if value is None else str(value)
