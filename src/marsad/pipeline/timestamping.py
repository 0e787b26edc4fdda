"""A release or any file in, a request for its time-stamp (RFC 3161) out; and the answer kept with it.

Only the SHA-256 goes to the service. Of a release it is that of its manifest, which names all else, the head of the log
too. Request and answer are the files that `openssl ts` makes and reads, so that they can be carried by hand.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from marsad.domain.errors import InputError, SetupError
from marsad.pipeline.releasing import write_zip
from marsad.pipeline.verify_release import MANIFEST, TOKEN, WrongUseError, open_release, read_release, stamp_time
from marsad.store.engine import clear_disk_errors
from marsad.store.workroom import workroom

NO_ANSWER = "this is no answer of a time-stamp service. Mend: give the .tsr file that it sent"
LOOSE = (
    "the answer is of this file, but not in the strict form that a time-stamp has. Mend: keep it yourself, "
    "`openssl ts -verify` reads it; or ask another service"
)
GRANTED = 0
"""Source: RFC 3161, 2.4.2."""


def is_release(path: Path) -> bool:
    """Whether a path is to be taken for a release: a zip or a folder."""
    return path.is_dir() or path.suffix == ".zip"


def message_of(path: Path) -> bytes:
    """What is stamped: the manifest of a release, or the file's own bytes.

    Raises:
        InputError: a zip or a folder that is no release.
    """
    if not is_release(path):
        return path.read_bytes()
    try:
        return read_release(path, MANIFEST)
    except (KeyError, WrongUseError, BadZipFile) as error:
        raise InputError(f"{path} is no release. Mend: name what `marsad release` wrote, or one file") from error


def ask_for(message: bytes) -> bytes:
    """The request, as a `.tsq` file. It has no nonce: what binds the answer is the hash, and equal asks equal."""
    client = _client()
    builder = client.TimestampRequestBuilder(nonce=False).data(message)
    return bytes(builder.hash_algorithm(client.HashAlgorithm.SHA256).build().as_bytes())


def look_at_answer(answer: bytes, message: bytes, certificates: bytes | None = None) -> str:
    """When the message was stamped (UTC, ISO 8601), by what the answer says; with certificates, by their word.

    Raises:
        InputError: it is no answer, a refusal, of another message, or not of that service.
    """
    if certificates is not None:
        try:
            return stamp_time(answer, message, certificates)
        except ValueError as error:
            raise InputError(f"{error}. Mend: ask again, or give the certificates of that service") from error
    client, digest = _client(), sha256(message).digest()
    try:
        told = client.decode_timestamp_response(answer)
        if told.status != GRANTED:
            raise InputError(f"the service refused: {' '.join(told.status_string) or told.status}. Mend: ask another")
        found, time = told.tst_info.message_imprint.message, told.tst_info.gen_time
    except ValueError as error:
        raise InputError(LOOSE if digest in answer else NO_ANSWER) from error
    if found != digest:
        raise InputError("the time-stamp is of other words. Mend: give the answer to this file's own request")
    return str(time.isoformat())


def keep_answer(path: Path, answer: bytes) -> Path:
    """Keep the answer in the release, or beside the file; where it lies comes back.

    Raises:
        InputError: there is one already.
        StoreError: it cannot be written.
    """
    place = _place_of(path)
    if kept_answer(path) is not None:
        raise InputError(f"{path} has a time-stamp already. Mend: keep it; of two the older says more")
    with clear_disk_errors(path), workroom(path.parent) as room:
        if path.suffix == ".zip":
            names = open_release(path).names()
            write_zip({**{name: read_release(path, name) for name in names}, TOKEN: answer}, room / "release")
            (room / "release").replace(path)
            return path
        (room / "answer").write_bytes(answer)
        (room / "answer").rename(place)
    return place


def kept_answer(path: Path) -> bytes | None:
    """The answer that is kept in a release or beside a file, None where there is none."""
    if is_release(path):
        return read_release(path, TOKEN) if TOKEN in open_release(path).names() else None
    place = _place_of(path)
    return place.read_bytes() if place.exists() else None


def _place_of(path: Path) -> Path:
    return path / TOKEN if path.is_dir() else path.with_name(path.name + ".tsr")


def _client() -> Any:
    try:
        import rfc3161_client  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise SetupError("a time-stamp needs rfc3161-client. Mend: pip install 'marsad[timestamp]'") from error
    return rfc3161_client
