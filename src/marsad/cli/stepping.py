"""What `publish` does and prints."""

from collections.abc import Sequence

from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.screen import say
from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.person import SiteRole
from marsad.domain.publication import Publication, PublicState, Step
from marsad.domain.record import ControlSpell, EventRecord
from marsad.domain.wire import to_plain
from marsad.export.sentences import event_title, state_words
from marsad.export.wording import text_of
from marsad.pipeline.publishing import Candidate, candidates, look_at_one, take_step
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.people import People

STANDINGS = ("id", "what", "state", "submitted by", "public since", "remark")
STEPS = ("id", "step", "author", "at", "version", "because")


def take_and_say(step: Step, things: Sequence[str], reason: str | None, settings: Settings) -> int:
    """Take the step with each thing and say where it stands then; how many could not be taken.

    Raises:
        InputError: the store has people and the author is none of them.
    """
    role, failed = role_of(settings), 0
    with Store.open(settings.db, must_exist=True) as store:
        for thing in things:
            try:
                name = full_id(store, thing)
                one = take_step(store, step, name, author=settings.author, role=role, reason=reason)
            except (InputError, NotFoundError) as error:
                say(f"{thing}: {error}")
                failed += 1
            else:
                say(f"{one.thing}: {one.standing.state.value}, by {settings.author}")
    return failed


def role_of(settings: Settings) -> SiteRole:
    """The author's role on the site of the store; an administrator's where the site has no people yet.

    The name is taken at its word, for whoever may write the file may write anything: the rule of two is kept by name.

    Raises:
        InputError: the site has people, and none of this name whose account is open.
    """
    people = People.known_beside(settings.db)
    everybody = people.everybody() if people else ()
    found = next((one for one in everybody if one.name == settings.author and one.active), None)
    if everybody and found is None:
        raise InputError(
            f"{settings.author!r} is nobody of this site. Mend: --author NAME, as `marsad user list` has it"
        )
    return found.role if found else SiteRole.ADMINISTRATOR


def full_id(store: Store, prefix: str) -> str:
    """The whole id of an event or a spell that begins so; else the words as they are: it may be gone."""
    try:
        found = store.find(prefix)
    except NotFoundError:
        return prefix
    return found.id if isinstance(found, EventRecord | ControlSpell) else prefix


def print_standings(state: PublicState | None, form: ListFormat, db: str) -> None:
    """Print what a step was ever taken with, and where each stands."""
    with Store.open(db, must_exist=True) as store:
        print_items("things", STANDINGS, [_item(one) for one in candidates(store, state)], form)


def print_steps(things: Sequence[str], form: ListFormat, db: str) -> None:
    """Print every step that was taken with the things, oldest first."""
    with Store.open(db, must_exist=True) as store:
        found = [look_at_one(store, full_id(store, thing)) for thing in things]
    print_items("steps", STEPS, [_step_item(step) for one in found for step in one.steps], form)


def _item(one: Candidate) -> Item:
    public = one.standing.public
    cells = (
        one.thing, _title(one), one.standing.state.value, one.standing.submitter or "",
        str(public.at.date()) if public else "", _remark(one),
    )  # fmt: skip
    line = dict(zip(STANDINGS, cells, strict=True))
    return Item(cells=cells, line={"kind": "standing", **line, "version": one.version, "became": list(one.became)})


def _remark(one: Candidate) -> str:
    standing = one.standing
    if one.pinned is None:
        return f"gone: now in {', '.join(one.became)}" if one.became else "gone: nothing tells of its claims now"
    if standing.stale:
        return "changed since it was submitted: submit it anew"
    if standing.is_changed(one.version):
        return "changed since it was published: the public sees the older version"
    return (standing.withdrawn.reason or "") if standing.withdrawn else ""


def _title(one: Candidate) -> str:
    thing = one.shown.thing if one.shown else None
    if isinstance(thing, EventRecord):
        return text_of(event_title(thing))
    return f"{thing.place.name}: {text_of(state_words(thing.state, thing.holder))}" if thing else ""


def _step_item(step: Publication) -> Item:
    at = step.at.isoformat(timespec="seconds")
    cells = (step.thing, step.step.value, step.author, at, step.version[:12], step.reason or "")
    plain = {name: value for name, value in to_plain(step).items() if name != "pinned"}
    return Item(cells=cells, line={"kind": "step", **plain})
