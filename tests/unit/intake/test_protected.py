"""A protected record: only what cannot name its giver goes on."""

import json

import pytest

from marsad.intake import arrivals

TEXT = "date 2024-12-01 Nine people died in Homs, a nurse said."


def arrive(**record):
    (arrival,) = arrivals(json.dumps({"text": TEXT, "protected": True, **record}).encode(), "given")
    return arrival


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("field-7", True),
        ("N7", True),
        ("Homs network 3", True),
        ("зелений-5", True),
        ("nurse@clinic.example", False),
        ("+963 944 123 456", False),
        ("0944123456", False),
        ("a, b", False),
        ("https://social.example/x", False),
        ("x" * 41, False),
        ("line\nbreak", False),
        ("", False),
        (7, False),
        (None, False),
    ],
)
def test_a_source_is_a_code_name_or_nothing(name, kept):
    arrival = arrive(source=name)
    assert arrival.document.source == (name if kept else None)
    assert [problem.code for problem in arrival.problems] == ([] if kept else ["unreadable-input"])


@pytest.mark.parametrize("word", ["yes", "false", 0, 1, [], {}])
def test_a_slip_of_the_pen_protects(word):
    arrival = arrive(protected=word, source="field-7")
    assert arrival.document.protected
    assert "`protected` is neither true nor false; taken as true" in arrival.problems[0].message


def test_title_and_address_and_all_other_fields_are_left_out_of_document_and_original():
    arrival = arrive(id="p1", source="field-7", title="T", url="https://x.example", giver="G", language="en")
    document = arrival.document
    assert (document.title, document.url, document.language, document.date.isoformat()) == (
        None,
        None,
        "en",
        "2024-12-01",
    )
    kept = json.loads(arrival.original)
    assert kept == {"id": "p1", "text": TEXT, "source": "field-7", "protected": True, "date": "2024-12-01"}


def test_the_dateline_of_a_protected_text_names_no_outlet():
    assert arrive(text="HOMS (Mariam K.) — Nine died.", source="field-7").document.source == "field-7"
    assert arrive(text="HOMS (Mariam K.) — Nine died.").document.source is None
