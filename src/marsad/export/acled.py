"""A shielded record in, ACLED's 31 columns out: sub-events, actors and fatalities by ACLED's rules."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.domain.counting import counted_tolls
from marsad.domain.record import EventRecord, Record, Revision
from marsad.domain.vocabulary import EventType, Harm, VictimsGroup
from marsad.export.cells import Cell, to_csv
from marsad.export.sentences import event_title
from marsad.export.shield import Shielded
from marsad.export.tolls import event_span
from marsad.export.wording import capitalised, say, text_of


@cache
def acled_file() -> Mapping[str, Any]:
    return tomllib.loads(files("marsad.export").joinpath("acled.toml").read_text("utf-8"))


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """ISO number, ACLED region and name of a country by its two letters."""
    text = files("marsad.export").joinpath("acled_countries.csv").read_text("utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor's cell and its inter code, None where its kind tells no class."""

    name: str = ""
    inter: int | None = None


def to_acled(shown: Shielded) -> bytes:
    """One row for each event of the record that ACLED would code; history has none."""
    classes = _classes(shown.record)
    rows = [
        acled_row(event, classes, shown)
        for event in shown.record.events
        if not event.background and event.type in acled_file()["sub_event"]
    ]
    columns = acled_file()["columns"]
    return to_csv(columns, [[row[column] for column in columns] for row in rows])


def acled_row(event: EventRecord, classes: Mapping[str, int], shown: Shielded) -> dict[str, Cell]:
    """The event by ACLED's column names. `timestamp` is empty, for nothing here reads a clock."""
    country = countries().get(event.place.country or "", {}) if event.place else {}
    agents, others = _parties(event, classes, country.get("country", ""))
    sub_event = _sub_event(event, agents)
    kind = acled_file()["event_type"][sub_event]
    disorder = acled_file()["disorder_of_sub_event"].get(sub_event) or acled_file()["disorder_type"][kind]
    return {
        "event_id_cnty": event.id,
        **_time_cells(event),
        "disorder_type": disorder,
        "event_type": kind,
        "sub_event_type": sub_event,
        **_actor_cells("1", agents),
        **_actor_cells("2", others),
        "interaction": _interaction(agents, others),
        "civilian_targeting": "Civilian targeting" if _targets_civilians(event, kind) else None,
        **_place_cells(event, country),
        "source": "; ".join(_outlets(event, shown)),
        "source_scale": None,
        "notes": _notes(event),
        "fatalities": fatalities(event),
        "tags": None,
        "timestamp": None,
    }


def fatalities(event: EventRecord) -> int:
    """One number by ACLED's rule: the most conservative standing figure, words by its table, 0 for no figure."""
    return sum(
        min((_figure(revision) for revision in toll.revisions if revision.current), default=0)
        for toll in counted_tolls(event, Harm.KILLED)
    )


def _figure(revision: Revision) -> int:
    rule = acled_file()["fatalities"]
    words = f" {revision.words.casefold()} "
    if revision.best is None and revision.high is None:
        for word, number in rule["words"].items():
            if f" {word} " in words:
                return int(number)
        if any(word in words for word in rule["unstated_words"]):
            return int(rule["unstated"])
    known = [number for number in (revision.low, revision.best, revision.high) if number is not None]
    return known[0] if known else int(rule["unstated"])


def _classes(record: Record) -> dict[str, int]:
    inter = acled_file()["inter"]
    return {
        name: inter[actor.kind]
        for actor in record.actors
        if actor.kind in inter
        for name in (actor.name, *actor.aliases)
    }


def _parties(event: EventRecord, classes: Mapping[str, int], country: str) -> tuple[list[Party], list[Party]]:
    """Both sides. Of two agents that fight or agree, the first is actor1 and the others are actor2."""
    agents = [Party(name=name, inter=classes.get(name)) for name in event.agents]
    others = [Party(name=name, inter=classes.get(name)) for name in event.recipients]
    if (
        not others
        and len(agents) > 1
        and event.type in {EventType.ARMED_CLASH, EventType.CEASEFIRE, EventType.AGREEMENT}
    ):
        agents, others = agents[:1], agents[1:]
    if not agents:
        agents = _unnamed(event.type, country)
    if not others and _civilians_only(event):
        others = [_named("civilians", country)]
    return agents, others


