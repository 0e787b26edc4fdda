"""Settings in, what is well and what is amiss out, each of the latter with its mend."""

import datetime as dt
from collections.abc import Iterator

from marsad.pipeline.doctor.additions import check_additions
from marsad.pipeline.doctor.check import Check
from marsad.pipeline.doctor.keys import check_keys
from marsad.pipeline.doctor.machine import check_machine
from marsad.pipeline.doctor.programs import check_programs
from marsad.pipeline.doctor.record import check_store
from marsad.pipeline.settings import Settings

__all__ = ["Check", "examine"]


def examine(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    """Programs, what was added to them, the machine, the store, its keys and its people; nothing is changed.

    But for what a killed backup left beside the store, which is taken away.
    """
    yield from check_programs(settings)
    yield from check_additions(settings)
    yield from check_machine(settings, now)
    yield from check_store(settings, now)
    yield from check_keys(settings, now)
