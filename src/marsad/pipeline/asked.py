"""A store and a question in, the store to ask out: the record as it is, by another profile, or as once known."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from marsad.domain.actor import Actor
from marsad.domain.claim import Claim
from marsad.domain.reading import Reading
from marsad.domain.record import Record
from marsad.pipeline.settings import Settings
from marsad.store import Store


@contextmanager
def asked_store(
    store: Store, settings: Settings, *, profile: str | None = None, as_known_on: dt.date | None = None
) -> Iterator[Store]:
    """The store itself, or one in memory with the record made anew by the profile or of what was known on the day.

    Known on a day is what was reported and what was judged by its end (UTC); a claim that nobody dated was never known.
    """
    if profile is None and as_known_on is None:
        yield store
        return
    record = _make_record(store, settings, profile=profile, as_known_on=as_known_on)
    with Store.open(":memory:") as asked:
        asked.replace_record(record)
        yield asked


def known_store(store: Store, settings: Settings, day: dt.date) -> Store:
    """A whole store in memory as it would be if nothing had come or been judged after the day; to be closed.

    Its documents and claims are there too, so that what a protected source tells is known for that, as in the store.
    """
    known = Store.open(":memory:")
    told: dict[str, list[Claim]] = {}
    for claim in store.claims():
        if _was_known(claim, day):
            told.setdefault(claim.document, []).append(claim)
    for document in store.documents():
        if document.id in told or (document.date and document.date <= day):
            reading = Reading(document=document, claims=tuple(told.get(document.id, ())))
            known.add_reading(document.text.encode(), reading)
    for judgement in store.judgements():
        if judgement.at.date() <= day:
            known.add_judgement(judgement)
    known.replace_record(_make_record(store, settings, profile=None, as_known_on=day))
    return known


def _make_record(store: Store, settings: Settings, *, profile: str | None, as_known_on: dt.date | None) -> Record:
    from marsad.reconcile import reconcile  # noqa: PLC0415

    claims = [claim for claim in store.claims() if as_known_on is None or _was_known(claim, as_known_on)]
    judgements = [one for one in store.judgements() if as_known_on is None or one.at.date() <= as_known_on]
    return reconcile(claims, judgements, actors=known_actors(settings), profile=profile or settings.profile)


def _was_known(claim: Claim, day: dt.date) -> bool:
    return claim.reported is not None and claim.reported <= day


def known_actors(settings: Settings) -> tuple[Actor, ...]:
    """The packaged actors and the user's own."""
    from marsad.reading.actor_file import load_actors  # noqa: PLC0415

    return load_actors(settings.actor_files)
