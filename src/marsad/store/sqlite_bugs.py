"""A version of SQLite in, the known bugs out by which it can damage a file."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Version = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    """One that versions have from `first` on; `fixed` are the first ones without it, the newest line's last."""

    name: str
    first: Version
    fixed: tuple[Version, ...]
    what: str
    source: str

    def is_in(self, version: Version) -> bool:
        """Whether the version has it: a line that a fix was brought to is well from that fix on."""
        mended = any(version[:2] == one[:2] and version >= one for one in self.fixed)
        return self.first <= version < self.fixed[-1] and not mended


def bugs_of(version: Version) -> tuple[Bug, ...]:
    """The known bugs that the version has."""
    return tuple(bug for bug in _known_bugs() if bug.is_in(version))


@cache
def _known_bugs() -> tuple[Bug, ...]:
    text = (files("marsad.store") / "sqlite_bugs.toml").read_text(encoding="utf-8")
    return tuple(
        Bug(**{**one, "first": tuple(one["first"]), "fixed": tuple(map(tuple, one["fixed"]))})
        for one in tomllib.loads(text)["bug"]
    )