def _unnamed(kind: EventType, country: str) -> list[Party]:
    """Whom ACLED names where nobody is: protesters, rioters, or an unidentified group behind an attack; else nobody."""
    who = {
        EventType.PROTEST: "protesters", EventType.RIOT: "rioters", EventType.ATTACK: "attackers",
        EventType.BOMBING: "attackers", EventType.SUICIDE_BOMBING: "attackers", EventType.ABDUCTION: "attackers",
    }.get(kind)  # fmt: skip
    return [_named(who, country)] if who else []


def _named(who: str, country: str) -> Party:
    unnamed = acled_file()["unnamed"]
    name = unnamed[who].format(country=country) if country else unnamed[who].partition(" (")[0]
    return Party(name=name, inter=unnamed[f"{who}_inter"])


def _actor_cells(number: str, parties: list[Party]) -> dict[str, Cell]:
    first = parties[0] if parties else Party()
    return {
        f"actor{number}": first.name or None,
        f"assoc_actor_{number}": "; ".join(party.name for party in parties[1:]) or None,
        f"inter{number}": first.inter,
    }


def _interaction(agents: list[Party], others: list[Party]) -> Cell:
    """The two inter codes, the smaller first; one alone is followed by 0; empty where a class is not known."""
    codes = [side[0].inter for side in (agents, others) if side]
    known = sorted(code for code in codes if code is not None)
    if not known or len(known) < len(codes):
        return None
    return known[0] * 10 + (known[1] if len(known) > 1 else 0)


def _sub_event(event: EventRecord, agents: list[Party]) -> str:
    taker = acled_file()["taker"].get(str(agents[0].inter)) if agents else None
    if event.type == EventType.TERRITORY_GAIN and taker:
        return str(taker)
    harmed = any(event_span(event, harm).size for harm in (Harm.KILLED, Harm.INJURED))
    if harmed and event.type in acled_file()["harmed_protest"]:
        return str(acled_file()["harmed_protest"][event.type])
    return str(acled_file()["sub_event"][event.type])


def _civilians_only(event: EventRecord) -> bool:
    """Whether everybody whom the event is known to have harmed was a civilian."""
    civilians = {VictimsGroup.CIVILIANS, VictimsGroup.CHILDREN, VictimsGroup.WOMEN, VictimsGroup.JOURNALISTS,
                 VictimsGroup.MEDICS, VictimsGroup.AID_WORKERS}  # fmt: skip
    wholes = [toll for toll in event.tolls if toll.part_of is None]
    return bool(wholes) and all(toll.victims in civilians and not toll.side for toll in wholes)


def _targets_civilians(event: EventRecord, kind: str) -> bool:
    return kind == "Violence against civilians" or (_civilians_only(event) and kind == "Explosions/Remote violence")


def _time_cells(event: EventRecord) -> dict[str, Cell]:
    start = (event.time.start or event.time.end) if event.time else None
    precision = acled_file()["time_precision"][event.time.precision] if event.time and start else None
    return {
        "event_date": start.isoformat() if start else None,
        "year": start.year if start else None,
        "time_precision": precision,
    }


def _place_cells(event: EventRecord, country: Mapping[str, str]) -> dict[str, Cell]:
    place = event.place
    return {
        "iso": country.get("iso") or None,
        "region": country.get("region"),
        "country": country.get("country"),
        "admin1": place.admin1 if place else None,
        "admin2": None,
        "admin3": None,
        "location": place.name if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": acled_file()["geo_precision"][str(int(place.precision))] if place else None,
    }


def _outlets(event: EventRecord, shown: Shielded) -> list[str]:
    """The outlets that told of it, protected ones as such; the voices where no claim is at hand."""
    claims = [shown.claims[key] for key in event.claims if key in shown.claims]
    named = sorted({claim.source for claim in claims if claim.source and not claim.protected})
    held = [say("protected", "voice")] if any(claim.protected for claim in claims) else []
    return [*named, *held] or list(event.voices)


def _notes(event: EventRecord) -> str:
    """The event in plain words, who says so, and what the one number of the form does not show."""
    notes = acled_file()["note"]
    title = text_of(capitalised(event_title(event)))
    killed = event_span(event, Harm.KILLED)
    told = say("sentence", "said_by").format(
        sentence=title, voices=", ".join(event.voices), grade=say("grade", event.grade)
    )
    more = [notes["undated"]] if event.time is None else []
    if not killed.is_known:
        more.append(notes["no_figure"])
    elif killed.low != killed.high:
        more.append(notes["range"].format(figure=killed.text))
    return told + "".join(more)
