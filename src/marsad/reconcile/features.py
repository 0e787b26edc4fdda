"""Two tellings in, a score out: what speaks for and against their being one event, each feature with its reason."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from marsad.domain.vocabulary import EventType, PlacePrecision
from marsad.reconcile.days import days_apart
from marsad.reconcile.figures import disjoint
from marsad.reconcile.names import ActorNames
from marsad.reconcile.places import compare_places, fold_place
from marsad.reconcile.surroundings import list_ages
from marsad.reconcile.tables import feature_table, type_table
from marsad.reconcile.telling import Telling

NEXT_SENTENCE: Final = (
    4  # characters between two sentences that follow each other: a stop, a quotation mark, a line break
)
MANY_NAMES: Final = 3  # shared rare names from which on more say no more
TELLING: Final = 3  # persons from which on an equal figure says more than that two events each hit somebody
CHANCE: Final = 5  # of so many names of the shorter list, two lists share one by chance: a first name, a clan
BOTH: Final = 2
PRESUMED: Final = {
    "same": "assumed",
    "near": "assumed",
    "nearby": "unknown",
    "area": "unknown",
    "inside": "unknown",
    "unknown": "unknown",
    "unlocated": "unknown",
    "namesake": "unknown",
    "far": "elsewhere",
}
"""How a place that only the rest of a document tells stands, by how it would stand if it were stated."""
DOUBTFUL: Final = frozenset({"unlocated", "nearby", "namesake"})
"""Outcomes of two names of which neither is known to be the other's place, nor known not to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One feature's outcome for a pair, its share of the score and its reason in words."""

    feature: str
    outcome: str
    score: float
    reason: str


def score_pair(some: Telling, other: Telling, names: ActorNames) -> float | None:
    """The sum of the features; None where one of them vetoes."""
    outcomes = feature_table().outcomes
    score = 0.0
    for feature, compare in COMPARISONS.items():
        outcome = compare(some, other, names)
        if outcome is not None:
            row = outcomes[feature][outcome]
            if row.veto:
                return None
            score += row.score
    return score


def explain_pair(some: Telling, other: Telling, names: ActorNames) -> tuple[Mark, ...]:
    """Every feature that speaks, in the table's order; a veto is told like any other."""
    return tuple(
        Mark(feature=feature, outcome=outcome, score=row.score, reason=row.reason)
        for feature, compare in COMPARISONS.items()
        for outcome in [compare(some, other, names)]
        if outcome is not None
        for row in [feature_table().outcomes[feature][outcome]]
    )


def may_be_one(some: Telling, other: Telling, names: ActorNames) -> bool:
    """Whether no feature vetoes: what must hold between all tellings of an event, not the joined pair alone."""
    outcomes = feature_table().outcomes
    return not any(outcomes[feature][COMPARISONS[feature](some, other, names) or ""].veto for feature in VETOING)


def compare_place(some: Telling, other: Telling, _: ActorNames) -> str:
    if some.place is None or other.place is None:
        return _presume_place(some, other)
    outcome = compare_places(some.place, other.place)
    if outcome == "nearby" and _goes_into_detail(some, other):
        return "near"
    if outcome != "far":
        return "linked" if outcome in DOUBTFUL and _is_told_beside(some, other) else outcome
    if _is_told_beside(some, other):
        return "crossed"
    return "disputed" if compare_names(some, other) == "many" else "far"


def _presume_place(some: Telling, other: Telling) -> str:
    """How a place that only the rest of a document tells stands to the other's."""
    here, there = some.place or some.around, other.place or other.around
    presumed = PRESUMED[compare_places(here, there)] if here and there else "unknown"
    return "linked" if presumed != "assumed" and _is_told_beside(some, other) else presumed


def _goes_into_detail(some: Telling, other: Telling) -> bool:
    """Whether a text says "near" a town and in its next sentence where: "near Hama … a road outside Kafr Zita"."""
    if some.documents != other.documents or _gap(some, other) > NEXT_SENTENCE:
        return False
    earlier = min((some, other), key=lambda telling: telling.quotes[0].start)
    return earlier.place is not None and earlier.place.precision == PlacePrecision.NEAR


def _gap(some: Telling, other: Telling) -> int:
    """Characters between the nearest sentences of two tellings of one document; below 0 where they share one."""
    return min(max(a.start - b.end, b.start - a.end) for a in some.quotes for b in other.quotes)


def _is_told_beside(some: Telling, other: Telling) -> bool:
    """Whether one's document opens with it and names the other's place too: the town beside its street."""
    return any(
        one.place is not None and compare_places(one.place, place) == "same"
        for one, that in ((some, other), (other, some))
        for place in that.places
    )


