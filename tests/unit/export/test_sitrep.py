import re
from dataclasses import replace

import pytest
from war import PROTECTED_CANARY, on

from marsad.export.sitrep import situation_report, to_html, to_markdown
from marsad.export.wording import text_of


@pytest.fixture(scope="module")
def markdown(week):
    return to_markdown(situation_report(*week, on(5)))


def part(markdown, title):
    return markdown.split(f"## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ("What happened, by place", "Armed clash between Army Command and Northern Front near Manbij, 5 March"),
        ("What happened, by place", "at least 6 soldiers of Army Command killed"),
        ("What happened, by place", "Bombing, place not known, 5 March: 3 police officers killed."),
        ("Tolls that moved", "at least 12 by Orontes Rights Watch; was 5 on 4 March by Orontes Rights Watch."),
        ("Tolls that moved", "4 by Health Ministry, beside 5 on 4 March by Orontes Rights Watch."),
        ("Control", "Aleppo: held by Northern Front (most of it) since 5 March, before that Army Command, except"),
        ("Contested", "Army Command denies"),
        ("Contested", "Health Ministry: 4 people killed"),
        ("Who said what", "Army Command vowed"),
        ("Totals over a period, kept apart", "Not added to any figure above; the events on record inside it come to"),
        ("Not known", "Bombing, 5 March: where is not known."),
        ("Not known", "No upper figure: at least 6 soldiers"),
    ],
)  # fmt: skip
def test_the_day_tells(markdown, section, said):
    assert said in part(markdown, section)


def test_history_is_no_news_and_a_total_is_never_added(markdown):
    assert "Kafr Zita" not in markdown
    assert "301" not in markdown.split("## ")[1].split("## Totals")[0].split("## What")[0]


def test_history_has_its_own_list_on_the_day_it_is_told(week):
    told = to_markdown(situation_report(*week, on(4)))
    assert "Kafr Zita" in part(told, "History told today")
    assert "Kafr Zita" not in part(told, "What happened, by place")


def test_the_day_before_knows_only_what_was_out(week):
    told = to_markdown(situation_report(*week, on(4)))
    assert "5 people killed" in part(told, "What happened, by place")
    assert "12" not in told.split("## Notes")[0]


def test_headlines_stand_beside_the_day_before(week):
    killed = situation_report(*week, on(5)).headlines[1]
    assert (killed.figure, killed.change) == ("at least 13", "5 the day before")


def test_a_day_with_nothing_says_so(week):
    told = to_markdown(situation_report(*week, on(20)))
    assert "Nothing is known to have happened on this day." in told
    assert "No change of control was reported." in told


def test_every_sentence_has_a_note_and_every_number_its_sentence(week):
    report = situation_report(*week, on(5))
    known = {note.number for note in report.notes}
    lines = [line for section in report.sections for group in section.groups for line in group.lines]
    assert known == set(range(1, len(known) + 1))
    assert all(line.notes and set(line.notes) <= known for line in lines if "held back" not in text_of(line.words))


def test_a_note_has_the_exact_sentence_with_its_figures_marked(week):
    notes = situation_report(*week, on(5)).notes
    note = next(note for note in notes if note.text.startswith("The Health Ministry"))
    assert "".join(words for words, _ in note.pieces) == note.text
    assert [words for words, marked in note.pieces if marked] == ["4 dead", "20 wounded"]
    assert (note.voice, note.outlet, note.day) == ("Health Ministry", "Delta Wire", on(5))


def test_the_same_record_gives_the_same_bytes(week):
    record, claims, documents = week
    turned = dict(reversed(claims.items()))
    for write in (to_markdown, to_html):
        assert write(situation_report(record, claims, documents, on(5))) == write(
            situation_report(record, turned, documents, on(5))
        )


@pytest.mark.parametrize("write", [to_markdown, to_html])
def test_a_protected_source_is_never_shown(week, write):
    told = write(situation_report(*week, on(5)))
    for canary in (PROTECTED_CANARY, "relay-77", "grain silo", "behind the silo", "wounded men"):
        assert canary not in told
    assert "A protected source, sentence held back, in Hama province" in re.sub(r"</?bdi>", "", told)
    assert "36.75" not in told


def test_a_protected_statement_is_counted_and_not_told(week):
    record, claims, documents = week
    hidden = {
        key: replace(claim, protected=claim.protected or claim.source == "Coast Gazette")
        for key, claim in claims.items()
    }
    told = to_markdown(situation_report(record, hidden, documents, on(5)))
    assert "1 statement by a protected source is held back." in told
    assert "Coast Gazette" not in told
    assert not re.search(r"leave Hama", told)
