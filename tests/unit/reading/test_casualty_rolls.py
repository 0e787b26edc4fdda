"""Lists of the dead by name: who of them is a child, a woman or a man, and how many that makes."""

import pytest

from marsad.domain.claim import Casualty
from marsad.domain.vocabulary import VictimsGroup


def counted(claims):
    """Group → (low, high) of the counts that a list gave."""
    return {c.said.victims: (c.said.low, c.said.high) for c in claims if c.rule == "list-of-names"}


@pytest.mark.parametrize(
    ("text", "children", "women", "men"),
    [
        (
            "The victims were identified as Samir Odeh, 41, his wife Huda and their children Lina (7) and Omar (3).",
            (2, 2),
            (1, 1),
            (1, 1),
        ),
        (
            "Karim Nasser (60) was killed along with his two sons, Walid Nasser, 31, and Adel Nasser, 28, and a woman.",
            None,
            (1, 1),
            (3, 3),
        ),
        # The age of offspring decides; where it is not told, they may be children.
        (
            "Those killed were Ana Ruiz, 33, her daughter Eva Ruiz and her sons Leo Ruiz, 4, and Max Ruiz, 19.",
            (1, 2),
            (1, 2),
            (1, 1),
        ),
        ("Five people died: a clerk, two guards and two drivers.", None, None, None),
    ],
)
def test_a_list_counts_out_its_groups(claims_of, text, children, women, men):
    expected = {VictimsGroup.CHILDREN: children, VictimsGroup.WOMEN: women, VictimsGroup.MEN: men}
    assert counted(claims_of(text)) == {group: bounds for group, bounds in expected.items() if bounds}


def test_a_list_runs_over_sentences_and_says_where(claims_of):
    text = (
        "A shell hit a home in Nabatieh, killing four people. The victims were identified as Rami Haddad, 52, and "
        "his wife Mona Haddad, 47. Their daughter Dana Haddad, 11, was killed too, as was her uncle Fadi Haddad."
    )
    listed = [claim for claim in claims_of(text) if claim.rule == "list-of-names"]
    assert {claim.said.victims: claim.said.low for claim in listed}[VictimsGroup.MEN] == 2
    assert all(claim.quote.text == text[claim.quote.start : claim.quote.end] for claim in listed)
    assert all(claim.quote.text.startswith("The victims") and "Fadi" in claim.quote.text for claim in listed)
    assert {claim.said.includes_in for claim in listed} == {"four people"}


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Ivan Bondar was killed when a shell hit his house.", VictimsGroup.MEN),
        ("Olha Bondar was killed in Kherson. Olha had left her village in May.", VictimsGroup.WOMEN),
        ("Olha Bondar, 9, was killed in Kherson.", VictimsGroup.CHILDREN),
        ("Bondar and two others were killed in Kherson.", None),
    ],
)
def test_a_named_person_is_as_the_text_says(claims_of, text, group):
    named = [c.said.victims for c in claims_of(text) if isinstance(c.said, Casualty) and "Bondar" in c.said.words]
    assert named == ([group] if group else named)


def test_those_named_for_who_they_are_to_the_dead_are_not_counted(claims_of):
    text = "Mona Haddad, 47 (wife of Rami Haddad), and Mona's sister Dana Saab, 40, were killed, a cousin said."
    assert counted(claims_of(text)) == {VictimsGroup.WOMEN: (2, 2)}
