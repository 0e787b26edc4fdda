"""Bytes in, documents and problems out: a table of what people hand in."""

import json
from datetime import date

import pytest

from marsad.domain.document import text_digest
from marsad.domain.vocabulary import ProblemCode
from marsad.intake import arrivals, read_input

BROKEN, EMPTY, DATE = ProblemCode.UNREADABLE_INPUT, ProblemCode.EMPTY_TEXT, ProblemCode.BAD_DATE
BYTES = ProblemCode.WRONG_ENCODING


def lines(*records):
    return "\n".join(record if isinstance(record, str) else json.dumps(record) for record in records).encode()


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"The column left at dawn.", ["The column left at dawn."]),
        (b"One.\r\nTwo.\r\n", ["One.\r\nTwo.\r\n"]),  # kept as it is
        (b"  spaces around \n", ["  spaces around \n"]),
        (b"[Updated] The column left.", ["[Updated] The column left."]),  # a bracket is no array
        (b"{sic} The column left.", ["{sic} The column left."]),  # a brace is no object
        ("Überfall".encode(), ["Überfall"]),
        (b"\xef\xbb\xbfplain", ["plain"]),  # UTF-8 with its mark
        ("two words".encode("utf-16"), ["two words"]),
        (b"\xfe\xff" + "big end".encode("utf-16-be"), ["big end"]),
        (lines({"text": "a"}, {"text": "b"}), ["a", "b"]),
        (b'\xef\xbb\xbf{"text": "a"}\r\n{"text": "b"}\r\n', ["a", "b"]),
        (lines({"text": "a"}, "", "   ", {"text": "b"}), ["a", "b"]),
        ('{"text": "one\u2028line"}'.encode(), ["one\u2028line"]),  # a line separator is no line break
        (lines([{"text": "a"}, {"text": "b"}]), ["a", "b"]),
        (b'[\n  {"text": "a"},\n  {"text": "b"}\n]\n', ["a", "b"]),
        (b'{\n  "text": "spread",\n  "id": "x"\n}\n', ["spread"]),
        (lines({"text": "a", "mood": "sad", "n": {"deep": [1]}}), ["a"]),  # unknown keys are no trouble
        (lines({"text": "same"}, {"text": "same"}), ["same"]),
        (b"[]", []),
    ],
)
def test_texts_come_out_as_given(data, texts):
    documents, problems = read_input(data, "given")
    assert [document.text for document in documents] == texts
    assert not problems


@pytest.mark.parametrize(
    ("data", "texts", "code", "said"),
    [
        (b"", [], EMPTY, "given: is empty"),
        (b" \n\t ", [], EMPTY, "given: is empty"),
        (b"abc\xffd", ["abc\ufffdd"], BYTES, "given: byte 3 is not UTF-8 (0xff); expected UTF-8 text; U+FFFD stands"),
        (b"\xff\xfea", [], BYTES, "byte 2 is not UTF-16-LE"),
        (b"a\x00b", [], BROKEN, "character 1 is NUL"),
        (lines({"text": "a"}, "{oops", {"text": "b"}), ["a", "b"], BROKEN, "given line 2: is not JSON"),
        (lines({"text": "a"}, "[1]"), ["a"], BROKEN, "given line 2: is an array"),
        (lines({"text": "a"}, "null"), ["a"], BROKEN, "given line 2: is null"),
        (lines({"text": "a"}, {"title": "b"}), ["a"], BROKEN, "given line 2: has no `text`"),
        (lines({"text": 5}, {"text": "b"}), ["b"], BROKEN, "given line 1: `text` is int"),
        (lines({"text": " "}, {"text": "b"}), ["b"], EMPTY, "given line 1: `text` is empty"),
        (b'{"text": "a\\u0000b"}\n{"text": "b"}', ["b"], BROKEN, "U+0000 at character 1"),
        (b'{"text": "a\\ud800b"}\n{"text": "b"}', ["b"], BROKEN, "U+D800 at character 1"),
        (
            b'{"text": "a"}\n{"text": "b\xff"}\n{"text": "c"}',
            ["a", "b\ufffd", "c"],
            BYTES,
            "given line 2: byte 25 is not UTF-8",
        ),
        (lines({"text": "a", "n": float("nan")}, {"text": "b"}), ["b"], BROKEN, "NaN is no JSON number"),
        (b'[{"text": "a"}, {"text": "b"}, {oops}]', ["a", "b"], BROKEN, "given record 3: is not JSON"),
        (b'{"text": ' + b"[" * 100_000 + b"\n" + b'{"text": "b"}', ["b"], BROKEN, "given line 1: "),
        (
            lines({"id": "x", "text": "a"}, {"id": "x", "text": "b"}),
            ["a"],
            BROKEN,
            "given line 2: id 'x' was read before",
        ),
        (lines({"text": "a", "date": "2024-13-01"}), ["a"], DATE, "given line 1: `date` is '2024-13-01'"),
        (lines({"text": "a", "date": 20241201}), ["a"], DATE, "`date` is 20241201"),
        (lines({"text": "a", "date": "1 December"}), ["a"], DATE, "expected a day such as 2024-12-01"),
        (lines({"text": "a", "date": "0024-12-01"}), ["a"], DATE, "`date` is '0024-12-01'"),
        (lines({"text": "a", "source": ["x"]}), ["a"], BROKEN, "`source` is list; left out"),
        (lines({"text": "a", "id": True}), ["a"], BROKEN, "`id` is bool; left out"),
        (b"<html><body><script>1</script></body></html>", [], EMPTY, "HTML without a main text"),
    ],
)
def test_each_fault_is_one_clear_problem_and_loses_nothing_else(data, texts, code, said):
    documents, problems = read_input(data, "given")
    assert [document.text for document in documents] == texts
    assert [problem.code for problem in problems] == [code]
    assert said in problems[0].message
    assert "Mend: " in problems[0].message
    assert "\n" not in problems[0].message


