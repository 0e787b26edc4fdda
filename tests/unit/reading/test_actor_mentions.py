"""Which words name an actor: the file's names, short names that a text has earned, names that the file lacks."""

from datetime import date

import pytest

from marsad.domain.vocabulary import ActorKind


def names(page) -> list[tuple[str, str]]:
    """(words, name) of each actor span."""
    return [(page.doc[span.start : span.end].text, span.name) for span in page.actors]


def named(page, words: str) -> str | None:
    return next((name for text, name in names(page) if text.casefold() == words.casefold()), None)


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The RSF denied it.", "RSF", "Rapid Support Forces"),  # an acronym alone takes the file's full name
        ("JNIM denied it.", "JNIM", "Jama'at Nusrat al-Islam wal-Muslimin"),
        ("M23 denied it.", "M23", None),  # whichever full name the file has; only that it is found
        ("Fighters of Boko Haram fled.", "Boko Haram", "Boko Haram"),
        ("Fighters of boko haram fled.", "boko haram", None),
        ("The Syrian Observatory for Human Rights said so.", "Syrian Observatory for Human Rights", None),
    ],
)
def test_full_names_and_acronyms_of_the_file(page_of, text, words, name):
    found = named(page_of(text), words)
    assert found is not None
    assert name is None or found.replace("’", "'").casefold() == name.casefold()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The fish is fresh.", "is"),  # IS in lower case is a verb
        ("It was who they feared.", "who"),
        ("Give it to us.", "us"),
    ],
)
def test_acronyms_keep_their_case(page_of, text, words):
    assert named(page_of(text), words) is None


def test_a_text_names_an_actor_by_its_own_fullest_name(page_of):
    page = page_of("The Rapid Support Forces left. The RSF denied it.")
    assert {name for _, name in names(page)} == {"Rapid Support Forces"}


def test_an_acronym_that_the_text_defines_means_that_name_from_then_on(page_of):
    page = page_of("The Blue Valley Liberation Army (BVLA) took a hill. The BVLA then left it.")
    assert {name for words, name in names(page) if words == "BVLA"} == {"Blue Valley Liberation Army"}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The Blue Valley Liberation Army [BVLA] took a hill. BVLA men left.", "BVLA", "Blue Valley Liberation Army"),
        ("The BVLA (Blue Valley Liberation Army) took a hill.", "BVLA", "Blue Valley Liberation Army"),
        ("Men of the Blue Valley Movement fled.", "Blue Valley Movement", "Blue Valley Movement"),
        ("The Army of the Blue Valley fled.", "Army of the Blue Valley", "Army of the Blue Valley"),
        ("The 14th Brigade of the Kenyan army fled.", "14th Brigade", "14th Brigade"),
        ("Villagers saw ZQT fighters near the well.", "ZQT", "ZQT"),
    ],
)
def test_bodies_that_the_file_lacks(page_of, text, words, name):
    assert named(page_of(text), words) == name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("An IED wounded a driver.", "IED"),  # arms are no side
        ("The Army left.", "Army"),  # whose, nothing says
    ],
)
def test_what_is_no_body(page_of, text, words):
    assert named(page_of(text), words) is None


def test_an_adjective_of_the_army_is_no_short_name(page_of):
    page = page_of("The Kenyan army left. The military forces of Chad came.")
    assert named(page, "military") is None


def test_a_surname_within_the_name_of_somebody_else_is_his(page_of):
    page = page_of("The army shot a man of the Agar Dinka in South Sudan.")
    assert "Malik Agar" not in {name for _, name in names(page)}


def test_letters_in_brackets_that_are_no_initials_define_nothing(page_of):
    page = page_of("The Blue Valley Liberation Army (Wire) took a hill. The Wire was first.")
    assert named(page, "Wire") != "Blue Valley Liberation Army"


@pytest.mark.parametrize(
    ("day", "until_2024"),
    [(date(2024, 11, 30), True), (date(2025, 3, 30), False)],
)
def test_of_two_bodies_of_one_name_the_one_of_the_day_is_meant(page_of, day, until_2024):
    (span,) = [span for span in page_of("The Syrian army left Homs.", day).actors if span.actor is not None]
    assert (span.actor.until is not None) is until_2024


def test_a_short_name_is_earned_by_the_name_before_it(page_of):
    page = page_of("The Syrian army left Homs. The army then went home.", date(2024, 11, 30))
    assert len({span.actor.id for span in page.actors if span.actor is not None}) == 1
    assert named(page, "army") is not None


def test_a_short_name_that_nobody_earned_is_not_given_to_anybody(page_of):
    page = page_of("The ministry said nothing.")
    assert all(span.actor is None for span in page.actors)


def test_a_person_that_the_file_knows_brings_the_body_that_he_leads_that_day(page_of):
    text = "Ismail Haniyeh spoke in Doha."
    for day, body in ((date(2024, 3, 14), True), (date(2016, 1, 1), False)):
        (span,) = [span for span in page_of(text, day).actors if span.kind is ActorKind.PERSON]
        assert (span.leads is not None) is body


@pytest.mark.xfail(strict=True, reason="a surname that the pipeline takes for a body is no person's")
def test_a_surname_alone_is_the_person_named_before(page_of):
    page = page_of("Amina Okonkwo left the village. Okonkwo said the well was dry.")
    assert {name for _, name in names(page)} == {"Amina Okonkwo"}


@pytest.mark.parametrize("text", ["Syrian bread is dear.", "Moscow was cold.", "Rain fell."])
def test_countries_and_their_seats_are_no_bodies_of_their_own(page_of, text):
    assert names(page_of(text)) == []


def test_spans_never_overlap_and_stand_in_text_order(page_of):
    page = page_of("The Syrian Democratic Forces (SDF), the Syrian army and the Free Syrian Army met Hezbollah.")
    ends = [0, *(span.end for span in page.actors)]
    assert all(span.start >= end for span, end in zip(page.actors, ends, strict=False))
    assert len(page.actors) >= 4


def test_a_full_name_is_never_another_person_of_that_surname(page_of):
    page = page_of('"We will rebuild the school," said Olena Kovalenko, a teacher in Kharkiv.')
    assert {name for _, name in names(page) if "Kovalenko" in name} == {"Olena Kovalenko"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Institute for the Study of War drew a map. The Tarbela Institute cooks for students.", "Institute"),
        ("The Gaza Humanitarian Foundation left. Money came from the Larkin Foundation.", "Foundation"),
        ("The Committee to Protect Journalists spoke. The Amber National Committee met.", "Committee"),
    ],
)
def test_the_last_word_of_another_bodys_name_is_no_short_name(page_of, text, words):
    page = page_of(text)
    assert named(page, words) is None
    assert len({name for _, name in names(page)}) == 2


def test_a_capitalised_short_name_alone_is_still_earned(page_of):
    page = page_of("The Institute for the Study of War drew a map. The Institute said that it was old.")
    assert {name for _, name in names(page)} == {"Institute for the Study of War"}
