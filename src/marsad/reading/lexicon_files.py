"""The words of the language as data: a packaged TOML file in, its tables out."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load_lexicon(name: str) -> dict[str, Any]:
    """The tables of `lexicon/NAME.toml`, read once a process."""
    text = files("marsad.reading").joinpath("lexicon", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
