"""A person's step in, the store with it out: the one way by which anything becomes public, and stops being so."""

import datetime as dt
from dataclasses import dataclass, replace

from marsad.domain.errors import InputError, NotFoundError, StoreError
from marsad.domain.person import SiteRole
from marsad.domain.publication import (
    Pinned,
    Publication,
    PublicState,
    Standing,
    Step,
    check_step,
    standing_of,
)
from marsad.domain.record import ControlSpell, EventRecord
from marsad.export.pinning import pin
from marsad.export.small_groups import LEAST_SOURCES, Crowds
from marsad.pipeline.shielded import crowds_of, load_public
from marsad.store import Store
from marsad.store.paging import events_by_ids, spells_by_ids
from marsad.store.publishing import add_steps, last_step, public_ends, steps_of, things_with_steps, told_now_by

NOBODY = frozenset({"", "unknown", "demo"})
"""Names that are no person's: what is published is answered for."""
LAST = {
    PublicState.IN_REVIEW: Step.SUBMIT,
    PublicState.APPROVED: Step.APPROVE,
    PublicState.PUBLISHED: Step.PUBLISH,
    PublicState.WITHDRAWN: Step.WITHDRAW,
}
"""The newest step of what is in each state."""
TRIES = 5
CHANGED = "It changed since you looked at it. What it is now is shown; look at it again before you go on."
MERGED = "The event is told as part of another now."
CLAIMED = (
    "some of its claims stand in the published version of {other}, and would be public twice. "
    "Mend: publish that one anew, or withdraw it, first"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A thing with where it stands. `pinned` is its version of now, None where its id is of nothing any more.

    It is None too where the thing `is_kept` and so few protected sources alone tell of it that they could be found.
    `became` are the things that tell of its claims now, if its id is gone.
    """

    thing: str
    pinned: Pinned | None
    steps: tuple[Publication, ...]
    standing: Standing
    became: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    is_kept: bool = False

    @property
    def version(self) -> str:
        """The version of now, "" where there is none."""
        return self.pinned.version if self.pinned else ""

    @property
    def shown(self) -> Pinned | None:
        """What can be shown of it: as it is now, else as it was when a person last let it pass."""
        return self.pinned or next((one.pinned for one in reversed(self.steps) if one.pinned), None)


def look_at(store: Store, things: list[str]) -> list[Candidate]:
    """Each of the things with where it stands; what has neither a version nor a step is left out."""
    kept: dict[str, EventRecord | ControlSpell] = {**events_by_ids(store, things), **spells_by_ids(store, things)}
    steps, crowds = steps_of(store, things), crowds_of(store)
    found = (one for one in things if one in kept or steps[one])
    return [_candidate(store, one, kept.get(one), steps[one], crowds) for one in found]


def look_at_one(store: Store, thing: str) -> Candidate:
    """As `look_at`, of one.

    Raises:
        NotFoundError: the id is of no event and no spell, and never was of one that a step was taken with.
    """
    found = look_at(store, [thing])
    if not found:
        raise NotFoundError(f"{thing!r} is no id of an event or a spell. Mend: copy one from `marsad events`")
    return found[0]


def candidates(
    store: Store, state: PublicState | None = None, *, offset: int = 0, limit: int | None = None
) -> list[Candidate]:
    """All that a step was ever taken with, the newest step first, those of the state alone where one is asked for.

    `offset` and `limit` cut the list before it is looked at: of a stretch, those in another state since are left out.
    """
    things = things_with_steps(store, LAST.get(state) if state else None)
    end = None if limit is None else offset + limit
    found = look_at(store, list(things[offset:end]))
    return [one for one in found if state is None or one.standing.state is state]


def take_step(
    store: Store,
    step: Step,
    thing: str,
    *,
    author: str,
    role: SiteRole,
    reason: str | None = None,
    version: str | None = None,
) -> Candidate:
    """The thing as it stands after the step, which is kept with its author; `version` is the one that the author saw.

    Raises:
        InputError: the step may not be taken, by this person or now; or the version is another one meanwhile.
        NotFoundError: there is no such thing.
        StoreError: others took steps all the while.
    """
    if author.strip().casefold() in NOBODY:
        raise InputError(f"{author!r} is nobody's name. Mend: --author NAME, or sign in")
    for _ in range(TRIES):
        after, one = last_step(store), look_at_one(store, thing)
        if version is not None and version != one.version:
            raise InputError(CHANGED)
        if one.pinned is None and step is not Step.WITHDRAW:
            raise InputError(_not_to_be_had(one))
        check_step(step, one.standing, author, role, reason)
        made = _made(one, step, author, reason)
        steps = (made, *(_merged(store, one, made) if step is Step.PUBLISH else ()))
        if add_steps(store, steps, after=after):
            return look_at_one(store, thing)
    raise StoreError("other steps are being taken all the while. Mend: try again")


def _candidate(
    store: Store, name: str, thing: EventRecord | ControlSpell | None, steps: list[Publication], crowds: Crowds
) -> Candidate:
    pinned = _pin_now(store, thing, crowds) if thing else None
    last = next((one.claims for one in reversed(steps) if one.claims), ())
    return Candidate(
        thing=name, pinned=pinned, steps=tuple(steps), standing=standing_of(steps, pinned.version if pinned else None),
        became=() if thing else told_now_by(store, last), claims=thing.claims if thing else last,
        is_kept=thing is not None,
    )  # fmt: skip


def _pin_now(store: Store, thing: EventRecord | ControlSpell, crowds: Crowds) -> Pinned | None:
    """The version of now, alone: what else is looked at with it must not change what of it is hidden.

    None where only protected sources tell of it, and too few for any of them to be safe.
    """
    if isinstance(thing, EventRecord):
        shown = load_public(store, crowds, events=[thing])
        return pin(shown.record.events[0], shown) if shown.record.events else None
    shown = load_public(store, crowds, control=[thing])
    return pin(shown.record.control[0], shown) if shown.record.control else None


def _made(one: Candidate, step: Step, author: str, reason: str | None) -> Publication:
    """Published is what was approved, to the letter: the approval's own version, not one made anew."""
    round_, public = one.standing.round, one.standing.public
    held = {Step.APPROVE: one.pinned, Step.PUBLISH: round_.pinned if round_ else None}
    version = public.version if step is Step.WITHDRAW and public else one.version
    return Publication(
        thing=one.thing, step=step, author=author, at=dt.datetime.now(dt.UTC), version=version, reason=reason,
        pinned=held.get(step), claims=one.claims if held.get(step) else (),
    )  # fmt: skip


def _merged(store: Store, one: Candidate, made: Publication) -> list[Publication]:
    """A withdrawal of each published thing that this one took up, so that nothing is public twice.

    Raises:
        InputError: another published event, which still is one of its own, has some of the claims.
    """
    held = {
        other: end
        for other, end in public_ends(store).items()
        if other != one.thing and end.step is Step.PUBLISH and not set(one.claims).isdisjoint(end.claims)
    }
    there = {**events_by_ids(store, list(held)), **spells_by_ids(store, list(held))}
    if there and one.pinned and one.pinned.event:  # one claim may speak for several spells
        raise InputError(CLAIMED.format(other=next(iter(there))))
    taken_up = replace(made, step=Step.WITHDRAW, reason=MERGED, became=one.thing, pinned=None, claims=())
    gone = {other: end for other, end in held.items() if other not in there}
    return [replace(taken_up, thing=other, version=end.version) for other, end in gone.items()]


def _not_to_be_had(one: Candidate) -> str:
    if one.is_kept:
        return (
            f"{one.thing} is told by protected sources alone, by fewer than {LEAST_SOURCES} of its country and month: "
            "published, it would point at them. Mend: wait for more reports or for an open source"
        )
    return f"{one.thing} is no more: {_became(one)}. Mend: take the step with that one"


def _became(one: Candidate) -> str:
    return f"its claims are told in {', '.join(one.became)} now" if one.became else "nothing tells of its claims now"
