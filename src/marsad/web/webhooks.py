"""Steps towards the public in, signed messages to those who asked to be told out: what anybody may see, and no more.

What is told is what changed of the public record, not of the record behind it: that something of it changed on a day on
which no outlet wrote would tell that a protected source did. A message names the thing and its address and holds no
figure, no place and no sentence, so that what was withdrawn meanwhile is not sent late.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import msgspec

from marsad.domain.changes import ChangeKind, ThingKind
from marsad.domain.errors import SetupError, StoreError
from marsad.domain.publication import Publication, Step
from marsad.pipeline.network.limits import RefusedError
from marsad.store import Store
from marsad.store.feeds import stamp
from marsad.store.locked import Mode
from marsad.store.publishing import public_ends, public_steps_after, public_steps_until
from marsad.store.webhooks import (
    Try,
    Webhook,
    let_go,
    list_webhooks,
    note_refused,
    note_taken,
    note_try,
    take_turn_at,
)
from marsad.web.policy import admit_all
from marsad.web.signing import read_secret, sign
from marsad.web.viewer import NOBODY, viewing_as

RESTS_S = (5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
"""Seconds after each failure; then a day, for ever. Source: Standard Webhooks 1.0, Retry schedule."""
TURN = dt.timedelta(minutes=3)
"""How long nobody else tells a receiver that somebody tells: longer than one message may take."""
MOST_AT_ONCE = 500
GONE = 410
TEST = "webhook.test"
ROOMS = {ThingKind.EVENT: "events", ThingKind.CONTROL: "control"}


PATIENCE = 20
"""Tries, a second each, to note a message that was sent while another program writes."""
Writes = Callable[[], AbstractContextManager[Store]]
Clock = Callable[[], dt.datetime]


class Posts(Protocol):
    """What sends a message."""

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChange:
    """What became of one thing that anybody may see: `kind` as in a record's journal, `others` what tells it now."""

    thing: ThingKind
    id: str
    kind: ChangeKind
    version: str | None
    day: dt.date
    others: tuple[str, ...]
    address: str
    api: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as Standard Webhooks has it; `timestamp` is the day alone, for no more of a step is public."""

    type: str
    timestamp: str
    data: PublicChange | None = None

    @property
    def body(self) -> bytes:
        return msgspec.json.encode(self)


def deliver(store: Store, write: Writes, posts: Posts, clock: Clock) -> Iterator[Try]:
    """Tell every receiver that is due what it does not know yet, in order; one that fails waits, longer each time.

    `store` is only read; `write` opens it for one short writing, for nobody else writes as long as it is open so.

    Raises:
        StoreError: another program writes; what was sent and could not be noted is sent again under the same id.
    """
    if store.lock().mode is not Mode.OFF:
        return
    for hook in list_webhooks(store):
        now = clock()
        is_due = hook.ended is None and dt.datetime.fromisoformat(hook.next_due) <= now
        if is_due and public_steps_after(store, hook.told, 1) and _take_turn(write, hook, now + TURN):
            yield from _tell(store, write, hook, posts, clock)


def try_out(write: Writes, hook: Webhook, posts: Posts, now: dt.datetime) -> Try:
    """Send a message that tells nothing, to see whether it is taken."""
    message = Message(type=TEST, timestamp=_day_stamp(now.date()))
    tried = _try(hook, message, _name(hook, stamp(now)), posts, now)
    _note(write, lambda store: note_try(store, tried))
    return tried


def public_change(store: Store, step: int, thing: str) -> PublicChange | None:
    """What the step of that number did to what the public sees of the thing; None for what it may not be told of."""
    with viewing_as(NOBODY):
        steps = admit_all(public_steps_until(store, thing, step))
    if not steps:
        return None
    one, before = steps[-1], steps[-2] if len(steps) > 1 else None
    published = next((step.pinned for step in reversed(steps) if step.pinned), None)
    kind = ThingKind.CONTROL if published and published.spell else ThingKind.EVENT
    others = _heirs(store, one)
    page = f"{ROOMS[kind]}/{quote(thing, safe='')}"
    return PublicChange(
        thing=kind, id=thing, kind=_kind(one, before, others), day=one.at.date(), others=others,
        version=one.version if one.step is Step.PUBLISH else None,
        address=f"/public/{page}", api=f"/public/api/v1/{page}",
    )  # fmt: skip


def _heirs(store: Store, one: Publication) -> tuple[str, ...]:
    """What tells of it now, if that is public."""
    end = public_ends(store).get(one.became) if one.became else None
    return (end.thing,) if end and end.step is Step.PUBLISH else ()


def _kind(one: Publication, before: Publication | None, others: tuple[str, ...]) -> ChangeKind:
    if one.step is Step.WITHDRAW:
        return ChangeKind.MERGED if others else ChangeKind.WITHDRAWN
    return ChangeKind.REVISED if before and before.step is Step.PUBLISH else ChangeKind.ADDED


def _tell(store: Store, write: Writes, hook: Webhook, posts: Posts, clock: Clock) -> Iterator[Try]:
    for step, thing in public_steps_after(store, hook.told, MOST_AT_ONCE):
        change = public_change(store, step, thing)
        if change is None:
            continue
        now = clock()
        message = Message(type=f"{change.thing}.{change.kind}", timestamp=_day_stamp(change.day), data=change)
        tried = _try(hook, message, _name(hook, str(step)), posts, now)
        yield tried
        if tried.problem is not None:
            _note(write, partial(_refuse, hook=hook, tried=tried, now=now))
            return
        _note(write, partial(note_taken, hook=hook.id, told=step, tried=tried, until=now + TURN))
    _note(write, partial(let_go, hook=hook.id, due=clock()))


def _take_turn(write: Writes, hook: Webhook, until: dt.datetime) -> bool:
    with write() as store:
        return take_turn_at(store, hook, until)


def _note(write: Writes, act: Callable[[Store], None]) -> None:
    """Keep it, waiting a while for whoever writes just now."""
    for left in reversed(range(PATIENCE)):
        try:
            with write() as store:
                act(store)
        except StoreError:
            if not left:
                raise
            time.sleep(1)
        else:
            return


def _try(hook: Webhook, message: Message, name: str, posts: Posts, now: dt.datetime) -> Try:
    status, problem = None, None
    try:
        headers = sign(read_secret(Path(hook.secret_file)), name, int(now.timestamp()), message.body)
        status = posts.post(hook.url, message.body, headers)
        problem = None if 200 <= status < 300 else f"it answered {status}; expected 200 to 299"
    except RefusedError as error:
        problem = f"{error.wrong}. Mend: {error.mend}"
    except SetupError as error:
        problem = str(error)
    return Try(webhook=hook.id, message=name, type=message.type, at=stamp(now), status=status, problem=problem)


def _refuse(store: Store, hook: Webhook, tried: Try, now: dt.datetime) -> None:
    rest = RESTS_S[min(hook.failures, len(RESTS_S) - 1)]
    due, is_gone = now + dt.timedelta(seconds=rest), tried.status == GONE
    note_refused(store, hook.id, tried, failures=hook.failures + 1, due=due, is_gone=is_gone)


def _name(hook: Webhook, of: str) -> str:
    """The same for the same step and receiver, so that what is told twice is known for it; it numbers no step."""
    return f"msg_{blake2b(of.encode(), key=hook.id.encode(), digest_size=15).hexdigest()}"


def _day_stamp(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
