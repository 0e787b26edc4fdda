"""gzip, bzip2, xz and Zstandard streams and tar files in, what they hold out, within the limits."""

import bz2
import gzip
import lzma
import sys
import tarfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from marsad.domain.problem import Problem
from marsad.intake.fault import Unreadable
from marsad.intake.given import Asked, Given, unpacked

ZSTD_WINDOW_LOG = 27
"""Windows up to 128 MiB, which `zstd --long` makes. A stream may ask for 2 GiB. Source: RFC 8878, 3.1.1.1.2."""
BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError, RuntimeError)
XZ_MEMORY_BYTES = 268_435_456
"""256 MiB; `xz -9` asks for 65 MiB to unpack. Source: xz(1)."""
TAR_MARK, TAR_MARK_AT = b"ustar", 257
"""Source: POSIX.1-1988, ustar header block."""


def _open_zstd(stream: BinaryIO) -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415
    return zstd.ZstdFile(stream, options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG})


def _open_xz(stream: BinaryIO) -> Any:
    """As LZMAFile, but refused where its head asks for more memory than a laptop has to spare."""
    lzma.LZMADecompressor(memlimit=XZ_MEMORY_BYTES).decompress(stream.read(1024), max_length=1)
    stream.seek(0)
    return lzma.LZMAFile(stream)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packing:
    """How one file is packed: its first bytes, its name, the endings that its files bear, how it is opened."""

    mark: bytes
    name: str
    endings: tuple[str, ...]
    open: Callable[[BinaryIO], Any]


PACKINGS = (
    Packing(mark=b"\x1f\x8b", name="gzip", endings=(".gz",), open=gzip.open),
    Packing(mark=b"BZh", name="bzip2", endings=(".bz2",), open=bz2.BZ2File),
    Packing(mark=b"\xfd7zXZ\0", name="xz", endings=(".xz",), open=_open_xz),
    Packing(mark=b"\x28\xb5\x2f\xfd", name="Zstandard", endings=(".zst",), open=_open_zstd),
)


def sniff_packed(given: Given) -> bool:
    """True for a stream of any of the packings."""
    return _packing(given) is not None


def read_packed(given: Given, asked: Asked) -> Iterator[Given | Problem]:
    """The one thing that is packed in it, called as the file is."""
    packing = _packing(given)
    if packing is None:
        return
    bare = next((given.name[: -len(one)] for one in packing.endings if given.name.lower().endswith(one)), given.name)
    names = replace(given, name=bare, depth=given.depth + 1)
    given.budget.take_entry()
    try:
        with (
            given.open() as packed,
            packing.open(packed) as stream,
            unpacked(stream, given.size, names, asked.limits) as inner,
        ):
            yield inner
    except BROKEN as error:
        raise Unreadable(f"is a broken {packing.name} file ({error})", "make it again") from error


def sniff_tar(given: Given) -> bool:
    """True for a tar file."""
    return given.head[TAR_MARK_AT : TAR_MARK_AT + len(TAR_MARK)] == TAR_MARK


def read_tar(given: Given, asked: Asked) -> Iterator[Given | Problem]:
    """Each plain file that lies in it, in its order; links and devices are none, and names are never paths."""
    try:
        with given.open() as stream, tarfile.open(fileobj=stream, mode="r:") as package:
            for number, member in enumerate(package, 1):
                given.budget.take_entry()
                content = package.extractfile(member) if member.isreg() else None
                if content is not None:
                    names = given.inside(member.name, number=number)
                    with unpacked(content, member.size, names, asked.limits) as inner:
                        yield inner
    except (tarfile.TarError, *BROKEN) as error:
        raise Unreadable(f"is a broken tar file ({error})", "make it again, or hand in its files") from error


def _packing(given: Given) -> Packing | None:
    return next((one for one in PACKINGS if given.head.startswith(one.mark)), None)