@pytest.mark.parametrize(
    ("record", "identifier"),
    [
        ({"text": "a", "id": "feed-1"}, "feed-1"),
        ({"text": "a", "id": 12}, "12"),
        ({"text": "a", "id": ""}, text_digest("a")),
        ({"text": "a", "id": None}, text_digest("a")),
        ({"text": "a"}, text_digest("a")),
    ],
)
def test_the_id_is_the_givers_own_else_the_texts_hash(record, identifier):
    (document,), _ = read_input(lines(record), "given")
    assert document.id == identifier


def test_all_fields_arrive():
    record = {"id": "1", "text": "a", "date": "2024-12-01T23:30:00+03:00", "source": "Outlet", "title": "T",
              "url": "https://example.org/1", "language": "en", "protected": False}  # fmt: skip
    (document,), problems = read_input(lines(record), "given")
    assert not problems
    assert document.date.isoformat() == "2024-12-01"  # as written: no zone is converted
    assert (document.source, document.title, document.url, document.language) == ("Outlet", "T", record["url"], "en")


def test_a_day_after_the_latest_is_bad():
    found = list(arrivals(lines({"text": "a", "date": "2202-02-03"}), "given", latest=date(2026, 1, 1)))
    assert found[0].document.date is None
    assert "expected a day up to 2026-01-01" in found[0].problems[0].message


def test_a_line_of_five_megabytes_is_read_whole():
    text = "The army said so. " * 280_000
    (document,), problems = read_input(lines({"text": text}), "given")
    assert document.text == text
    assert not problems


def test_the_original_of_a_record_is_its_own_line_and_of_a_text_the_file():
    first, second = arrivals(b'{"text": "a"}\n  {"text":"b"} \r\n', "given")
    assert (first.original, second.original) == (b'{"text": "a"}', b'{"text":"b"}')
    (plain,) = arrivals(b"\xef\xbb\xbfplain", "given")
    assert plain.original == b"\xef\xbb\xbfplain"


def test_a_quotation_mark_that_nobody_closes_swallows_no_row_after_the_next():
    table = (
        b'text,date\n"Three fell in Idlib.",2024-12-01\n"Four fell in Hama,2024-12-01\n'
        b'"Five fell in Homs.",2024-12-02\n"Six fell in Raqqa.",2024-12-03\n"Seven fell in Tartus,2024-12-04\n'
    )
    documents, problems = read_input(table, "given.csv")
    assert [one.text for one in documents] == ["Three fell in Idlib.", "Six fell in Raqqa."]
    assert [one.message.split(":")[0].rpartition("row ")[2] for one in problems] == ["3", "5"]
