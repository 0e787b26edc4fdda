"""Numbers and counts of people: words and digits in every form in, bounds and nouns out; never a count of things."""

import pytest

from marsad.domain.claim import Bounds, Casualty
from marsad.domain.vocabulary import VictimsGroup
from marsad.reading.figures import find_figures


def figures_of(page):
    return [(figure, sentence) for sentence in page.sentences for figure in find_figures(page, sentence)]


@pytest.mark.parametrize(
    ("text", "words", "bounds"),
    [
        ("Twelve people died in the raid.", "Twelve people", (12, 12, 12)),
        ("The shells killed 1,240 people.", "1,240 people", (1240, 1240, 1240)),
        ("Twenty-six miners were abducted.", "Twenty-six miners", (26, 26, 26)),
        ("Two hundred and twelve villagers fled.", "Two hundred and twelve villagers", (212, 212, 212)),
        ("Several hundred people were detained.", "Several hundred people", (200, None, None)),
        ("A few dozen looters were hurt.", "A few dozen looters", (24, None, None)),
        ("An air raid killed a family of five.", "a family of five", (5, 5, 5)),
        ("At least nine farmers were killed.", "At least nine farmers", (9, None, None)),
        ("More than 370 people have died.", "More than 370 people", (371, None, None)),
        ("Well over 60 people were hurt.", "Well over 60 people", (61, None, None)),
        ("Up to 20 nurses were detained.", "Up to 20 nurses", (None, 20, None)),
        ("As many as 40 people may have died.", "As many as 40 people", (None, 40, None)),
        ("Fewer than ten soldiers were wounded.", "Fewer than ten soldiers", (None, 9, None)),
        ("About 50 people were injured.", "About 50 people", (None, None, 50)),
        ("Some 70 pupils were abducted.", "Some 70 pupils", (None, None, 70)),
        ("Between 20 and 25 fighters were killed.", "Between 20 and 25 fighters", (20, 25, None)),
        ("Three to four people died.", "Three to four people", (3, 4, None)),
        ("The mine wounded 15 or more people.", "15 or more people", (15, None, None)),
        ("A dozen police officers were killed.", "A dozen police officers", (12, 12, 12)),
        ("Half a dozen women were wounded.", "Half a dozen women", (6, 6, 6)),
        ("Dozens of people were killed.", "Dozens of people", (24, None, None)),
        ("Scores of workers were injured.", "Scores of workers", (40, None, None)),
        ("Hundreds of thousands of people have fled.", "Hundreds of thousands of people", (200000, None, None)),
        (
            "More than a quarter of a million people fled.",
            "More than a quarter of a million people",
            (250001, None, None),
        ),
        ("An estimated 1.5 million people were displaced.", "An estimated 1.5 million people", (None, None, 1500000)),
        ("Several people were killed.", "Several people", (2, None, None)),
        ("An unknown number of people are missing.", "An unknown number of people", (None, None, None)),
        ("Another ten bodies lay in the yard.", "Another ten bodies", (10, 10, 10)),
        ("No one was hurt.", "No one", (0, 0, 0)),
        ("A woman was wounded.", "A woman", (1, 1, 1)),
        ("Her daughter-in-law was killed.", "Her daughter-in-law", (1, 1, 1)),
        ("The bomb killed her two daughters.", "her two daughters", (2, 2, 2)),
        ("The dead numbered 41 fighters and soldiers.", "41 fighters and soldiers", (41, 41, 41)),
    ],
)
def test_a_count_of_people_has_its_words_and_bounds(page_of, text, words, bounds):
    low, high, best = bounds
    found = {figure.words(sentence): figure.bounds for figure, sentence in figures_of(page_of(text))}
    assert found.get(words) == Bounds(low=low, high=high, best=best)


@pytest.mark.parametrize(
    "text",
    [
        "The 14th Brigade fired 40 rockets at the depot.",
        "Three houses and two shops were burnt.",
        "The town lies 12 km from the front.",
        "The price of bread rose by 30 percent.",
        "The council adopted Resolution 2254.",
        "The ministry asked for $40 in fees.",
        "Forty cattle were lost.",
    ],
)
def test_a_count_of_things_is_no_figure(page_of, text):
    assert not [figure for figure, _ in figures_of(page_of(text)) if figure.explicit and figure.group is not None]
    assert not [figure for figure, _ in figures_of(page_of(text)) if figure.explicit and figure.noun is None]


def test_an_age_is_no_figure(page_of):
    values = [figure.value for figure, _ in figures_of(page_of("Karim Haddad, 34, and a girl of nine were killed."))]
    assert 34 not in values
    assert 9 not in values


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Two health workers were killed.", VictimsGroup.MEDICS),
        ("Two aid workers were killed.", VictimsGroup.AID_WORKERS),
        ("Two police officers were killed.", VictimsGroup.POLICE),
        ("Two councillors were killed.", VictimsGroup.PEOPLE),
        ("Two schoolgirls were killed.", VictimsGroup.CHILDREN),
        ("Two shells fell.", None),
    ],
)
def test_the_noun_gives_the_group(page_of, text, group):
    (figure, _), *_ = figures_of(page_of(text)) or [(None, None)]
    assert (figure.group if figure is not None else None) == group


def test_who_tells_of_the_dead_is_none_of_them(claims_of):
    claims = claims_of("Gunmen killed 17 people in Bunia on Tuesday. Two nurses at the clinic are among them, he said.")
    killed = [claim.said.words for claim in claims if isinstance(claim.said, Casualty)]
    assert killed == ["17 people", "Two nurses"]
