"""Who is said to hold, take or lose which place: sentences of many wars, and those that only look like control."""

from typing import Any

import pytest

from marsad.domain.claim import Claim, Control
from marsad.domain.vocabulary import ControlState


def control_of(claims: tuple[Claim, ...]) -> list[tuple[Claim, Control]]:
    return [(claim, claim.said) for claim in claims if isinstance(claim.said, Control)]


def told(claims: tuple[Claim, ...]) -> set[tuple[str, str, str]]:
    """(state, holders, place) of each claim of control."""
    return {
        (control.state.value, " + ".join(control.holder), claim.place.name if claim.place else "")
        for claim, control in control_of(claims)
    }


def agrees(expected: tuple[str, str, str], read: set[tuple[str, str, str]]) -> bool:
    """True where a claim has the state and its holder and place hold the expected words."""
    state, holder, place = expected
    return any(
        state == other[0]
        and set(holder.casefold().split()) <= set(other[1].casefold().replace("'s", "").split())
        and place.casefold() in other[2].casefold()
        for other in read
    )


SAID = [
    # holds
    ("The junta controls Myitkyina.", ("holds", "junta", "Myitkyina")),
    ("The army still holds the airport in Kadugli.", ("holds", "army", "Kadugli")),
    ("Bukavu is under the control of M23.", ("holds", "March 23 Movement", "Bukavu")),
    ("Taiz remains under government control.", ("holds", "government", "Taiz")),
    ("The town of Rutshuru is in the hands of the rebels.", ("holds", "rebels", "Rutshuru")),
    ("Shells landed on rebel-held Taiz.", ("holds", "rebels", "Taiz")),
    ("Donetsk, a stronghold of Russian-backed separatists, was quiet.", ("holds", "separatists", "Donetsk")),
    ("Most of Omdurman is controlled by the army.", ("holds", "army", "Omdurman")),
    ("Hezbollah rules Tripoli.", ("holds", "Hezbollah", "Tripoli")),
    # gained
    ("The Rapid Support Forces captured Wad Madani on Monday.", ("gained", "Rapid Support Forces", "Wad Madani")),
    ("Ukrainian troops recaptured Lyman.", ("gained", "Ukrainian", "Lyman")),
    ("Kharkiv was recaptured by Ukrainian troops.", ("gained", "Ukrainian", "Kharkiv")),
    ("Mosul fell to the Islamic State group in 2014.", ("gained", "Islamic State", "Mosul")),
    ("The rebels took control of Bukavu.", ("gained", "rebels", "Bukavu")),
    ("The army regained control of Sennar from the Rapid Support Forces.", ("gained", "army", "Sennar")),
    ("Rebels seized the towns of Lashio and Myitkyina.", ("gained", "rebels", "Lashio")),
    ("Rebels seized the towns of Lashio and Myitkyina.", ("gained", "rebels", "Myitkyina")),
    # lost
    ("The army lost Wad Madani last week.", ("lost", "army", "Wad Madani")),
    ("Government forces withdrew from Bakhmut.", ("lost", "government forces", "Bakhmut")),
    # whoever drives a side out has the place
    ("Rebels were driven from Bukavu.", ("lost", "rebels", "Bukavu")),
    ("Rebels were driven from Bukavu by soldiers.", ("gained", "soldiers", "Bukavu")),
    (
        "Rebels were driven out of Bukavu by soldiers.",
        ("gained", "soldiers", "Bukavu"),
    ),  # two prepositions in the parse
    # besieged: who besieges a place does not hold it
    ("The Rapid Support Forces have besieged El Fasher for months.", ("besieged", "", "El Fasher")),
    ("Timbuktu has been under blockade by JNIM since August.", ("besieged", "", "Timbuktu")),
    # handed over, with flags, by a noun, in shares
    ("Armenia ceded Lachin to Azerbaijan.", ("gained", "Azerbaijan", "Lachin")),
    ("Fighters of the Arakan Army hoisted their flag over Ann.", ("gained", "Arakan Army", "Ann")),
    ("The fall of Mosul to the Islamic State group stunned the allies.", ("gained", "Islamic State", "Mosul")),
    ("Syrian troops pulled out of Hama at dawn.", ("lost", "Syrian troops", "Hama")),
    ("Russia occupies about a fifth of Kharkiv region.", ("holds", "Russia", "Kharkiv")),
    ("Russia holds 70 per cent of Donetsk region.", ("holds", "Russia", "Donetsk")),
    ("Omdurman is divided between the army and the RSF.", ("holds", "army", "Omdurman")),
    ("The insurgents were cleared from Dikwa by vigilantes.", ("gained", "vigilantes", "Dikwa")),
    # the place stands elsewhere, or no gazetteer knows it
    ("El Fasher is the only city in Darfur still held by the army.", ("holds", "army", "El Fasher")),
    ("Jets bombed Kutum, a town in North Darfur held by the rebels.", ("holds", "rebels", "Kutum")),
    ("Rebels reached Kutum at dawn. The army recaptured it by noon.", ("gained", "army", "Kutum")),
    ("The rebels recaptured Zzyrinka on Friday.", ("gained", "rebels", "Zzyrinka")),
    ("Mortars were fired from rebel territory.", ("holds", "rebels", "rebel territory")),
    ("Fighters seized the police station in Sagaing.", ("gained", "fighters", "Sagaing")),
    ("The rebels are in charge of Goma.", ("holds", "rebels", "Goma")),
    ("The rebels said they had captured the village of Kitchanga.", ("gained", "rebels", "Kitchanga")),
    # driven out, fallen, under flags, in hands
    ("Soldiers have been pushed back from Sevare by the Islamic State.", ("gained", "Islamic State", "Sevare")),
    ("So Kupiansk has fallen.", ("gained", "", "Kupiansk")),
    ("Russian troops took Lyman on Monday. On Tuesday Kupiansk fell.", ("gained", "Russian troops", "Kupiansk")),
    ("The army's loss of Wad Madani shocked Sudan.", ("lost", "army", "Wad Madani")),
    ("The rebel takeover of Goma sent thousands fleeing.", ("gained", "rebels", "Goma")),
    ("By nightfall the rebels' flag was flying over Saraqib.", ("holds", "rebels", "Saraqib")),
    ("The militia has the villages of Komanda and Lolwa under its control.", ("holds", "militia", "Lolwa")),
    ("Islamic State fighters are no longer in control of Sirte.", ("lost", "Islamic State", "Sirte")),
    ("The town of Nubl was cut off by rebels.", ("besieged", "", "Nubl")),
    ("Al-Shabaab runs Jilib.", ("holds", "Al-Shabaab", "Jilib")),
    ("The rebels stormed into Rutshuru in May. They have ruled the town since.", ("holds", "rebels", "Rutshuru")),
    ("At Masisi, taken by the rebels in May, the school is shut.", ("gained", "rebels", "Masisi")),
    # nobody, and more than one
    ("The town of Chasiv Yar remains contested.", ("contested", "", "Chasiv Yar")),
    ("Nobody controls Sabha.", ("none", "", "Sabha")),
    ("Neither side fully controls Sabha.", ("contested", "", "Sabha")),
    # "our troops" are the speaker's
    ("Our troops have liberated Izium, the Ukrainian army said.", ("gained", "Ukrainian army", "Izium")),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_who_holds_what(claims_of, text, expected):
    read = told(claims_of(text))
    assert agrees(expected, read), read


@pytest.mark.parametrize(
    "text",
    [
        "Rebels entered Goma before dawn.",  # entering is not holding
        "The army advanced on Bara from two sides.",
        "Government troops are battling for control of Sirte.",
        "The rebels tried to take Kupiansk and failed.",
        "Rebels are trying to capture Taiz.",
        "Artillery shelled Sloviansk all night.",
        "Fighters massed near Marib.",
        "Protesters took photographs of the bridge in Mandalay.",
        "The union held a rally in Khartoum.",
        "The minister held talks in Doha.",
        "Doctors took samples from the well in Aden.",
        "The mayor lost his son in Kharkiv.",
        "Prices fell to a record low in Beirut.",
        "The conservatives took Toledo from the socialists in the election.",
        "The flood cut off Derna for three days.",
        "Bamako is surrounded by hills.",
        "Al-Shabaab runs a hospital in Jilib.",
        "Herat has changed hands many times.",
        "Sirte, once a stronghold of the rebels, was quiet.",
        "The fire was brought under control in Athens.",
        "The senator took Ohio with 54 per cent of the votes.",
        "The surrounding hills are green in Idlib.",
        "Russian forces advanced in western Toretsk.",
    ],
)
def test_what_is_not_control(claims_of, text):
    assert told(claims_of(text)) == set()


@pytest.mark.parametrize(
    "text",
    [
        "The rebels did not capture Sake.",
        "The army denied that rebels had captured Sake.",
        "The rebels vowed to capture Sake.",
        "If rebels capture Sake, the road to Goma is open.",
    ],
)
def test_control_denied_planned_or_supposed_is_never_asserted(claims_of, text):
    assert all(claim.modality.value != "asserted" for claim, _ in control_of(claims_of(text)))


@pytest.mark.parametrize(
    ("text", "loser"),
    [
        ("The army retook Kidal from Tuareg separatists.", "separatists"),
        ("The army recaptured the rebel-held town of Kidal.", "rebel"),
    ],
)
def test_whose_it_was_before(claims_of, text, loser):
    ((_, control), *_) = [pair for pair in control_of(claims_of(text)) if pair[1].state is ControlState.GAINED]
    assert any(loser in name.casefold() for name in control.from_)
    assert not any(loser in name.casefold() for name in control.holder)


@pytest.mark.parametrize(
    ("text", "extent"),
    [
        ("The rebels control most of Rakhine.", "most"),
        ("The rebels control parts of Rakhine.", "part"),
        ("The rebels control the entire city of Sittwe.", "whole"),
        ("The rebels control all of Rakhine.", "whole"),
        ("The rebels control almost all of Rakhine.", "most"),
        ("The rebels control more than 80 per cent of Rakhine.", "most"),
        ("The rebels control a third of Rakhine.", "part"),
        ("The rebels control two thirds of Rakhine.", "most"),
        ("The rebels seized the outskirts of Sittwe.", "outskirts"),
        ("The rebels control Sittwe.", None),
    ],
)
def test_how_much_of_it(claims_of, text, extent):
    ((_, control), *_) = control_of(claims_of(text))
    assert control.extent == extent


@pytest.mark.parametrize(
    ("text", "place", "holder"),
    [
        ("The army controls Bamako except the northern suburbs.", "northern suburbs", ()),
        ("Rebels hold Aleppo apart from the Kurdish-held district.", "district", ("Kurdish forces",)),
    ],
)
def test_what_is_left_out(claims_of, text, place, holder):
    ((_, control), *_) = control_of(claims_of(text))
    (exception,) = control.except_
    assert place in exception.place
    assert exception.holder == holder


@pytest.mark.parametrize(
    ("text", "day"),
    [("Rebels captured Bambari on Tuesday.", "2024-03-12"), ("Rebels captured Bambari in 2017.", "2017-01-01")],
)
def test_since_when(claims_of, text, day):
    ((claim, _), *_) = control_of(claims_of(text))
    assert claim.time is not None
    assert claim.time.start is not None
    assert claim.time.start.isoformat() == day


def test_a_claim_of_control_credits_whoever_says_so(claims_of):
    ((claim, _), *_) = control_of(claims_of("Rebels have captured Sake, the United Nations said on Monday."))
    assert claim.attribution is not None
    assert claim.attribution.speaker == "United Nations"


def test_what_only_names_the_town_is_the_outlets(claims_of):
    text = "A shell killed two women in rebel-held Taiz, the United Nations said."
    ((claim, _), *_) = control_of(claims_of(text))
    assert claim.attribution is None


def _plain(rows: list[Any]) -> list[Any]:
    return [getattr(row, "values", row) for row in rows]


def test_every_state_of_the_table_is_a_state_of_the_vocabulary():
    states: Any = {state.value for state in ControlState}
    assert {expected[0] for _, expected in _plain(SAID)} <= states


@pytest.mark.parametrize("people", ["families", "villagers"])
def test_people_who_leave_a_town_lose_none(claims_of, people):
    assert not told(claims_of(f"The children of {people} who fled Goma went to school in Bukavu."))
