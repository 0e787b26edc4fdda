"""A cursor in, where a list is walked on from out; and the address of what comes after, with its cursor.

It names the last thing seen by what it is, and the question that it is of. It is sealed: the day that a list stands by
may be finer than the one that is shown of a thing that a protected source tells.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec
from fastapi import Depends, Query, Request
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from marsad.domain.errors import InputError
from marsad.store.paging import Stretch
from marsad.store.walking import Mark
from marsad.web.listing import PAGE_SIZE
from marsad.web.negotiation import Representation, TheRepresentation

T = TypeVar("T")
MOST = 500
"""Things of one answer: half a megabyte of events."""
LONGEST = 2_000
OF_THE_WALK = frozenset({"cursor", "page", "limit"})
"""What of an address says where in a list it is, and not which list."""
BEGIN_ANEW = "Mend: follow `next` as it is given, or begin anew without a cursor"
Cursor = Annotated[
    str | None,
    Query(max_length=LONGEST, description="Where to walk on: that of `next`, given back as it is; not with `page`."),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Most things of one answer.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Which part of a list is asked for, of which question, in which form."""

    path: str
    question: tuple[tuple[str, str], ...]
    representation: Representation
    key: bytes = field(repr=False)
    """By which cursors are sealed here."""
    limit: int = PAGE_SIZE
    page: int = 1
    cursor: str | None = None

    @property
    def is_csv(self) -> bool:
        """Whether CSV is asked for."""
        return self.representation is Representation.CSV

    @property
    def at(self) -> Stretch:
        """The stretch after the cursor, or of the page where there is none."""
        return Stretch(offset=0 if self.cursor else (self.page - 1) * self.limit, limit=self.limit)

    def after(self, mark: type[T]) -> T | None:
        """The mark that the cursor holds, None where there is no cursor.

        Raises:
            InputError: it is no cursor of ours, or one of another question.
        """
        if self.cursor is None:
            return None
        try:
            sealed = urlsafe_b64decode(self.cursor + "=" * (-len(self.cursor) % 4))
            plain = SecretBox(self.key).decrypt(sealed)
            of, held = msgspec.json.decode(plain, type=tuple[str, mark])  # type: ignore[valid-type]
        except (CryptoError, ValueError, msgspec.MsgspecError) as error:
            raise InputError(f"cursor: {self.cursor[:40]!r} is none that was given here. {BEGIN_ANEW}") from error
        if of != self._digest(self.question):
            raise InputError(f"cursor: it was given for another question. {BEGIN_ANEW}")
        return held

    def onward(self, mark: Mark | None, **settled: object) -> str | None:
        """The address of what comes after the mark; `settled` is what the question left open and was answered by."""
        if mark is None:
            return None
        question = tuple((dict(self.question) | {name: str(value) for name, value in settled.items()}).items())
        held = urlsafe_b64encode(self._seal(msgspec.json.encode((self._digest(question), mark)))).decode().rstrip("=")
        more = {"limit": str(self.limit)} if self.limit != PAGE_SIZE else {}
        return f"{quote(self.path)}?{urlencode(dict(question) | more | {'cursor': held})}"

    def _seal(self, plain: bytes) -> bytes:
        """The same for the same, so that an answer that did not change is known by its tag."""
        nonce = blake2b(plain, key=self.key, digest_size=SecretBox.NONCE_SIZE).digest()
        return bytes(SecretBox(self.key).encrypt(plain, nonce))

    def _digest(self, question: tuple[tuple[str, str], ...]) -> str:
        plain = msgspec.json.encode((self.path, sorted(question)))
        return blake2b(plain, digest_size=6).hexdigest()


def walk(request: Request, form: TheRepresentation, cursor: Cursor = None, limit: Limit = PAGE_SIZE) -> Walk:
    """Where the address stands in its list."""
    asked = request.query_params
    if cursor and asked.get("page"):
        raise InputError("cursor and page: each says where in the list to begin. Mend: give one of them")
    question = tuple((name, value) for name, value in asked.items() if value and name not in OF_THE_WALK)
    page = asked.get("page") or "1"
    return Walk(
        path=request.url.path, question=question, representation=form, limit=limit, cursor=cursor or None,
        page=int(page) if page.isdecimal() else 1, key=request.app.state.site.gate.key_for("cursor"),
    )  # fmt: skip


TheWalk = Annotated[Walk, Depends(walk)]


def answer_fields(told: Walk, total: int, onward: str | None) -> dict[str, Any]:
    """How far a list is walked, as its JSON says beside its items."""
    pages = max(1, -(-total // told.limit))
    return {"total": total, "page": None if told.cursor else told.page, "pages": pages, "next": onward}
