"""An event in, the events that nearly were one with it out, each with the features that speak for and against."""

from dataclasses import dataclass

from marsad.domain.record import EventRecord
from marsad.export.sentences import event_title
from marsad.export.wording import Words, capitalised
from marsad.pipeline.asked import known_actors
from marsad.reconcile.reasons import Comparison, Reasons
from marsad.store.paging import events_by_ids
from marsad.web.policy import admit
from marsad.web.site import Site

MOST_CLAIMS = 4_000
"""Claims in a store whose comparison fits into a page's time; of a greater one `marsad why ID` tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One event that nearly joined, and why it did not."""

    id: str
    title: Words
    score: float | None
    threshold: float
    marks: tuple[tuple[str, float, str], ...]
    """Feature, points, reason."""


def near_events(site: Site, event: EventRecord) -> tuple[Near, ...] | None:
    """The events that came nearest, nearest first; None where the store is too great to compare for a page.

    None too for an event that a protected source tells of: "the same place" would say where that is.
    """
    if site.store.has_more_claims(MOST_CLAIMS) or not _is_open(site, [event]):
        return None
    version = site.store.record_version()
    return site.answers.answer(version, ("near", event.id), lambda: _compare(site, event, version))


def _compare(site: Site, event: EventRecord, version: str) -> tuple[Near, ...]:
    reasons = site.answers.answer(version, "reasons", lambda: Reasons(site.store.claims(), known_actors(site.settings)))
    pairs = reasons.find_near(event, site.store.record().events)
    kept = events_by_ids(site.store, [pair.other for pair in pairs])
    return tuple(_near(pair, kept[pair.other]) for pair in pairs if _is_open(site, [kept[pair.other]]))


def _is_open(site: Site, events: list[EventRecord]) -> bool:
    shown = admit(site.store, events=events)
    return all(shown.may_cite(claim) for event in events for claim in event.claims)


def _near(pair: Comparison, other: EventRecord) -> Near:
    return Near(
        id=other.id, title=capitalised(event_title(other)), score=pair.score, threshold=pair.threshold,
        marks=tuple((mark.feature, mark.score, mark.reason) for mark in pair.marks),
    )  # fmt: skip