def compare_time(some: Telling, other: Telling, _: ActorNames) -> str:
    if some.window is None or other.window is None:
        return "history" if some.history != other.history else "unknown"
    apart = days_apart(some.window, other.window)
    if apart:
        return _compare_apart(some, other, apart)
    if some.window.vague != other.window.vague:
        return "vague"
    if not (some.window.stated and other.window.stated):
        return _compare_undated(some, other, one_report=some.window.last == other.window.last)
    one_day = some.window == other.window and some.window.first == some.window.last
    return "same" if one_day else "within"


def _compare_undated(some: Telling, other: Telling, *, one_report: bool) -> str:
    if _is_dated_beside(some, other):
        return "linked"
    return "undated" if one_report or _is_dated(some) or _is_dated(other) else "untold"


def _compare_apart(some: Telling, other: Telling, apart: int) -> str:
    if _is_dated_beside(some, other):
        return "crossed"
    if not (_is_dated(some) and _is_dated(other)) and _name_one_person(some, other):
        return "retold"
    if _is_late(some, other, apart):
        return "late"
    vague = some.window is None or other.window is None or some.window.vague or other.window.vague
    if apart <= feature_table().threshold.next_days and not vague:
        return "next"
    return "disputed" if compare_names(some, other) == "many" else "far"


def _name_one_person(some: Telling, other: Telling) -> bool:
    """Whether one document tells both, and their own words share a rare name that is no place's, or an age."""
    if some.documents != other.documents:
        return False
    shared = (some.names & other.names) - _place_words(some, other)
    return bool(shared) or not _ages_in(some).isdisjoint(_ages_in(other))


def _ages_in(telling: Telling) -> frozenset[str]:
    return frozenset(age for quote in telling.quotes for age in list_ages(quote.text))


def _is_dated(telling: Telling) -> bool:
    return telling.window is not None and telling.window.stated


def _is_dated_beside(some: Telling, other: Telling) -> bool:
    """Whether one's document opens with it and gives the other's day too: a charge and the day of the crime."""
    if not some.documents.isdisjoint(other.documents):
        return False
    return any(
        one.window is not None and one.window.stated and not that.days.isdisjoint((one.window.first, one.window.last))
        for one, that in ((some, other), (other, some))
    )


def _is_late(some: Telling, other: Telling, apart: int) -> bool:
    """Whether the one reported later is undated and shares names, and so tells again what was told weeks before."""
    if some.window is None or other.window is None or some.window.vague or other.window.vague:
        return False
    later = max((some, other), key=lambda telling: telling.window.first if telling.window else 0)
    dated = later.window.stated if later.window else True
    near = not dated and not later.history and apart <= feature_table().threshold.late_days
    return near and _is_well_named(some, other)


def compare_type(some: Telling, other: Telling, _: ActorNames) -> str:
    if not some.types and not other.types:
        return "unknown"
    if not some.types or not other.types:
        return _compare_cause(*sorted((some, other), key=lambda telling: len(telling.types)))
    if not some.types.isdisjoint(other.types):
        return "same"
    return "compatible" if any(is_compatible(a, b) for a in some.types for b in other.types) else "different"


def is_compatible(some: EventType, other: EventType) -> bool:
    return some == other or (some, other) in type_table().compatible


def _compare_cause(causeless: Telling, caused: Telling) -> str:
    able = type_table().harmed_by
    return "unknown" if any(kind in able[harm] for harm in causeless.harms for kind in caused.types) else "different"


def compare_agents(some: Telling, other: Telling, names: ActorNames) -> str | None:
    if not some.agents or not other.agents:
        return None
    if names.agree(some.agents, other.agents, _country(some, other)):
        return "shared"
    if type_table().handover <= some.types | other.types:
        return None
    if some.types <= type_table().mutual or some.documents.isdisjoint(other.documents):
        return "differ"
    return "differ" if some.voices.isdisjoint(other.voices) else "one_voice"


def have_both_sides(types: AbstractSet[EventType]) -> bool:
    """Whether the doers of one event may be its two sides: of a clash, or who took a place and who left it."""
    table = type_table()
    return not types.isdisjoint(table.mutual) or table.handover <= types


def compare_recipients(some: Telling, other: Telling, names: ActorNames) -> str | None:
    """An actor, a side or a name speaks for one event; "others" or "the house" in both does not, for most have them."""
    if not some.recipients or not other.recipients:
        return None
    if names.agree(some.named_recipients, other.named_recipients, _country(some, other)):
        return "shared"
    return "differ" if some.recipients.isdisjoint(other.recipients) else None


