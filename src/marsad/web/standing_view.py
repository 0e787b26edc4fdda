"""A thing and who looks in, the card out: where it stands on its way to the public, what may be done."""

from dataclasses import dataclass

from marsad.domain.person import SiteRole
from marsad.domain.publication import Publication, PublicState, Step, may_take
from marsad.pipeline.publishing import NOBODY, Candidate, look_at
from marsad.web.site import Site
from marsad.web.viewer import Viewer

FORWARD = (Step.SUBMIT, Step.APPROVE, Step.PUBLISH)
SAID = {
    Step.SUBMIT: "submitted",
    Step.GIVE_BACK: "given back",
    Step.APPROVE: "approved",
    Step.PUBLISH: "published",
    Step.WITHDRAW: "withdrawn",
}
BUTTONS = {
    Step.SUBMIT: "Submit it",
    Step.APPROVE: "Approve it",
    Step.PUBLISH: "Publish it",
    Step.GIVE_BACK: "Give it back",
    Step.WITHDRAW: "Withdraw it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step as the card shows it."""

    what: str
    kind: str
    author: str
    at: str
    version: str
    because: str
    became: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """The card. `forward` is the one step that leads on, if the viewer may take it; `waits` says whom it waits for."""

    thing: str
    state: str
    version: str
    forward: Step | None
    back: tuple[Step, ...]
    waits: str
    remark: str
    taken: tuple[Taken, ...]
    is_public: bool
    became: tuple[str, ...]


def view_standing(site: Site, viewer: Viewer, thing: str) -> StandingView | None:
    """The card, None for an id of which there is nothing to say."""
    found = look_at(site.store, [thing]) if site.now is None else []  # what is published is published now
    return standing_card(found[0], viewer) if found else None


def standing_card(one: Candidate, viewer: Viewer) -> StandingView:
    """The card of a thing that was looked at."""
    may = [step for step in Step if _may(step, one, viewer)]
    forward = next((step for step in FORWARD if step in may), None)
    return StandingView(
        thing=one.thing, state=one.standing.state.value, version=one.version, forward=forward,
        back=tuple(step for step in may if step not in FORWARD), waits=_waits(one, viewer) if not forward else "",
        remark=_remark(one), taken=tuple(map(_taken, one.steps)), is_public=one.standing.public is not None,
        became=one.became,
    )  # fmt: skip


def _may(step: Step, one: Candidate, viewer: Viewer) -> bool:
    name, role = viewer.name or "", viewer.role
    is_somebody = role is not None and name.casefold() not in NOBODY
    is_there = one.pinned is not None or step is Step.WITHDRAW
    return is_somebody and is_there and role is not None and may_take(step, one.standing, name, role)


def _waits(one: Candidate, viewer: Viewer) -> str:
    """Why the viewer can do nothing that leads on."""
    if (viewer.name or "").casefold() in NOBODY:
        return "Publishing takes two people who sign in."
    match one.standing.state:
        case PublicState.IN_REVIEW:
            return "It waits for an editor other than the one who submitted it."
        case PublicState.APPROVED:
            return "It waits for an editor to publish it."
        case _:
            return "" if viewer.may(SiteRole.REVIEWER) else "A reviewer can submit it."


def _remark(one: Candidate) -> str:
    if one.pinned is None:
        return "Its id is of nothing any more."
    if one.standing.stale:
        return "It changed since it was submitted, so it must be submitted anew."
    if one.standing.is_changed(one.version):
        return "It changed since it was published. The public sees the older version until this one is published."
    return ""


def _taken(step: Publication) -> Taken:
    return Taken(
        what=SAID[step.step], kind=step.step.value, author=step.author, at=step.at.strftime("%Y-%m-%d %H:%M UTC"),
        version=step.version[:8], because=step.reason or "", became=step.became or "",
    )  # fmt: skip
