"""The closed lists of the record: every coded value, by the field's own names."""

from enum import IntEnum, StrEnum


class ClaimKind(StrEnum):
    EVENT = "event"
    CASUALTY = "casualty"
    CONTROL = "control"
    STATEMENT = "statement"
    RELATION = "relation"


class EventType(StrEnum):
    """What happened. Sources: ACLED codebook sub-event types; PLOVER categories and modes."""

    AIR_STRIKE = "air_strike"
    SHELLING = "shelling"
    BOMBING = "bombing"
    SUICIDE_BOMBING = "suicide_bombing"
    CHEMICAL_ATTACK = "chemical_attack"
    ARMED_CLASH = "armed_clash"
    OFFENSIVE = "offensive"
    TERRITORY_GAIN = "territory_gain"
    WITHDRAWAL = "withdrawal"
    SIEGE = "siege"
    ATTACK = "attack"
    SEXUAL_VIOLENCE = "sexual_violence"
    ABDUCTION = "abduction"
    ARREST = "arrest"
    DESTRUCTION = "destruction"
    WEAPON_SEIZURE = "weapon_seizure"
    TROOP_MOVEMENT = "troop_movement"
    CEASEFIRE = "ceasefire"
    AGREEMENT = "agreement"
    RELEASE = "release"
    DISPLACEMENT = "displacement"
    AID = "aid"
    PROTEST = "protest"
    RIOT = "riot"
    SANCTION = "sanction"
    DIPLOMACY = "diplomacy"


class Harm(StrEnum):
    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    """Killed and injured in one figure."""
    MISSING = "missing"
    """Also those trapped under rubble."""
    CAPTURED = "captured"
    DISPLACED = "displaced"


class VictimsGroup(StrEnum):
    PEOPLE = "people"
    """Not said who they were."""
    CIVILIANS = "civilians"
    COMBATANTS = "combatants"
    SOLDIERS = "soldiers"
    POLICE = "police"
    CHILDREN = "children"
    WOMEN = "women"
    MEN = "men"
    JOURNALISTS = "journalists"
    MEDICS = "medics"
    AID_WORKERS = "aid_workers"
    OTHER = "other"


class Scope(StrEnum):
    INCIDENT = "incident"
    AGGREGATE = "aggregate"


class ControlState(StrEnum):
    HOLDS = "holds"
    GAINED = "gained"
    LOST = "lost"
    CONTESTED = "contested"
    BESIEGED = "besieged"
    NONE = "none"
    UNKNOWN = "unknown"
    """Only in the record, where a claim has lapsed; no text claims it."""


class Extent(StrEnum):
    WHOLE = "whole"
    MOST = "most"
    PART = "part"
    OUTSKIRTS = "outskirts"


class Modality(StrEnum):
    ASSERTED = "asserted"
    DENIED = "denied"
    POSSIBLE = "possible"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"


class StatementAct(StrEnum):
    VOW = "vow"
    THREAT = "threat"
    ACCUSATION = "accusation"
    CONDEMNATION = "condemnation"
    APPEAL = "appeal"
    WARNING = "warning"
    DENIAL = "denial"
    ASSESSMENT = "assessment"
    PRAISE = "praise"
    ANNOUNCEMENT = "announcement"
    ACCOUNT = "account"
    OTHER = "other"


class RelationKind(StrEnum):
    PART_OF = "part_of"
    LEADS = "leads"
    BACKS = "backs"
    ALLIED_WITH = "allied_with"
    SUCCESSOR_OF = "successor_of"
    OPPOSES = "opposes"
    MEMBER_OF = "member_of"


class Role(StrEnum):
    """What kind of speaker answers for a claim."""

    MONITOR = "monitor"
    GOVERNMENT = "government"
    MILITARY = "military"
    ARMED_GROUP = "armed_group"
    POLICE = "police"
    MEDICAL = "medical"
    RESCUE = "rescue"
    RESIDENT = "resident"
    WITNESS = "witness"
    JOURNALIST = "journalist"
    MEDIA = "media"
    ANALYST = "analyst"
    NGO = "ngo"
    UN = "un"
    DIPLOMAT = "diplomat"
    RELIGIOUS = "religious"
    UNKNOWN = "unknown"


class TimePrecision(StrEnum):
    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    OPEN = "open"
    """Still going on: the end is not known."""


class PlacePrecision(IntEnum):
    """UCDP's `where_prec`. Source: UCDP GED codebook 19.1."""

    EXACT = 1
    NEAR = 2
    DISTRICT = 3
    PROVINCE = 4
    AREA = 5
    """A line or a vague area."""
    COUNTRY = 6
    SEA_OR_AIR = 7


class ActorKind(StrEnum):
    STATE = "state"
    STATE_FORCES = "state_forces"
    ARMED_GROUP = "armed_group"
    ALLIANCE = "alliance"
    MILITIA = "militia"
    MONITOR = "monitor"
    MINISTRY = "ministry"
    AGENCY = "agency"
    UN_BODY = "un_body"
    NGO = "ngo"
    MEDIA = "media"
    PERSON = "person"
    OTHER = "other"


class Grade(StrEnum):
    """How far an event is corroborated. Source: Airwars' grading, as described in `docs/record.md`."""

    CONFIRMED = "confirmed"
    """A belligerent accepts it."""
    FAIR = "fair"
    """Two or more independent voices."""
    WEAK = "weak"
    """One voice."""
    CONTESTED = "contested"
    """Voices disagree on who or what."""
    DISCOUNTED = "discounted"


class Disagreement(StrEnum):
    """What two voices disagree about."""

    TOLL = "toll"
    WHETHER = "whether"
    CAUSE = "cause"
    PERPETRATOR = "perpetrator"
    HOLDER = "holder"


class GapKind(StrEnum):
    """What the record lacks."""

    LAPSED_CONTROL = "lapsed-control"
    TOTAL_ABOVE_EVENTS = "total-above-events"
    EVENT_WITHOUT_PLACE = "event-without-place"


class JudgementKind(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    ACCEPT = "accept"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


class ProblemCode(StrEnum):
    """Stable codes of what a text or a file made difficult; each is explained in `docs/problems.md`."""

    UNREADABLE_INPUT = "unreadable-input"
    NOT_FETCHED = "not-fetched"
    EMPTY_TEXT = "empty-text"
    OVER_LIMIT = "over-limit"
    ENCRYPTED = "encrypted"
    WRONG_ENCODING = "wrong-encoding"
    BAD_DATE = "bad-date"
    NO_DATE = "no-date"
    NOT_ENGLISH = "not-english"
    UNKNOWN_PLACE = "unknown-place"
    AMBIGUOUS_PLACE = "ambiguous-place"
    UNRESOLVED_TIME = "unresolved-time"
    UNKNOWN_SPEAKER = "unknown-speaker"
    PASSED_OVER = "passed-over"
    BAD_CLAIM = "bad-claim"
    PART_ABOVE_WHOLE = "part-above-whole"
    JUDGEMENT_WITHOUT_CLAIM = "judgement-without-claim"
    BROKEN_PLUG_IN = "broken-plug-in"
    PROTECTED_IN_BULK = "protected-in-bulk"
    SET_ASIDE = "set-aside"
