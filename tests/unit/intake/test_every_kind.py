"""A folder with one file of every kind, made here, goes in and comes out right."""

from datetime import date

import pytest

from made_inputs import make_folder, told
from marsad.domain.problem import Problem
from marsad.intake import Asked
from marsad.intake.formats import FORMATS, format_of
from marsad.intake.given import given_file
from marsad.pipeline.inputs import open_inputs

POST, TITLE, DAY = "Plain Post", "Shell on Qasr Amun", date(2025, 3, 4)
EXPECTED = (
    # where, kind of sentence, day, outlet, title, address
    ("01 text", "text", DAY, None, None, None),
    ("02 markdown", "markdown", DAY, POST, TITLE, None),
    ("03 html", "html", DAY, POST, TITLE, None),
    ("04 json lines line 1", "json lines", DAY, None, None, None),
    ("05 json record 1", "json", DAY, None, None, None),
    ("06 csv row 2", "csv", DAY, POST, "Shell", None),
    ("07 xlsx sheet 'Week' row 2", "xlsx", DAY, None, "Shell", None),
    ("08 mail", "mail", DAY, None, TITLE, None),  # the sender's own day, and not the sender
    ("08 mail > note.txt", "attached", None, None, None, None),
    ("09 mbox > message 1", "mbox", DAY, None, TITLE, None),
    ("09 mbox > message 2", "html mail", DAY, None, TITLE, None),
    ("10 pdf", "pdf", None, None, TITLE, None),
    ("11 docx", "docx", None, None, TITLE, None),
    ("12 rss entry 1", "rss", date(2025, 3, 5), POST, TITLE, "https://post.example/1"),  # as the feed wrote it
    ("13 atom entry 1", "atom", DAY, "Coast Wire", TITLE, "https://coast.example/1"),
    ("14 warc > https://post.example/warc", "warc", DAY, POST, TITLE, "https://post.example/warc"),
    ("15 warc packed > https://post.example/gz", "warc gz", DAY, POST, TITLE, "https://post.example/gz"),
    (
        *("16 wacz > archive/data.warc.gz > https://post.example/wacz", "wacz"),
        *(DAY, POST, TITLE, "https://post.example/wacz"),
    ),
    ("17 telegram chat 77 message 2", "telegram", DAY, "Hill Channel", None, None),
    ("17 telegram chat 77 message 3", None, date(2025, 3, 5), "Hill Channel", "Forwarded from Coast Wire", None),
    ("18 zip > inner/a.txt", "zip", None, None, None, None),
    ("18 zip > b.csv row 2", "zipped csv", DAY, None, None, None),
    ("19 gz", "gz", None, None, None, None),
    ("20 bz2", "bz2", None, None, None, None),
    ("21 xz", "xz", None, None, None, None),
    ("22 zst", "zst", None, None, None, None),
    ("23 tar > deep/a.txt", "tar", None, None, None, None),
    ("24 cyrillic", None, None, None, None, None),
    ("28 parquet group 1 row 1", "parquet", DAY, None, None, None),
    ("deep/27 more.txt", "deep", None, None, None, None),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("made")
    make_folder(made)
    return made


@pytest.fixture(scope="module")
def came(folder):
    return list(open_inputs([str(folder)]))


def test_every_document_comes_out_right(came, folder):
    found = [
        (item.where.removeprefix(f"{folder}/"), document.date, document.source, document.title, document.url)
        for item in came
        if not isinstance(item, Problem)
        for document in [item.document]
    ]
    assert found == [(where, *rest) for where, _, *rest in EXPECTED]


def test_every_text_is_there_once(came):
    texts = [item.document.text for item in came if not isinstance(item, Problem)]
    for text, (where, kind, *_) in zip(texts, EXPECTED, strict=True):
        if kind:
            assert text.count(told(kind)) == (5 if text.startswith("Shell\nTwo") else 1), where
        assert "struck out" not in text
        assert "<" not in text


def test_every_refusal_is_one_line_that_names_the_file_and_the_mend(came, folder):
    said = {item.message.removeprefix(f"{folder}/"): item.code.value for item in came if isinstance(item, Problem)}
    assert said == {
        "08 mail > photo.jpg: is a JPEG picture; expected text. "
        "Mend: hand in its text; keep the file beside it": "unreadable-input",
        "17 telegram chat 77: 1 messages hold pictures, films or files without words; they were passed over. "
        "Mend: hand in what they tell as texts": "empty-text",
        "25 empty: is empty; expected a dispatch. Mend: write the text into it": "empty-text",
        "26 program: is binary (416 of its first 4096 bytes are no text); expected text. "
        "Mend: hand in its text": "unreadable-input",
    }


def test_an_attachment_knows_its_mail_and_an_original_is_what_came(came, folder):
    by_place = {item.where.removeprefix(f"{folder}/"): item for item in came if not isinstance(item, Problem)}
    mail, note = by_place["08 mail"], by_place["08 mail > note.txt"]
    assert note.parent == mail.document.id
    assert note.original == told("attached").encode()
    for name in ("01 text", "02 markdown", "03 html", "08 mail", "10 pdf", "11 docx"):
        assert by_place[name].original == (folder / name).read_bytes()
    assert by_place["19 gz"].original == told("gz").encode()


def test_another_language_is_kept_marked_and_said(came):
    (cyrillic,) = (item for item in came if not isinstance(item, Problem) and item.where.endswith("24 cyrillic"))
    assert cyrillic.document.language == "ru"
    assert cyrillic.document.text.startswith("Колонна")
    assert [problem.code.value for problem in cyrillic.problems] == ["wrong-encoding", "not-english"]


def test_every_format_has_a_file_here(folder):
    found = {format_of(given_file(path, path.name)).name for path in folder.iterdir() if path.is_file()}
    assert found | {"tar", "old office", "binary"} == {one.name for one in FORMATS}


def test_senders_are_named_only_where_it_is_asked(folder):
    (mail, *_), (shown, *_) = (
        [item for item in open_inputs([str(folder / "08 mail")], asked) if not isinstance(item, Problem)]
        for asked in (Asked(), Asked(senders=True))
    )
    assert mail.document.source is None
    assert shown.document.source == "Amal Writer <amal@example.org>"
