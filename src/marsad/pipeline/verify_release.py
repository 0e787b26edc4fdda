"""A release of a Marsad record in, whether it is whole and as it was signed out. This one file does it, anywhere.

    python verify_release.py RELEASE --key KEY [--tsa-cert FILE]

RELEASE is the zip or the folder. KEY is the public key of whoever made it, 64 hex digits or a file that holds them; ask
them for it, and take neither it nor this file from the release alone. FILE holds the certificates (PEM) of the service
that gave a time-stamp, if there is one. Needs Python 3.9 and PyNaCl; for --tsa-cert rfc3161-client too.

Exit codes: 0 whole and as signed, 1 something is amiss (each line says what and where), 2 wrong use.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import struct
import sys
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import IO, Any, Iterator, NamedTuple, Protocol  # noqa: UP035  # older Pythons run this file too

FORM = "marsad-release-1"
MANIFEST, SIGNATURE, TOKEN, TOLD = "SHA256SUMS", "SHA256SUMS.sig", "SHA256SUMS.tsr", "release.json"
UNLISTED = frozenset({MANIFEST, SIGNATURE, TOKEN})
"""What the manifest cannot list: itself, its signature and its time-stamp."""
MOST_FILES = 10_000
LARGEST = 4 * 2**30 - 1
"""Bytes of a zip that needs no second kind of directory; a greater release is a folder."""
ZIP, ZIP_DAY = "the zip", 33
"""1 January 1980, the earliest that a zip can say, as it stands in it."""
LARGEST_TOLD = 16 * 2**20
"""Bytes of the manifest, the signature, the time-stamp and release.json, which are read as a whole."""
CHUNK = 2**20
LINE = re.compile(r"([0-9a-f]{64})  ([^\s/][^\r\n]*)")
HASH = re.compile(r"[0-9a-f]{64}\Z")
DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, struct.error, ValueError, RuntimeError)
"""What reading a broken zip raises; `RuntimeError` also where it is encrypted or packed in an unknown way."""


NOT_OURS = (ValueError, KeyError, TypeError, RecursionError)
"""What reading a JSON file that another made raises."""


class WrongUseError(Exception):
    """What was asked cannot be done; the message says why, and the mend."""


class Finding(NamedTuple):
    """What is amiss, and where."""

    where: str
    what: str


class Report(NamedTuple):
    """What was found. `told` is what release.json says, empty where it cannot be read; `notes` are no findings."""

    findings: tuple[Finding, ...]
    told: dict[str, Any]
    files: int
    notes: tuple[str, ...]


class Holder(Protocol):
    """The folder or the zip: its names, what is amiss with how they are held, and the bytes of each."""

    amiss: list[Finding]

    def names(self) -> frozenset[str]: ...
    def open(self, name: str) -> IO[bytes]: ...


def check_release(path: Path, key: str, tsa: Path | None = None) -> Report:
    """All that is amiss with a release, which must be signed by the public key, in 64 hex digits.

    `tsa` is a file with certificates: then there must be a time-stamp that one of them gave.

    Raises:
        WrongUseError: there is nothing at the path, the key is none, or a package is missing.
    """
    wanted = parse_key(key)
    try:
        holder = open_release(path)
    except zipfile.BadZipFile as error:
        return Report((Finding(path.name, f"damaged or cut off: {error}"),), {}, 0, ())
    if any("bomb" in one.what for one in holder.amiss):  # not one byte of it is unpacked
        return Report(tuple(holder.amiss), {}, 0, ())
    manifest, found = _read(holder, MANIFEST)
    if manifest is None:
        return Report((*holder.amiss, *found), {}, 0, ())
    listed, bad_lines = read_manifest(manifest)
    signed = list(_check_signature(holder, manifest, wanted))
    files = list(_check_files(holder, listed))
    told, untold = _read_told(holder, listed)
    notes, stamped = _check_stamp(holder, manifest, tsa)
    return Report((*holder.amiss, *signed, *bad_lines, *files, *untold, *stamped), told, len(listed), tuple(notes))


def read_release(path: Path, name: str) -> bytes:
    """The bytes of one file of a release that was checked."""
    with open_release(path).open(name) as file:
        return file.read()


def day_of(told: bytes) -> str:
    """The day that the bytes of release.json name."""
    return str(json.loads(told)["day"])


def parse_key(key: str) -> str:
    """The key as 64 small hex digits: what is given, or what stands in the file that is named."""
    text = Path(key).read_text(encoding="utf-8", errors="replace") if Path(key[:255]).is_file() else key
    plain = re.sub(r"[\s:]", "", text).lower()
    if not HASH.match(plain):
        raise WrongUseError(f"{key[:80]!r} is no public key; expected 64 hex digits, or a file that holds them")
    return plain


def open_release(path: Path) -> Holder:
    """The folder or the zip at the path.

    Raises:
        WrongUseError: there is nothing.
        zipfile.BadZipFile: it is no zip, or a cut one.
    """
    if path.is_dir():
        return _Folder(path)
    if not path.is_file():
        raise WrongUseError(f"there is no release at {path}. Mend: name its zip or its folder")
    return _Zip(path)


class _Folder:
    def __init__(self, path: Path) -> None:
        self.amiss: list[Finding] = []
        self._paths: dict[str, Path] = {}
        for folder, inner, names in os.walk(path):
            for one in sorted((*inner, *names)):
                whole = Path(folder, one)
                name = whole.relative_to(path).as_posix()
                if whole.is_symlink() or not (whole.is_file() or whole.is_dir()):
                    self.amiss.append(Finding(name, "a link or a device; expected a plain file"))
                elif whole.is_file():
                    self._paths[name] = whole

    def names(self) -> frozenset[str]:
        return frozenset(self._paths)

    def open(self, name: str) -> IO[bytes]:
        return self._paths[name].open("rb")


class _Zip:
    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except DAMAGED as error:
            raise zipfile.BadZipFile(str(error)) from error
        entries = self._zip.infolist()
        self.amiss = [*_check_entries(entries), *_check_packing(path, entries)]

    def names(self) -> frozenset[str]:
        return frozenset(self._zip.namelist())

    def open(self, name: str) -> IO[bytes]:
        return self._zip.open(name)


def _check_entries(entries: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > LARGEST:
        yield Finding(ZIP, f"a bomb: more than {MOST_FILES} files, or more than {LARGEST} bytes unpacked")
    seen: set[str] = set()
    for one in entries:
        if one.orig_filename != one.filename or not is_safe(one.filename):
            yield Finding(one.orig_filename[:200], "a name that leads elsewhere, or that programs read differently")
        if one.filename.casefold() in seen:
            yield Finding(one.filename[:200], "there twice: one program would read the one, another the other")
        if one.compress_type != zipfile.ZIP_STORED or one.file_size != one.compress_size:
            yield Finding(one.filename[:200], "packed smaller, as Marsad never does: a bomb, or the zip was made anew")
        seen.add(one.filename.casefold())


def _check_packing(path: Path, entries: list[zipfile.ZipInfo]) -> Iterator[Finding]:
    """Every byte that is no file's is as Marsad writes it: nothing stands before, between or behind the files."""
    at, directory = 0, b""
    with path.open("rb") as file:
        for one in entries:
            name = one.filename.encode("utf-8", "replace")
            utf8 = 0 if name.isascii() else 0x800
            sizes = (one.CRC, one.file_size, one.file_size, len(name), 0)
            fields = struct.pack("<5H3I2H", 20, utf8, zipfile.ZIP_STORED, 0, ZIP_DAY, *sizes)
            file.seek(at)
            if file.read(30 + len(name)) != b"PK\3\4" + fields + name:
                break
            directory += struct.pack("<4s2B", b"PK\1\2", 20, 3) + fields
            directory += struct.pack("<3H2I", 0, 0, 0, 0o644 << 16, at) + name
            at += 30 + len(name) + one.file_size
        count, size = len(entries), len(directory)
        end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, size, at, 0) if at <= LARGEST else b""
        file.seek(at)
        if file.read(size + len(end) + 1) != directory + end:
            yield Finding(ZIP, "bytes that are no file's were added or changed, or it was made anew by another program")


