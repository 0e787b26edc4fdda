"""Strategies for claims that collide: few places, days, voices and documents, so that merging rules are met often."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from marsad.domain.actor import Actor
from marsad.domain.claim import (
    Attribution,
    Casualty,
    Claim,
    Control,
    ControlException,
    EarlierFigure,
    Event,
    Quote,
    Relation,
    Said,
    Statement,
)
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import (
    ActorKind,
    ControlState,
    EventType,
    Extent,
    Harm,
    Modality,
    PlacePrecision,
    RelationKind,
    Role,
    Scope,
    StatementAct,
    TimePrecision,
    VictimsGroup,
)

FIRST_DAY = date(2031, 3, 1)
PLACES = (
    Place(name="Tall Rim", text="Tall Rim", country="SY", geonames_id=1, lat=35.1, lon=36.7, admin1="Rim"),
    Place(name="Tall Rim", text="the Rim outskirts", country="SY", precision=PlacePrecision.NEAR, lat=35.2, lon=36.8),
    Place(name="Qasr Dun", text="Qasr Dun", country="SY", geonames_id=2, lat=35.3, lon=36.9, admin1="Rim"),
    Place(name="Rim", text="Rim province", country="SY", precision=PlacePrecision.PROVINCE, admin1="Rim"),
    Place(name="Wadi Sul", text="Wadi Sul"),
    Place(name="Syria", text="the country", country="SY", precision=PlacePrecision.COUNTRY),
)
ACTORS = ("Northern Army", "Hill Brigades", "Dun Militia", "rebels")
ACTOR_FILE = (
    Actor(id="hill", name="Hill Brigades", kind=ActorKind.ARMED_GROUP, country="SY", side=("rebel",)),
    Actor(id="dun", name="Dun Militia", kind=ActorKind.MILITIA, country="SY", side=("rebel", "loyalist")),
    Actor(id="north", name="Northern Army", kind=ActorKind.STATE_FORCES, country="SY", side=("government",)),
)
"""Two of one side, so that a side's name agrees with both and they not with each other."""
SPEAKERS = (
    Attribution(speaker="Rights Watchers", role=Role.MONITOR),
    Attribution(speaker="Northern Army", role=Role.MILITARY),
    Attribution(speaker="a resident of Tall Rim", role=Role.RESIDENT),
)
SENTENCES = ("Shells fell on the town.", "Four people died.", "The army holds it.", "Families fled in the night.")

days = st.integers(0, 6).map(lambda step: FIRST_DAY + timedelta(days=step))
names = st.lists(st.sampled_from(ACTORS), max_size=2, unique=True).map(tuple)
numbers = st.none() | st.integers(0, 30)


@st.composite
def time_spans(draw: st.DrawFn) -> TimeSpan:
    start = draw(days)
    if draw(st.booleans()):
        return TimeSpan(start=start, end=start, text="that day")
    if draw(st.booleans()):
        return TimeSpan(start=start, end=None, precision=TimePrecision.OPEN, text="since then")
    return TimeSpan(start=start, end=start + timedelta(days=draw(st.integers(0, 40))), precision=TimePrecision.DAYS)


@st.composite
def casualties(draw: st.DrawFn) -> Casualty:
    figure = draw(numbers)
    earlier = draw(numbers)
    return Casualty(
        harm=draw(st.sampled_from((Harm.KILLED, Harm.INJURED, Harm.DISPLACED))),
        low=draw(numbers),
        best=figure,
        high=draw(numbers),
        words=draw(st.sampled_from(("the dead", "dozens", "people", "children"))),
        figure=draw(st.none() | st.just(Quote(start=4, end=5, text="7"))),
        victims=draw(st.sampled_from((VictimsGroup.PEOPLE, VictimsGroup.CHILDREN))),
        side=draw(st.none() | st.sampled_from(ACTORS)),
        scope=draw(st.sampled_from((Scope.INCIDENT, Scope.INCIDENT, Scope.AGGREGATE))),
        since=draw(st.none() | days),
        revises=None if earlier is None else EarlierFigure(low=earlier, high=earlier),
        includes_in=draw(st.none() | st.sampled_from(("the dead", "people"))),
        cause=draw(st.none() | st.sampled_from((EventType.SHELLING, EventType.AIR_STRIKE))),
        agents=draw(names),
    )


@st.composite
def controls(draw: st.DrawFn) -> Control:
    return Control(
        state=draw(st.sampled_from([state for state in ControlState if state is not ControlState.UNKNOWN])),
        holder=draw(names),
        from_=draw(names),
        extent=draw(st.none() | st.sampled_from(tuple(Extent))),
        except_=draw(st.sampled_from(((), (ControlException(place="the east", holder=("Dun Militia",)),)))),
    )


