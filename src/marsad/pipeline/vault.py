"""What is done with sealed identities: each an act that is kept, an opening only after a second person's approval."""

import datetime as dt
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from marsad.domain.errors import InputError, NotFoundError, SetupError, StoreError
from marsad.domain.source import Act, ActKind, Identity, Recipient
from marsad.store import Store
from marsad.store import vault as kept
from marsad.store.acts import acts_of, record_act
from marsad.store.sealing import check_key, seal_identity, unseal, unseal_identity

LEAST_RECIPIENTS = 2
"""One lost key must not lose every identity, nor one lost laptop be the only key there is."""
APPROVAL_HOURS = 24
"""Long enough for a call across time zones, too short to be kept in a drawer."""
REQUEST_ACTS = (ActKind.REQUESTED, ActKind.APPROVED, ActKind.OPENED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request to open an identity, with what came of it."""

    id: str
    source: str
    by: str
    because: str
    approved_by: str | None = None
    approved_at: str | None = None
    opened: bool = False

    def is_valid(self, now: dt.datetime) -> bool:
        """Whether it is approved, not used and not too old."""
        if self.approved_at is None or self.opened:
            return False
        return now - dt.datetime.fromisoformat(self.approved_at) <= dt.timedelta(hours=APPROVAL_HOURS)


def need_recipients(store: Store) -> tuple[Recipient, ...]:
    """Those to whom an identity is sealed.

    Raises:
        SetupError: there are fewer than two.
    """
    found = kept.recipients_of(store)
    if len(found) < LEAST_RECIPIENTS:
        raise SetupError(
            f"the vault has {len(found)} of at least {LEAST_RECIPIENTS} recipients, so no identity is taken. "
            "Mend: `marsad vault new-key FILE` on two machines that are not this one, then "
            "`marsad vault recipients add NAME KEY` here for each"
        )
    return found


def add_recipient(store: Store, name: str, key: str, who: str) -> Recipient:
    """One more who can open what is sealed from now on.

    Raises:
        InputError: the key is none, or the name or the key is there already.
    """
    recipient = Recipient(name=name.strip(), key=check_key(key))
    if any(recipient.name == one.name or recipient.key == one.key for one in kept.recipients_of(store)):
        raise InputError(f"{recipient.name} or this key is a recipient already. Mend: `marsad vault recipients list`")
    with store.change() as connection:
        kept.add_recipient(connection, recipient)
        record_act(connection, ActKind.RECIPIENT_ADDED, who, f"{recipient.name} {recipient.key}")
    return recipient


def remove_recipient(store: Store, name: str, who: str) -> None:
    """One fewer from now on; what is sealed already stays open to the key until `rotate`.

    Raises:
        NotFoundError: nobody has the name.
    """
    if name not in {one.name for one in kept.recipients_of(store)}:
        raise NotFoundError(f"no recipient {name!r}. Mend: `marsad vault recipients list`")
    with store.change() as connection:
        kept.remove_recipient(connection, name)
        record_act(connection, ActKind.RECIPIENT_REMOVED, who, name)


def requests_of(store: Store) -> tuple[Request, ...]:
    """Every request in order, as it stands now."""
    made: dict[str, Request] = {}
    for act in acts_of(store, kinds=REQUEST_ACTS):
        made[act.request or ""] = _after(made.get(act.request or ""), act)
    return tuple(made.values())


def request_opening(store: Store, source: str, because: str, who: str) -> Request:
    """A request, to be approved by somebody else.

    Raises:
        NotFoundError: the vault holds no identity of the source.
        InputError: no reason is given.
    """
    _sealed_of(store, source)
    if not because.strip():
        raise InputError('a request needs its reason. Mend: --because "…"')
    number = secrets.token_hex(4)
    with store.change() as connection:
        act = record_act(connection, ActKind.REQUESTED, who, f"{source}: {because.strip()}", request=number)
    return _after(None, act)


def approve_opening(store: Store, number: str, who: str) -> Request:
    """The request, good for one opening by who made it.

    Raises:
        NotFoundError: there is no such request.
        InputError: it is one's own, or is approved already.
    """
    found = next((one for one in requests_of(store) if one.id == number), None)
    if found is None:
        raise NotFoundError(f"no request {number!r}. Mend: `marsad vault requests`")
    if _same_person(found.by, who):
        raise InputError("nobody approves a request of their own. Mend: ask somebody else")
    if found.approved_at:
        raise InputError(f"request {number} was approved already, and once is all. Mend: make another request")
    with store.change() as connection:
        act = record_act(connection, ActKind.APPROVED, who, found.source, request=number)
    return _after(found, act)


def open_identity(store: Store, source: str, keys: Sequence[str], who: str) -> Identity:
    """The identity, once, after the act of opening it is kept; an attempt in vain is kept too.

    Raises:
        NotFoundError: the vault holds none of the source.
        InputError: nobody else approved it, the approval is too old or used, or no key opens it.
    """
    sealed = _sealed_of(store, source)
    now = dt.datetime.now(dt.UTC)
    valid = [
        one for one in requests_of(store) if one.source == source and _same_person(one.by, who) and one.is_valid(now)
    ]
    try:
        _need_approval(valid, source)
        identity = unseal_identity(sealed, keys)
    except InputError:
        with store.change() as connection:
            record_act(connection, ActKind.REFUSED, who, source)
        raise
    try:
        with store.change() as connection:
            record_act(connection, ActKind.OPENED, who, source, request=valid[0].id)
    except StoreError:
        if any(one.id == valid[0].id and one.opened for one in requests_of(store)):
            raise InputError(
                "the approval was used at this moment by somebody else. Mend: make another request"
            ) from None
        raise
    return identity


def _need_approval(valid: Sequence[Request], source: str) -> None:
    if not valid:
        raise InputError(
            f"no valid approval to open {source}. Mend: `marsad vault request {source} --because …`, another person "
            f"`marsad vault approve` it, and open within {APPROVAL_HOURS} hours; an approval is good for one opening"
        )


def rotate(store: Store, keys: Sequence[str], who: str) -> int:
    """How many identities are sealed anew to those who are recipients now; all of them or, on any error, none.

    Raises:
        SetupError: there are fewer than two recipients.
        InputError: the keys do not open every entry; the message names those that stay shut.
    """
    recipients, entries = need_recipients(store), kept.entries_of(store)
    fresh, shut = {}, []
    for name, entry in entries.items():
        if entry.sealed is not None:
            try:
                fresh[name] = seal_identity(unseal_identity(entry.sealed, keys), recipients)
            except InputError:
                shut.append(name)
    if shut:
        raise InputError(
            f"the keys do not open {', '.join(shut)}; nothing was changed. Mend: add --key with one that does"
        )
    with store.change_without_trace() as connection:
        for name, sealed in fresh.items():
            kept.put_sealed(connection, name, sealed, entries[name].erase_after)
        told = f"{len(fresh)} to {', '.join(one.name for one in recipients)}"
        record_act(connection, ActKind.ROTATED, who, told, entries=fresh)
    return len(fresh)


def erase(store: Store, source: str, because: str, who: str) -> None:
    """Take the identity away for good; a tombstone with the day stays.

    Raises:
        NotFoundError: the vault holds none of the source.
        InputError: no reason is given.
    """
    _sealed_of(store, source)
    if not because.strip():
        raise InputError('an erasure needs its reason. Mend: --because "…"')
    _erase(store, {source: because.strip()}, who)


def erase_due(store: Store, today: dt.date, who: str) -> tuple[str, ...]:
    """The sources whose identities were kept as long as was agreed, and are erased now."""
    due = [
        one.source
        for one in kept.entries_of(store).values()
        if one.sealed and one.erase_after and one.erase_after <= today
    ]
    if due:
        _erase(store, dict.fromkeys(due, "kept as long as was agreed"), who)
    return tuple(due)


def open_attachment(store: Store, sealed: bytes, keys: Sequence[str], what: str, who: str) -> bytes:
    """A sealed attachment's own bytes, after the act is kept.

    Raises:
        InputError: no key opens it.
    """
    plain = unseal(sealed, keys)
    with store.change() as connection:
        record_act(connection, ActKind.ATTACHMENT_OPENED, who, what)
    return plain


def _erase(store: Store, reasons: dict[str, str], who: str) -> None:
    today = dt.datetime.now(dt.UTC).date()
    with store.change_without_trace() as connection:
        for source, because in reasons.items():
            kept.put_tombstone(connection, source, today)
            record_act(connection, ActKind.ERASED, who, f"{source}: {because}", entries=[source])


def _sealed_of(store: Store, source: str) -> bytes:
    entry = kept.entries_of(store).get(source)
    if entry is None:
        raise NotFoundError(
            f"the vault holds no identity of {source!r}. Mend: `marsad vault list` lists those it holds"
        )
    if entry.sealed is None:
        raise NotFoundError(f"the identity of {source!r} was erased on {entry.erased}. It cannot be had back")
    return entry.sealed


def _same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, however they are typed."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _after(request: Request | None, act: Act) -> Request:
    """The request as it stands after the act."""
    if request is None:
        source, _, because = act.what.partition(": ")
        return Request(id=act.request or "", source=source, by=act.who, because=because)
    approved = act.kind is ActKind.APPROVED
    return Request(
        id=request.id, source=request.source, by=request.by, because=request.because,
        approved_by=act.who if approved else request.approved_by,
        approved_at=act.at if approved else request.approved_at,
        opened=request.opened or act.kind is ActKind.OPENED,
    )  # fmt: skip
