"""Seconds and claims a second of reconciling generated claims, at three sizes, and how time grows with size."""

import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from math import log
from random import Random

from marsad.domain.claim import Attribution, Bounds, Casualty, Claim, Control, Event, Quote, Relation, Said
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, EventType, Harm, RelationKind, Role, Scope, VictimsGroup
from marsad.reconcile import reconcile

SIZES = (10_000, 100_000, 1_000_000)
FLOOR_SIZE, FLOOR_S = 100_000, 60
CLAIMS_A_DAY = 250
"""Claims of one day's dispatches about one war: what makes a larger archive a longer one, not a denser one."""
FIRST_DAY = date(2023, 1, 1)
ARMED = ("Northern Army", "Southern Army", "River Front", "Hill Brigades", "Coast Guard Corps", "Valley Militia")
SPEAKERS = (("Rights Observatory", Role.MONITOR), ("Health Ministry", Role.GOVERNMENT), ("a resident", Role.RESIDENT))
OUTLETS = ("Wire A", "Wire B", "Daily C", "Radio D", "Portal E", "Agency F")
TYPES = (EventType.AIR_STRIKE, EventType.SHELLING, EventType.ARMED_CLASH, EventType.BOMBING, EventType.ATTACK)


def main() -> None:
    """Prints one line a size, then the growth of time beside that of n·log n."""
    seconds = {size: time_size(size) for size in SIZES}
    print(f"floor {FLOOR_S} s for {FLOOR_SIZE:,} claims: {'reached' if seconds[FLOOR_SIZE] <= FLOOR_S else 'missed'}")
    for small, large in pairwise(SIZES):
        growth, most = seconds[large] / seconds[small], large * log(large) / (small * log(small))
        verdict = "reached" if growth <= most else "missed"
        print(
            f"reconcile growth: {large // small} times {small:,} claims take {growth:.1f} times as long; "
            f"floor n·log n, {most:.1f} times: {verdict}"
        )


def time_size(size: int) -> float:
    """Seconds of one core that the record of so many claims takes."""
    claims = list(generate_claims(size))
    wall, core = time.perf_counter(), time.process_time()
    record = reconcile(claims)
    wall, core = time.perf_counter() - wall, time.process_time() - core
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2  # KiB on Linux
    print(
        f"reconcile {size:>9,} claims: {core:7.2f} s of the core ({wall:.2f} s by the clock), {size / core:,.0f}/s, "
        f"{len(record.events):,} events, {len(record.aggregates):,} aggregates, {len(record.control):,} spells, "
        f"peak {peak:.1f} GiB",
        flush=True,
    )
    return core


def generate_claims(size: int, seed: int = 1) -> Iterator[Claim]:
    """Claims of one war at a steady pace: several documents tell each event, later ones raise its toll."""
    random = Random(seed)
    towns = [_make_town(random, number) for number in range(400)]
    days = max(1, size // CLAIMS_A_DAY)
    scenes = [_make_scene(random, day, towns) for day in range(days) for _ in range(CLAIMS_A_DAY // 12)]
    made = 0
    for number in range(size):
        scene = scenes[random.randrange(len(scenes))]
        for claim in _tell(random, f"d{number}", scene):
            if made == size:
                return
            made += 1
            yield claim


def _make_town(random: Random, number: int) -> Place:
    lat, lon = 33 + random.random() * 4, 36 + random.random() * 5
    province = f"Province {int(lat - 33)}{int(lon - 36)}"
    return Place(
        name=f"Town {number}",
        text=f"Town {number}",
        country="SY",
        geonames_id=number + 1,
        lat=lat,
        lon=lon,
        admin1=province,
    )


def _make_scene(random: Random, day: int, towns: list[Place]) -> tuple[date, Place, EventType, str, str, int]:
    doer, other = random.sample(ARMED, 2)
    return (
        FIRST_DAY + timedelta(days=day),
        random.choice(towns),
        random.choice(TYPES),
        doer,
        other,
        random.randrange(1, 40),
    )


def _tell(random: Random, document: str, scene: tuple[date, Place, EventType, str, str, int]) -> Iterator[Claim]:
    """One document of five claims: the event, killed, injured, a child, and a control claim, a total or a tie."""
    day, town, kind, doer, other, killed = scene
    late = random.randrange(3)
    killed += random.randrange(late + 1)
    agents = (doer,) if random.random() < 0.8 else ()
    cause = kind if random.random() < 0.7 else None
    said: list[Said] = [
        Event(type=kind, agents=agents, recipients=(other,)),
        Casualty(harm=Harm.KILLED, low=killed, best=killed, high=killed, words=f"{killed} people", cause=cause),
        Casualty(harm=Harm.INJURED, low=killed * 2, words=f"at least {killed * 2} people"),
        Casualty(
            harm=Harm.KILLED,
            low=1,
            best=1,
            high=1,
            words="a child",
            victims=VictimsGroup.CHILDREN,
            includes_in=f"{killed} people",
        ),
        _make_other(random, doer, other, killed),
    ]
    speaker, role = random.choice(SPEAKERS)
    attribution = Attribution(speaker=speaker, role=role) if random.random() < 0.7 else None
    for at, one in enumerate(said):
        start = (at // 3) * 120
        yield Claim(
            document=document,
            quote=Quote(
                start=start, end=start + 100, text=f"Sentence {at // 3} of {document} on {killed} in {town.name}."
            ),
            said=one,
            attribution=attribution,
            time=TimeSpan(start=day, end=day, text="that day"),
            place=town,
            source=random.choice(OUTLETS),
            reported=day + timedelta(days=late),
        )


def _make_other(random: Random, doer: str, other: str, killed: int) -> Said:
    if random.random() < 0.6:
        return Control(
            state=random.choice((ControlState.GAINED, ControlState.HOLDS, ControlState.LOST)), holder=(doer,)
        )
    if random.random() < 0.3:
        return Casualty(
            harm=Harm.KILLED,
            low=killed * 10,
            words="in all",
            scope=Scope.AGGREGATE,
            since=FIRST_DAY,
            revises=Bounds(low=killed, best=killed, high=killed),
        )
    return Relation(subject=doer, relation=RelationKind.OPPOSES, object=other)


if __name__ == "__main__":
    main()
