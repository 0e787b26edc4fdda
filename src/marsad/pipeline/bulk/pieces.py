"""A piece of an input in, what lies in it out: documents and problems, in the input's order."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.intake import Arrival, Asked, Given, read_given
from marsad.intake.formats import Format
from marsad.intake.given import CHUNK_BYTES, HEAD_BYTES, given_file
from marsad.intake.parquet import read_parquet
from marsad.intake.records import read_records
from marsad.pipeline.bulk.plan import Piece
from marsad.pipeline.inputs import ONE_DAY
from marsad.pipeline.plugins import input_formats
from marsad.pipeline.settling import REPORT_MARK

Item = Arrival | Problem


def open_piece(piece: Piece) -> Iterator[Item]:
    """What lies in the piece; a protected document is a problem in its place, and nothing of it is written."""
    asked = Asked(latest=dt.datetime.now(dt.UTC).date() + ONE_DAY)
    try:
        given = given_file(Path(piece.path), piece.path, alias=f"input {piece.input}")
    except OSError as error:
        wrong = f"{piece.path}: {error.strerror or error}; expected the file that was planned. Mend: bring it back"
        yield Problem(code=ProblemCode.UNREADABLE_INPUT, message=wrong)
        return
    given = given if piece.named else replace(given, where=given.protected_name())
    given, asked, forms = _narrow(given, piece, asked)
    if piece.first and not given.size:
        return  # the line that it lies in begins before it, and is of the piece there
    for number, item in enumerate(read_given(given, asked, forms), 1):
        is_open = isinstance(item, Problem) or not _is_protected(item)
        yield item if is_open else _refuse_protected(piece, number)


def _narrow(given: Given, piece: Piece, asked: Asked) -> tuple[Given, Asked, tuple[Format, ...]]:
    if piece.kind == "lines" and piece.first is not None and piece.last is not None:
        first, last = _find_line(given, piece.first), _find_line(given, piece.last)
        form = Format(name="json", sniff=lambda _: True, read=read_records, may_be_hollow=True)
        return _lines_between(given, first, max(first, last)), asked, (form,)
    if piece.kind == "groups" and piece.first is not None:
        read = partial(read_parquet, first=piece.first, last=piece.last)
        return given, asked, (Format(name="parquet", sniff=lambda _: True, read=read, may_be_hollow=True),)
    return given, asked, input_formats()


def _find_line(given: Given, at: int) -> int:
    """Where the first line begins at or behind the byte: a line is of the piece in which it begins."""
    if at == 0 or at >= given.size:
        return min(at, given.size)
    with given.open() as stream:
        stream.seek(at - 1)
        while chunk := stream.readline(CHUNK_BYTES):
            if chunk.endswith(b"\n"):
                break
        return stream.tell()


def _lines_between(given: Given, first: int, last: int) -> Given:
    def reopen() -> BinaryIO:
        return io.BufferedReader(_Range(given.open(), first, last))

    with reopen() as stream:
        head = stream.read(HEAD_BYTES)
    where = f"{given.where} from byte {first}" if first else given.where
    return replace(given, open=reopen, size=last - first, head=head or b" ", where=where)


class _Range(io.RawIOBase):
    """The bytes of a file from one place up to another."""

    def __init__(self, file: BinaryIO, first: int, last: int) -> None:
        self._file, self._left = file, last - first
        file.seek(first)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._file.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        self._file.close()
        super().close()


def _is_protected(arrival: Arrival) -> bool:
    return arrival.document.protected or arrival.document.id.startswith(REPORT_MARK)


def _refuse_protected(piece: Piece, number: int) -> Problem:
    """A refusal that repeats nothing of the record, nor the name of its file."""
    at = f" from byte {piece.first}" if piece.kind == "lines" and piece.first else ""
    message = (
        f"input {piece.input}{at}, document {number}: is of a protected source; bulk is for open archives, and wrote "
        "nothing of it. Mend: take it in with `marsad ingest`"
    )
    return Problem(code=ProblemCode.PROTECTED_IN_BULK, message=message)
