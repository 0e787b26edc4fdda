"""The log's end in, a signed head as a file's bytes out; and back. Ed25519 (RFC 8032) by `pynacl`."""

import datetime as dt
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from marsad.domain.audit import Head, SavedHead
from marsad.domain.errors import InputError
from marsad.store.auditing import spell

FORM = "marsad-head-1"
KEY_NAME = "audit.key"
MEND = "Mend: give a file that `marsad verify --save-head FILE` wrote"


def signing_key(data: Path) -> SigningKey:
    """The key of this installation, made by chance when it is first asked for, readable by its owner alone."""
    path = data / KEY_NAME
    data.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read_key(path)
    key = SigningKey.generate()
    with os.fdopen(handle, "w") as file:
        file.write(bytes(key).hex() + "\n")
    return key


def public_half(key: SigningKey) -> str:
    return bytes(key.verify_key).hex()


def sign_head(head: Head, key: SigningKey, people: Head | None = None) -> bytes:
    """The head, and that of the log of accounts, as one JSON object, its signature over all else that it holds."""
    told: dict[str, Any] = {
        "form": FORM, "seq": head.seq, "hash": head.hash, "key": public_half(key),
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    if people and people.seq:
        told["people"] = {"seq": people.seq, "hash": people.hash}
    signature = key.sign(spell(told).encode()).signature.hex()
    return (json.dumps({**told, "signature": signature}, indent=1) + "\n").encode()


def read_head(content: bytes) -> SavedHead:
    """What a file that was saved tells; nothing of accounts where there were none, or an earlier version saved it.

    Raises:
        InputError: it is no head, or its signature is not of its words.
    """
    try:
        told = json.loads(content)
        signature = bytes.fromhex(told.pop("signature"))
        if told["form"] != FORM:
            raise InputError(f"the head is of form {told['form']!r}; expected {FORM}. {MEND}")
        VerifyKey(bytes.fromhex(told["key"])).verify(spell(told).encode(), signature)
        people = _head(told["people"]) if "people" in told else None
        return SavedHead(record=_head(told), people=people, key=str(told["key"]))
    except BadSignatureError as error:
        raise InputError(f"the head's signature is not of its words: it was altered. {MEND}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"this is no saved head. {MEND}") from error


def _head(told: Mapping[str, Any]) -> Head:
    return Head(seq=int(told["seq"]), hash=str(told["hash"]))


def _read_key(path: Path) -> SigningKey:
    try:
        return SigningKey(bytes.fromhex(path.read_text().strip()))
    except ValueError as error:
        raise InputError(f"{path}: this is no signing key. Mend: put it back from a copy, or move it away") from error
