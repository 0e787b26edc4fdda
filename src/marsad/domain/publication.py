"""Steps that people took in, where a thing stands on its way to the public out; and who may take which step next.

Nothing is published but by `publish`, after an `approve` by another person than the one who submitted that version.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from marsad.domain.errors import InputError
from marsad.domain.person import SiteRole
from marsad.domain.record import ControlSpell, EventRecord


class Step(StrEnum):
    """What a person does with a thing's version."""

    SUBMIT = "submit"
    GIVE_BACK = "return"
    APPROVE = "approve"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class PublicState(StrEnum):
    """Where the version of now stands; an older version may be public meanwhile."""

    READ = "read"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedSentence:
    """One sentence as it was published. `url` is http(s) or None; `claims` are what it tells."""

    claims: tuple[str, ...]
    text: str
    voice: str
    role: str
    outlet: str
    day: date | None
    title: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One version of an event or of a spell, whole, as it may be shown; exactly one of the two is there.

    `held_back`: protected sources tell of it too, and nothing says how many.
    """

    event: EventRecord | None = None
    spell: ControlSpell | None = None
    sentences: tuple[PinnedSentence, ...] = ()
    held_back: bool = False

    @property
    def thing(self) -> EventRecord | ControlSpell:
        """The event or the spell."""
        found = self.event or self.spell
        assert found is not None  # what pins puts one in
        return found

    @property
    def version(self) -> str:
        """One word for all of it: another word, another version."""
        from marsad.domain.wire import canonical  # noqa: PLC0415  # msgspec, which `marsad --help` need not wait for

        return sha256(canonical(self).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One step that was taken, never changed afterwards. `pinned` stands with `approve` and `publish`.

    `became` names the thing that the withdrawn one is told as now, where a merge took its id away. `claims` are all
    that the version rests on, those of protected sources too: they are for us, and never shown.
    """

    thing: str
    step: Step
    author: str
    at: datetime
    version: str
    reason: str | None = None
    became: str | None = None
    pinned: Pinned | None = None
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a thing stands. `round` is the step that the version of now waits after, `public` what the public sees.

    `stale`: it was submitted or approved, and is another version now. `withdrawn` is the last step of one taken back.
    """

    state: PublicState
    round: Publication | None = None
    submitter: str | None = None
    public: Publication | None = None
    withdrawn: Publication | None = None
    stale: bool = False

    def is_changed(self, version: str) -> bool:
        """Whether the public sees another version than this one."""
        return self.public is not None and self.public.version != version


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Out of which states a step may be taken, by which role, and whether by another than the submitter alone."""

    states: frozenset[PublicState]
    role: SiteRole
    by_another: bool = False
    needs_reason: bool = False


_READ, _REVIEW, _APPROVED, _PUBLISHED, _WITHDRAWN = PublicState
RULES: dict[Step, Rule] = {
    Step.SUBMIT: Rule(states=frozenset({_READ, _WITHDRAWN}), role=SiteRole.REVIEWER),
    Step.GIVE_BACK: Rule(states=frozenset({_REVIEW, _APPROVED}), role=SiteRole.EDITOR, needs_reason=True),
    Step.APPROVE: Rule(states=frozenset({_REVIEW}), role=SiteRole.EDITOR, by_another=True),
    Step.PUBLISH: Rule(states=frozenset({_APPROVED}), role=SiteRole.EDITOR),
    Step.WITHDRAW: Rule(states=frozenset(PublicState), role=SiteRole.EDITOR, needs_reason=True),
}
"""Every step that there is; `withdraw` is of what is public, whatever a newer version of it waits for."""
NEXT: dict[PublicState, str] = {
    _READ: "submit it first, then have another person approve it",
    _REVIEW: "have another person approve it, or return it",
    _APPROVED: "publish it, or return it",
    _PUBLISHED: "withdraw it, or leave it as it is",
    _WITHDRAWN: "submit it first, then have another person approve it",
}
"""What can be done next with what is in each state."""


def standing_of(steps: Iterable[Publication], version: str | None) -> Standing:
    """Where the thing stands whose steps these are, oldest first; `version` is that of now, None if it is gone."""
    round_: Publication | None = None
    submitter: str | None = None
    public: Publication | None = None
    withdrawn: Publication | None = None
    for one in steps:
        match one.step:
            case Step.SUBMIT:
                round_, submitter = one, one.author
            case Step.APPROVE:
                round_ = one
            case Step.GIVE_BACK:
                round_ = submitter = None
            case Step.PUBLISH:
                public, withdrawn, round_, submitter = one, None, None, None
            case Step.WITHDRAW:
                public, withdrawn, round_, submitter = None, one, None, None
    stale = round_ is not None and round_.version != version
    live = None if stale else round_
    return Standing(
        state=_state(live, public, withdrawn, version), round=live, submitter=submitter if live else None,
        public=public, withdrawn=withdrawn, stale=stale,
    )  # fmt: skip


def _state(
    live: Publication | None, public: Publication | None, withdrawn: Publication | None, version: str | None
) -> PublicState:
    if live:
        return PublicState.IN_REVIEW if live.step is Step.SUBMIT else PublicState.APPROVED
    if public:
        return PublicState.PUBLISHED if public.version == version else PublicState.READ
    return PublicState.WITHDRAWN if withdrawn else PublicState.READ


def may_take(step: Step, standing: Standing, author: str, role: SiteRole) -> bool:
    """Whether the step may be taken now by the person."""
    return _refusal(step, standing, author, role) is None


def check_step(step: Step, standing: Standing, author: str, role: SiteRole, reason: str | None) -> None:
    """Nothing, where the step may be taken.

    Raises:
        InputError: it may not; says why and the mend.
    """
    refused = _refusal(step, standing, author, role)
    if refused is None and RULES[step].needs_reason and not reason:
        refused = f"{step.value} needs a reason. Mend: say why, for it stays on record"
    if refused:
        raise InputError(refused)


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: case, spaces and ways of writing a letter do not make two of one."""
    return _folded(one) == _folded(other)


def _refusal(step: Step, standing: Standing, author: str, role: SiteRole) -> str | None:
    rule, state = RULES[step], standing.state
    if step is Step.WITHDRAW and standing.public is None:
        return "the public sees nothing of it, so there is nothing to withdraw"
    if state not in rule.states:
        asked = ", ".join(one.value for one in PublicState if one in rule.states)
        mend = "submit it anew, for it changed since it was submitted" if standing.stale else NEXT[state]
        return f"{step.value} is for what is {asked}; this is {state.value}. Mend: {mend}"
    is_own = standing.submitter is not None and is_same_person(standing.submitter, author)
    if rule.by_another and (standing.submitter is None or is_own):
        return f"{author} submitted this version; {step.value} is another person's. Mend: ask another editor"
    needed = SiteRole.REVIEWER if step is Step.GIVE_BACK and is_own else rule.role
    if not role.may(needed):
        return f"{step.value} is for {needed.value}s; {author} is {role.value}"
    return None


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
