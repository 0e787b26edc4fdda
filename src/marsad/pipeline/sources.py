"""Sources made and their rules changed: a code name by chance, rules that can only become stricter."""

import datetime as dt
import secrets
from functools import cache
from importlib.resources import files

from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.source import ActKind, PlaceGrain, Quoting, Source, SourceKind, TimeGrain
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.acts import record_act
from marsad.store.changing import forget_record
from marsad.store.vault import bring_forward, put_source, sources_of

LONGEST_NAME = 80
FOREVER = 10**6
"""Days; an identity without a retention is kept until it is erased by hand."""


@cache
def _words() -> tuple[str, ...]:
    """Plain things: no names, places, trades, ranks or colours of a flag, so that a code name means nothing."""
    return tuple(files("marsad.pipeline").joinpath("code_words.txt").read_text("utf-8").split())


def make_code_name(taken: set[str]) -> str:
    """Two words by chance, of no meaning and in no order, that no source has."""
    while True:
        code = f"{secrets.choice(_words())}-{secrets.choice(_words())}"
        if code not in taken:
            return code


def new_source(
    store: Store,
    kind: SourceKind,
    *,
    name: str | None = None,
    quoting: Quoting | None = None,
    time: TimeGrain = TimeGrain.DAY,
    place: PlaceGrain = PlaceGrain.PROVINCE,
    retention_days: int | None = None,
) -> Source:
    """A source that is not kept yet: a public one by its name, any other by a code name of its own.

    Raises:
        InputError: a public source without a name, or a protected one whose words may be quoted.
    """
    known = sources_of(store)
    if kind is SourceKind.PUBLIC:
        if not name or not name.strip() or len(name) > LONGEST_NAME:
            raise InputError(f"a public source needs its name, of at most {LONGEST_NAME} characters. Mend: --name NAME")
        code = name.strip()
    else:
        code = make_code_name(set(known))
    allowed = quoting or (Quoting.PARAPHRASE if kind is SourceKind.PROTECTED else Quoting.QUOTED)
    if kind is SourceKind.PROTECTED and allowed is Quoting.QUOTED:
        raise InputError(
            "a protected source's words are never quoted: a sentence names its place, its hour and often its speaker. "
            "Mend: --may paraphrase, or never"
        )
    if retention_days is not None and retention_days < 1:
        raise InputError(f"retention: {retention_days} days; expected 1 or more, or none")
    return known.get(code) or Source(
        code=code, kind=kind, quoting=allowed, time=time, place=place, retention_days=retention_days
    )


def find_source(store: Store, code: str) -> Source:
    """The source of the code name.

    Raises:
        NotFoundError: there is none.
    """
    found = sources_of(store).get(code)
    if found is None:
        raise NotFoundError(f"no source {code!r}. Mend: `marsad vault list` lists them; leave it out for a new one")
    return found


def keep_source(store: Store, source: Source, who: str) -> None:
    """Keep a source that may be new."""
    if source.code not in sources_of(store):
        with store.change() as connection:
            put_source(connection, source)
            record_act(connection, ActKind.SOURCE_ADDED, who, source.code, rules=source)


def tighten(store: Store, settings: Settings, changed: Source) -> None:
    """Put stricter rules in force, for what came before too; a freer one would break what was agreed with the source.

    Raises:
        InputError: a rule would become freer.
    """
    before = find_source(store, changed.code)
    times, places = list(TimeGrain), list(PlaceGrain)
    is_freer = (
        changed.quoting.is_freer_than(before.quoting)
        or times.index(changed.time) < times.index(before.time)
        or places.index(changed.place) < places.index(before.place)
        or (changed.retention_days or FOREVER) > (before.retention_days or FOREVER)
    )
    if is_freer:
        raise InputError(
            f"{changed.code}: what was agreed can become stricter, never freer. "
            "Mend: ask the source anew, and take what they say from now on as a new source's"
        )
    with store.change() as connection:
        put_source(connection, changed)
        told = f"{changed.code}: {changed.quoting.value}"
        if changed.retention_days and changed.retention_days != before.retention_days:
            bring_forward(
                connection, changed.code, dt.datetime.now(dt.UTC).date() + dt.timedelta(changed.retention_days)
            )
        record_act(connection, ActKind.SOURCE_RULE, settings.author, told, rules=changed, entries=[changed.code])
        if changed.quoting is not before.quoting:
            forget_record(connection)
    update_store(store, settings)
