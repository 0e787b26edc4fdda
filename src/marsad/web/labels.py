"""Values of the record in, the few words that lists say of them out."""

from datetime import date

from marsad.domain.claim import Casualty, Claim, Control, Event, Relation, Statement
from marsad.domain.judgement import Judgement
from marsad.domain.record import ActorTie
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import TimePrecision
from marsad.export.sentences import state_words
from marsad.export.wording import event_name, say, text_of, toll_words

JUDGED = {
    "accept": "accepted",
    "withdraw": "withdrawn",
    "correct": "corrected",
    "same": "the same as another",
    "different": "kept apart from another",
}
SAID_OF = {
    "part_of": "part of",
    "leads": "leads",
    "backs": "backs",
    "allied_with": "allied with",
    "successor_of": "successor of",
    "opposes": "opposes",
    "member_of": "member of",
}


def claim_label(claim: Claim) -> str:
    """What the claim says, in one short line."""
    where = f", {claim.place.name}" if claim.place else ""
    match claim.said:
        case Event(type=kind, agents=agents, recipients=recipients):
            sides = " → ".join(filter(None, (", ".join(agents), ", ".join(recipients))))
            return f"{event_name(kind)}{f': {sides}' if sides else ''}{where}"
        case Casualty(harm=harm, victims=victims, side=side) as said:
            return text_of(toll_words(harm, victims, side, (said.low, said.best, said.high))) + where
        case Control(state=state, holder=holder):
            return f"{claim.place.name if claim.place else 'place not given'}: {text_of(state_words(state, holder))}"
        case Statement(act=act, about=about):
            return say("act", act) + (f": {about}" if about else "")
        case Relation(subject=subject, relation=relation, object=other, former=former):
            return f"{subject} {'formerly ' * former}{SAID_OF[relation]} {other}"


def short_when(time: TimeSpan | None) -> str:
    """The days as a column shows them: "2 Dec 2024", "27 Nov – 2 Dec 2024", "Mar 2020", "1974", "since 27 Nov 2024"."""
    if time is None or (time.start is None and time.end is None):
        return "not known"
    if time.start is None or time.end is None:
        day = time.start or time.end
        return f"{'since' if time.start else 'until'} {_short_day(day)}" if day else ""
    if time.precision is TimePrecision.YEAR:
        return str(time.start.year)
    if time.precision is TimePrecision.MONTH:
        return f"{time.start:%b %Y}"
    if time.start == time.end:
        return _short_day(time.start)
    same_year = time.start.year == time.end.year
    first = f"{time.start.day} {time.start:%b}" if same_year else _short_day(time.start)
    return f"{first} – {_short_day(time.end)}"


def _short_day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def tie_label(tie: ActorTie) -> str:
    """A relation without its subject."""
    return f"{'formerly ' * tie.former}{SAID_OF[tie.relation]}"


def judgement_label(judgement: Judgement) -> str:
    """What a person decided."""
    changed = "; ".join(f"{field} = {value or 'unknown'}" for field, value in judgement.correction)
    return JUDGED[judgement.kind] + (f": {changed}" if changed else "")