def is_safe(name: str) -> bool:
    """Whether a name is a plain path below the release, on any system."""
    parts = name.split("/")
    return (
        bool(name) and name.isprintable() and not re.search(r'[\\:*?"<>|]', name) and not {"", ".", ".."} & set(parts)
    )


def read_manifest(content: bytes) -> tuple[dict[str, str], list[Finding]]:
    """The SHA-256 of each file by its name, and lines that are none."""
    listed: dict[str, str] = {}
    amiss = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        found = LINE.fullmatch(line)
        if not found or not is_safe(found[2]) or found[2] in UNLISTED:
            amiss.append(Finding(f"{MANIFEST} line {number}", "no line of a manifest: a SHA-256, two spaces, a name"))
        elif found[2] in listed:
            amiss.append(Finding(f"{MANIFEST} line {number}", f"{found[2]} is listed twice"))
        else:
            listed[found[2]] = found[1]
    return listed, amiss


def _check_signature(holder: Holder, manifest: bytes, key: str) -> Iterator[Finding]:
    content, found = _read(holder, SIGNATURE)
    if content is None:
        yield from found
        return
    try:
        told = json.loads(content)
        signer, signature = str(told["key"]), bytes.fromhex(told["signature"])
    except NOT_OURS:
        signer, signature = "", b""
    if content != spell_signature(signer, signature):
        yield Finding(SIGNATURE, f"this is no signature of form {FORM}")
    elif signer != key:
        yield Finding(SIGNATURE, f"signed with another key: {signer[:64]}; expected {key}")
    elif not is_signed(manifest, signature, key):
        yield Finding(MANIFEST, "altered: the signature is not of these words")


