"""A secret and a message in, the headers out by which its receiver knows who sent it, and when.

Source: Standard Webhooks 1.0 (standardwebhooks.com), whose libraries verify what is signed here.
"""

import base64
import binascii
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from marsad.domain.errors import InputError, SetupError

PREFIX = "whsec_"
SECRET_BYTES = 32
FEWEST_BYTES, MOST_BYTES = 24, 64
"""Source: Standard Webhooks 1.0, Signature scheme."""


def sign(secret: bytes, message: str, at: int, body: bytes) -> dict[str, str]:
    """The headers of a message that is sent at the second `at` since 1970."""
    signed = b".".join((message.encode(), str(at).encode(), body))
    signature = base64.b64encode(hmac.digest(secret, signed, "sha256")).decode()
    return {"webhook-id": message, "webhook-timestamp": str(at), "webhook-signature": f"v1,{signature}"}


def read_secret(path: Path) -> bytes:
    """The secret that stands in the file.

    Raises:
        SetupError: there is no such file, or no secret in it; the message repeats nothing of it.
    """
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{path}: the secret cannot be read. Mend: put it back, or remove the webhook") from error
    with suppress(binascii.Error, ValueError):
        secret = base64.b64decode(text.removeprefix(PREFIX), validate=True)
        if text.startswith(PREFIX) and FEWEST_BYTES <= len(secret) <= MOST_BYTES:
            return secret
    raise SetupError(
        f"{path}: no secret; expected one line, {PREFIX} and {FEWEST_BYTES} to {MOST_BYTES} bytes in base64. "
        "Mend: name a file that is not there yet, and one is made"
    )


def make_secret(path: Path) -> None:
    """Write a new secret, by chance, into a file that its owner alone can read.

    Raises:
        InputError: the file cannot be made.
    """
    text = PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(f"{text}\n")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}. Mend: name a file in a folder that is there") from error
