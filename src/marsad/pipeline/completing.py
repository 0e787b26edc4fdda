"""Arrivals in, the same out with what their giver need not say: who brought them, and the outlet of their address."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from marsad.domain.problem import Problem
from marsad.intake import Arrival
from marsad.intake.outlets import Outlets, load_outlets
from marsad.pipeline.settings import Settings

NOBODY = Settings().author


@cache
def outlets_of(settings: Settings) -> Outlets:
    """The outlets of the packaged file and of the settings' files, read once.

    Raises:
        SetupError: a file that is not there or not as it should be.
    """
    return load_outlets(settings.outlet_files)


def complete(found: Iterable[Arrival | Problem], settings: Settings) -> Iterator[Arrival | Problem]:
    """What a page or a record says of itself stands; a protected one is left as it is.

    Raises:
        SetupError: a file of outlets is not as it should be.
    """
    outlets = outlets_of(settings)
    for item in found:
        if isinstance(item, Problem) or item.document.protected:
            yield item
        else:
            yield _complete(item, outlets, settings)


def _complete(arrival: Arrival, outlets: Outlets, settings: Settings) -> Arrival:
    source = arrival.document.source or outlets.name_of(arrival.document.url)
    document = replace(arrival.document, source=source)
    author = settings.author if settings.author != NOBODY else None
    return replace(arrival, document=document, brought_by=arrival.brought_by or author)