def spell_signature(key: str, signature: bytes) -> bytes:
    """The file of a signature, in its one spelling."""
    return (json.dumps({"form": FORM, "key": key, "signature": signature.hex()}, indent=1) + "\n").encode()


def is_signed(message: bytes, signature: bytes, key: str) -> bool:
    """Whether the signature (Ed25519, RFC 8032) is the key's, and of this message."""
    try:
        from nacl.exceptions import CryptoError  # noqa: PLC0415  # the one package, named if it is not there
        from nacl.signing import VerifyKey  # noqa: PLC0415
    except ImportError as error:
        raise WrongUseError("the signature needs PyNaCl. Mend: pip install pynacl") from error
    try:
        VerifyKey(bytes.fromhex(key)).verify(message, signature)
    except (CryptoError, ValueError):
        return False
    return True


def _check_files(holder: Holder, listed: dict[str, str]) -> Iterator[Finding]:
    there = holder.names()
    extra = {name: _digest(holder, name) for name in sorted(there - UNLISTED - listed.keys())}
    for name, digest in sorted(listed.items()):
        if name not in there:
            twins = [other for other, other_digest in extra.items() if other_digest == digest]
            yield Finding(name, f"renamed: its bytes are {twins[0]}'s" if twins else "missing: the manifest lists it")
            continue
        found = _digest(holder, name)
        if found is None:
            yield Finding(name, "damaged: it cannot be unpacked")
        elif found != digest:
            yield Finding(name, f"altered: its SHA-256 is {found}; the manifest has {digest}")
    for name in extra:
        yield Finding(name[:200], "added: the manifest does not list it")


def _digest(holder: Holder, name: str) -> str | None:
    made = hashlib.sha256()
    try:
        with holder.open(name) as file:
            for some in iter(lambda: file.read(CHUNK), b""):
                made.update(some)
    except DAMAGED:
        return None
    return made.hexdigest()


def _read(holder: Holder, name: str) -> tuple[bytes | None, list[Finding]]:
    if name not in holder.names():
        return None, [Finding(name, "missing: without it nothing of a release can be told")]
    try:
        with holder.open(name) as file:
            content = file.read(LARGEST_TOLD + 1)
    except DAMAGED as error:
        return None, [Finding(name, f"damaged: {error}")]
    if len(content) > LARGEST_TOLD:
        return None, [Finding(name, f"has more than {LARGEST_TOLD} bytes")]
    return content, []


