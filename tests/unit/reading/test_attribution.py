"""Sentences and whom they credit: who speaks, as what, through whom, and which words are theirs."""

from collections.abc import Callable

import pytest

from marsad.domain.claim import Attribution
from marsad.reading.attribution import Frame, credit, find_frames, find_speeches
from marsad.reading.page import Page

PageOf = Callable[[str], Page]


def speakers(page: Page) -> list[str]:
    return [frame.attribution.speaker for frame in find_frames(page)]


def credited(page: Page, word: str) -> Attribution | None:
    """Whom the first such word is credited to."""
    token = next(token for token in page.doc if token.text == word)
    frame = credit(find_frames(page), token.i)
    return frame.attribution if frame is not None else None


def words(page: Page, frame: Frame) -> str:
    return page.doc[frame.start : frame.end].text


@pytest.mark.parametrize(
    ("text", "word", "speaker", "role"),
    [
        # Before, after and around the words.
        ("The Ukrainian air force said it had shot down 12 drones.", "shot", "Ukrainian air force", "military"),
        ("Militiamen burned the market, the governor of Ituri said.", "burned", "governor of Ituri", "government"),
        ("Shells, a nurse in Nyala said, hit the ward at dawn.", "hit", "a nurse in Nyala", "medical"),
        ("According to the Rwandan army, two soldiers died.", "died", "Rwandan army", "military"),
        ("Gunmen killed nine farmers, according to police.", "killed", "police", "police"),
        # No commas and no marks.
        (
            "At least nine soldiers died near Menaka a security source said on Sunday.",
            "died",
            "a security source",
            None,
        ),
        ("Fighters burned houses on Monday residents said.", "burned", "residents", "resident"),
        # A version of things, with no verb of speech.
        ("By the army's account, forty fighters were killed.", "killed", "army", "military"),
        ("In the words of one survivor, the soldiers shot at everything.", "shot", "one survivor", "resident"),
        # The relay hangs on the subject.
        ("State media, quoting a military source, said two drones were shot down.", "shot", "a military source", None),
        # X saw the document and did not write it; a statement from X is X's.
        ("An internal UN memo seen by AFP says militias killed 40 people.", "killed", "United Nations", None),
        ("A statement from the presidency said the truce would begin.", "begin", "presidency", None),
        # Whose officer or jets they are answers for it.
        ("The White Helmets came at once. Six people died, their officer said.", "died", "White Helmets", "rescue"),
        # "the group" has not spoken before; what is added is the speaker's, not the victims'.
        (
            "Human Rights Watch interviewed 25 survivors. The group said soldiers shot 50 men.",
            "shot",
            "Human Rights Watch",
            "ngo",
        ),
        ("The mayor said nine people were killed, raising an earlier toll of five.", "toll", "mayor", "government"),
        # Titles, appositions, inverted order.
        ("Kenya's president, William Ruto, urged both generals to talk.", "talk", "William Ruto", "government"),
        ("The army had left, said Fatima Adam, a mother of four.", "left", "Fatima Adam", "resident"),
        # One of a body is not the body; the noun before it says what he is.
        ("A UN official said hundreds of families had fled.", "fled", "A UN official", "un"),
        ("A military official said the road was mined.", "mined", "A military official", "military"),
        # "the official" is the last one so called, "the rights group" the last body of that kind.
        (
            "A Malian official said ten men fled. The official said two were hurt.",
            "hurt",
            "A Malian official",
            "government",
        ),
        (
            "Amnesty International said men fled. The rights group said two were shot.",
            "shot",
            "Amnesty International",
            "ngo",
        ),
        ("The army said it fell back. It added that two men were hurt.", "hurt", "army", "military"),
        # What has no speaker is the outlet's own voice.
        ("Reports said the convoy had been hit by a drone.", "hit", None, None),
        ("The village was reportedly shelled.", "shelled", None, None),
        ("The rebels attacked Goma on Monday.", "attacked", None, None),
    ],
)
def test_credits(page_of: PageOf, text: str, word: str, speaker: str | None, role: str | None) -> None:
    found = credited(page_of(text), word)
    assert (found.speaker.casefold() if found else None) == (speaker.casefold() if speaker else None)
    if found is not None and role is not None:
        assert found.role.value == role


@pytest.mark.parametrize(
    "text",
    [
        "The group maintains bases along the border and continues to recruit.",
        "The army did not say where its troops were.",
        "The president would say nothing of the dead.",
        "Both sides hold hostages near the river.",
        "Shops were put to the torch and cattle counted as lost.",
    ],
)
def test_words_of_many_meanings_are_no_speech(page_of: PageOf, text: str) -> None:
    assert speakers(page_of(text)) == []


