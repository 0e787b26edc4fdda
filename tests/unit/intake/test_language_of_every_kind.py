"""A text that reading does not know is kept, marked and said, whatever it came in."""

import gzip
import json

import pytest

from made_inputs import make_docx, make_rss, make_telegram, make_warc, make_xlsx, make_zip, told
from marsad.domain.problem import Problem
from marsad.intake import arrivals

TEXT = "Колонна ушла из деревни на рассвете, сообщил мэр журналистам в понедельник утром."
PAGE = f"<html lang='en'><body><article><h1>Новости</h1>{f'<p>{TEXT}</p>' * 5}</article></body></html>".encode()
MAIL = (
    b"From: a@b.example\nDate: Tue, 04 Mar 2025 10:00:00 +0300\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n"
)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("cp1251"),
        TEXT.encode("utf-16"),
        f"# Новости\n\n{TEXT}\n".encode(),
        PAGE,
        json.dumps({"text": TEXT}).encode(),
        json.dumps([{"text": TEXT}], indent=1).encode(),
        f'text,date\n"{TEXT}",2025-03-04\n'.encode(),
        make_xlsx(["text", "date"], [TEXT, "2025-03-04"]),
        MAIL + TEXT.encode(),
        b"From a@b Tue Mar  4 10:00:00 2025\n" + MAIL + TEXT.encode(),
        make_docx(TEXT),
        make_rss().replace(told("rss").encode(), TEXT.encode()).replace(b"Shell on Qasr Amun", "Новости".encode()),
        json.dumps(json.loads(make_telegram().replace(b"More soon.", b"")), ensure_ascii=False)
        .replace(told("telegram"), TEXT)
        .encode(),
        make_warc(("https://a.example/", "200 OK", "text/html", PAGE)),
        make_zip({"a.txt": TEXT}),
        gzip.compress(TEXT.encode()),
    ],
    ids=(
        "text cp1251 utf-16 markdown html json-lines json csv xlsx mail mbox docx rss telegram warc zip gzip".split()  # noqa: SIM905
    ),
)
def test_another_language_is_kept_marked_and_said(data):
    first = next(one for one in arrivals(data, "given") if not isinstance(one, Problem))
    assert TEXT in first.document.text
    assert first.document.language == "ru"
    assert "not-english" in {problem.code.value for problem in first.problems}


def test_a_mail_in_an_encoding_that_it_does_not_name_is_noted():
    raw = MAIL.replace(b"; charset=utf-8", b"") + TEXT.encode("cp1251")
    (mail,) = arrivals(raw, "given")
    assert mail.document.text == TEXT
    assert [problem.code.value for problem in mail.problems] == ["wrong-encoding", "not-english"]
