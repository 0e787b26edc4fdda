"""What an asker accepts in, the form that the answer has out (RFC 9110, 12.5.1)."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Header
from starlette.exceptions import HTTPException

VARY = {"Vary": "Accept"}
"""On every answer whose form depends on what is accepted, so that no cache gives one for the other."""


class Representation(StrEnum):
    """The forms of a list, that which an asker gets who does not say first."""

    JSON = "application/json"
    CSV = "text/csv"


def best_of(accept: str, offers: Sequence[Representation] = tuple(Representation)) -> Representation | None:
    """The offer that is accepted most gladly, the first of those that are equal; None where none is accepted at all."""
    ranges = list(_ranges(accept)) or [("*/*", 1.0)]
    ranked = [(_quality(one, ranges), -at, one) for at, one in enumerate(offers)]
    quality, _, best = max(ranked)
    return best if quality > 0 else None


def representation(
    accept: Annotated[str, Header(max_length=1_000, include_in_schema=False)] = "",
) -> Representation:
    """The form that is asked for.

    Raises:
        HTTPException: 406, none of ours is accepted.
    """
    found = best_of(accept)
    if found is None:
        offered = " or ".join(Representation)
        said = f"Accept: {accept[:80]!r} admits none of ours; expected {offered}. Mend: send one of them, or no Accept"
        raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, said, VARY)
    return found


TheRepresentation = Annotated[Representation, Depends(representation)]


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Each range of media types with how gladly it is accepted; what cannot be read counts as not sent."""
    for part in accept.split(","):
        name, *parameters = (one.strip().casefold() for one in part.split(";"))
        if name.count("/") == 1:
            quality = next((one.removeprefix("q=") for one in parameters if one.startswith("q=")), "1")
            yield name, _number(quality)


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """By the narrowest range that the offer is in."""
    for wanted in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
