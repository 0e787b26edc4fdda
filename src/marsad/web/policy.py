"""Who asks for what in, whether they may, and what of it, out: the one place where that is decided.

`may_ask` decides of an address, before anything is looked up; `may_see` of each thing that was. A page gets what it
shows from the `admit` functions here, which put every thing before `may_see` and through the shield.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from marsad.domain.changes import Change
from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.errors import NotFoundError
from marsad.domain.person import SiteRole
from marsad.domain.publication import Publication, Step
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record
from marsad.export.shield import Shielded
from marsad.pipeline.shielded import load_shielded
from marsad.store import Store
from marsad.store.hidden import hidden_events, hidden_spells
from marsad.store.succession import what_became
from marsad.web.viewer import Viewer, present_viewer

A = TypeVar("A")
T = TypeVar("T", EventRecord, ControlSpell)
API, PUBLIC = "/api/v1", "/public"
READS = frozenset({"GET", "HEAD"})
PUBLIC_STEPS = frozenset({Step.PUBLISH, Step.WITHDRAW})
"""What the public is told of: drafts and approvals it is not."""
DecidedOneByOne = Publication | Document | Change
"""Of these some may be seen and others not; of any other kind all or none."""


class GoneError(NotFoundError):
    """Of the record no longer, under that id: `gone` says what became of it."""

    def __init__(self, gone: Change) -> None:
        super().__init__(gone.id)
        self.gone = gone


class Need(Enum):
    """What an address takes beside a role: nothing, that the public is let in, or what nobody has."""

    NOTHING = auto()
    OPEN_TO_PUBLIC = auto()
    NEVER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who may read at an address and below it, and who may change anything there."""

    read: SiteRole | Need
    change: SiteRole | Need = Need.NEVER


_ANYBODY, _READER = Rule(read=Need.NOTHING), Rule(read=SiteRole.READER)
_REVIEWER = Rule(read=SiteRole.REVIEWER, change=SiteRole.REVIEWER)
READING = (
    *("", "situation", "events", "tolls", "tolls.csv", "control", "documents", "actors", "sources", "search", "sitrep"),
    *("map", "live", "openapi.json"),
)
RULES: Mapping[str, Rule] = {
    **dict.fromkeys(READING, _READER),
    "static": _ANYBODY,
    "about": _ANYBODY,
    "sign-in": Rule(read=Need.NOTHING, change=Need.NOTHING),
    "theme": Rule(read=Need.NEVER, change=Need.NOTHING),
    "sign-out": Rule(read=Need.NEVER, change=SiteRole.READER),
    "account": Rule(read=SiteRole.READER, change=SiteRole.READER),
    "review": _REVIEWER,
    "report": _REVIEWER,
    "publishing": _REVIEWER,
    "people": Rule(read=SiteRole.ADMINISTRATOR, change=SiteRole.ADMINISTRATOR),
    "public": Rule(read=Need.OPEN_TO_PUBLIC),
}
"""By the first part of an address, that of the API without its root; what is not here is refused to everybody."""
NOT_FOR_PROGRAMS = frozenset({"publishing", "report", "people", "account", "sign-in", "sign-out", "theme"})
"""What no key of a program changes, whatever it may do else."""


def rule_of(path: str) -> Rule | None:
    """The rule of the address, None where there is none."""
    return RULES.get(first_part(path))


def may_ask(viewer: Viewer, method: str, path: str, *, public: bool) -> bool:
    """Whether the viewer may ask this of the address; `public`: the site lets the public in."""
    rule = rule_of(path)
    if rule is None or (viewer.token and not _is_for_programs(method, path)):
        return False
    needed = rule.read if method in READS else rule.change
    if isinstance(needed, SiteRole):
        return viewer.may(needed)
    return needed is Need.NOTHING or (needed is Need.OPEN_TO_PUBLIC and public)


def is_under_public(path: str) -> bool:
    """Whether the path is of what is published."""
    return path == PUBLIC or path.startswith(f"{PUBLIC}/")


def may_see(viewer: Viewer, thing: object) -> bool:
    """Whether the viewer may be shown anything of the thing; how much of it, the shield decides.

    Whoever is known to the site sees the record, protected documents apart, which nobody sees; anybody sees what is
    published. Counts, sums and names of outlets, voices and holders are things too: they are made of the record.
    """
    return _may_see_one(viewer, thing) if isinstance(thing, DecidedOneByOne) else viewer.may(SiteRole.READER)


