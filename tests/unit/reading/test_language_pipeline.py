"""The pipeline as we load it: where sentences break, that it is quiet, and that its parse stays what it was."""

import subprocess
import sys

import pytest

from marsad.domain.document import Document
from marsad.domain.errors import SetupError
from marsad.reading.language import BATCH_SIZE, UNUSED, analyse, heading_end, load_pipeline


def sentences(page_of, text: str) -> list[str]:
    return [" ".join(sentence.text.split()) for sentence in page_of(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shells fell. Nobody was hurt.", ["Shells fell.", "Nobody was hurt."]),
        ("A first paragraph without a stop\n\nA second one", ["A first paragraph without a stop", "A second one"]),
        ("The line was\nwrapped here.", ["The line was wrapped here."]),  # one line's end inside a sentence is none
        ("It ended.\nAnother began.", ["It ended.", "Another began."]),
        ("GOMA, March 3 (Wire) — Rebels left.", ["GOMA, March 3 (Wire) —", "Rebels left."]),
        ("date 2024-03-03\n\nRebels left the town.", ["date 2024-03-03", "Rebels left the town."]),
        ("One.\n\n—\n\nTwo.", ["One.", "Two."]),  # a sentence of dashes alone is none
        ("", []),
        ("?!… --- ***", []),
    ],
)
def test_where_sentences_break(page_of, text, expected):
    assert sentences(page_of, text) == expected


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("GOMA, March 3 (Wire) — Rebels left.", "Rebels left."),
        ("Port-au-Prince, Haiti (Wire) -- Gangs met.", "Gangs met."),
        ("date 2024-03-03\nRebels left.", "Rebels left."),
        ("Rebels left Goma — at last.", "Rebels left Goma — at last."),  # a dash is no dateline
        ("NATO said so.", "NATO said so."),
        ("", ""),
    ],
)
def test_a_story_begins_behind_its_header_and_dateline(text, story):
    assert text[heading_end(text) :] == story


def test_a_missing_pipeline_names_itself_and_the_mend():
    with pytest.raises(SetupError) as refused:
        load_pipeline("en_no_such_pipeline")
    assert "'en_no_such_pipeline'" in str(refused.value)
    assert "mend: install" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["", "a/b", ".", "../elsewhere", "json"])
def test_what_is_no_pipeline_is_refused_in_one_line(name):
    with pytest.raises(SetupError) as refused:
        load_pipeline(name)
    assert "\n" not in str(refused.value)


def test_loading_is_quiet_about_the_release_that_it_was_trained_on():
    code = "from marsad.reading.language import load_pipeline; load_pipeline()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_it_is_loaded_once_and_without_what_no_rule_reads():
    language = load_pipeline()
    assert load_pipeline() is language
    assert not set(language.pipe_names) & set(UNUSED)
    assert language.pipe_names[0] == "marsad_breaks"


# The parse on which the rules stand; try a pipeline that parses these otherwise on tests/cases before using it.
PARSES = [
    (
        "The shelling of Kadugli by rebels killed nine people on Friday.",
        "det nsubj prep pobj prep pobj ROOT nummod dobj prep pobj punct",
        "DT NN IN NNP IN NNS VBD CD NNS IN NNP .",
    ),
    (
        "Two medics were wounded when a drone hit their ambulance.",
        "nummod nsubjpass auxpass ROOT advmod det nsubj advcl poss dobj punct",
        "CD NNS VBD VBN WRB DT NN VBD PRP$ NN .",
    ),
    (
        "Rebels said they had seized the bridge.",
        "nsubj ROOT nsubj aux ccomp det dobj punct",
        "NNS VBD PRP VBD VBN DT NN .",
    ),
    (
        "At least 12 people were killed, the ministry said.",
        "advmod advmod nummod nsubjpass auxpass ccomp punct det nsubj ROOT punct",
        "RB RBS CD NNS VBD VBN , DT NN VBD .",
    ),
]


@pytest.mark.parametrize(("text", "labels", "tags"), PARSES)
def test_fixed_sentences_keep_their_parse(page_of, text, labels, tags):
    doc = page_of(text).doc
    assert " ".join(token.dep_ for token in doc) == labels
    assert " ".join(token.tag_ for token in doc) == tags


def test_a_batch_more_than_one_keeps_the_order():
    documents = [Document(id=str(number), text=f"Town {number} was quiet.") for number in range(BATCH_SIZE + 3)]
    assert [document.id for _, document in analyse(load_pipeline(), documents)] == [each.id for each in documents]
