"""What a story's later sentences take from its earlier ones: since when "the latest fighting" has gone on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Scope, TimePrecision
from marsad.reading.casualties import CasualtyFinding
from marsad.reading.events import EventFinding
from marsad.reading.inflection import lemma_table, noun_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Token
from marsad.reading.phrases import children, done_by, is_verb, phrase

CAMPAIGNS = frozenset({EventType.OFFENSIVE, EventType.ARMED_CLASH})


@cache
def _campaign_nouns() -> frozenset[str]:
    return frozenset(form for noun in load_lexicon("story")["campaign"]["nouns"] for form in noun_forms(noun))


@cache
def _begin_verbs() -> frozenset[str]:
    return frozenset(lemma_table(load_lexicon("story")["campaign"]["begin"]))


def date_campaign_totals(
    casualties: Sequence[CasualtyFinding], events: Sequence[EventFinding]
) -> tuple[CasualtyFinding, ...]:
    """The findings, each total of "the fighting" dated from the day on which the story says that it began.

    Only a total that has no time of its own, whose doer is a definite campaign noun, and only where the story told the
    beginning before it; the day of publication is never used.
    """
    return tuple(_dated(each, events) for each in casualties)


def _dated(finding: CasualtyFinding, events: Sequence[EventFinding]) -> CasualtyFinding:
    if finding.time is not None or finding.background:
        return finding
    noun = _campaign_of(finding.harm.token)
    start = _began(finding.sentence, events) if noun is not None else None
    if noun is None or start is None:
        return finding
    time = TimeSpan(start=start, precision=TimePrecision.OPEN, text=phrase(noun).text)
    return replace(finding, time=time, casualty=replace(finding.casualty, scope=Scope.AGGREGATE, since=start))


def _campaign_of(harm: Token) -> Token | None:
    """The noun of "the latest fighting has killed …", where it points back."""
    doer = done_by(harm) if is_verb(harm) else None
    if doer is None or doer.lower_ not in _campaign_nouns():
        return None
    definite = any(
        each.lower_ in load_lexicon("story")["campaign"]["definite"] for each in children(doer, "det", "amod")
    )
    return doer if definite else None


def _began(sentence: int, events: Sequence[EventFinding]) -> date | None:
    """The first day that the story gives for the start of a campaign of its own time."""
    for each in events:
        begins = each.token.head.lower_ in _begin_verbs() or each.token.lower_ in _begin_verbs()
        if each.sentence <= sentence and each.event.type in CAMPAIGNS and begins and not each.background and each.time:
            return each.time.start
    return None
