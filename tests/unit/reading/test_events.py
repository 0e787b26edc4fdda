"""What is said to have happened: one sentence in, the type and the sides of the event that it tells out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marsad.domain.claim import Event
from marsad.domain.vocabulary import ProblemCode
from marsad.reading.attribution import find_frames
from marsad.reading.event_figurative import class_of_document, is_quoted_scene
from marsad.reading.events import EventFinding, read_events
from marsad.reading.page import Page

Found = Callable[[str], tuple[EventFinding, ...]]


@pytest.fixture
def found(reader: Any, page_of: Callable[..., Page]) -> Found:
    """Every finding of a text, those that only point back among them."""

    def find(text: str) -> tuple[EventFinding, ...]:
        page = page_of(text)
        return read_events(page, reader._event_words, find_frames(page))[0]

    return find


def told(findings: tuple[EventFinding, ...]) -> set[str]:
    return {each.event.type.value for each in findings if each.told}


TYPES = [
    # by the arms named beside a vague word
    ("Israeli warplanes bombed a depot near Baalbek.", "air_strike"),
    ("A drone strike killed three people in Marib.", "air_strike"),
    ("The army attacked the village with mortars.", "shelling"),
    ("Rebels fired rockets at the airport in Goma.", "shelling"),
    ("A car bomb exploded outside a hotel in Mogadishu.", "bombing"),
    ("A suicide attack on a mosque in Peshawar killed 20 worshippers.", "suicide_bombing"),
    ("Regime forces used chlorine in an attack on the town of Saraqib.", "chemical_attack"),
    # by who meets whom
    ("Militants attacked an army base in Monguno.", "armed_clash"),
    ("Gunmen attacked farmers in Plateau state.", "attack"),
    ("Unidentified gunmen opened fire at a police checkpoint in Quetta.", "armed_clash"),
    ("Villagers clashed with police in Sonbhadra.", "riot"),
    ("Government bombs hit a market in El Fasher.", "air_strike"),
    ("Gunmen shot dead two teachers in Yala.", "attack"),
    ("Assailants ambushed a school teacher on her way home in Barisal.", "attack"),
    # what is only tried
    ("The junta has been trying for months to capture Myawaddy.", "offensive"),
    # by meaning, many kinds of act
    ("The rebels captured the town of Sake on Tuesday.", "territory_gain"),
    ("Troops withdrew from Kherson.", "withdrawal"),
    ("The militia besieged the town of Babanusa.", "siege"),
    ("Gunmen kidnapped 30 pupils in Kuriga.", "abduction"),
    ("Police arrested 12 activists in Minsk.", "arrest"),
    ("Fighters looted the hospital in Bunia.", "destruction"),
    ("Soldiers recovered four bombs in Samar.", "weapon_seizure"),
    ("Turkish troops entered Bashiqa.", "troop_movement"),
    ("Both sides agreed a ceasefire in Tripoli.", "ceasefire"),
    ("The group released 40 hostages.", "release"),
    ("Thousands of people fled the town of Kaga-Bandoro.", "displacement"),
    ("Trucks delivered food aid to Tigray, and aid workers distributed food.", "aid"),
    ("Students held a protest in Dhaka.", "protest"),
    ("Demonstrators pelted stones at soldiers in Sidon.", "riot"),
    ("The army repelled an attack by rebels on Pokrovsk.", "armed_clash"),
    ("A gun battle between police and a gang broke out in Port-au-Prince.", "armed_clash"),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_type(found: Found, text: str, expected: str) -> None:
    assert expected in told(found(text))


SIDES = [
    ("Al Shabaab fighters attacked a convoy near Baidoa.", ("Al Shabaab",), ()),
    ("The village was shelled by Russian forces.", ("Russia",), ()),
    ("Boko Haram killed 12 farmers in an attack on a village.", ("Boko Haram",), ("farmers",)),
    ("A strike by Israeli jets killed two medics in Tyre.", ("Israel",), ("medics",)),
    ("Hezbollah claimed responsibility for the attack on the base.", ("Hezbollah",), ()),
    ("The bombing in Kabul was blamed on the Taliban.", ("Taliban",), ()),
    ("Clashes between the Sudanese army and the Rapid Support Forces killed 9 people.", ("Rapid Support Forces",), ()),
    ("Turkish troops are preparing for an operation to oust the YPG from Kobani.", ("Turkish",), ("YPG",)),
]


def named(expected: str, names: set[str]) -> bool:
    words = {"YPG": "People's Protection Units"}
    wanted = {expected.casefold(), words.get(expected, expected).casefold()}
    return any(each in name.casefold() for name in names for each in wanted)


@pytest.mark.parametrize(("text", "agents", "recipients"), SIDES)
def test_sides(found: Found, text: str, agents: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    findings = found(text)
    doers = {name for each in findings for name in each.event.agents}
    done_to = {name for each in findings for name in each.event.recipients}
    assert all(named(each, doers) for each in agents), doers
    assert all(named(each, done_to) for each in recipients), done_to


NOTHING = [
    # sport, games, films, drills
    "The striker scored in the second half of the match, and the league leaders attacked the goal until the final.",
    "In the film, rebels storm the palace in Kigali.",
    "In the scenario, invaders land on the coast of Puntland and bombard two ports.",
    # a season
    "The governor of Sinaloa lost most of his deputies to a scandal this fall.",
    # figures of speech
    "Rebels in her own party ambushed the budget bill.",
    "Locusts invaded three districts of Marib.",
    "The ministry launched a battle against inflation.",
    # names
    "The family opened a diner called The Siege in the valley.",
    # what is only spoken about
    "The senator condemned the attack.",
    "A committee opened an inquiry into the massacre.",
    "He described the communal violence as a stain.",
    "They are rebels fighting the president.",
    "Those shells can destroy a house.",
    "The company released its accounts.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_event(found: Found, text: str) -> None:
    assert told(found(text)) == set()


def test_what_is_passed_over_is_kept_with_the_words_and_the_reason(reader: Any, page_of: Callable[..., Page]) -> None:
    page = page_of("The senator condemned the attack.")
    _, problems = read_events(page, reader._event_words, find_frames(page))
    (problem,) = problems
    assert problem.code is ProblemCode.PASSED_OVER
    assert problem.message == "“attack” tells no event: it is only spoken about"
    assert problem.quote is not None
    assert problem.quote.text == "attack"
    assert page.document.text[problem.quote.start : problem.quote.end] == "attack"


def test_a_word_that_points_back_goes_on_with_the_story(found: Found) -> None:
    first, second = found("Shelling hit the port of Odesa on Tuesday. The attack killed two sailors.")
    assert first.event.type == second.event.type
    assert (first.told, second.told) == (True, False)
    assert second.time == first.time
    assert second.time is not None
    assert second.time.start == date(2024, 3, 12)


def test_it_was_carried_out_by_gives_the_act_its_doer(found: Found) -> None:
    findings = found("An air strike hit Jibla on Monday. It was carried out by the Saudi air force.")
    assert {each.event.type.value for each in findings} == {"air_strike"}
    assert any("Saudi" in name for each in findings for name in each.event.agents)


def test_two_doers_of_one_type_are_two_events(found: Found) -> None:
    findings = found("The army launched an offensive in Kivu, and M23 launched a counteroffensive.")
    assert len([each for each in findings if each.event.type.value == "offensive" and each.told]) == 2


def test_an_event_told_again_with_nothing_new_is_told_once(found: Found) -> None:
    findings = found("Gunmen raided the village of Zike on Monday. Gunmen raided the village.")
    assert [each.told for each in findings].count(True) == 1


def test_a_killing_joins_the_act_that_it_came_of(found: Found) -> None:
    (finding,) = found("Al Shabaab killed nine soldiers in an ambush near Dinsoor.")
    assert finding.event.type.value == "armed_clash"
    assert finding.rule.startswith("event-noun")


SAID_OF_WAR_ONLY = [
    # a topic of speech, of the law, of courts and shows
    "The envoy spoke on the Kivu killings during a visit to Paris.",
    "Deputies demanded an inquiry on Sunday into the riots.",
    "The court was asked to punish those behind the massacre.",
    "The new law bans torture.",
    "Compensation for families of the Uvira bombing was raised.",
    "Recruits simulated an assault on a beach.",
    # what must or must not be
    "Communal riots must be stopped at any cost, the mayor said.",
    "The attacks must end, the bishop said.",
    # the setting of other news
    "Oil prices rose two percent after the attacks in the Red Sea.",
    # business, politics, play, nature
    "The phone maker launched an offensive into the Indian market.",
    "The cabinet withdrew its plan for a tax on sugar.",
    "Our faith and our dignity are under attack.",
    "The shooting of the film in Malta took six weeks.",
    "The senator's attack drew laughter.",
    "The goalkeeper was beaten twice, and their attack bombarded the box from the corner.",
    "He gave up a rook for the attack and stormed the king's side with every pawn.",
    # tear gas is no gas attack
    "Police used tear gas at the gate.",
]


@pytest.mark.parametrize("text", SAID_OF_WAR_ONLY)
def test_war_that_is_only_spoken_of_or_played_tells_no_event(found: Found, text: str) -> None:
    assert not told(found(text)) - {"protest", "arrest"}


STILL_NEWS = [
    (
        "An airstrike hit a stadium in Khartoum, killing a goalkeeper and two fans, soldiers said.",
        "air_strike",
    ),
    ("Rebels attacked the market in Goma.", "attack"),
    ("A missile hit a factory and a restaurant in Dnipro; firefighters put out the blaze.", "shelling"),
    ("The army withdrew on Tuesday from Sake on orders from the capital.", "withdrawal"),
    ("A rebel team killed three guards in Beni.", "attack"),
    ("After the attack in Goma killed nine people, shops stayed shut.", "attack"),
]


@pytest.mark.parametrize(("text", "expected"), STILL_NEWS)
def test_news_of_war_is_told_in_words_of_other_trades_too(found: Found, text: str, expected: str) -> None:
    assert expected in told(found(text))


def test_the_classes_of_a_text(page_of: Callable[..., Page]) -> None:
    sport = "The goalkeeper saved a penalty and the visitors lost the match in the derby."
    assert class_of_document(page_of(sport)) == "sport"
    assert class_of_document(page_of("Gunmen attacked a village near Beni.")) is None
    page = page_of("In the film, rebels storm a palace.")
    assert is_quoted_scene(page.sentences[0])


SETTINGS = [
    ("On 2 March, in Goma, men went from house to house. Three teachers were abducted.", "abduction"),
    ("On 2 March, in Goma, a patrol came to the district. A shoot-out broke out.", "armed_clash"),
]


@pytest.mark.parametrize(("text", "kind"), SETTINGS)
def test_what_opens_a_paragraph_is_the_setting_of_what_follows(found: Found, text: str, kind: str) -> None:
    (finding,) = (each for each in found(text) if each.event.type.value == kind)
    assert finding.time is not None
    assert finding.time.start == date(2024, 3, 2)
    assert finding.place is not None
    assert finding.place.name == "Goma"


def test_a_new_paragraph_has_no_setting_of_the_last(found: Found) -> None:
    text = "On 2 March, in Goma, men went from house to house.\n\nA shoot-out broke out."
    (finding,) = (each for each in found(text) if each.event.type.value == "armed_clash")
    assert finding.time is None


def test_the_attack_after_a_fire_that_was_laid_is_that_fire(found: Found) -> None:
    assert told(found("Men set fire to three trucks near Temuco. The attack caused no injuries.")) == {"destruction"}


def test_a_label_before_a_colon_tells_nothing_beside_what_follows_it(found: Found) -> None:
    assert told(found("Strikes: On 8 March workers staged a protest in Omdurman.")) == {"protest"}


def test_the_body_that_bears_marks_of_a_killing_tells_one(found: Found) -> None:
    assert "attack" in told(found("A man was found dead by the road with his hands tied."))
    assert not told(found("A man was found dead in his bed."))


@pytest.mark.parametrize(
    "said",
    [
        "Neither Moscow nor Damascus has accepted responsibility.",
        "The Islamic State has yet to claim responsibility.",
        "The Islamic State refused to claim responsibility.",
        "It is unclear whether the Islamic State claimed responsibility.",
    ],
)
def test_who_has_not_taken_an_act_on_did_not_do_it(claims_of, said):
    claims = claims_of(f"A bomb went off in Kirkuk on Sunday. {said}")
    assert [claim.said.agents for claim in claims if isinstance(claim.said, Event)] == [()]
