"""Passwords and one-time codes: made, kept as hashes, tried in a time that tells nothing."""

import base64
import hmac
import secrets
import struct
import time
from hashlib import sha1
from urllib.parse import quote

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from marsad.domain.person import Person
from marsad.store.people import People

LEAST_LENGTH = 12
"""Characters of a password that a person chooses. Source: NIST SP 800-63B asks for 8; ours is stricter."""
MOST_LENGTH = 200
STEP_SECONDS, DIGITS = 30, 6
"""Source: RFC 6238, whose defaults every authenticator follows."""
TOTP_BYTES = 20
"""Source: RFC 4226, section 4: a shared secret of 160 bits."""
HASHER = PasswordHasher()
NOBODY = HASHER.hash(secrets.token_hex(16))
"""Tried where a name is nobody's, so that both take as long."""


def make_password() -> str:
    """A password by chance, of about 100 bits, easy to copy by hand."""
    return "-".join(base64.b32encode(secrets.token_bytes(5)).decode().lower() for _ in range(3))


def hash_password(password: str) -> str:
    """The password's Argon2id hash, with its own salt."""
    return HASHER.hash(password)


def is_password(person: Person | None, password: str) -> bool:
    """Whether it is the person's; nobody's and a closed account's never is, and that takes as long."""
    try:
        HASHER.verify(person.password_hash if person else NOBODY, password[:MOST_LENGTH])
    except (Argon2Error, InvalidHashError):
        return False
    return person is not None and person.active


def make_totp() -> str:
    """A shared secret for one-time codes, in base 32."""
    return base64.b32encode(secrets.token_bytes(TOTP_BYTES)).decode()


def totp_address(name: str, secret: str) -> str:
    """What an authenticator takes in. Source: the Key URI format."""
    return f"otpauth://totp/Marsad:{quote(name)}?secret={secret}&issuer=Marsad"


def code_at(secret: str, step: int) -> str:
    """The code of a time step. Source: RFC 4226, section 5.3."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", step), sha1)
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def use_code(people: People, person: Person, code: str, now: float | None = None) -> bool:
    """Whether the code is the person's of this moment, a step early or late, and was not used before."""
    if person.totp is None:
        return True
    step = int((time.time() if now is None else now) // STEP_SECONDS)
    for near in (step, step - 1, step + 1):
        if hmac.compare_digest(code_at(person.totp, near), code.strip()):
            return people.use_step(person.name, near)
    return False
