"""The words that tell events: which are found, and what an arm named beside a vague one makes of it."""

from collections.abc import Callable
from typing import Any

import pytest

from marsad.domain.vocabulary import EventType
from marsad.reading.event_lexicon import TYPES, act_nouns, act_verbs, lexicon, nouns, verbs_with_object
from marsad.reading.event_words import refine, weapon_in
from marsad.reading.page import Page

PageOf = Callable[..., Page]

TRIGGERS = [
    ("The shelling went on.", [("shelling", EventType.SHELLING)]),
    ("They shot dead two men in Cali.", [("shoot dead", EventType.ATTACK)]),
    ("He was hacked to death in Sylhet.", [("hack", EventType.ATTACK)]),
    ("The barrel bomb attack began.", [("barrel bomb attack", EventType.AIR_STRIKE)]),
    ("Police recovered a rifle.", [("recover", EventType.WEAPON_SEIZURE)]),
    ("The attack helicopters landed.", []),
]


@pytest.mark.parametrize(("text", "expected"), TRIGGERS)
def test_triggers(reader: Any, page_of: PageOf, text: str, expected: list[tuple[str, EventType]]) -> None:
    (sentence,) = page_of(text).sentences
    assert [(each.word, each.type) for each in reader._event_words.triggers(sentence)] == expected


REFINED = [
    ("An attack with rockets hit Haifa.", None, EventType.SHELLING),
    ("An attack by a suicide bomber hit Haifa.", None, EventType.SUICIDE_BOMBING),
    ("The attack went on.", EventType.AIR_STRIKE, EventType.AIR_STRIKE),
    ("An attack went on.", EventType.AIR_STRIKE, EventType.ATTACK),
    ("The attack went on.", None, EventType.ATTACK),
    ("The strike hit a depot that stored chlorine.", None, EventType.AIR_STRIKE),
]


@pytest.mark.parametrize(("text", "story", "expected"), REFINED)
def test_refine(reader: Any, page_of: PageOf, text: str, story: EventType | None, expected: EventType) -> None:
    (sentence,) = page_of(text).sentences
    assert refine(reader._event_words.triggers(sentence)[0], sentence, story) is expected


WEAPONS = [
    ("They fired two ballistic missiles.", "ballistic missiles"),
    ("A man with a machete attacked the queue.", "machete"),
    ("They talked for an hour.", None),
]


@pytest.mark.parametrize(("text", "expected"), WEAPONS)
def test_weapon(page_of: PageOf, text: str, expected: str | None) -> None:
    (sentence,) = page_of(text).sentences
    assert weapon_in(sentence) == expected


def test_every_type_has_words() -> None:
    assert all(act_nouns()[EventType(name)] or lexicon()[name]["verbs"] for name in TYPES)


def test_objects_name_known_types() -> None:
    assert {kind for entries in verbs_with_object().values() for _, _, kind in entries} <= set(EventType)


def test_a_list_gives_its_nouns_in_both_numbers() -> None:
    assert {"checkpoint", "checkpoints"} <= nouns("sides", "armed_targets")


def test_verbs_give_every_form() -> None:
    assert {act_verbs()[form][0] for form in ("shell", "shells", "shelled", "shelling")} == {"shell"}
