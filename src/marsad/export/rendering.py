"""Words and templates in, HTML and Markdown out; nothing that came from a text is ever read as markup."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from marsad.export.wording import Words, capitalised, say

MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&$@!])")
MARKDOWN_ADDRESS = re.compile(r"(?i)(https?|ftp|www)([:.])")
MARKDOWN_LIST_HEAD = re.compile(r"^(\d+)([.)])|^([-+=])")
DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that embed, override or isolate, so that words reorder. Source: Unicode Standard Annex 9, §2."""
KEPT_TEXTS = 4_096
"""Texts whose Markdown or HTML is kept: names come again and again."""
DRAWN_AS_IS = frozenset({int, float, Markup})
"""Kinds of values that need no escaping in what is drawn."""


@cache
def environment() -> Environment:
    """The templates, with every value escaped unless it is markup of ours."""
    made = Environment(
        loader=PackageLoader("marsad.export"),
        autoescape=select_autoescape(disabled_extensions=("md.j2",), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(
        words=words_html,
        md=markdown_words,
        md_text=markdown_text,
        md_edge=markdown_inside,
        shown=visible,
        capitalised=capitalised,
    )
    made.globals.update(say=say)
    return made


def render(template: str, **values: Any) -> str:
    return environment().get_template(template).render(**values)


def drawn(template: str, *values: object, **named: object) -> Markup:
    """The markup of ours with the values in its braces, every text escaped; ten times as fast as `Markup.format`."""
    safe = {name: _escaped(value) for name, value in named.items()}
    filled = template.format(*[one if type(one) in DRAWN_AS_IS else _escaped(one) for one in values], **safe)
    return Markup(filled)  # noqa: S704  # the template is ours


def joined_markup(parts: Iterable[Markup]) -> Markup:
    """The parts, all of them markup of ours, as one: `Markup.join` would look at each of thousands once more."""
    return Markup("".join(parts))  # noqa: S704


def _escaped(value: object) -> object:
    if type(value) is str:  # nearly all, and most of them the same few
        return _text_html(value)
    return value if isinstance(value, int | float) else escape(value)


def words_html(words: Words) -> Markup:
    """The words as HTML, what came from a text isolated in its own direction."""
    return Markup("".join([_name_html(one.text) if one.name else _text_html(one.text) for one in words]))  # noqa: S704  # each text is escaped


@lru_cache(maxsize=KEPT_TEXTS, typed=True)
def _name_html(text: str) -> str:
    return f"<bdi>{escape(visible(text))}</bdi>"


@lru_cache(maxsize=KEPT_TEXTS, typed=True)
def _text_html(text: str) -> str:
    return str(escape(text))


def markdown_words(words: Words) -> str:
    line = "".join(markdown_text(piece.text) if piece.name else piece.text for piece in words)
    return MARKDOWN_LIST_HEAD.sub(lambda found: found.expand(r"\1\\\2") if found[1] else "\\" + found[3], line)


@lru_cache(maxsize=KEPT_TEXTS, typed=True)
def markdown_text(text: str) -> str:
    """The text on one line, with every sign of Markdown and every address made plain."""
    plain = MARKDOWN_SIGNS.sub(r"\\\1", " ".join(visible(text).split()))
    return MARKDOWN_ADDRESS.sub(r"\1\\\2", plain)


def markdown_inside(text: str) -> str:
    """As `markdown_text`, with one space kept at each end that has any: a cut out of a sentence."""
    head, tail = (" " if text[:1].isspace() else "", " " if text[-1:].isspace() else "")
    return f"{head}{markdown_text(text)}{tail}" if text.strip() else " "


def visible(text: str) -> str:
    """The text with marks that reorder or hide shown as [U+202E]; line breaks and tabs stay."""
    if text.isprintable():  # nearly always, and then there is neither
        return str(text)  # plain, whatever kind of text it was: what is shown is escaped later
    shown = DIRECTION_CONTROLS.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"} else f"[U+{ord(c):04X}]" for c in shown
    )
