"""Casualties whole: parts in their wholes, revisions, groups, sides and scope."""

from datetime import date

import pytest

from marsad.domain.claim import Casualty, EarlierFigure
from marsad.domain.vocabulary import Scope, VictimsGroup


def casualties(claims):
    return {claim.said.words: claim.said for claim in claims if isinstance(claim.said, Casualty)}


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("A raid killed eight civilians, including two children.", "two children", "eight civilians"),
        ("A raid killed eight civilians, including two boys and a nurse.", "a nurse", "eight civilians"),
        ("The dead include two nurses and a clerk.", "two nurses", None),
        ("Two of them children, six people were killed.", "Two of them children", "six people"),
        ("Half of the 80 wounded are children.", "Half of the", "80 wounded"),
        ("Nine people, four of them women, were killed.", "four of them women", "Nine people"),
        ("At least 70 people, among them ten women, were killed.", "ten women", "At least 70 people"),
        ("Seven pupils were among 31 villagers killed near Beni, the deacon said.", "Seven pupils", "31 villagers"),
        ("Nineteen people died. Six children and a medic are among the 19.", "Six children", "Nineteen people"),
        ("The strike killed 12 people. Three children were among the dead.", "Three children", "12 people"),
        ("The strike killed 12 people. Among the dead is a girl of nine.", "a girl", "12 people"),
        ("The strike killed 12 people. Five of the dead were children.", "Five of the dead", "12 people"),
        ("The raids killed 704 people, of whom 111 were civilians.", "111", "704 people"),
        ("Two people, a mother and her son, were shot dead.", "a mother", "Two people"),
        ("The clashes killed 70 fighters. The dead were 30 soldiers and 39 rebels.", "30 soldiers", None),
        ("Five soldiers were killed. In another town, two children were wounded.", "two children", None),
    ],
)
def test_a_part_stands_in_its_whole(claims_of, text, part, whole):
    found = casualties(claims_of(text))
    assert (found[part].includes_in if part in found else None) == whole


@pytest.mark.parametrize(
    ("text", "words", "earlier"),
    [
        ("At least 12 people were killed, raising an earlier toll of five.", "At least 12 people", (5, 5)),
        ("The death toll has risen to 18, up from 16, after two people died.", "18", (16, 16)),
        ("The ministry raised the toll of the strike to 11, from seven.", "11", (7, 7)),
        ("Rescuers revised down their toll of the strike to 18 from 21.", "18", (21, 21)),
        ("Nineteen people have now died. The earlier count was 16.", "Nineteen people", (16, 16)),
        ("Eight people died. Earlier the monitor had spoken of four dead.", "Eight people", (4, 4)),
        ("Up to 14 people, among them three boys, died, up from an earlier count of nine.", "Up to 14 people", (9, 9)),
        ("Twelve people died in the strike.", "Twelve people", None),
    ],
)
def test_a_later_figure_names_the_one_it_replaces(claims_of, text, words, earlier):
    found = casualties(claims_of(text))
    expected = EarlierFigure(low=earlier[0], high=earlier[1]) if earlier else None
    assert found[words].revises == expected
    assert not earlier or all(each.best != earlier[0] for each in found.values())


@pytest.mark.parametrize(
    ("text", "words", "group"),
    [
        ("Two paramedics were killed and four others injured.", "four others", VictimsGroup.MEDICS),
        ("Four soldiers died and seven were wounded.", "seven", VictimsGroup.SOLDIERS),
        ("The strike killed 12 people. Five of the dead were children.", "Five of the dead", VictimsGroup.CHILDREN),
        ("No deaths among aid workers were reported.", "No deaths", VictimsGroup.AID_WORKERS),
        ("About 200 people died, including 65 from the army.", "65", VictimsGroup.SOLDIERS),
        (
            "At least 70 Syrian regime and rebel fighters died.",
            "At least 70 Syrian regime and rebel fighters",
            VictimsGroup.COMBATANTS,
        ),
        ("A 4-year-old Palestinian was killed.", "A 4-year-old Palestinian", VictimsGroup.CHILDREN),
        ("His 30-year-old daughter was killed.", "His 30-year-old daughter", VictimsGroup.WOMEN),
        ("Her brothers were injured.", "Her brothers", VictimsGroup.PEOPLE),
        ("Police left the port; the fire wounded one officer.", "one officer", VictimsGroup.POLICE),
    ],
)
def test_the_narrowest_group_is_named(claims_of, text, words, group):
    assert casualties(claims_of(text))[words].victims is group


@pytest.mark.parametrize(
    ("text", "words", "scope", "since"),
    [
        ("A strike killed nine people on Tuesday.", "nine people", Scope.INCIDENT, None),
        ("Clashes have killed 80 people since Monday.", "80 people", Scope.AGGREGATE, date(2024, 3, 11)),
        ("A gas attack killed 87 people in April 2017.", "87 people", Scope.INCIDENT, None),
        ("The war has killed thousands of people.", "thousands of people", Scope.AGGREGATE, None),
        ("Millions of people have been displaced.", "Millions of people", Scope.AGGREGATE, None),
        ("Three hundred people have died so far.", "Three hundred people", Scope.AGGREGATE, None),
    ],
)
def test_a_total_over_a_time_is_no_incident(claims_of, text, words, scope, since):
    found = casualties(claims_of(text))[words]
    assert (found.scope, found.since) == (scope, since)


def test_nobody_harmed_has_no_cause_and_no_agents(claims_of):
    found = casualties(claims_of("The army shelled the port. No one was hurt."))["No one"]
    assert (found.best, found.cause, found.agents) == (0, None, ())


def test_a_share_is_counted_from_its_whole(claims_of):
    found = casualties(claims_of("The raids killed 40 people, half of them children."))
    assert found["half of them children"].best == 20


def test_a_name_told_again_is_no_second_death(claims_of):
    found = casualties(claims_of("A sniper killed a nurse. The nurse was killed near the clinic."))
    assert list(found) == ["a nurse"]


def test_a_figure_without_a_setting_takes_that_of_the_event_before_it(claims_of):
    text = "Shells hit the market of Sake on Tuesday. Five people died. No soldiers were hurt."
    found = {claim.said.words: claim for claim in claims_of(text) if isinstance(claim.said, Casualty)}
    assert found["Five people"].place.name == "Sake"
    assert found["Five people"].time is not None
    assert found["No soldiers"].place is None


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("At least twenty-six people were killed.", "At least twenty-six people", "twenty-six"),
        ("20 to 30 villagers were hurt.", "20 to 30 villagers", "20 to 30"),
        ("Dozens of people died.", "Dozens of people", "Dozens"),
        ("A woman was killed.", "A woman", None),
        ("Civilians were killed.", "Civilians", None),
        ("No soldiers were hurt.", "No soldiers", "No"),
    ],
)
def test_the_number_is_a_slice_of_the_text(claims_of, text, words, number):
    figure = casualties(claims_of(text))[words].figure
    assert (figure.text if figure else None) == number
    assert figure is None or text[figure.start : figure.end] == number


@pytest.mark.parametrize(
    "text",
    [
        "It was not clear whether there were any casualties.",
        "Casualties were not known.",
        "There were no immediate reports of deaths or injuries.",
        "The number of casualties is unknown.",
    ],
)
def test_what_is_not_known_is_no_figure(claims_of, text):
    assert casualties(claims_of(text)) == {}
