"""A state's bodies by their country: what is one, and when its country is sure."""

import datetime as dt
from typing import Any

import pytest

from marsad.domain.document import Document
from marsad.domain.wire import claim_to_line
from marsad.reading.actor_states import is_bare_body, is_vague


@pytest.mark.parametrize("name", ["police", "riot police", "army", "Security Forces", "soldiers"])
def test_bodies_that_every_state_has(name: str) -> None:
    assert is_bare_body(name)


@pytest.mark.parametrize("name", ["Kenyan police", "rebels", "Wagner soldiers", "Golan Brigade", ""])
def test_names_that_say_whose_they_are_or_name_no_state(name: str) -> None:
    assert not is_bare_body(name)


def test_soldiers_may_be_anybodys_and_police_are_at_home() -> None:
    assert is_vague("soldiers")
    assert not is_vague("government soldiers")
    assert not is_vague("police")


@pytest.mark.parametrize(
    ("sentence", "agents"),
    [
        ("Police arrested nine students in Nairobi, Kenya, on Monday.", ["Kenyan police"]),
        ("Soldiers raided a printing house in Nablus in the West Bank on Monday.", ["soldiers"]),
        ("Police arrested nine students on Monday.", ["police"]),
        ("Ugandan troops crossed the border on Monday and soldiers shelled Arua in Uganda.", ["Ugandan troops"]),
    ],
)
def test_country_is_told_only_where_the_text_leaves_no_doubt(reader: Any, sentence: str, agents: list[str]) -> None:
    (reading,) = reader.read([Document(id="one", text=sentence, date=dt.date(2023, 5, 11))])
    events = [line["event"] for line in map(claim_to_line, reading.claims) if line["kind"] == "event"]
    assert list(events[0]["agents"]) == agents