events = st.builds(
    Event,
    type=st.sampled_from((EventType.SHELLING, EventType.ATTACK, EventType.ARMED_CLASH, EventType.TERRITORY_GAIN)),
    agents=names,
    recipients=names,
    weapon=st.none() | st.just("mortar"),
)
relations = st.builds(
    Relation,
    subject=st.sampled_from(ACTORS),
    relation=st.sampled_from(tuple(RelationKind)),
    object=st.sampled_from(ACTORS),
    former=st.booleans(),
)
statements = st.builds(Statement, act=st.sampled_from(tuple(StatementAct)), direct=st.booleans())
payloads: st.SearchStrategy[Said] = st.one_of(events, casualties(), casualties(), controls(), relations, statements)


@st.composite
def claims(draw: st.DrawFn, said: st.SearchStrategy[Said] = payloads) -> Claim:
    """A claim whose document's outlet and day follow from the document, as they do in real ones."""
    document = draw(st.integers(0, 5))
    at = draw(st.integers(0, 3))
    modality = st.sampled_from((Modality.ASSERTED, Modality.ASSERTED, Modality.ASSERTED, *Modality))
    return Claim(
        document=f"d{document}",
        quote=Quote(start=at * 40, end=at * 40 + len(SENTENCES[at]), text=SENTENCES[at]),
        said=draw(said),
        attribution=draw(st.none() | st.sampled_from(SPEAKERS)),
        modality=draw(modality),
        background=draw(st.sampled_from((False, False, True))),
        time=draw(st.none() | time_spans()),
        place=draw(st.none() | st.sampled_from(PLACES)),
        source=f"Outlet {document % 3}" if document % 3 else None,
        reported=FIRST_DAY + timedelta(days=document) if document else None,
        protected=document == 5,
    )


@st.composite
def crowded_claims(draw: st.DrawFn, said: st.SearchStrategy[Said] = payloads) -> Claim:
    """A claim of one town on one of two days, so that most claims meet another that may tell the same thing."""
    claim = draw(claims(said))
    day = FIRST_DAY + timedelta(days=draw(st.integers(0, 1)))
    return replace(
        claim,
        time=draw(st.sampled_from((TimeSpan(start=day, end=day), TimeSpan(start=day, end=day), None))),
        place=draw(st.sampled_from((PLACES[0], PLACES[0], PLACES[1], None))),
        modality=draw(st.sampled_from((Modality.ASSERTED, Modality.ASSERTED, Modality.ASSERTED, Modality.DENIED))),
        background=False,
    )


@st.composite
def counted_claims(draw: st.DrawFn, said: st.SearchStrategy[Said] = payloads) -> Claim:
    """A claim of few numbers, many of which say what they revise, so that totals are taken up again and again."""
    claim = draw(claims(said))
    figure = draw(st.sampled_from((9, 12, 15)))
    earlier = draw(st.sampled_from((None, 9, 12)))
    since = draw(st.sampled_from((None, FIRST_DAY)))
    counted = Casualty(
        harm=Harm.KILLED,
        low=figure,
        best=draw(st.sampled_from((figure, figure, None))),
        words=draw(st.sampled_from(("the dead", "people"))),
        scope=draw(st.sampled_from((Scope.INCIDENT, Scope.AGGREGATE))),
        since=since,
        revises=None if earlier is None else EarlierFigure(low=earlier, high=earlier),
        includes_in=draw(st.sampled_from((None, None, None, "the dead"))),
        cause=draw(st.sampled_from((None, None, EventType.SHELLING))),
    )
    return replace(
        claim,
        said=draw(st.sampled_from((counted, counted, counted, claim.said))),
        attribution=draw(st.sampled_from((None, SPEAKERS[0], SPEAKERS[0]))),
        modality=draw(st.sampled_from((Modality.ASSERTED, Modality.ASSERTED, Modality.ASSERTED, Modality.DENIED))),
        time=draw(st.sampled_from((None, None, TimeSpan(start=FIRST_DAY, end=None, precision=TimePrecision.OPEN)))),
        place=draw(st.sampled_from((None, PLACES[0], PLACES[3], PLACES[3], PLACES[5]))),
        background=False,
    )


def claim_lists(said: st.SearchStrategy[Said] = payloads) -> st.SearchStrategy[list[Claim]]:
    return (
        st.lists(claims(said), max_size=12)
        | st.lists(crowded_claims(said), min_size=6, max_size=16)
        | st.lists(counted_claims(said), min_size=6, max_size=16)
    )
