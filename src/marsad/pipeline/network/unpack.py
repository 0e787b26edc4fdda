"""A body as sent in, the body unpacked out; never more of it than the limits allow."""

import zlib
from collections.abc import Iterable, Iterator

from marsad.pipeline.network.limits import Limits, RefusedError

ANY_ZLIB = 47
"""Window bits by which zlib takes gzip and zlib streams alike. Source: zlib's manual, inflateInit2."""
STEP = 64 * 1024
SAVE_IT = "save it and ingest the file"


def unpack(chunks: Iterable[bytes], coding: str, limits: Limits) -> bytes:
    """The whole body.

    Raises:
        RefusedError: it grows beyond the limits, or is packed in a way that was not asked for or is broken.
    """
    coding = coding.strip().casefold()
    if coding in {"", "identity"}:
        return _join(chunks, limits, sent=None)
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise RefusedError(f"it is packed as {coding[:40]!r}, which was not asked for", SAVE_IT)
    counted = _Counted(chunks)
    try:
        return _join(_inflate(counted), limits, sent=counted)
    except zlib.error as error:
        raise RefusedError(f"it is packed as {coding}, and broken", "try again later", again_s=0) from error


class _Counted:
    """Chunks, and how many bytes of them have come."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self.bytes = chunks, 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.bytes += len(chunk)
            yield chunk


def _inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    inflater = zlib.decompressobj(ANY_ZLIB)
    for chunk in chunks:
        pending = chunk
        while pending:
            yield inflater.decompress(pending, STEP)
            pending = inflater.unconsumed_tail
    yield inflater.flush()
    if not inflater.eof:
        raise zlib.error("cut short")


def _join(chunks: Iterable[bytes], limits: Limits, sent: _Counted | None) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limits.body_bytes:
            raise RefusedError(f"its body is longer than {limits.body_bytes:,} bytes", SAVE_IT)
        if sent and len(body) > limits.free_bytes and len(body) > limits.ratio * sent.bytes:
            raise RefusedError(f"its body grows more than {limits.ratio}-fold by unpacking", SAVE_IT)
    return bytes(body)
