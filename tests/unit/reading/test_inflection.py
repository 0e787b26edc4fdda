"""Lemma in, written forms out."""

import pytest

from marsad.reading.inflection import lemma_table, noun_forms, verb_forms


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("shell", {"shell", "shells", "shelled", "shelling"}),
        ("seize", {"seize", "seizes", "seized", "seizing"}),
        ("bury", {"bury", "buries", "buried", "burying"}),
        ("destroy", {"destroy", "destroys", "destroyed", "destroying"}),
        ("ambush", {"ambush", "ambushes", "ambushed", "ambushing"}),
        ("flee", {"flee", "flees", "fled", "fleeing"}),
        ("take", {"take", "takes", "took", "taken", "taking"}),
        ("stop", {"stop", "stops", "stopped", "stopping"}),
        ("hit", {"hit", "hits", "hitting"}),
        ("carry out", {"carry out", "carries out", "carried out", "carrying out"}),  # its first word inflects
    ],
)
def test_verbs(lemma, forms):
    assert verb_forms(lemma) == forms


@pytest.mark.parametrize(
    ("lemma", "plural"),
    [
        ("strike", "strikes"),
        ("air strike", "air strikes"),
        ("ambush", "ambushes"),
        ("city", "cities"),
        ("bus", "buses"),
    ],
)
def test_nouns(lemma, plural):
    assert noun_forms(lemma) == {lemma, plural}


def test_a_form_of_two_verbs_is_the_one_named_first():
    assert lemma_table(["find", "found"])["found"] == "find"
    assert lemma_table(["found", "find"])["found"] == "found"
