"""One thing that one text says, with its exact words and whom those words credit.

The contract of the fields is `docs/claims.md`; the JSON form is `marsad.domain.wire`.
"""

from dataclasses import dataclass
from datetime import date

from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import (
    ClaimKind,
    ControlState,
    EventType,
    Extent,
    Harm,
    Modality,
    RelationKind,
    Role,
    Scope,
    StatementAct,
    VictimsGroup,
)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Quote:
    """A slice of a document's text: `document.text[start:end] == text`, in code points from 0, `end` exclusive."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Whom the words credit: the body or person that answers for the claim, by its full usual name.

    With a spokesman `speaker` is the body and `spokesperson` the person. `said_to` is the outlet that was told;
    `via` lists relays between the origin and the outlet, nearest the outlet last.
    """

    speaker: str
    role: Role = Role.UNKNOWN
    spokesperson: str | None = None
    said_to: str | None = None
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened: `agents` did it, `recipients` had it done to them; both sides of a clash are agents."""

    type: EventType
    agents: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    weapon: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A figure as written, in persons: "more than 370" is low 371 only, "about 50" best only, "12" all three.

    None is unknown; zero is a number.
    """

    low: int | None = None
    high: int | None = None
    best: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFigure:
    """The bounds of the figure that a later one replaces, in persons; equal where it was one number."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualty:
    """One figure of one group: persons killed, injured, missing, captured or displaced.

    `words` is the phrase as written; `figure` the number in it, as a slice of the document's text ("12", "a dozen",
    "20 to 30"), None where the number is no word of its own ("a woman", a bare plural). `includes_in` holds the words
    of the larger figure that this is a part of, `revises` the earlier figure that this one replaces, where the text
    says so.
    """

    harm: Harm
    low: int | None = None
    high: int | None = None
    best: int | None = None
    words: str = ""
    figure: Quote | None = None
    victims: VictimsGroup = VictimsGroup.PEOPLE
    side: str | None = None
    scope: Scope = Scope.INCIDENT
    since: date | None = None
    revises: EarlierFigure | None = None
    includes_in: str | None = None
    cause: EventType | None = None
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlException:
    """A part of the place that somebody else holds ("except the Kurdish-held neighbourhoods")."""

    place: str
    holder: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """Who holds the claim's place: `holder` now (or until now, for `lost`), `from_` before, where said."""

    state: ControlState
    holder: tuple[str, ...] = ()
    from_: tuple[str, ...] = ()
    extent: Extent | None = None
    except_: tuple[ControlException, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Somebody's words that are no other claim: a vow, a view, an appeal. `direct` where words are quoted."""

    act: StatementAct
    direct: bool = False
    addressee: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Between two actors, or a person and a body; `former` where it is said to be over."""

    subject: str
    relation: RelationKind
    object: str
    former: bool = False


Said = Event | Casualty | Control | Statement | Relation

KIND_OF = {
    Event: ClaimKind.EVENT,
    Casualty: ClaimKind.CASUALTY,
    Control: ClaimKind.CONTROL,
    Statement: ClaimKind.STATEMENT,
    Relation: ClaimKind.RELATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that one text says. Its id (`wire.claim_id`) is a hash of its content, so a claim is never changed.

    `background` is True where it is told as history or context. `time` and `place` are None where the text gives none:
    the publication date and the dateline are never filled in. `source`, `reported` and `protected` repeat the
    document's outlet, date and protection, so that claims can be reconciled without their documents; they, and `rule`
    (the name of the rule that made the claim), are no part of the id.
    """

    document: str
    quote: Quote
    said: Said
    attribution: Attribution | None = None
    modality: Modality = Modality.ASSERTED
    background: bool = False
    time: TimeSpan | None = None
    place: Place | None = None
    source: str | None = None
    reported: date | None = None
    protected: bool = False
    rule: str | None = None

    @property
    def kind(self) -> ClaimKind:
        return KIND_OF[type(self.said)]