def _may_see_one(viewer: Viewer, thing: DecidedOneByOne) -> bool:
    if isinstance(thing, Publication):
        return viewer.may(SiteRole.REVIEWER) or thing.step in PUBLIC_STEPS
    return not thing.protected and viewer.may(SiteRole.READER)


def sight() -> str:
    """One word for what the present viewer may see: what is kept of answers is kept by it."""
    return "record" if may_see(present_viewer(), Record()) else "nothing"


def admit_all(things: Iterable[A]) -> tuple[A, ...]:
    """Those of the things that the present viewer may see."""
    viewer = present_viewer()
    may_others = may_see(viewer, Record())  # asked once, for a map admits thousands
    return tuple(one for one in things if (may_see(viewer, one) if isinstance(one, DecidedOneByOne) else may_others))


def admit_found(thing: A | None, name: str) -> A:
    """The thing that was looked up by the name.

    Raises:
        NotFoundError: there is none, or the present viewer may not see it: the same words for both.
    """
    if thing is None or not may_see(present_viewer(), thing):
        raise NotFoundError(name)
    return thing


def admit_of_record(store: Store, thing: A | None, name: str) -> A:
    """As `admit_found`, for what has an id of the record, which may have gone over into others.

    Raises:
        GoneError: it had the id once, and the present viewer may know what became of it.
        NotFoundError: there is none, or the present viewer may not see it.
    """
    gone = what_became(store, name) if thing is None else None
    if gone is not None and may_see(present_viewer(), gone):
        raise GoneError(gone)
    return admit_found(thing, name)


def first_part(path: str) -> str:
    """The first part of an address, that of the API without its root."""
    inner = path.removeprefix(API) if path == API or path.startswith(f"{API}/") else path
    return inner.removeprefix("/").split("/", 1)[0]


def _is_for_programs(method: str, path: str) -> bool:
    """Keys open the API alone, and change nothing of people and of what is public."""
    return path.startswith(f"{API}/") and (method in READS or first_part(path) not in NOT_FOR_PROGRAMS)


def admit(
    store: Store,
    *,
    events: Iterable[EventRecord] = (),
    aggregates: Iterable[AggregateRecord] = (),
    control: Iterable[ControlSpell] = (),
    actors: Iterable[ActorRecord] = (),
    claims: Iterable[Claim] | Mapping[str, Claim] = (),
) -> Shielded:
    """The things with the claims and documents that they rest on, less whatever could name a protected source.

    What is not in the answer is not shown: a page asks for nothing of the store beside this but counts.
    """
    viewer = present_viewer()
    if isinstance(claims, Mapping):
        claims = {key: one for key, one in claims.items() if may_see(viewer, one)}
    else:
        claims = admit_all(claims)
    return load_shielded(
        store, events=admit_all(events), aggregates=admit_all(aggregates), control=admit_all(control),
        actors=admit_all(actors), claims=claims,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Things for a list: `record` may be shown as it is; of what is in `hidden` only claims of `shown` may be cited."""

    record: Record
    hidden: frozenset[str]
    shown: Shielded


def admit_list(store: Store, *, events: Iterable[EventRecord] = (), control: Iterable[ControlSpell] = ()) -> Listed:
    """As `admit`, without loading claims: only what the store marks as told by a protected source is put through it."""
    told, held = admit_all(events), admit_all(control)
    hidden = hidden_events(store, [one.id for one in told]) | hidden_spells(store, [one.id for one in held])
    shown = admit(
        store,
        events=(one for one in told if one.id in hidden),
        control=(one for one in held if one.id in hidden),
    )
    safe: dict[str, EventRecord | ControlSpell] = {event.id: event for event in shown.record.events}
    safe |= {spell.id: spell for spell in shown.record.control}
    record = Record(
        events=tuple(_pick(told, hidden, safe, EventRecord)), control=tuple(_pick(held, hidden, safe, ControlSpell))
    )
    return Listed(record=record, hidden=hidden, shown=shown)


def _pick(
    things: Iterable[T], hidden: AbstractSet[str], safe: Mapping[str, EventRecord | ControlSpell], noun: type[T]
) -> Iterator[T]:
    for thing in things:
        kept = safe.get(thing.id) if thing.id in hidden else thing
        if isinstance(kept, noun):
            yield kept


def admit_documents(documents: Iterable[Document]) -> Shielded:
    """The documents that may be opened, alone."""
    kept = {one.id: one for one in admit_all(documents)}
    return Shielded(record=Record(), claims={}, documents=kept)


def admit_document(document: Document | None) -> Document | None:
    """The document if it may be opened, None for one that is protected as for one that is not there."""
    return document if document is not None and may_see(present_viewer(), document) else None
