"""Files of outlets in, how an outlet is called by its address and what it is by its name out."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from marsad.domain.errors import SetupError


class OutletKind(StrEnum):
    """Who owns or directs an outlet; never whether a report is true."""

    AGENCY = "agency"
    INTERNATIONAL = "international"
    REGIONAL = "regional"
    NATIONAL = "national"
    LOCAL = "local"
    STATE = "state"
    PARTISAN = "partisan"
    OFFICIAL = "official"
    MONITOR = "monitor"
    NGO = "ngo"
    UN = "un"
    NEW_MEDIA = "new_media"


class SourceScale(StrEnum):
    """How far a source reports. Source: ACLED's codebook, source scale."""

    LOCAL_PARTNER = "Local partner-Other"
    SUBNATIONAL = "Subnational"
    NATIONAL = "National"
    REGIONAL = "Regional"
    INTERNATIONAL = "International"
    NEW_MEDIA = "New media"
    OTHER = "Other"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletFacts:
    """One outlet as the files tell of it; `country` is an ISO 3166 code, None where it is of no one country."""

    name: str
    kind: OutletKind
    scale: SourceScale
    domains: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    country: str | None = None


class Outlets:
    """The outlets of the packaged file and the user's; one named again takes the place of the former."""

    def __init__(self, told: Iterable[OutletFacts]) -> None:
        self._told = {_fold(one.name): one for one in told}

    def __len__(self) -> int:
        return len(self._told)

    def find(self, name: str | None) -> OutletFacts | None:
        """The outlet of a name, in any case, by any that it has; None where no file tells of it."""
        return self._names.get(_fold(name)) if name else None

    def name_of(self, url: str | None) -> str | None:
        """The name of the outlet that an address is of, by the longest of its domains; None where no file tells."""
        try:
            host = urlsplit(url or "").hostname or ""
        except ValueError:
            return None
        labels = host.rstrip(".").split(".")
        return next((name for at in range(len(labels)) if (name := self._domains.get(".".join(labels[at:])))), None)

    @cached_property
    def _names(self) -> Mapping[str, OutletFacts]:
        others = {_fold(name): one for one in self._told.values() for name in one.also}
        return {**others, **self._told}

    @cached_property
    def _domains(self) -> Mapping[str, str]:
        return {domain.casefold(): one.name for one in self._told.values() for domain in one.domains}


def load_outlets(paths: Iterable[Path] = ()) -> Outlets:
    """The packaged outlets with those of the user's files.

    Raises:
        SetupError: a file that is not there or not as it should be; it names the entry.
    """
    packaged = files("marsad.intake").joinpath("outlets.toml").read_text(encoding="utf-8")
    told = _read(packaged, "outlets.toml")
    for path in paths:
        try:
            told += _read(path.read_text(encoding="utf-8"), str(path))
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(f"{path}: {error}. Mend: look at MARSAD_OUTLETS") from error
    return Outlets(told)


def _read(text: str, name: str) -> list[OutletFacts]:
    try:
        entries: list[dict[str, Any]] = tomllib.loads(text)["outlets"]
        return [_read_one(entry, at, name) for at, entry in enumerate(entries, 1)]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise SetupError(f"{name}: {error}; expected `outlets = [{{name = …}}, …]`. Mend: correct it") from error


def _read_one(entry: dict[str, Any], at: int, name: str) -> OutletFacts:
    try:
        return msgspec.convert(entry, OutletFacts)
    except msgspec.ValidationError as error:
        shown = entry.get("name", at) if isinstance(entry, dict) else at
        raise SetupError(f"{name}: outlet {shown!r}: {error}. Mend: correct it") from error


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
