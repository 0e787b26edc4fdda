"""A store in, its record made of all that it keeps out: only what came new is reckoned with, where that can be."""

from dataclasses import replace

from marsad.domain.workings import Basis, RecordChange
from marsad.pipeline.settings import Settings
from marsad.store import Store

MOST_NEW = 0.1
"""Documents that came new, as a share of those known, from which on all is made anew: one document's share of an update
takes about ten times as long as its share of that. Source: bench/update.py."""
FEW = 20
"""Documents that are too few to count as a share."""


def update_store(store: Store, settings: Settings) -> None:
    """The record brought up to date with the claims and judgements that came since it was made.

    It is made anew where none was, where the rules, the profile or the actor file are others than it was made with,
    where much came at once, and where its workings cannot tell what changes.
    """
    with store.recording():
        _update(store, settings)


def _update(store: Store, settings: Settings) -> None:
    from marsad.reading.actor_file import load_actors  # noqa: PLC0415
    from marsad.reconcile.update import name_rules, update_record  # noqa: PLC0415

    actors = load_actors(settings.actor_files)
    rules = name_rules(actors, settings.profile)
    kept = store.basis()
    if kept is None or kept.rules != rules:
        _reconcile(store, settings)
        return
    news = store.find_news(kept)
    change = None
    if len(news.documents) <= max(FEW, MOST_NEW * kept.documents):
        with store.shelf() as shelf:
            change = update_record(
                shelf, news.documents, news.judged, store.judgements(), actors=actors, profile=settings.profile
            )
    if change is None:
        _reconcile(store, settings)
    else:
        store.change_record(change, news.basis)


def reconcile_store(store: Store, settings: Settings) -> None:
    """The record made anew of all claims and judgements that are kept, with its workings where it can have any."""
    with store.recording():
        _reconcile(store, settings)


def _reconcile(store: Store, settings: Settings) -> None:
    from marsad.reading.actor_file import load_actors  # noqa: PLC0415
    from marsad.reconcile import reconcile  # noqa: PLC0415
    from marsad.reconcile.update import name_rules, update_record  # noqa: PLC0415

    actors, judgements = load_actors(settings.actor_files), store.judgements()
    news = store.find_news(Basis(rules=name_rules(actors, settings.profile), documents=0, judgements=0))
    with store.shelf(bare=True) as shelf:
        change: RecordChange | None = update_record(
            shelf, news.documents, (), judgements, actors=actors, profile=settings.profile
        )
    if change is None:
        record = reconcile(store.claims(), judgements, actors=actors, profile=settings.profile)
        store.replace_record(record, news.basis)
    else:
        store.change_record(replace(change, anew=True), news.basis)
