"""Small hand-made claims of an invented war, for tables of cases."""

from datetime import date

from marsad.domain.actor import Actor, ActorRelation
from marsad.domain.claim import Attribution, Casualty, Claim, Control, Event, Quote, Said
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ActorKind, ControlState, EventType, Harm, PlacePrecision, RelationKind, Role

RIM = Place(name="Tall Rim", text="Tall Rim", country="SY", geonames_id=11, lat=35.0, lon=36.0, admin1="Rim")
NEAR_RIM = Place(
    name="Tall Rim", text="outside Tall Rim", country="SY", precision=PlacePrecision.NEAR, lat=35.1, lon=36.1
)
DUN = Place(name="Qasr Dun", text="Qasr Dun", country="SY", geonames_id=12, lat=35.3, lon=36.2, admin1="Rim")
PROVINCE = Place(name="Rim", text="Rim province", country="SY", precision=PlacePrecision.PROVINCE, admin1="Rim")
COUNTRY = Place(name="Syria", text="the country", country="SY", precision=PlacePrecision.COUNTRY)

OBSERVATORY = Attribution(speaker="Rights Observatory", role=Role.MONITOR)
MINISTRY = Attribution(speaker="Health Ministry", role=Role.GOVERNMENT)
ARMY = Attribution(speaker="Northern Army", role=Role.MILITARY)
RESIDENT = Attribution(speaker="a resident of Tall Rim", role=Role.RESIDENT)

ACTORS = (
    Actor(
        id="north", name="Northern Army", aliases=("the northern troops",), kind=ActorKind.STATE_FORCES, country="SY"
    ),
    Actor(id="north-mod", name="Northern Ministry of Defence", kind=ActorKind.MINISTRY, country="SY"),
    Actor(
        id="hill",
        name="Hill Brigades",
        aliases=("HB",),
        kind=ActorKind.ARMED_GROUP,
        country="SY",
        relations=(ActorRelation(relation=RelationKind.MEMBER_OF, other="front"),),
    ),
    Actor(
        id="hill-river",
        name="Hill River Column",
        relations=(ActorRelation(relation=RelationKind.PART_OF, other="hill"),),
    ),
    Actor(id="front", name="River Front", kind=ActorKind.ALLIANCE, country="SY"),
    Actor(id="old-guard", name="Old Guard of Syria", aliases=("the guard",), until=date(2031, 3, 6)),
    Actor(
        id="new-guard",
        name="New Guard of Syria",
        aliases=("the guard",),
        since=date(2031, 3, 7),
        relations=(ActorRelation(relation=RelationKind.SUCCESSOR_OF, other="old-guard"),),
    ),
    Actor(id="wire", name="Agence Exemple", aliases=("AEX",), kind=ActorKind.AGENCY, role=Role.MEDIA),
)


def on(day: int, month: int = 3) -> date:
    return date(2031, month, day)


def span(first: int, last: int | None = None) -> TimeSpan:
    return TimeSpan(start=on(first), end=on(last or first), text="that day")


def tell(
    said: Said,
    document: str = "d1",
    *,
    sentence: int = 0,
    by: Attribution | None = None,
    place: Place | None = RIM,
    day: int | None = 4,
    reported: int | None = 5,
    source: str | None = "Wire A",
    **more: object,
) -> Claim:
    """A claim in the document's n-th sentence; sentences differ by document, so that none is a copy of another."""
    text = f"Sentence number {sentence} of {document}."
    return Claim(
        document=document,
        quote=Quote(start=sentence * 100, end=sentence * 100 + len(text), text=text),
        said=said,
        attribution=by,
        place=place,
        time=None if day is None else span(day),
        reported=None if reported is None else on(reported),
        source=source,
        **more,
    )


def strike(kind: EventType = EventType.AIR_STRIKE, agents: tuple[str, ...] = (), **more: object) -> Event:
    return Event(type=kind, agents=agents, **more)


def killed(figure: int | None = None, *, low: int | None = None, high: int | None = None, **more: object) -> Casualty:
    """An exact figure, or the bounds given."""
    exact = {"low": figure, "best": figure, "high": figure} if figure is not None else {"low": low, "high": high}
    return Casualty(
        **{"harm": Harm.KILLED, "words": f"{figure or low or high} people", "cause": EventType.AIR_STRIKE}
        | exact
        | more
    )


def control(state: ControlState, *holder: str, **more: object) -> Control:
    return Control(state=state, holder=holder, **more)
