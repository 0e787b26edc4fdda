"""Our tokens say what spaCy's own say, of every attribute that the rules read."""

from importlib.resources import files

import pytest
from spacy.tokens import Doc as Parsed

from marsad.domain.document import Document
from marsad.intake import read_input
from marsad.reading.language import DEFAULT_PIPELINE, analyse, load_pipeline
from marsad.reading.parse import Doc, copy_parse

PLAIN = [
    *("i", "idx", "text", "lower_", "tag_", "dep_", "ent_type_", "ent_iob_", "whitespace_"),
    *("is_alpha", "is_punct", "is_space", "is_title", "is_upper", "is_quote", "like_num", "is_sent_start"),
]
ONE = ["head", "left_edge", "right_edge"]
SEVERAL = ["children", "lefts", "rights", "subtree", "ancestors"]
ODD = "  \n“It’s 12 – maybe 20,” Dr. O'Neil said.\n\nU.S.-led jets hit Kyiv (twice) at 5 a.m… № 7 ½"


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Parsed, Doc]]:
    """spaCy's parses of the sample and of an odd text, each with our copy."""
    data = files("marsad.sample").joinpath("dispatches.jsonl").read_bytes()
    documents, _ = read_input(data, "dispatches.jsonl")
    texts = [*documents, Document(id="odd", text=ODD)]
    return [(parsed, copy_parse(parsed)) for parsed, _ in analyse(load_pipeline(DEFAULT_PIPELINE), texts)]


@pytest.mark.parametrize("name", PLAIN)
def test_an_attribute_is_what_spacy_says(pairs: list[tuple[Parsed, Doc]], name: str) -> None:
    assert [(bool(a) if name.startswith(("is_", "like")) else a) for a in _each(pairs, name, 0)] == [
        *_each(pairs, name, 1)
    ]


@pytest.mark.parametrize("name", ONE)
def test_a_tie_leads_to_the_same_token(pairs: list[tuple[Parsed, Doc]], name: str) -> None:
    assert [each.i for each in _each(pairs, name, 0)] == [each.i for each in _each(pairs, name, 1)]


@pytest.mark.parametrize("name", SEVERAL)
def test_ties_lead_to_the_same_tokens_in_one_order(pairs: list[tuple[Parsed, Doc]], name: str) -> None:
    ours, theirs = ([[token.i for token in each] for each in _each(pairs, name, side)] for side in (1, 0))
    assert ours == theirs


def test_sentences_and_named_spans_are_the_same(pairs: list[tuple[Parsed, Doc]]) -> None:
    for parsed, doc in pairs:
        assert [(each.start_char, each.end_char, each.text, each.root.i) for each in doc.sents] == [
            (each.start_char, each.end_char, each.text, each.root.i) for each in parsed.sents
        ]
        assert [(each.start, each.end, each.label_) for each in doc.ents] == [
            (each.start, each.end, each.label_) for each in parsed.ents
        ]


def test_spans_are_cut_as_spacy_cuts_them(pairs: list[tuple[Parsed, Doc]]) -> None:
    for parsed, doc in pairs:
        for start in range(len(doc)):
            for length in (0, 1, 3, 1000):
                ours, theirs = doc[start : start + length], parsed[start : start + length]
                assert (ours.start, ours.end, ours.text) == (theirs.start, theirs.end, theirs.text)
                assert not length or ours.root.i == theirs.root.i
                assert ours[1:-1].text == theirs[1:-1].text


@pytest.mark.parametrize("at", [5, -6])
def test_a_token_outside_a_span_or_text_is_an_error(pairs: list[tuple[Parsed, Doc]], at: int) -> None:
    _, doc = pairs[0]
    with pytest.raises(IndexError):
        doc[2:7][at]
    with pytest.raises(IndexError):
        doc[0].nbor(-1)


def test_a_character_is_of_the_token_that_covers_it_or_the_blank_behind_it(pairs: list[tuple[Parsed, Doc]]) -> None:
    for parsed, doc in pairs:
        for token in parsed:
            assert doc.token_at(token.idx).i == doc.token_at(token.idx + len(token) - 1).i == token.i


def _each(pairs: list[tuple[Parsed, Doc]], name: str, side: int) -> list[object]:
    return [getattr(token, name) for pair in pairs for token in pair[side]]