def test_a_spokesman_speaks_for_his_body(page_of: PageOf) -> None:
    found = credited(page_of("US military spokesman John Carter said the base was hit."), "hit")
    assert found is not None
    assert found.spokesperson == "John Carter"
    assert "military" in found.speaker.casefold()


def test_a_relayed_report_credits_its_origin(page_of: PageOf) -> None:
    found = credited(page_of("State television, citing a military source, reported that rebels had fled."), "fled")
    assert found is not None
    assert found.speaker == "a military source"
    assert [each.casefold() for each in found.via] == ["state television"]


def test_quoted_as_saying_credits_who_was_quoted(page_of: PageOf) -> None:
    page = page_of("Foreign Minister Sergei Lavrov was quoted by TASS as saying that Moscow would respond.")
    found = credited(page, "respond")
    assert found is not None
    assert found.speaker == "Sergei Lavrov"
    assert found.via == ("TASS",)


def test_the_outlet_that_was_told_is_kept_for_its_own_words_alone(page_of: PageOf) -> None:
    page = page_of('"They burned it all," a survivor told Reuters. The survivor said two men were shot.')
    told = [frame.attribution.said_to for frame in find_frames(page)]
    assert told == ["Reuters", None]


def test_two_speakers_share_a_sentence(page_of: PageOf) -> None:
    page = page_of("Residents said soldiers had burned homes, while the governor blamed bandits.")
    assert [credited(page, word).speaker for word in ("burned", "bandits")] == ["Residents", "governor"]  # type: ignore[union-attr]


def test_what_a_speaker_does_besides_is_not_his_words(page_of: PageOf) -> None:
    assert (
        credited(page_of("The general blamed Rwanda for the raid and ordered two brigades to Goma."), "ordered") is None
    )


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The rebels vowed to retake Bukavu.", "vow"),
        ("Armenia accused Azerbaijan of opening fire.", "accusation"),
        ("Paris condemned the killing of two peacekeepers.", "condemnation"),
        ("The Red Cross called on both sides to open a road.", "appeal"),
        ("The envoy warned that famine was near.", "warning"),
        ("The group denied that its fighters were there.", "denial"),
        ("The minister hailed the troops' courage.", "praise"),
        ("The council expressed concern about the executions.", "other"),
        ("The general paid tribute to the fallen.", "praise"),
        ("The mayor described the raid as a massacre.", "say"),
    ],
)
def test_the_verb_says_what_act_it_is(page_of: PageOf, text: str, act: str) -> None:
    assert [frame.act for frame in find_frames(page_of(text))] == [act]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The operation is over, the ministry said on Monday.", "The operation is over"),
        ("Residents told the BBC that the bridge had fallen.", "that the bridge had fallen."),
        ("The army said on Monday that it had left Kidal.", "that it had left Kidal."),
    ],
)
def test_the_words_leave_out_cue_speaker_and_listener(page_of: PageOf, text: str, said: str) -> None:
    page = page_of(text)
    assert [words(page, frame) for frame in find_frames(page)] == [said]


def test_a_wish_is_ascribed_and_credits_nothing(page_of: PageOf) -> None:
    page = page_of("Turkey hopes that the rebels will withdraw.")
    assert credited(page, "withdraw") is None
    assert [frame.attribution.speaker for frame in find_speeches(page)] == ["Turkey"]


@pytest.mark.parametrize(
    ("text", "ascribed"),
    [
        # Nobody is named who holds it so.
        ("The bridge is expected to fall within days.", ["The bridge is expected to fall within days."]),
        ("The dam is reportedly mined.", ["The dam is reportedly mined."]),
        # What was condemned, with whom an appeal is made to.
        ("The raid was condemned by Egypt.", ["The raid"]),
        ("Egypt urged the rebels to leave Kidal.", ["the rebels to leave Kidal"]),
        # The wish is a part of what the speaker said.
        ("The mayor said he hopes to reopen the school.", ["he hopes to reopen the school"]),
        ("Egypt does not believe that the truce holds.", ["that the truce holds"]),
    ],
)
def test_what_is_ascribed(page_of: PageOf, text: str, ascribed: list[str]) -> None:
    page = page_of(text)
    assert [words(page, frame).rstrip(".") for frame in find_speeches(page)] == [each.rstrip(".") for each in ascribed]


def test_hearsay_credits_nobody(page_of: PageOf) -> None:
    assert find_frames(page_of("The dam is reportedly mined.")) == ()
