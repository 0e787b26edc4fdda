"""Sentences and the statements that they hold: whose, which act, over how many sentences."""

from collections.abc import Callable

import pytest

from marsad.domain.claim import Claim, Statement

ClaimsOf = Callable[[str], tuple[Claim, ...]]


def statements(claims_of: ClaimsOf, text: str) -> list[Claim]:
    return [claim for claim in claims_of(text) if isinstance(claim.said, Statement)]


def acts(claims_of: ClaimsOf, text: str) -> list[tuple[str, str]]:
    return [
        (claim.attribution.speaker if claim.attribution else "", claim.said.act.value)
        for claim in statements(claims_of, text)
        if isinstance(claim.said, Statement)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fatima Adam vowed to rebuild the school.", [("Fatima Adam", "vow")]),
        ("William Ruto urged both generals to return to the table.", [("William Ruto", "appeal")]),
        (
            "Amnesty International said the strike may amount to a war crime.",
            [("Amnesty International", "condemnation")],
        ),
        ('"I saw my house fall," said Fatima Adam, a resident of Nyala.', [("Fatima Adam", "account")]),
        # Of two acts in a sentence by one speaker the stronger stands.
        ("William Ruto said the road was long and warned that famine was near.", [("William Ruto", "warning")]),
        # The speaker's own words that are the event are no statement beside it.
        ("The Ukrainian air force said it had shelled Tokmak.", []),
        ("The M23 group denied that it had shelled Goma.", []),
        # What a toll may yet become is a view of its own; what only tells which base is meant is none.
        ("A doctor said nine men were killed and the toll was likely to rise.", [("A doctor", "warning")]),
        ("The army bombed the base from which it said the drone had come.", []),
        ("His colonel said he was a selfless man, sorely missed.", [("His colonel", "praise")]),
        # Nobody speaks.
        ("The rebels shelled Goma on Monday.", []),
    ],
)
def test_statements(claims_of: ClaimsOf, text: str, expected: list[tuple[str, str]]) -> None:
    assert acts(claims_of, text) == expected


def test_a_run_of_quoted_sentences_is_one_statement(claims_of: ClaimsOf) -> None:
    text = '"We have no water," said Fatima Adam. "The children cry all night. We do not know where to go."'
    (claim,) = statements(claims_of, text)
    assert claim.quote.text == text
    assert isinstance(claim.said, Statement)
    assert claim.said.direct


def test_an_appeal_names_whom_it_is_made_to(claims_of: ClaimsOf) -> None:
    (claim,) = statements(claims_of, "William Ruto urged Ethiopia to open the road.")
    assert isinstance(claim.said, Statement)
    assert claim.said.addressee == "Ethiopia"


def test_indirect_words_are_not_direct(claims_of: ClaimsOf) -> None:
    (claim,) = statements(claims_of, "Fatima Adam vowed to rebuild the school.")
    assert isinstance(claim.said, Statement)
    assert not claim.said.direct


@pytest.mark.parametrize(
    "text",
    [
        "Over 30 bodies were counted at the morgue, a nurse said.",
        "Villagers had seen some twenty corpses by the river, a priest said.",
        "No source suggested that the bridge had been mined.",
        "Nobody said that the road was safe.",
        "The column pledged allegiance to Al-Qaeda in 2019.",
        "Bandits assailed the customs post at dawn.",
        "Shares rose after the board of Orsa, rejecting a bid from a rival, raised its dividend.",
    ],
)
def test_what_is_no_statement(claims_of: ClaimsOf, text: str) -> None:
    """Figures of persons harmed, words that nobody said and deeds told by verbs of speech are no views."""
    assert acts(claims_of, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A voice's label, a quotation behind a verb that is no verb of saying elsewhere.
        ("CALLER: We beg the governor to reopen the clinic.", [("CALLER", "appeal")]),
        ("LOUDSPEAKER: Give up your weapons and come out of the houses.", [("LOUDSPEAKER", "appeal")]),
        ('The junta justified the curfew by "the disorder of recent nights".', [("junta", "assessment")]),
        # A denial hung on what another said credits the denier with nothing more.
        ("Two diplomats spoke of a secret deal, something the ministry has denied.", [("ministry", "denial")]),
        ("The militia said it had burned nine tanks, a claim the army dismissed.", [("army", "denial")]),
        # What plain words are.
        ("The general insisted that no soldier had been near the school.", [("general", "denial")]),
        ('"Whoever shelters them will pay the price," the minister said.', [("minister", "threat")]),
        (
            '"Men came to the door and took my uncle away," said a resident of Beni.',
            [("a resident of Beni", "account")],
        ),
        ("The bishop said that hospitals ought to be left alone by both sides.", [("bishop", "appeal")]),
    ],
)
def test_statements_out_of_the_usual_frame(claims_of: ClaimsOf, text: str, expected: list[tuple[str, str]]) -> None:
    assert acts(claims_of, text) == expected
