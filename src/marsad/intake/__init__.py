"""Bytes in, documents out: everything that a monitor is handed, each difficulty as one clear problem."""

from marsad.intake.arrival import Arrival, arrivals, read_given, read_input, without_repeats
from marsad.intake.given import Asked, Given, given_bytes, given_file

__all__ = [
    "Arrival",
    "Asked",
    "Given",
    "arrivals",
    "given_bytes",
    "given_file",
    "read_given",
    "read_input",
    "without_repeats",
]
