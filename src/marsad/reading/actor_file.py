"""The actor file: TOML in, actors with every name out."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from marsad.domain.actor import Actor
from marsad.domain.errors import InputError, SetupError
from marsad.domain.wire import from_plain


def load_actors(extra: Sequence[Path] = ()) -> tuple[Actor, ...]:
    """The packaged actors, then those of the user's own files; an id named again replaces the earlier one.

    Raises:
        SetupError: a file is not TOML or an actor is not whole; the message names the file and the field.
    """
    actors = {actor.id: actor for actor in _packaged_actors()}
    for path in extra:
        actors |= {actor.id: actor for actor in _parse(path.read_text(encoding="utf-8"), path.name)}
    return tuple(actors.values())


@cache
def _packaged_actors() -> tuple[Actor, ...]:
    folder = files("marsad.reading").joinpath("actors")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(actor for name in names for actor in _parse(folder.joinpath(name).read_text(encoding="utf-8"), name))


def _parse(text: str, name: str) -> Iterable[Actor]:
    try:
        rows: list[Mapping[str, Any]] = tomllib.loads(text).get("actor", [])
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"actor file {name} is not TOML: {error}") from error
    for number, row in enumerate(rows, 1):
        try:
            yield from_plain(dict(row), Actor)
        except InputError as error:
            raise SetupError(f"actor file {name}, actor {number} ({row.get('id', 'no id')}): {error}") from error
