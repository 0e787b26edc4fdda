"""What the doctor looked at, and the numbers from which on something is amiss."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at. Where `mend` is given it is amiss, and that is what to do."""

    topic: str
    found: str
    mend: str | None = None

    @property
    def well(self) -> bool:
        return self.mend is None


@cache
def limit_of(topic: str, name: str) -> int:
    """The number of `doctor.toml`."""
    text = (files("marsad.pipeline.doctor") / "doctor.toml").read_text(encoding="utf-8")
    return int(tomllib.loads(text)[topic][name])
