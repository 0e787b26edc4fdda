"""A store and a question in, the store to ask out: the record as it is, by another profile, or as once known."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from marsad.domain.actor import Actor
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
    from marsad.reconcile import reconcile  # noqa: PLC0415

    claims = [
        claim for claim in store.claims() if as_known_on is None or (claim.reported and claim.reported <= as_known_on)
    ]
    judgements = [one for one in store.judgements() if as_known_on is None or one.at.date() <= as_known_on]
    record = reconcile(claims, judgements, actors=known_actors(settings), profile=profile or settings.profile)
    with Store.open(":memory:") as asked:
        asked.replace_record(record)
        yield asked


def known_actors(settings: Settings) -> tuple[Actor, ...]:
    """The packaged actors and the user's own."""
    from marsad.reading.actor_file import load_actors  # noqa: PLC0415

    return load_actors(settings.actor_files)
