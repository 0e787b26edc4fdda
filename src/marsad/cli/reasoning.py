"""What `why` prints: why claims are one event, what nearly joined it, its grade and its figures; why two are two."""

from collections.abc import Iterable, Iterator

from marsad.cli.listing import toll_words
from marsad.cli.screen import result_console, visible
from marsad.cli.showing import list_facts, show_claims
from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.errors import NotFoundError
from marsad.domain.judgement import Judgement
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord
from marsad.pipeline.asked import known_actors
from marsad.pipeline.settings import Settings
from marsad.reconcile.reasons import Comparison, Reasons
from marsad.store import Store


def explain_thing(prefix: str, settings: Settings) -> None:
    """Print why the one thing is as it is.

    Raises:
        NotFoundError: it is a thing that nothing was decided about.
    """
    with Store.open(settings.db, must_exist=True) as store:
        found = store.find(prefix)
        if isinstance(found, Document | Claim | ActorRecord):
            raise NotFoundError(f"{prefix!r} is no event, total or spell of control. Mend: `marsad show {prefix}`")
        lines = [*list_facts(found), *_reasons(found)]
        if isinstance(found, EventRecord):
            lines += _explain_event(store, found, settings)
        console = result_console()
        for line in lines:
            console.print(visible(line))
        show_claims(console, store, found.claims)


def explain_two(prefix: str, other: str, settings: Settings) -> None:
    """Print every feature of two events as a pair, and whether they reach the threshold.

    Raises:
        NotFoundError: one of them is no event.
    """
    with Store.open(settings.db, must_exist=True) as store:
        found = [_find_event(store, one) for one in (prefix, other)]
        for event in found:
            result_console().print(visible("\n".join([*list_facts(event)][:2])))
        if found[0].id == found[1].id:
            lines: list[str] = ["they are one event", *_explain_event(store, found[0], settings)]
        else:
            lines = [*_tell(Reasons(store.claims(), known_actors(settings)).compare(*found), joined=False)]
        for line in [*lines, *_judged(store.judgements(), *found)]:
            result_console().print(visible(line))


def _find_event(store: Store, prefix: str) -> EventRecord:
    found = store.find(prefix)
    if not isinstance(found, EventRecord):
        raise NotFoundError(f"{prefix!r} is no event. Mend: copy an id from `marsad events`")
    return found


def _explain_event(store: Store, event: EventRecord, settings: Settings) -> Iterator[str]:
    reasons = Reasons(store.claims(), known_actors(settings))
    for pair in reasons.explain(event):
        yield from _tell(pair, joined=True)
    near = reasons.find_near(event, store.record().events)
    yield "nearly joined it: " + (", ".join(pair.other[:10] for pair in near) or "nothing")
    for pair in near:
        yield from _tell(pair, joined=False)
    yield from _judged(store.judgements(), event)


def _tell(pair: Comparison, *, joined: bool) -> Iterator[str]:
    """A pair's features, each with its points and its reason, under one line that sums them up."""
    score = "kept apart by a veto" if pair.score is None else f"{pair.score:g} points of {pair.threshold:g}"
    verb = "is of the event by" if joined else "beside"
    yield f"{pair.one[:24]} {verb} {pair.other[:24]}: {score}"
    if joined and (pair.score is None or pair.score < pair.threshold):
        yield "  by way of other claims or of a person's decision"
    if not joined and pair.score is not None and pair.score >= pair.threshold:
        yield "  apart by a person's decision, or since a part of one cannot be the other"
    for mark in pair.marks:
        yield f"  {mark.score:+g}  {mark.feature}: {mark.reason}"


def _judged(judgements: Iterable[Judgement], *events: EventRecord) -> Iterator[str]:
    claims = {claim for event in events for claim in event.claims}
    for number, one in enumerate(judgements, 1):
        if not one.undone and not claims.isdisjoint(one.claims):
            yield f"judgement {number}: {one.kind.value}, by {one.author}, {one.because or 'no reason given'}"


def _reasons(found: EventRecord | AggregateRecord | ControlSpell) -> Iterator[str]:
    if isinstance(found, ControlSpell):
        yield f"said by {', '.join(found.voices)}"
        if found.contested_by:
            yield f"said otherwise in {', '.join(found.contested_by)}"
        return
    if isinstance(found, EventRecord):
        yield f"voices: {', '.join(found.voices) or 'none'}"
    for toll in found.tolls:
        yield f"{toll_words(toll)} by rule {toll.rule}"
        for figure in toll.revisions:
            state = "stands" if figure.current else "replaced"
            yield f"  {figure.reported or 'undated'}  {figure.words!r}  {figure.voice}  ({state}, {figure.claim[:10]})"
