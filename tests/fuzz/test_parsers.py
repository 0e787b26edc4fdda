"""Every parser over the saved corpus, cut, bent and spliced: always documents or problems, soon, and never a traceback.

`python tests/fuzz/make_corpus.py` makes the corpus anew; what once broke a parser is added to it as a file.
"""

import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marsad.domain.problem import Problem
from marsad.intake import Asked, given_bytes, read_given
from marsad.intake.formats import FORMATS, format_of

CORPUS = sorted((Path(__file__).parent / "corpus").iterdir())
BENDS = 8
"""How often each file is bent, with the same chance each time that the tests run."""
MOST_SECONDS = 30
"""Far above what any takes: a busy machine must not fail it, an endless loop would."""


def read(data):
    """What comes of the bytes."""
    began = time.monotonic()
    found = list(read_given(given_bytes(data, "given"), Asked()))
    assert time.monotonic() - began < MOST_SECONDS
    return found


def check(found):
    """Documents that hold together, problems of one line, and never nothing."""
    for one in found:
        if isinstance(one, Problem):
            assert "Mend: " in one.message
            assert "\n" not in one.message
            assert len(one.message) < 2_000
        else:
            assert one.document.text.strip()
            assert one.original
            one.document.text.encode()  # no lone surrogate


def bend(data, chance):
    """The bytes with a piece cut out, doubled, zeroed or made strange."""
    data = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data) + 1)
        span = chance.choice((1, 1, 2, 4, 16, 200))
        piece = data[at : at + span]
        new = chance.choice(
            (b"", piece * 2, bytes(len(piece)), chance.randbytes(len(piece)), b"\xff" * span, b"<[{(\"'")
        )
        data[at : at + span] = new
    return bytes(data)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_bent_file_gives_documents_or_problems(path):
    data, chance = path.read_bytes(), random.Random(path.name)
    check(read(data))
    for _ in range(BENDS):
        check(read(bend(data, chance)))


def test_the_corpus_has_a_file_for_every_parser():
    found = {format_of(given_bytes(path.read_bytes(), path.name)).name for path in CORPUS}
    assert found == {one.name for one in FORMATS}


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=400), head=st.sampled_from([path.read_bytes()[:600] for path in CORPUS]))
def test_a_parser_takes_any_bytes_for_its_own(one, data, head):
    """As a plug-in would be met: whatever it raises is one problem, and a wrong guess of the kind breaks nothing."""
    forced = (type(one)(name=one.name, sniff=lambda _: True, read=one.read),)
    for given_data in (data, head + data):
        if given_data.strip():
            check(list(read_given(given_bytes(given_data, "given"), Asked(), forced)))
