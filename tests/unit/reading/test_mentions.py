"""What a text names on the way to its claims: places, times, actors and speech, each with its words."""

import pytest

from marsad.domain.document import Document
from marsad.domain.mention import ActorMention, PlaceMention


@pytest.fixture(scope="session")
def mentions_of(reader):
    def read(text):
        (reading,) = reader.read([Document(id="d1", text=text)], mentions=True)
        return reading.mentions

    return read


def countries(mentions) -> list[tuple[str, str | None]]:
    return [(each.quote.text, each.place.country) for each in mentions if isinstance(each, PlaceMention)]


def test_a_country_that_acts_is_both_an_actor_and_a_place(mentions_of):
    found = mentions_of("Egypt said that its border was closed. Iran agreed.")
    assert countries(found) == [("Egypt", "EG"), ("Iran", "IR")]
    assert [each.quote.text for each in found if isinstance(each, ActorMention)] == ["Egypt", "Iran"]


def test_a_country_that_only_acts_is_no_claims_place(claims_of):
    claims = claims_of("Egypt struck a camp on Monday, a spokesman said.")
    assert claims
    assert all(claim.place is None for claim in claims)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A nurse went back to the US in May.", [("US", "US")]),
        ("A nurse told us in May.", []),
        ("THEY TOLD US NOTHING. It rained.", []),
    ],
)
def test_initials_of_a_country_are_told_from_the_word_that_they_spell(mentions_of, text, found):
    assert countries(mentions_of(text)) == found
