"""What an update notes of documents, tellings, words, totals and ledgers; each note's form and name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from marsad.domain.problem import Problem
from marsad.domain.workings import Link
from marsad.reconcile.aggregates import Scope
from marsad.reconcile.telling import Telling
from marsad.reconcile.ties import Spelled, Tie
from marsad.reconcile.voices import Story


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentNote:
    """What one document has put into the record and its workings, so that it can be taken out again.

    `taken_up` is the key of the total that each of its figures takes up, by claim id.
    """

    PREFIX: ClassVar[str] = "document:"
    story: Story
    copy_keys: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    tellings: tuple[str, ...] = ()
    totals: frozenset[str] = frozenset()
    figures: tuple[Link, ...] = ()
    taken_up: Mapping[str, str] = field(default_factory=dict)
    grounds: tuple["Ground", ...] = ()
    mentions: tuple["Mention", ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where one claim of control stands: its place's name and gazetteer id, and the ledger that it has by itself."""

    claim: str
    name: str
    geonames_id: int | None
    ledger: str
    follows: bool
    """Whether it stands in the ledger of a place of its name that a gazetteer knows, if there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """What one document says of one actor."""

    actor: str
    claims: frozenset[str]
    ties: tuple[tuple[Tie, frozenset[str]], ...]
    spelled: tuple[Spelled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryNote:
    """The near-copies of one first print, itself among them; a story of one document has no note."""

    PREFIX: ClassVar[str] = "story:"
    documents: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordNote:
    """In how many documents a word stands as a name, or a sentence by its mark; in how many as a speaker's or outlet's.

    `documents` are the former, listed only while they are few enough for it to be rare.
    """

    PREFIX: ClassVar[str] = "word:"
    count: int = 0
    known: int = 0
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryNote:
    """How many documents tell of each country."""

    PREFIX: ClassVar[str] = "countries:"
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingNote:
    """One document's telling of one event: its claims, the first telling of its set (`root`), the event of the set."""

    PREFIX: ClassVar[str] = "telling:"
    telling: Telling
    claims: tuple[str, ...]
    root: str
    event: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalNote:
    """One total: its aggregate's id, what it covers, and the countries in which that is."""

    PREFIX: ClassVar[str] = "total:"
    id: str
    scope: Scope
    countries: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerNote:
    """The spells of one ledger."""

    PREFIX: ClassVar[str] = "ledger:"
    spells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameNote:
    """How many claims of control give a place's name each gazetteer id."""

    PREFIX: ClassVar[str] = "name:"
    ids: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingNote:
    """The problems of judgements."""

    PREFIX: ClassVar[str] = "rulings:"
    problems: tuple[Problem, ...]
