"""What a copy added, changed and left out, sentence by sentence."""

import pytest

from marsad.domain.copying import compare_sentences, overlap, shingle

FIRST = "Shelling killed seven people in Tallan. The mayor said so. The bridge is closed."


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (FIRST, []),
        (FIRST.replace(". ", ".\n\n").upper(), []),
        (FIRST + " Rescuers went on.", [("added", None, "Rescuers went on.")]),
        (
            FIRST.replace("seven", "nine"),
            [("changed", "Shelling killed seven people in Tallan.", "Shelling killed nine people in Tallan.")],
        ),
        ("The mayor said so. The bridge is closed.", [("left out", "Shelling killed seven people in Tallan.", None)]),
        (
            "Shelling killed seven people in Tallan. Nobody would talk to us at all. The bridge is closed.",
            [("added", None, "Nobody would talk to us at all."), ("left out", "The mayor said so.", None)],
        ),
        ("", [("left out", one, None) for one in FIRST.replace(". ", ".|").split("|")]),
    ],
)
def test_what_became_of_each_sentence(later, expected):
    assert [(one.change.value, one.before, one.after) for one in compare_sentences(FIRST, later)] == expected


def test_shingles_are_folded_runs_of_three_words():
    assert shingle("The Mayor of Tallān, he") == {"the mayor of", "mayor of tallan", "of tallan he"}
    assert shingle("two words") == frozenset()


@pytest.mark.parametrize(
    ("some", "others", "share"), [("ab", "ab", 1.0), ("ab", "bc", 1 / 3), ("", "", 0.0), ("a", "", 0.0)]
)
def test_overlap_is_jaccard(some, others, share):
    assert overlap(frozenset(some), frozenset(others)) == share
