"""The act behind a charge, an arrest or a sentence: its day is its own, and one victim makes one act of it."""

from collections.abc import Callable
from datetime import date

import pytest

from marsad.domain.claim import Casualty, Claim, Event
from marsad.domain.vocabulary import EventType, Harm

ClaimsOf = Callable[..., tuple[Claim, ...]]
TUESDAY, SUNDAY = date(2024, 3, 12), date(2024, 3, 10)

ACTS = [
    # The day of the case is not that of the act, in front of it or behind.
    ("A man was charged on Tuesday with the murder of Lena Ostrov, 31, in Denver.", None),
    ("Police arrested a man on Tuesday in connection with the fatal shooting of Mina Dovar, 15.", None),
    ("On Tuesday, police arrested a man in connection with the killing of Mina Dovar.", None),
    ("A suspect in the shooting of a 4-year-old boy in Denver surrendered on Tuesday.", None),
    ("A clerk was sentenced on Tuesday for killing a shopkeeper in Denver.", None),
    # The act's own day, and a year behind it, which no charge is dated by.
    ("Two soldiers were arrested on Tuesday over the killing on Sunday of a shepherd near Hebron.", SUNDAY),
    ("The guard was sentenced on Monday for the killing of a 9-year-old girl in Kabul in 2019.", date(2019, 1, 1)),
    # What the arrest is part of has its day.
    ("Nine people were arrested in clashes with the army in Nablus on Tuesday.", TUESDAY),
]


@pytest.mark.parametrize(("text", "day"), ACTS)
def test_the_day_of_a_case_is_not_that_of_the_act(claims_of: ClaimsOf, text: str, day: date | None) -> None:
    kinds = {EventType.ATTACK, EventType.ARMED_CLASH}
    acts = [claim for claim in claims_of(text) if isinstance(claim.said, Event) and claim.said.type in kinds]
    dead = [claim for claim in claims_of(text) if isinstance(claim.said, Casualty) and claim.said.harm is Harm.KILLED]
    assert acts or dead
    assert {claim.time.start if claim.time else None for claim in (*acts, *dead)} == {day}


def test_who_arrests_for_a_killing_is_not_its_doer(claims_of: ClaimsOf) -> None:
    told = claims_of("On Tuesday, police arrested a man in connection with the killing of Mina Dovar.")
    assert not [
        one for one in told if isinstance(one.said, Casualty) and one.said.harm is Harm.KILLED and one.said.agents
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The trial over the shooting of a 4-year-old boy opened in Leeds.", True),
        ("The inquiry into the shooting of Mina Dovar opened in Leeds.", True),
        ("The trial over human trafficking and shootings opened in Leeds.", False),
        ("An inquiry into police shootings opened in Leeds.", False),
    ],
)
def test_an_act_with_one_victim_is_told_whoever_speaks_of_it(claims_of: ClaimsOf, text: str, *, told: bool) -> None:
    acts = [claim for claim in claims_of(text) if isinstance(claim.said, Event) and claim.said.type is EventType.ATTACK]
    assert bool(acts) is told


@pytest.mark.parametrize(
    ("text", "street", "country"),
    [
        ("A woman was shot dead at a house on Aleppo Street in Denver on Tuesday.", "Aleppo Street", "US"),
        ("Shells hit Goma Avenue in Beirut on Tuesday.", "Goma Avenue", "LB"),
        ("Rebels shelled the Goma road on Tuesday.", "Goma road", "CD"),
    ],
)
def test_a_street_called_after_a_town_is_not_in_it(claims_of: ClaimsOf, text: str, street: str, country: str) -> None:
    places = [claim.place for claim in claims_of(text) if isinstance(claim.said, Event) and claim.place]
    assert {(place.name, place.country) for place in places} == {(street, country)}