def _read_told(holder: Holder, listed: dict[str, str]) -> tuple[dict[str, Any], list[Finding]]:
    """What release.json says, where the manifest lists it: its day, and the head of the log that day or before."""
    content, found = _read(holder, TOLD) if TOLD in listed else (None, [Finding(TOLD, "the manifest does not list it")])
    try:
        told: dict[str, Any] = json.loads(content or b"")
        day, head_day = date.fromisoformat(told["day"]), date.fromisoformat(told["head"]["day"])
        is_ours = told["form"] == FORM and HASH.match(told["head"]["hash"])
    except NOT_OURS:
        is_ours = None
    if not is_ours:
        return {}, found or [Finding(TOLD, f"not as form {FORM} asks: a day, and the hash and day of the log's head")]
    late = Finding(TOLD, f"the head of the log is of {head_day}, after the release's own day {day}")
    return told, [late] if head_day > day else []


def _check_stamp(holder: Holder, manifest: bytes, tsa: Path | None) -> tuple[list[str], list[Finding]]:
    if TOKEN not in holder.names():
        return [], [Finding(TOKEN, "there is no time-stamp, and one was asked for")] if tsa else []
    token, found = _read(holder, TOKEN)
    if token is None:
        return [], found
    if tsa is None:
        if hashlib.sha256(manifest).digest() not in token:
            return [], [Finding(TOKEN, "a time-stamp of other words than this manifest")]
        return ["it has a time-stamp; who gave it is looked at with --tsa-cert FILE"], []
    try:
        return [f"time-stamped {stamp_time(token, manifest, tsa.read_bytes())}"], []
    except ValueError as error:
        return [], [Finding(TOKEN, str(error))]


def stamp_time(token: bytes, message: bytes, certificates: bytes) -> str:
    """When the message was time-stamped (UTC, ISO 8601) by a service that one of the certificates (PEM) stands for.

    Raises:
        ValueError: the answer is none, is of another message, or is not theirs.
        WrongUseError: a package is missing.
    """
    try:
        from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415
        from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response  # noqa: PLC0415
    except ImportError as error:
        other = f"openssl ts -verify -data {MANIFEST} -in {TOKEN} -CAfile FILE"
        raise WrongUseError(
            f"a time-stamp needs rfc3161-client. Mend: pip install rfc3161-client, or {other}"
        ) from error
    try:
        roots = load_pem_x509_certificates(certificates)
        answer = decode_timestamp_response(token)
        VerifierBuilder(roots=roots).build().verify_message(answer, message)
        return answer.tst_info.gen_time.isoformat()
    except (VerificationError, ValueError) as error:
        raise ValueError(f"no time-stamp of these words by that service: {error}") from error


def lines_of(report: Report, key: str) -> Iterator[str]:
    """What was found, for a person: each finding, else one line that all is well."""
    for one in report.findings:
        yield f"LOOK  {one.where}: {one.what}"
    if not report.findings:
        more = "".join(f"; {note}" for note in report.notes)
        yield f"ok    release of {report.told['day']}, {report.files} files, signed by {parse_key(key)}{more}"


def main(arguments: list[str] | None = None) -> int:
    """Check the release that the arguments name, print what was found; the exit code."""
    parser = argparse.ArgumentParser(
        description="Say whether a release of a Marsad record is whole and as it was signed."
    )
    parser.add_argument("release", type=Path, help="its zip or its folder")
    parser.add_argument("--key", required=True, help="the maker's public key: 64 hex digits, or a file that holds them")
    parser.add_argument("--tsa-cert", type=Path, help="certificates (PEM) of the service that time-stamped it")
    asked = parser.parse_args(arguments)
    try:
        report = check_release(asked.release, asked.key, asked.tsa_cert)
    except (WrongUseError, OSError) as error:
        sys.stderr.write(f"verify_release: {error}\n")
        return 2
    for line in lines_of(report, asked.key):
        safe = "".join(one if one.isprintable() else f"<U+{ord(one):04X}>" for one in line)
        sys.stdout.buffer.write(f"{safe}\n".encode("utf-8", "replace"))
    return 1 if report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
