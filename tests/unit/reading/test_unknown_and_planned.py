"""What nobody knows is no number, what is only planned has not happened, and who denies an act is not its doer."""

from collections.abc import Callable
from datetime import date

import pytest

from marsad.domain.claim import Casualty, Claim, Event
from marsad.domain.document import Document
from marsad.domain.mention import PlaceMention
from marsad.domain.vocabulary import EventType, Modality

ClaimsOf = Callable[..., tuple[Claim, ...]]


@pytest.mark.parametrize(
    ("text", "words", "low"),
    [
        ("An undetermined number of people were killed in the bombing of Kharkiv.", "An undetermined number", None),
        ("An unknown number of civilians are missing in Goma.", "An unknown number of civilians", None),
        ("The army suffered undisclosed losses in Kharkiv on Tuesday.", "undisclosed losses", None),
        # a plural that only names them is two at least, and so is a vague number
        ("The strike caused casualties in Kharkiv.", "casualties", 2),
        ("The army suffered heavy losses in Kharkiv on Tuesday.", "heavy losses", 2),
        ("The strike wounded a number of people in Kharkiv.", "a number of people", 2),
    ],
)
def test_unknown_is_neither_none_nor_two(claims_of: ClaimsOf, text: str, words: str, low: int | None) -> None:
    (figure,) = [claim.said for claim in claims_of(text) if isinstance(claim.said, Casualty)]
    assert figure.words.startswith(words)
    assert (figure.low, figure.best, figure.high) == (low, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "It is not known how many people were killed in Kharkiv.",
        "It was unclear how many soldiers died in Goma.",
    ],
)
def test_a_question_of_how_many_counts_nobody(claims_of: ClaimsOf, text: str) -> None:
    assert not [claim for claim in claims_of(text) if isinstance(claim.said, Casualty)]


def test_who_is_missing_has_not_made_itself_missing(claims_of: ClaimsOf) -> None:
    told = claims_of("An unknown number of civilians are missing in Goma.")
    assert all(not claim.said.agents for claim in told if isinstance(claim.said, Casualty))


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("They planned a protest in Kharkiv on Friday.", Modality.PLANNED),
        ("Students had planned a march in Goma.", Modality.PLANNED),
        ("Militants planned attacks on churches in Lahore.", Modality.PLANNED),
        # of an act that is known the plan tells who made it
        ("The group that planned the raid on Goma killed six people.", Modality.ASSERTED),
        ("The general planned the offensive in Kursk.", Modality.ASSERTED),
    ],
)
def test_what_was_planned_is_planned(claims_of: ClaimsOf, text: str, modality: Modality) -> None:
    acts = [claim for claim in claims_of(text) if isinstance(claim.said, Event)]
    assert {claim.modality for claim in acts} == {modality}


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("The strike on Homs, denied by the army, killed six people.", set()),
        ("The shelling of Goma, denied by the rebels, killed two nurses.", set()),
        ("The strike on Homs, carried out by the army, killed six people.", {"Syrian army"}),
    ],
)
def test_who_denies_an_act_is_not_its_doer(claims_of: ClaimsOf, text: str, doers: set[str]) -> None:
    told = [claim.said for claim in claims_of(text) if isinstance(claim.said, Event | Casualty)]
    assert told
    assert {name for said in told for name in said.agents} == doers


@pytest.mark.parametrize(
    ("text", "deals"),
    [
        ("Sign up for our email newsletters.", 0),
        ("Click here to sign the petition.", 0),
        ("Mourners signed a book of condolence in Goma.", 0),
        ("Sudan and Chad signed an agreement on their border in Doha on Tuesday.", 1),
    ],
)
def test_not_all_that_is_signed_is_a_deal(claims_of: ClaimsOf, text: str, deals: int) -> None:
    kinds = [claim.said.type for claim in claims_of(text) if isinstance(claim.said, Event)]
    assert kinds.count(EventType.AGREEMENT) == deals


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Shells killed six people in Aleppo, Hama and Latakia provinces.", ["Aleppo", "Hama", "Latakia"]),
        ("Clashes broke out in Ituri and North Kivu provinces.", ["Ituri", "North Kivu"]),
        ("Clashes broke out in Latakia province.", ["Latakia province"]),
    ],
)
def test_a_plural_of_provinces_is_no_part_of_a_name(reader, text: str, names: list[str]) -> None:
    (reading,) = reader.read([Document(id="d1", text=text, date=date(2024, 3, 14))], mentions=True)
    assert [one.place.name for one in reading.mentions if isinstance(one, PlaceMention)] == names
