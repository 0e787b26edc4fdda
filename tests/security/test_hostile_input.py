"""Hostile input: one row an attack; each ends in a problem or a harmless text, soon, and never in a traceback."""

import time

import pytest

from marsad.intake import read_input

LONG = 200_000


@pytest.mark.parametrize(
    "data",
    [
        b"[" * LONG,
        b'{"a":' * LONG,
        b'{"text": "x"' + b" " * LONG,
        b'{"text": ' + b"9" * 50_000 + b"}",
        b'{"id": ' + b"9" * 50_000 + b', "text": "x"}',
        b'{"text": 1e400}\n{"text": "x", "date": 1e400}',
        b"<" * LONG,
        b"<html>" + b"<div>" * 20_000 + b"<p>x</p>",
        b"<!--" * LONG,
        b"<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><p>&b;</p>",
        b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x; and more</p>",
        b"<meta charset='utf-7'>\xff",
        b"<meta charset='hex'>\xff",  # a codec that is no text encoding
        b"A" * LONG + b" (X",
        b"A, " * 60_000,
        b"date " * 60_000,
        ("A" * 40 + ", " + "b" * 40 + " Dec 1, ").encode() * 2_000,
        "\u202e\u2066\u200f".encode() * LONG,
        b"\xff\xfe" * LONG,
        b"\x00" * LONG,
        "e\u0301".encode() * LONG,
        b'{"text": "x", "protected": "\xff"}',
    ],
    ids=range(22),
)
def test_an_attack_ends_soon_and_cleanly(data):
    started = time.monotonic()
    documents, problems = read_input(data, "given")
    assert documents or problems
    assert not any("root:" in document.text for document in documents)
    assert all(len(problem.message) < 1_000 and "\n" not in problem.message for problem in problems)
    assert time.monotonic() - started < 20  # far above what it takes; an endless one would hang
