"""A shielded record in, rows of ACLED's 31 columns out: sub-events, actors and fatalities by ACLED's rules."""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.domain.claim import Event
from marsad.domain.counting import counted_tolls
from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import ActorKind, EventType, Harm
from marsad.export.acled_notes import event_notes
from marsad.export.checking import Row
from marsad.export.counts import acled_number, number_words
from marsad.export.material import Material
from marsad.export.parties import Party, are_civilians, civilians_only, find_sides, harmed_groups
from marsad.export.rows import known_list, place_cells
from marsad.export.shield import Shielded
from marsad.export.tolls import event_span
from marsad.export.wording import say

Cells = dict[str, Any]


@cache
def acled_file() -> Mapping[str, Any]:
    return tomllib.loads(files("marsad.export").joinpath("acled.toml").read_text("utf-8"))


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """ISO number, ACLED region and name of a country by its two letters."""
    text = files("marsad.export").joinpath("acled_countries.csv").read_text("utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


def acled_rows(material: Material) -> Iterator[Row]:
    """One row for each event of the record that ACLED would code; history has none."""
    for event in material.shown.record.events:
        if not event.background and event.type in acled_file()["sub_event"]:
            yield acled_row(event, material)


def acled_row(event: EventRecord, material: Material) -> Cells:
    """The event by ACLED's column names."""
    country = countries().get(event.place.country or "", {}) if event.place else {}
    agents, others = _parties(event, material, country.get("country", ""))
    sub_event = _sub_event(event, agents)
    kind = acled_file()["event_type"][sub_event]
    disorder = acled_file()["disorder_of_sub_event"].get(sub_event) or acled_file()["disorder_type"][kind]
    outlets = find_outlets(event, material.shown)
    dead = fatalities(event)
    return {
        "event_id_cnty": event.id,
        **_time_cells(event),
        "disorder_type": disorder,
        "event_type": kind,
        "sub_event_type": sub_event,
        **_actor_cells("1", agents),
        **_actor_cells("2", others),
        "inter2": others[0].inter if others else 0 if agents else None,
        "interaction": _interaction(agents, others),
        "civilian_targeting": "Civilian targeting" if _targets_civilians(event, kind) else None,
        **_place_cells(event, country),
        "source": known_list(outlets),
        "source_scale": _scale(event, outlets, material),
        "notes": event_notes(event, outlets, dead, country.get("country", ""), acled_file()["note"]),
        "fatalities": dead,
        "tags": known_list(_tags(event, kind, material.shown)),
        "timestamp": None,
    }


def fatalities(event: EventRecord) -> int:
    """One number by ACLED's rule; 0, the form's empty value, where no figure is on record."""
    rule = acled_file()["fatalities"]
    words = number_words(rule["words"])
    return sum(acled_number(toll, rule, words) or 0 for toll in counted_tolls(event, Harm.KILLED))


def find_outlets(event: EventRecord, shown: Shielded) -> list[str]:
    """The outlets that told of it, protected ones as such; the voices where no claim is at hand."""
    claims = [shown.claims[key] for key in event.claims if key in shown.claims]
    named = sorted({claim.source for claim in claims if claim.source and not claim.protected})
    held = [say("protected", "voice")] if any(claim.protected for claim in claims) else []
    return [*named, *held] or list(event.voices)


def _parties(event: EventRecord, material: Material, country: str) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    sides = find_sides(event, material)
    agents, others = sides.first or _unnamed(event.type, country), sides.second
    hit = [party for party in others if are_civilians(party)]
    if hit and len(hit) == len(others):
        return agents, (_named("civilians", country), *hit)
    if not others and civilians_only(event):
        harmed = acled_file()["harmed"]
        groups = [harmed[group][0] for group in sorted(harmed_groups(event)) if group in harmed]
        beside = [Party(name=_with_country(group, country)) for group in groups]
        others = (_named("civilians", country), *beside)
    return agents, others


def _unnamed(kind: EventType, country: str) -> tuple[Party, ...]:
    """Whom ACLED names where nobody is: protesters, rioters, or an unidentified group behind an attack; else nobody."""
    who = {
        EventType.PROTEST: "protesters", EventType.RIOT: "rioters", EventType.ATTACK: "attackers",
        EventType.BOMBING: "attackers", EventType.SUICIDE_BOMBING: "attackers", EventType.ABDUCTION: "attackers",
    }.get(kind)  # fmt: skip
    return (_named(who, country),) if who else ()


def _named(who: str, country: str) -> Party:
    unnamed = acled_file()["unnamed"]
    return Party(name=_with_country(unnamed[who], country), inter=unnamed[f"{who}_inter"])


def _with_country(template: str, country: str) -> str:
    return template.format(country=country) if country else template.partition(" (")[0]


def _actor_cells(number: str, parties: tuple[Party, ...]) -> Cells:
    return {
        f"actor{number}": parties[0].name if parties else None,
        f"assoc_actor_{number}": known_list(party.name for party in parties[1:]),
        f"inter{number}": parties[0].inter if parties else None,
    }


def _interaction(agents: tuple[Party, ...], others: tuple[Party, ...]) -> int | None:
    """The two inter codes, the smaller first; one alone is followed by 0; None where a class is not known."""
    codes = [side[0].inter for side in (agents, others) if side]
    known = sorted(code for code in codes if code is not None)
    if not agents or len(known) < len(codes):
        return None
    return known[0] * 10 + (known[1] if len(known) > 1 else 0)


def _sub_event(event: EventRecord, agents: tuple[Party, ...]) -> str:
    taker = acled_file()["taker"].get(str(agents[0].inter)) if agents else None
    if event.type == EventType.TERRITORY_GAIN and taker:
        return str(taker)
    harmed = any(event_span(event, harm).size for harm in (Harm.KILLED, Harm.INJURED))
    if harmed and event.type in acled_file()["harmed_protest"]:
        return str(acled_file()["harmed_protest"][event.type])
    return str(acled_file()["sub_event"][event.type])


def _targets_civilians(event: EventRecord, kind: str) -> bool:
    return kind == "Violence against civilians" or (civilians_only(event) and kind == "Explosions/Remote violence")


def _time_cells(event: EventRecord) -> Cells:
    start = (event.time.start or event.time.end) if event.time else None
    return {
        "event_date": start.isoformat() if start else None,
        "year": start.year if start else None,
        "time_precision": _time_precision(start, event.time.end if event.time else None),
    }


def _time_precision(start: date | None, end: date | None) -> int | None:
    if start is None:
        return None
    days = (end - start).days + 1 if end else None
    table = acled_file()["time_precision"]
    return next((int(code) for code in sorted(table) if days and days <= table[code]), 3)


def _place_cells(event: EventRecord, country: Mapping[str, str]) -> Cells:
    cells = place_cells(event.place)
    precision = acled_file()["geo_precision"][str(cells["place_precision"])] if event.place else None
    return {
        "iso": int(country["iso"]) if country.get("iso") else None,
        "region": country.get("region"),
        "country": country.get("country"),
        "admin1": cells["admin1"],
        "admin2": None,
        "admin3": None,
        "location": cells["place"],
        "latitude": cells["latitude"],
        "longitude": cells["longitude"],
        "geo_precision": precision,
    }


def _scale(event: EventRecord, outlets: list[str], material: Material) -> str | None:
    """How far the outlets that the actor file knows reach, narrowest first; None where it knows none."""
    rule = acled_file()["source_scale"]
    scales = {scale for name in outlets if (scale := _reach(name, event, material))}
    return "-".join(scale for scale in rule["order"] if scale in scales) or None


def _reach(outlet: str, event: EventRecord, material: Material) -> str | None:
    rule = acled_file()["source_scale"]
    known = material.actors_by_name.get(outlet, ())
    if len(known) != 1 or not event.place or not event.place.country:
        return None
    if known[0].kind is not ActorKind.MEDIA:
        return str(rule["not_media"])
    own, region = known[0].country, countries().get(event.place.country, {}).get("region")
    if own is None:
        return str(rule["elsewhere"])
    if own == event.place.country:
        return str(rule["own_country"])
    return str(rule["own_region"] if countries().get(own, {}).get("region") == region else rule["elsewhere"])


def _tags(event: EventRecord, kind: str, shown: Shielded) -> Iterator[str]:
    tag, harmed = acled_file()["tag"], acled_file()["harmed"]
    if kind in {"Protests", "Riots"}:
        told = [shown.claims[key].said for key in event.claims if key in shown.claims]
        sizes = [said.count for said in told if isinstance(said, Event) and said.count]
        yield tag["crowd"].format(size=min(sizes)) if sizes else tag["no_crowd"]
    yield from (harmed[group][1] for group in sorted(harmed_groups(event)) if group in harmed)
