"""Hostile files of every kind: one row an attack; each ends soon, in documents or one-line problems, and loses no other."""
# ruff: noqa: E501  # one row an attack, one line a row

import bz2
import gzip
import io
import json
import lzma
import struct
import time
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from made_inputs import (
    make_mail,
    make_pdf,
    make_rss,
    make_tar,
    make_telegram,
    make_warc,
    make_xlsx,
    make_zip,
    make_zst,
)
from marsad.domain.problem import Problem
from marsad.intake import Asked, given_bytes, read_given
from marsad.intake.limits import default_limits

GOOD = "Two men were killed when a shell hit the mill, the mayor said."
ZEROS = bytes(40_000_000)
BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
FETCH = "<!DOCTYPE x [<!ENTITY i SYSTEM 'file:///etc/passwd'>"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(data, name="given", **limits):
    set_limits = replace(default_limits(), **limits)
    found = list(read_given(given_bytes(data, name, limits=set_limits), Asked(limits=set_limits)))
    texts = [one.document.text for one in found if not isinstance(one, Problem)]
    return texts, [one for one in found if isinstance(one, Problem)]


def nested(depth):
    data = GOOD.encode()
    for level in range(depth):
        data = make_zip({f"{level}.zip" if level else "a.txt": data})
    return data


def encrypted_zip():
    """A ZIP whose first member is marked as locked, in both of its headers; the second is not."""
    data = bytearray(make_zip({"locked.txt": GOOD, "open.txt": GOOD}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def locked_pdf():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf(GOOD))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx_of(xml):
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


@pytest.mark.parametrize(
    ("data", "texts", "code", "said"),
    [
        (gzip.compress(ZEROS), 0, "over-limit", "unpacks to more than 300 times its size"),
        (bz2.compress(ZEROS), 0, "over-limit", "unpacks to more than 300 times its size"),
        (lzma.compress(ZEROS), 0, "over-limit", "unpacks to more than 300 times its size"),
        (make_zst(ZEROS), 0, "over-limit", "unpacks to more than 300 times its size"),
        (make_zip({"bomb": ZEROS, "good.txt": GOOD}), 1, "over-limit", "given > bomb: unpacks to more than 300 times"),
        (make_xlsx(["text", "date"], ["x" * 30_000, ""]) + b"", 1, None, None),
        (docx_of(f"<w:document xmlns:w='{WORD}'>{' ' * 40_000_000}</w:document>"), 0, "over-limit", "300 times its size"),
        (gzip.compress(make_warc(("https://a.example/", "200 OK", "text/html", gzip.compress(ZEROS)))), 0, "over-limit", "300 times"),
        (nested(4), 1, None, None),
        (nested(6), 0, "over-limit", "lies 5 deep in other files; expected at most 4"),
        (docx_of(f"{BOMB}]><w:document xmlns:w='{WORD}'>&i;</w:document>"), 0, "unreadable-input", "declares XML entities"),
        (docx_of(f"{FETCH}]><w:document xmlns:w='{WORD}'>&i;</w:document>"), 0, "unreadable-input", "declares XML entities"),
        (make_rss().replace(b"<rss", f"{BOMB}]><rss".encode()).replace(b"Plain Post", b"&i;"), 0, "unreadable-input", "entities"),
        (b"<rss><!ENTITY x 'y'>" + make_rss(), 0, "unreadable-input", "entities"),
        (encrypted_zip(), 1, "encrypted", "given > locked.txt: is encrypted"),
        (locked_pdf(), 0, "encrypted", "is encrypted; expected a file without a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), 0, "encrypted", "is encrypted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), 0, "unreadable-input", "an old office file"),
        (make_zip({"../../etc/evil.txt": GOOD, "/abs/evil.txt": GOOD + " More."}), 2, None, None),
        (make_tar({"../../evil.txt": GOOD.encode()}), 1, None, None),
        (make_zip({"bad\x1b[31m\nname": b"\x89PNG\r\n\x1a\n"}), 0, "unreadable-input", "given > bad\ufffd[31m\ufffdname: is a PNG"),
        (make_zip({"n" * 60_000: b""}), 0, "empty-text", "…: is empty"),
        (make_zip({}), 0, "empty-text", "holds nothing that can be read"),
        (make_zip({"a.txt": GOOD})[:-30], 0, "unreadable-input", "is a broken ZIP file"),
        (gzip.compress(GOOD.encode() * 99)[:-12], 0, "unreadable-input", "is a broken gzip file"),
        (make_warc(("https://a.example/", "200 OK", "text/plain", GOOD.encode()), packed=False)[:-60], 1, None, None),
        (b"WARC/1.0\r\nContent-Length: nine\r\n\r\n", 0, "empty-text", "holds nothing that can be read"),
        (make_pdf(GOOD)[:300], 0, "unreadable-input", "cannot be read as pdf"),
        (make_pdf(), 0, "empty-text", "a PDF file without text"),
        (b"%PDF-1.7\n" + b"1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\n" * 2_000, 0, "unreadable-input", "cannot be read as pdf"),
        (b"text,date\n" + b'"' + b"a" * 300_000, 0, "unreadable-input", "given row 2: is no row of CSV"),
        (b"text,date\n" + b",".join([b"x"] * 200_000), 0, "unreadable-input", "200000 cells under 2 headings"),
        (b"text,date," + b",".join(b"%d" % number for number in range(1_500)) + b"\nx", 0, "over-limit", "1502 columns"),
        (b"From: a@b.example\nDate: x\nSubject: " + b"=?utf-8?q?" * 5_000 + b"\n\nA shell hit the mill.", 1, None, None),
        (b"From: " + b"(" * 20_000 + b"\nDate: Mon, 99 Foo 2024\nSubject: x\n\nA shell hit the mill.", 1, None, None),
        (b"From: a@b.example\nDate: x\nTo: c\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 3_000, 0, None, None),
        (json.dumps({"name": "x", "type": "public_channel", "id": 1, "messages": "[" * 9}).encode(), 0, None, None),
        (make_telegram()[:-40], 2, None, None),
        (b"---\n" + b"a: b\n" * 50_000 + b"---\n" + b"[" * 20_000 + b" A shell hit the mill.", 1, None, None),
        (b"# x\n" + b"> " * 5_000 + b"A shell hit the mill.", 1, None, None),
        (b"title;text\n1;=cmd|' /C calc'!A0\n", 1, None, None),
    ],
    ids=range(41),
)  # fmt: skip
def test_an_attack_ends_soon_and_loses_nothing_beside_it(data, texts, code, said):
    started = time.monotonic()
    found, problems = read(data)
    assert len(found) == texts, problems
    assert texts or problems
    if code:
        assert [problem.code.value for problem in problems] == [code], problems
        assert said in problems[0].message
    assert not any("root:" in text for text in found)
    assert all("\n" not in one.message and len(one.message) < 1_000 and "Mend: " in one.message for one in problems)
    assert time.monotonic() - started < 20  # far above what it takes; an endless one would hang


def test_an_archive_of_too_many_files_is_read_up_to_its_limit():
    found, problems = read(make_zip({f"{number}.txt": f"{GOOD} {number}" for number in range(30)}), entries=10)
    assert len(found) == 10
    assert [problem.message for problem in problems] == [
        "given: holds too many files; expected at most 10; the rest was not read. Mend: unpack it, and hand in parts"
    ]


def test_all_that_an_archive_unpacks_to_is_counted_together():
    inner = make_zip({f"{number}.txt": GOOD * 100 + str(number) for number in range(9)})
    found, problems = read(make_zip({f"{number}.zip": inner for number in range(9)}), unpacked_bytes=100_000)
    assert 0 < len(found) < 20
    assert {problem.code.value for problem in problems} == {"over-limit"}
    assert len(problems) <= 2


@pytest.mark.parametrize("limits", [{"whole_bytes": 50}, {"text_characters": 20}, {"file_bytes": 30}])
def test_a_file_beyond_a_limit_is_refused_with_the_limit(limits):
    found, (problem,) = read(GOOD.encode(), **limits)
    assert not found
    assert problem.code.value == "over-limit"
    assert str(*limits.values()) in problem.message


def test_a_line_beyond_the_limit_loses_itself_alone():
    lines = [json.dumps({"text": text}) for text in (GOOD, "x" * 5_000, GOOD + " Again.")]
    found, (problem,) = read("\n".join(lines).encode(), line_bytes=1_000)
    assert found == [GOOD, GOOD + " Again."]
    assert problem.message.startswith("given line 2: is longer than a line may be; expected at most 1000 bytes. Mend: ")


def test_a_pdf_of_too_many_pages_is_refused_unread():
    found, (problem,) = read(make_pdf(*["x"] * 12), pages=10)
    assert not found
    assert "has 12 pages; expected at most 10" in problem.message


def test_a_picture_is_not_decoded_however_large_it_says_it_is():
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\0\0\0"
    found, (problem,) = read(make_mail(attachments=[("huge.png", header)]))
    assert len(found) == 1
    assert "is a PNG picture" in problem.message


def test_a_bomb_costs_no_memory():
    data = gzip.compress(bytes(150_000_000), compresslevel=1)
    tracemalloc.start()
    try:
        read(data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 60_000_000


def test_one_broken_member_loses_no_other():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for number in range(3):
            package.writestr(f"{number}.txt", f"{GOOD} {number}")
    found, (problem,) = read(out.getvalue().replace(b"said. 1", b"said. 7", 1))
    assert found == [f"{GOOD} 0", f"{GOOD} 2"]
    assert "given > 1.txt: is broken (Bad CRC-32" in problem.message


def test_a_protected_record_deep_in_an_archive_is_not_called_by_a_name():
    record = json.dumps({"text": GOOD, "protected": True, "giver": "Canaryqzx"})
    (one,) = read_given(given_bytes(make_zip({"Canaryqzx.jsonl": record}), "Canaryqzx.zip", alias="input 3"), Asked())
    assert "Canaryqzx" not in str(one)
    assert one.where == "input 3 part 1 (with protected records) line 1"


def test_a_protected_row_keeps_its_admitted_fields_alone():
    row = f'text,protected,source,contact\n"{GOOD}",yes,field-7,Canaryqzx\n'
    (one,) = read_given(given_bytes(row.encode(), "Canaryqzx.csv", alias="input 1"), Asked())
    assert one.document.protected
    assert one.document.source == "field-7"
    assert "Canaryqzx" not in str(one)


@pytest.mark.parametrize("data", [
    '{"text": "A shell hit the mill.", "Protected": true}', '{"text": "A shell hit the mill.", " PROTECTED ": "yes"}',
    '{"text": "A shell hit the mill.", "protected": true, "protected": false}',
    '{"text": "A shell hit the mill.", "protected": false, "Protected": 1}',
    '[{"text": "A shell hit the mill.", "Protected": true}]', '{"text": "A shell hit the mill.", "\\u0070rotected": true}',
    "text,date,protected,Protected\nA shell hit the mill.,2024-12-01,no,yes\n",
    "text,date,protected,protected\nA shell hit the mill.,2024-12-01,yes,no\n",
    "---\nPROTECTED: yes\nid: x\n---\nA shell hit the mill.\n",
])  # fmt: skip
def test_a_mark_of_protection_holds_however_it_is_spelled_and_whatever_stands_beside_it(data):
    found = list(read_given(given_bytes(data.encode(), "given"), Asked()))
    assert [one.document.protected for one in found if not isinstance(one, Problem)] == [True]


@pytest.mark.parametrize(("source", "kept"), [
    ("field-7", True), ("field_7.b c", True), ("a" * 40, True), ("a" * 41, False), ("a" * 39 + "@", False),
    ("a--b", False), ("-a", False), ("a-", False), ("", False),
])  # fmt: skip
def test_whether_it_is_a_code_name_is_said_at_once(source, kept):
    """An address of forty signs took hours: each letter could begin a word of its own."""
    began = time.process_time()
    (found,) = read_given(
        given_bytes(json.dumps({"text": GOOD, "protected": True, "source": source}).encode(), "given"), Asked()
    )
    assert (found.document.source == source) is kept
    assert time.process_time() - began < 2


def test_what_says_no_is_not_protected():
    for data in ('{"text": "A shell hit the mill.", "Protected": false}', "text,protected\nA shell hit it.,no\n"):
        (one,) = read_given(given_bytes(data.encode(), "given"), Asked())
        assert one.document.protected is False


HEAD = b"From: a@b.example\r\nDate: Mon, 02 Dec 2024 10:00:00 +0000\r\nMessage-ID: <a@b>\r\nMIME-Version: 1.0\r\n"
PART = b"--b\r\nContent-Type: text/plain; " + b'a="x";' * 400 + b"\r\n\r\nx\r\n"
PARTED = HEAD + b"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"


@pytest.mark.parametrize(("data", "said"), [
    (PARTED + PART * 2_000 + b"--b--", "is parted too often; expected at most 500 lines that begin with --"),
    (b'<rss version="2.0" ' + b" ".join(b"a%d='>'" % n for n in range(60_000)) + b"><channel/></rss>",
     "has a tag of too many attributes; expected at most 500"),
    (b"<rss><channel>" + b"<item><title>x</title></item>" * 60_000, "holds too many elements; expected at most 100000"),
    ("<rss " + " ".join(f'a{n}="x"' for n in range(9_000)) + "/>", "has a tag of too many attributes"),
])  # fmt: skip
def test_what_a_parser_would_compare_with_all_before_it_is_refused_unread(data, said):
    data = data if isinstance(data, bytes) else data.encode("utf-16")
    began = time.process_time()
    found, (problem,) = read(data)
    assert found == []
    assert said in problem.message
    assert time.process_time() - began < 5  # minutes else


@pytest.mark.parametrize("data", [
    b"<!---->" * 400 + b"x A shell hit the mill.", b"<!---->" * 400 + b"<rss", b"<?xml version='1.0'?>" + b"<!-- -->\n" * 400,
    b"From a@b.example Mon Dec  2 10:00:00 2024\nSubject: x\n\n\nFrom x " + b"11:11 " * 60_000 + b"\n\n",
    b"From x " + b"11:11 " * 9_000 + b"\nSubject: x\n\nA shell hit the mill.\n", b"\n" * 60_000 + b"- x", b"- x\n" + b" \n" * 60_000,
    b"# x\n" + b"\n" * 60_000 + b"A shell hit the mill.", b"---\n" + b"a:" * 30_000, b"<?xml " + b"<?xml " * 9_000, b"<!DOCTYPE x [" + b"[" * 60_000, b" " * 60_000 + b"{" + b" " * 60_000,
], ids=range(12))  # fmt: skip
def test_no_beginning_of_a_file_makes_the_look_at_it_take_long(data):
    """Comments before a first tag doubled the time with each; forty would have taken days."""
    began = time.process_time()
    read(data)
    assert time.process_time() - began < 6


@pytest.mark.parametrize("header", [
    b"Subject: x\r\nContent-Type: text/plain; " + b'a="x";' * 30_000,
    b"Subject: " + b"=?utf-8?q?a?= " * 40_000, b"Subject: " + b"=?utf-8?b?" * 40_000,
    b"Subject: x\r\nFrom: " + b"(" * 100_000, b"Subject: x\r\nContent-Type: text/plain; charset=" + b"a" * 100_000,
    b"Subject: x\r\nContent-Type: text/plain; " + b"".join(b'n*%d*="x";' % n for n in range(20_000)),
], ids=range(6))  # fmt: skip
def test_of_a_header_without_end_the_beginning_is_read(header):
    began = time.process_time()
    found, problems = read(HEAD + header + b"\r\n\r\n" + GOOD.encode() + b"\r\n")
    assert [text.strip() for text in found] == [GOOD], problems
    assert time.process_time() - began < 5


def test_an_attachment_of_a_name_without_end_loses_no_other():
    names = b"".join(b'filename*%d*="x";' % n for n in range(20_000))
    held = (
        b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; %s\r\n\r\n" + GOOD.encode() + b" %d\r\n"
    )
    data = PARTED + b"--b\r\n\r\nx\r\n" + held % (names, 1) + held % (b"filename=a.txt", 2) + b"--b--"
    assert [text[-1] for text in read(data)[0][-2:]] == ["1", "2"]


def test_members_of_an_archive_that_lie_over_one_another_are_a_bomb():
    """Thousands of names for the same few bytes: each would be unpacked anew."""
    data = make_zip({"a.txt": GOOD * 5_000})
    begins, ends = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, many = data[begins:ends], 5_000
    tail = struct.pack("<HHHHIIH", 0, 0, many, many, len(entry) * many, begins, 0)
    found, (problem,) = read(data[:begins] + entry * many + b"PK\x05\x06" + tail)
    assert found == []
    assert "more than it has itself; expected an archive and no bomb" in problem.message
    assert read(data)[0] == [GOOD * 5_000]
