"""ZIP files in, what lies in them out: archives member by member, and the parts of office files, within the limits."""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from marsad.domain.problem import Problem
from marsad.intake.fault import Unreadable, encrypted
from marsad.intake.given import Asked, Given, unpacked
from marsad.intake.limits import Exhausted, Limits, over_limit

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED_BIT = 0x1
"""Source: PKWARE APPNOTE 4.4.4, general purpose bit 0."""
PASSED_OVER = ("__MACOSX/", ".DS_Store", "Thumbs.db")
"""What systems leave in archives, and nobody hands in."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""All that unpacking a damaged or strange member raises."""


def sniff_package(given: Given) -> bool:
    """True for any ZIP file."""
    return given.head.startswith(ZIP_MARKS)


def sniff_web_package(given: Given) -> bool:
    """True for a WACZ file, a ZIP of WARC files. Source: WACZ 1.1.1, "datapackage.json" and "archive/"."""
    return has_member(given, "datapackage.json") and any(map(_is_web_archive, _names(given)))


def has_member(given: Given, name: str) -> bool:
    """True for a ZIP that holds a member of this name."""
    return sniff_package(given) and name in _names(given)


def read_package(given: Given, asked: Asked) -> Iterator[Given | Problem]:
    """Each file that lies in it, in its order; its names are only said, never paths."""
    yield from _read_members(
        given, asked, lambda name: not name.startswith(PASSED_OVER) and not name.endswith(PASSED_OVER)
    )


def read_web_package(given: Given, asked: Asked) -> Iterator[Given | Problem]:
    """Each WARC file that lies in it; its index and its lists of pages hold nothing more."""
    yield from _read_members(given, asked, _is_web_archive)


def check_package(given: Given, limits: Limits) -> None:
    """Nothing, where an office file unpacks to what may be held.

    Its reader unpacks it by itself, and no more of a part than the part says that it has.

    Raises:
        Unreadable: it is no whole ZIP file, or is too much.
    """
    with given.open() as stream, _opened(stream) as package:
        _check_members(package, given)
        sizes = [member.file_size for member in package.infolist()]
    if len(sizes) > limits.entries or sum(sizes) > limits.whole_bytes:
        raise over_limit(f"unpacks to {sum(sizes)} bytes in {len(sizes)} parts", f"at most {limits.whole_bytes} bytes")
    if sum(sizes) > limits.ratio_from_bytes and sum(sizes) > limits.ratio * given.size:
        raise over_limit(f"unpacks to more than {limits.ratio} times its size", "a document and no bomb")


def read_part(given: Given, name: str) -> bytes:
    """The bytes of one part of an office file that was checked; none where it has no such part."""
    with given.open() as stream, _opened(stream) as package:
        return package.read(name) if name in package.namelist() else b""


def _is_web_archive(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


def _names(given: Given) -> list[str]:
    try:
        with given.open() as stream, _opened(stream) as package:
            return package.namelist()
    except Unreadable:
        return []


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except BROKEN as error:
        raise Unreadable(f"is a broken ZIP file ({error})", "make it again, or hand in its files") from error


def _check_members(package: zipfile.ZipFile, given: Given) -> None:
    """Nothing, where each member can have bytes of its own: those of a bomb lie over one another.

    Raises:
        Unreadable: together they are larger than the file.
    """
    packed = sum(member.compress_size for member in package.infolist())
    if packed > given.size:
        raise over_limit(
            f"says that its members have {packed} bytes, more than it has itself", "an archive and no bomb"
        )


def _read_members(given: Given, asked: Asked, wanted: Callable[[str], bool]) -> Iterator[Given | Problem]:
    with given.open() as stream, _opened(stream) as package:
        _check_members(package, given)
        for number, member in enumerate(package.infolist(), 1):
            given.budget.take_entry()
            if not member.is_dir() and wanted(member.filename):
                yield from _read_member(package, member, given.inside(member.filename, number=number), asked)


def _read_member(
    package: zipfile.ZipFile, member: zipfile.ZipInfo, names: Given, asked: Asked
) -> Iterator[Given | Problem]:
    try:
        if member.flag_bits & ENCRYPTED_BIT:
            raise encrypted("unpack it with its password, and hand in what lies in it")
        with package.open(member) as stream, unpacked(stream, member.compress_size, names, asked.limits) as inner:
            yield inner
    except Exhausted:
        raise
    except Unreadable as fault:
        yield fault.problem(names.where)
    except BROKEN as error:
        yield Unreadable(f"is broken ({error})", "make the archive again").problem(names.where)
