"""Who does what to whom in the parse: subjects, objects, passives, joined nouns and the ends of phrases."""

import pytest

from marsad.reading.phrases import (
    conjuncts,
    done_by,
    done_to,
    governing_verb,
    is_passive,
    objects_of_prepositions,
    phrase,
    subject_of,
)


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Gunmen stormed the police post before dawn.", "stormed", "Gunmen"),
        ("The shells killed seven men and wounded nine others.", "wounded", "shells"),  # shared with the first verb
        ("The ministry raised its count, saying that bodies were still under the rubble.", "saying", "ministry"),
        ("Drones that hit the depot came from the east.", "hit", "Drones"),  # a relative clause has its noun
        ("Soldiers trying to cross the river were turned back.", "cross", "Soldiers"),
        ("The militia vowed to retake the bridge.", "retake", "militia"),
        ("Villagers were driven out by the militia.", "driven", "Villagers"),  # of a passive, whom it was done to
        ("Leave the town now.", "Leave", None),
    ],
)
def test_the_subject_is_the_verbs_own_or_that_of_the_verb_above(page_of, word, text, verb, subject):
    found = subject_of(word(page_of(text), verb))
    assert (found.text if found is not None else None) == subject


@pytest.mark.parametrize(
    ("text", "verb", "passive", "by", "to"),
    [
        ("The army shelled the market.", "shelled", False, "army", "market"),
        ("The market was shelled by the army.", "shelled", True, "army", "market"),
        ("The market was shelled on Monday.", "shelled", True, None, "market"),
        ("Three nurses killed by a mortar round were buried on Sunday.", "killed", True, "round", "nurses"),
        ("Rebels seized the dam and burned two trucks.", "burned", False, "Rebels", "trucks"),
        (
            "Farmers who were abducted by bandits have been freed.",
            "abducted",
            True,
            "bandits",
            "who",
        ),  # actor_name goes on
    ],
)
def test_a_passive_turns_the_sides_round(page_of, word, text, verb, passive, by, to):
    token = word(page_of(text), verb)
    assert is_passive(token) is passive
    assert [each.text if each is not None else None for each in (done_by(token), done_to(token))] == [by, to]


@pytest.mark.parametrize(
    ("text", "first", "joined"),
    [
        ("Police and soldiers sealed the road.", "Police", ["Police", "soldiers"]),
        ("The strikes hit Bunia, Goma and Beni.", "Bunia", ["Bunia", "Goma", "Beni"]),
        ("The army withdrew.", "army", ["army"]),
    ],
)
def test_conjuncts_are_all_that_is_joined_in_text_order(page_of, word, text, first, joined):
    assert [each.text for each in conjuncts(word(page_of(text), first))] == joined


@pytest.mark.parametrize(
    ("text", "head", "words"),
    [
        ("At least 12 people in the city were killed.", "people", "At least 12 people"),
        ("The two elderly farmers from the valley died.", "farmers", "The two elderly farmers"),
        ("Troops loyal to the junta fled.", "Troops", "Troops"),
        ("Residents found the bodies of their neighbours.", "neighbours", "their neighbours"),
    ],
)
def test_a_phrase_ends_with_its_head(page_of, word, text, head, words):
    assert phrase(word(page_of(text), head)).text == words


@pytest.mark.parametrize(
    ("text", "token", "prepositions", "nouns"),
    [
        ("The rebels took the airport from the army.", "took", ("from",), ["army"]),
        ("The shelling of the camp by the army went on.", "shelling", ("of", "by"), ["camp", "army"]),
        ("They fought in Omdurman.", "fought", (), ["Omdurman"]),
        ("They fought in Omdurman.", "fought", ("near",), []),
    ],
)
def test_nouns_hang_on_a_word_by_the_prepositions_asked_for(page_of, word, text, token, prepositions, nouns):
    found = objects_of_prepositions(word(page_of(text), token), *prepositions)
    assert [each.text for each in found] == nouns


def test_the_governing_verb_is_the_nearest_above_and_of_the_top_verb_none(page_of, word):
    page = page_of("Medics said that a shell landed on the clinic.")
    above = governing_verb(word(page, "clinic"))
    assert above is not None
    assert above.text == "landed"
    assert governing_verb(word(page, "said")) is None
