from dataclasses import replace
from random import Random

import pytest
from conflict import ACTORS, OBSERVATORY, RESIDENT, killed, strike, tell

from marsad.domain.claim import Attribution, Quote
from marsad.domain.vocabulary import Role
from marsad.reconcile import reconcile
from marsad.reconcile.copies import trace_copies
from marsad.reconcile.voices import is_unnamed


@pytest.mark.parametrize(
    ("speaker", "role", "unnamed"),
    [
        ("a medical source", Role.MEDICAL, True),
        ("An eyewitness", Role.UNKNOWN, True),
        ("medical sources", Role.MEDICAL, True),
        ("Umm Rashid", Role.RESIDENT, True),  # a private person is nobody's spokesman
        ("the health ministry", Role.GOVERNMENT, False),
        ("Rights Observatory", Role.MONITOR, False),
        ("وزارة الصحة", Role.GOVERNMENT, False),  # a script without capitals
    ],
)
def test_who_is_named(speaker, role, unnamed):
    assert is_unnamed(speaker, role) is unnamed


def voices(*claims):
    (event,) = reconcile(claims, actors=ACTORS).events
    return event.voices


def test_ten_papers_quoting_one_body_are_one_voice():
    claims = [tell(strike(), f"d{n}", by=OBSERVATORY, source=f"Paper {n}") for n in range(10)]
    assert voices(*claims) == ("Rights Observatory",)


def test_names_of_the_actor_file_are_one_voice():
    claims = [tell(strike(), "d1", source="AEX"), tell(strike(), "d2", by=Attribution(speaker="Agence Exemple"))]
    assert voices(*claims) == ("Agence Exemple",)


def test_unnamed_voices_of_two_documents_are_two():
    assert len(voices(tell(strike(), "d1", by=RESIDENT), tell(strike(), "d2", by=RESIDENT, source="Wire B"))) == 2


def test_without_speaker_or_outlet_the_document_is_the_voice():
    assert voices(tell(strike(), "d1", source=None)) == ("the outlet of d1",)


def test_a_protected_source_is_never_named():
    claim = tell(
        killed(3), "giver-7731", by=Attribution(speaker="Samir Halabi"), source="Samir's channel", protected=True
    )
    record = reconcile([claim], actors=ACTORS)
    (event,) = record.events
    assert event.voices == ("a protected source",)
    assert event.tolls[0].revisions[0].voice == "a protected source"
    assert "Samir" not in repr(record)


def test_protected_documents_are_voices_apart():
    claims = [tell(strike(), f"d{n}", source=None, protected=True) for n in (1, 2)]
    assert len(voices(*claims)) == 2


def printed(document, source, sentences, reported):
    """One claim a sentence, the same words wherever it is printed."""
    return [
        replace(
            tell(strike(), document, source=source, reported=reported),
            quote=Quote(start=at * 90, end=at * 90 + len(text), text=text),
        )
        for at, text in enumerate(sentences)
    ]


STORY = tuple(
    f"The wire's sentence {word} on the market of Tall Rim." for word in ("one", "two", "three", "four", "five")
)


def test_near_copies_of_one_story_are_one_voice():
    claims = [
        *printed("d2", "Daily B", (*STORY, "A line of its own."), 6),
        *printed("d1", "Wire A", STORY, 5),
        *printed("d3", "Daily C", [text.upper() for text in STORY], 6),
    ]
    assert trace_copies(claims) == {"d1": "d1", "d2": "d1", "d3": "d1"}
    assert voices(*claims) == ("Wire A",)


def test_half_a_story_is_no_copy():
    claims = [
        *printed("d1", "Wire A", STORY, 5),
        *printed("d2", "Daily B", (*STORY[:3], "Other words.", "More words."), 6),
    ]
    assert trace_copies(claims) == {"d1": "d1", "d2": "d2"}


def test_a_public_reprint_takes_no_name_from_a_protected_first_print():
    first = [replace(claim, protected=True) for claim in printed("giver-7731", "Samir's channel", STORY, 5)]
    record = reconcile([*first, *printed("d2", None, STORY, 6), *printed("d3", "Daily B", STORY, 7)])
    assert {voice for event in record.events for voice in event.voices} == {
        "a protected source",
        "Daily B",
        "the outlet of d2",
    }


def test_an_outlet_that_adds_its_own_witness_adds_a_voice():
    story = [tell(strike(), "d1", sentence=n, source="Wire A") for n in range(6)]
    copies = [replace(claim, document="d2", source="Daily B") for claim in story]
    witness = tell(strike(), "d2", sentence=7, source="Daily B", by=RESIDENT)
    (plain,) = reconcile([*story, *copies], actors=ACTORS).events
    assert plain.voices == ("Wire A",)
    events = reconcile([*story, *copies, witness], actors=ACTORS).events
    assert {voice for event in events for voice in event.voices} == {"Wire A", RESIDENT.speaker}


def test_no_copy_is_missed_and_none_is_made_up():
    """Against every pair compared: 60 documents of ten sentences out of a few, so that every overlap comes up."""
    draw = Random(7)
    claims = [
        replace(tell(strike(), f"d{n:02}"), quote=Quote(start=at, end=at + 9, text=f"Words of number {sentence}."))
        for n in range(60)
        for at, sentence in enumerate(draw.sample(range(12), draw.choice([8, 9, 10])))
    ]
    told = {f"d{n:02}": {claim.quote.text for claim in claims if claim.document == f"d{n:02}"} for n in range(60)}
    firsts = trace_copies(claims)
    near = {(a, b) for a in told for b in told if len(told[a] & told[b]) >= 0.8 * len(told[a] | told[b])}
    assert all(firsts[a] == firsts[b] for a, b in near)
    reached = {one: {one} for one in told}
    for _ in told:
        reached = {one: {b for a in those for x, b in near if x == a} for one, those in reached.items()}
    assert all(firsts[one] in reached[one] for one in told)


def test_an_outlet_that_nobody_names_is_told_by_its_documents_id_as_tables_show_it():
    (event,) = reconcile([tell(strike(), "939a8d384079b070e375344c", source=None)]).events
    assert event.voices == ("the outlet of 939a8d3840",)
