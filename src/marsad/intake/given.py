"""An input not read yet: its bytes on call, its names, what it lies in."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from marsad.intake.limits import Budget, Limits, default_limits, over_limit

HEAD_BYTES = 65_536
"""How much of an input its kind is told by: the header lines of a mail that passed many servers take 20,000."""
HELD_BYTES = 16_777_216
"""Up to 16 MiB are unpacked in memory, more into a file that has no name and goes with the process."""
CHUNK_BYTES = 1_048_576
SHOWN_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How inputs are to be read.

    `latest` is the last day that a dispatch can carry. `columns` says which column of a table is which field.
    `senders` shows who sent a mail, or wrote in a group, as its source: off, for who forwards may need protection.
    """

    latest: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    senders: bool = False
    limits: Limits = field(default_factory=default_limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One input. `open` gives its bytes from the start, each time anew; `head` is how they begin.

    `where` is what messages call it; `alias` what they call it where it holds protected records, whose giver its name
    may name. `name` is its own name, said to tell two kinds apart and never used as a path. `parent` is the id of the
    document that it came with; `url`, `title` and `charset` are what it was found under.
    """

    open: Callable[[], BinaryIO]
    size: int
    head: bytes
    where: str
    alias: str
    name: str
    budget: Budget
    depth: int = 0
    parent: str | None = None
    url: str | None = None
    title: str | None = None
    charset: str | None = None

    def whole(self, limits: Limits) -> bytes:
        """All its bytes.

        Raises:
            Unreadable: they are more than may be held at once.
        """
        if self.size > limits.whole_bytes:
            raise over_limit(f"has {self.size} bytes", f"at most {limits.whole_bytes} for a file of this kind")
        if self.size == len(self.head):
            return self.head
        with self.open() as stream:
            return stream.read()

    def protected_name(self) -> str:
        """What messages call it where it holds protected records."""
        return f"{self.alias} (with protected records)"

    def inside(self, name: str, *, number: int) -> "Given":
        """What messages call a thing that lies in this one; its bytes are still this one's."""
        shown = show_name(name) or f"part {number}"
        return replace(
            self,
            where=f"{self.where} > {shown}",
            alias=f"{self.alias} part {number}",
            name=name,
            depth=self.depth + 1,
        )

    def with_parent(self, parent: str | None) -> "Given":
        """The same, come with the document of this id."""
        return replace(self, parent=parent)

    def holding(self, data: bytes) -> "Given":
        """The same names over other bytes."""
        return replace(self, open=lambda: BytesIO(data), size=len(data), head=data[:HEAD_BYTES])


def show_name(name: str) -> str:
    """A name from inside an archive as messages may show it: one line, no control characters, cut."""
    clean = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name)
    return clean if len(clean) <= SHOWN_NAME else clean[: SHOWN_NAME - 1] + "…"


def given_bytes(data: bytes, where: str, *, alias: str = "input", limits: Limits | None = None) -> Given:
    """An input of bytes that are at hand."""
    budget = Budget(limits or default_limits())
    name = where.rsplit("/", 1)[-1]
    empty = Given(open=lambda: BytesIO(b""), size=0, head=b"", where=where, alias=alias, name=name, budget=budget)
    return empty.holding(data)


def given_file(path: Path, where: str, *, alias: str = "input", limits: Limits | None = None) -> Given:
    """An input that is a file, opened when it is read.

    Raises:
        OSError: it cannot be opened.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        size = os.fstat(stream.fileno()).st_size
    budget = Budget(limits or default_limits())
    return Given(
        open=lambda: path.open("rb"), size=size, head=head, where=where, alias=alias, name=path.name, budget=budget
    )


@contextmanager
def unpacked(stream: IO[bytes], packed_bytes: int, names: Given, limits: Limits) -> Iterator[Given]:
    """What the stream unpacks to, under these names; it lasts as long as the `with`.

    Raises:
        Unreadable: it is too much, or lies too deep.
    """
    if names.depth > limits.depth:
        raise over_limit(
            f"lies {names.depth} deep in other files", f"at most {limits.depth}", "unpack it, then hand it in"
        )
    held, spilled, size = bytearray(), None, 0
    try:
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            _check_ratio(size, packed_bytes, limits)
            names.budget.take_bytes(len(chunk))
            if spilled is None and size > HELD_BYTES:
                spilled = TemporaryFile()  # noqa: SIM115  # closed below, whatever comes
                spilled.write(held)
            (held.extend if spilled is None else spilled.write)(chunk)
        yield names.holding(bytes(held)) if spilled is None else _on_disk(spilled, size, names)
    finally:
        if spilled is not None:
            spilled.close()


def _on_disk(file: BinaryIO, size: int, names: Given) -> Given:
    def reopen() -> BinaryIO:
        file.seek(0)
        return os.fdopen(os.dup(file.fileno()), "rb")

    file.seek(0)
    return replace(names, open=reopen, size=size, head=file.read(HEAD_BYTES))


def _check_ratio(size: int, packed_bytes: int, limits: Limits) -> None:
    if size > limits.ratio_from_bytes and size > limits.ratio * max(packed_bytes, 1):
        raise over_limit(
            f"unpacks to more than {limits.ratio} times its size", "a file and no bomb", "unpack it, then hand it in"
        )
