"""An actor's relations in, a drawing of them out: the actor in the middle, the others around it."""

from collections.abc import Sequence
from math import cos, pi, sin

from markupsafe import Markup

from marsad.domain.record import ActorTie
from marsad.export.rendering import visible
from marsad.web.labels import tie_label

WIDTH, HEIGHT = 720, 360
MOST_DRAWN = 10
LONGEST = 30
"""Characters of a name on the drawing; the list beside it has all of it."""


def draw_relations(name: str, ties: Sequence[ActorTie]) -> Markup:
    """The drawing; empty where there is no relation."""
    if not ties:
        return Markup("")
    drawn = ties[:MOST_DRAWN]
    parts = [_tie(tie, index, len(drawn)) for index, tie in enumerate(drawn)]
    middle = _node(name, WIDTH / 2, HEIGHT / 2, "middle")
    return Markup(
        '<svg class="relations" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img">'
        "<title>{}</title>{}{}</svg>"
    ).format(WIDTH, HEIGHT, f"Relations of {visible(name)}", Markup("").join(parts), middle)


def _tie(tie: ActorTie, index: int, count: int) -> Markup:
    turn = 2 * pi * index / count - pi / 2
    x, y = WIDTH / 2 + cos(turn) * (WIDTH / 2 - 120), HEIGHT / 2 + sin(turn) * (HEIGHT / 2 - 26)
    at = (WIDTH / 2 + x) / 2, (HEIGHT / 2 + y) / 2
    return Markup(
        '<path class="tie{}" d="M{} {}L{:.1f} {:.1f}"/><text class="tie-name" x="{:.1f}" y="{:.1f}">{}</text>{}'
    ).format(
        " former" if tie.former else "", WIDTH / 2, HEIGHT / 2, x, y, at[0], at[1] - 3, tie_label(tie),
        _node(tie.other, x, y, "other"),
    )  # fmt: skip


def _node(name: str, x: float, y: float, css: str) -> Markup:
    short = visible(name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…")
    wide = 7.1 * len(short) + 22
    return Markup(
        '<g class="node {}"><rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="28" rx="14"/>'
        '<text x="{:.1f}" y="{:.1f}">{}</text></g>'
    ).format(css, x - wide / 2, y - 14, wide, x, y + 4.5, short)