def compare_weapons(some: Telling, other: Telling, _: ActorNames) -> str | None:
    if not some.weapons or not other.weapons:
        return None
    return "differ" if some.weapons.isdisjoint(other.weapons) else "same"


def compare_figures(some: Telling, other: Telling, _: ActorNames) -> str | None:
    earlier, later = sorted((some, other), key=lambda telling: telling.reported)
    if any(
        not figure.namings.isdisjoint(late.revises)
        for late, early in ((later, earlier), (earlier, later))
        for figure in early.figures.values()
    ):
        return "revised"
    shared = [(earlier.figures[group], later.figures[group]) for group in earlier.figures if group in later.figures]
    if not shared:
        return None
    if all(before == after for before, after in shared):
        most = max(after.stated or 0 for _, after in shared)
        return "equal" if most >= TELLING else "alike" if most else "compatible"
    if not any(disjoint(before, after) for before, after in shared):
        return "compatible"
    if not (some.documents.isdisjoint(other.documents) or some.voices.isdisjoint(other.voices)):
        return "one_voice"
    return (
        "grown"
        if all((before.floor or 0) <= (after.floor or after.ceiling or 0) for before, after in shared)
        else "differ"
    )


def compare_words(some: Telling, other: Telling, _: ActorNames) -> str | None:
    if not some.documents.isdisjoint(other.documents):
        return None
    return None if some.sentences.isdisjoint(other.sentences) else "copied"


def compare_names(some: Telling, other: Telling, _: ActorNames | None = None) -> str | None:
    """Only across documents: one document has most of its names in common with itself.

    Two long lists of names share some by chance. Names in the tellings' own words speak against them where none is
    shared, long lists more so; names in the rest of their documents do not, for each outlet has its own witnesses.
    """
    if not some.documents.isdisjoint(other.documents):
        return None
    known = _place_words(some, other)
    names, others = (some.names | some.beside) - known, (other.names | other.beside) - known
    shared = len(names & others)
    if shared * CHANCE < min(len(names), len(others)):
        least = min(len(some.names - known), len(other.names - known))
        if least >= MANY_NAMES and shared * CHANCE < least:
            return "apart"
        return None if shared or not least else "others"
    return (None, "one", "two")[shared] if shared < MANY_NAMES else "many"


def compare_ages(some: Telling, other: Telling, _: ActorNames) -> str | None:
    """Only where two documents open with the tellings: the ages that each gives of any person."""
    if not (some.ages and other.ages and some.documents.isdisjoint(other.documents)):
        return None
    return "differ" if some.ages.isdisjoint(other.ages) else "shared"


def _is_well_named(some: Telling, other: Telling) -> bool:
    """Whether names say so much that a place or a day may be mistaken."""
    return compare_names(some, other) in {"two", "many"}


def _is_told_again(some: Telling, other: Telling, names: ActorNames) -> bool:
    """Whether the later gives no place, no day, no other kind or doer, and so goes on with the former."""
    later = max((some, other), key=lambda telling: telling.quotes[0].start)
    bare = later.place is None and not later.history and not (later.window and later.window.stated)
    kinds = compare_type(some, other, names) in {"same", "unknown"}
    return bare and kinds and compare_agents(some, other, names) in {None, "shared"}


def compare_sentences(some: Telling, other: Telling, names: ActorNames) -> str | None:
    """Only within one document: offsets of two documents have nothing to do with each other."""
    if len(some.documents) != 1 or some.documents != other.documents:
        return None
    gap = _gap(some, other)
    if gap < 0:
        return "sentence"
    if _is_told_again(some, other, names):
        return "again"
    return "next" if gap <= NEXT_SENTENCE else "document"


def _place_words(some: Telling, other: Telling) -> frozenset[str]:
    """What the feature `place` has weighed already: the words of the places given, where both are or one is linked."""
    given = [place for place in (some.place, other.place) if place is not None]
    if len(given) < BOTH and not _is_told_beside(some, other):
        return frozenset()
    return frozenset(word for place in given for word in fold_place(place))


def _country(some: Telling, other: Telling) -> str | None:
    return next((one.place.country for one in (some, other) if one.place and one.place.country), None)


COMPARISONS: dict[str, Callable[[Telling, Telling, ActorNames], str | None]] = {
    "place": compare_place,
    "time": compare_time,
    "type": compare_type,
    "agents": compare_agents,
    "recipients": compare_recipients,
    "weapon": compare_weapons,
    "figures": compare_figures,
    "words": compare_words,
    "names": compare_names,
    "ages": compare_ages,
    "told": compare_sentences,
}
VETOING = tuple(
    feature for feature, outcomes in feature_table().outcomes.items() if any(row.veto for row in outcomes.values())
)
