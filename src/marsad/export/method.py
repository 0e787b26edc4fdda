"""The file of words on how the record is made; out: its sections, for a page, and as Markdown for the documentation."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Terms with their meanings, then paragraphs; either may be lacking."""

    id: str
    title: str
    terms: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()


@cache
def method_sections() -> tuple[Section, ...]:
    """The sections in the order of the file."""
    words = tomllib.loads(files("marsad.export").joinpath("method.toml").read_text(encoding="utf-8"))
    return tuple(
        Section(
            id=one["id"],
            title=one["title"],
            terms=tuple((term, meaning) for term, meaning in one.get("terms", ())),
            paragraphs=tuple(one.get("paragraphs", ())),
        )
        for one in words["section"]
    )


def method_markdown() -> str:
    """The sections as Markdown, terms as lists, without a heading above them."""
    return "\n\n".join(block for one in method_sections() for block in _blocks(one)) + "\n"


def _blocks(section: Section) -> Iterator[str]:
    yield f"## {section.title}"
    if section.terms:
        yield "\n".join(f"- **{term}**: {meaning}" for term, meaning in section.terms)
    yield from section.paragraphs
