"""An identity in, bytes out that only a holder of one of the keys can open; no plain form of it is written anywhere.

age (https://age-encryption.org/v1) by `pyrage`. What is sealed is padded, so that its length tells nothing of a name.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

import pyrage

from marsad.domain.errors import InputError
from marsad.domain.source import Identity, Recipient

PADDED_BYTES = 4_096
"""Sealed identities are of this length or a multiple of it."""
SECRET_MARK = "AGE-SECRET-KEY-"  # noqa: S105  # how age spells the secret half, not one


def check_key(key: str) -> str:
    """The public key as age spells it.

    Raises:
        InputError: it is none, or is the secret half; the message does not repeat it.
    """
    plain = key.strip()
    if SECRET_MARK in plain.upper():
        raise InputError(
            "this is the secret half of a key, which now stands in your shell's history. "
            "Mend: make another with `marsad vault new-key`, and give its public half (age1…)"
        )
    try:
        return str(pyrage.x25519.Recipient.from_str(plain))
    except pyrage.RecipientError as error:
        raise InputError("this is no age key. Mend: give its public half, which begins with age1") from error


def seal(content: bytes, recipients: Sequence[Recipient]) -> bytes:
    """The content for every one of the recipients alone."""
    sealed: bytes = pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(one.key) for one in recipients])
    return sealed


def seal_identity(identity: Identity, recipients: Sequence[Recipient]) -> bytes:
    """The identity for every one of the recipients alone, in a length that many identities have."""
    plain = json.dumps(asdict(identity), ensure_ascii=False).encode()
    return seal(plain + b" " * (-len(plain) % PADDED_BYTES), recipients)


def unseal(sealed: bytes, keys: Iterable[str]) -> bytes:
    """What was sealed.

    Raises:
        InputError: none of the keys opens it.
    """
    try:
        plain: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(key) for key in keys])
    except (pyrage.DecryptError, pyrage.IdentityError):
        # Without the cause: nothing of a key or of what is sealed may come into a traceback.
        raise InputError("no key of the file opens it. Mend: give the key file of one of its recipients") from None
    return plain


def unseal_identity(sealed: bytes, keys: Iterable[str]) -> Identity:
    """As `unseal`, of an identity."""
    return Identity(**json.loads(unseal(sealed, keys)))


def read_keys(text: str) -> tuple[str, ...]:
    """The secret keys of a key file, as `age-keygen` writes it.

    Raises:
        InputError: it holds none.
    """
    keys = tuple(line.strip() for line in text.splitlines() if line.strip().startswith(SECRET_MARK))
    if not keys:
        raise InputError(f"the key file holds no age key. Mend: give a file with a line that begins with {SECRET_MARK}")
    return keys


def make_key() -> tuple[str, str]:
    """A new key: its secret and its public half."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())
