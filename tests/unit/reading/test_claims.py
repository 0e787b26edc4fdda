"""What every claim carries: its sentence, its document, whom it credits and the rule that made it."""

from datetime import date

import pytest

from marsad.domain.claim import Casualty, Statement
from marsad.domain.document import Document
from marsad.domain.vocabulary import ClaimKind

STORY = (
    "KHARKIV (Wire) — Russian artillery shelled the town of Chuhuiv on Monday, killing two women, the governor said. "
    "Ukrainian forces hold the bridge at Kupiansk.\n\n"
    '"We will rebuild the school," said Olena Marchuk, a teacher. '
    "Iran-backed militias fired at a base in Erbil."
)
DOCUMENT = Document(id="d1", text=STORY, date=date(2024, 3, 14), source="Hill Radio", protected=True)


@pytest.fixture(scope="module")
def claims(reader):
    (reading,) = reader.read([DOCUMENT])
    return reading.claims


def test_a_story_gives_claims_of_every_kind(claims):
    assert {claim.kind for claim in claims} == set(ClaimKind)


def test_each_repeats_its_document(claims):
    assert {(claim.document, claim.source, claim.reported, claim.protected) for claim in claims} == {
        ("d1", "Hill Radio", date(2024, 3, 14), True)
    }


def test_each_names_its_rule(claims):
    assert all(claim.rule for claim in claims)


def test_each_quotes_its_whole_sentence(claims):
    (killed,) = [claim for claim in claims if isinstance(claim.said, Casualty)]
    assert killed.quote.text.startswith("Russian artillery")
    assert killed.quote.text.endswith("the governor said.")


def test_they_stand_in_text_order(claims):
    places = [(claim.quote.start, claim.quote.end) for claim in claims]
    assert places == sorted(places)


def test_a_statement_has_a_speaker(claims):
    (statement,) = [claim for claim in claims if isinstance(claim.said, Statement)]
    assert statement.attribution is not None
    assert statement.attribution.speaker == "Olena Marchuk"
    assert statement.said.direct


@pytest.mark.parametrize("text", ["", "Rain fell.", "The match ended in a draw."])
def test_nothing_said_is_nothing_claimed(claims_of, text):
    assert claims_of(text) == ()


def test_the_day_of_publication_is_never_filled_in(claims_of):
    assert all(claim.time is None for claim in claims_of("Rebels shelled Chuhuiv and killed two women."))


def test_the_dateline_is_never_the_place(claims_of):
    claims = claims_of("GENEVA (Wire) — Three people were killed by a mine.")
    assert claims
    assert all(claim.place is None for claim in claims)


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Rebels shelled Chuhuiv.", "asserted"),
        ("The army denied that it had shelled Chuhuiv.", "denied"),
        ("Rebels may have shelled Chuhuiv.", "possible"),
        ("Rebels vowed to shell Chuhuiv.", "planned"),
        ("If rebels shelled Chuhuiv, the truce would end.", "hypothetical"),
    ],
)
def test_how_surely_it_is_said(claims_of, text, modality):
    told = {claim.modality.value for claim in claims_of(text) if claim.kind is ClaimKind.EVENT}
    assert modality in told
    assert modality == "asserted" or "asserted" not in told


def test_history_is_background(claims_of):
    (old, *_) = [claim for claim in claims_of("In 2016 rebels shelled Chuhuiv.") if claim.kind is ClaimKind.EVENT]
    assert old.background
