"""A template's name and values in, one page out; whatever came from a text stays text."""

from calendar import monthrange
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from fastapi import Request
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from marsad.domain.vocabulary import EventType, Grade
from marsad.export.rendering import visible, words_html
from marsad.export.sentences import control_words, state_words
from marsad.export.svg_map import symbol_path
from marsad.export.wording import (
    capitalised,
    day_words,
    event_family,
    event_name,
    figure_words,
    place_words,
    say,
    text_of,
    time_words,
    words_file,
)
from marsad.web.known import known_day, mark_known, without_day
from marsad.web.labels import judgement_label
from marsad.web.policy import is_under_public
from marsad.web.routes import MENU

THEMES = ("light", "dark")
DRAWN = ("map.css", "chart.css")
"""Style of what `export` draws; one file is made of them, so that a map looks the same wherever it is shown."""


@cache
def environment() -> Environment:
    """The templates, every value escaped unless it is markup of ours."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("marsad.web"), PackageLoader("marsad.export")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(words=words_html, shown=visible, capitalised=capitalised, place_words=place_words)
    made.filters.update(day=day_words, when=time_words, event_name=event_name, family=event_family)
    made.filters.update(judged=judgement_label, month=_month_words)
    made.filters.update(control_words=control_words, words_of=text_of, state=state_words)
    made.globals.update(
        types=tuple(EventType),
        grades=tuple(Grade),
        precisions={int(key): said for key, said in words_file()["precision"].items()},
    )
    made.globals.update(say_victims=_victims, month_end=_month_end)
    made.globals.update(say=say, static=static, symbol_path=symbol_path, figure=figure_words, menu=MENU)
    return made


def page(request: Request, template: str, **values: Any) -> HTMLResponse:
    """The template as a page for this request."""
    theme = request.cookies.get("theme")
    shared = {
        "path": request.url.path,
        "known_on": known_day(),
        "layout": "public_base.html.j2" if is_public(request) else "base.html.j2",
        "query": request.url.query,
        "theme": theme if theme in THEMES else "",
        "viewer": getattr(request.state, "viewer", None),
        "here": quote(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
    }
    html, day = environment().get_template(template).render({**shared, **values}), known_day()
    return HTMLResponse(mark_known(html, day, without_day(request.url.path, request.url.query)) if day else html)


def is_public(request: Request) -> bool:
    """Whether the page is one of those for anybody, which lead to no other."""
    return is_under_public(request.url.path) and request.app.state.site.serving.public


@cache
def static(name: str) -> str:
    """The address of one of our files, which changes with what is in it."""
    content = drawn_style() if name == "drawn.css" else files("marsad.web").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"


@cache
def drawn_style() -> bytes:
    """The style of maps and charts that are drawn here."""
    folder = files("marsad.export").joinpath("templates")
    return b"\n".join(folder.joinpath(name).read_bytes() for name in DRAWN)


def _victims(group: str) -> str:
    """The group's name for more than one person; other words as they are."""
    named = words_file()["victims"].get(group)
    return str(named[1]) if named else group


def _month_words(month: str) -> str:
    """As in "December 2024" for "2024-12"."""
    year, number = month.split("-")
    return f"{words_file()['calendar']['months'][int(number) - 1]} {year}"


def _month_end(month: str) -> int:
    """The last day of a month such as "2024-12"."""
    year, number = map(int, month.split("-"))
    return monthrange(year, number)[1]
