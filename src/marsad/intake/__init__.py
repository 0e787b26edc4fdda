"""Bytes in, documents out: plain text, HTML and JSON lines, each difficulty as one clear problem."""

from marsad.intake.arrival import Arrival, arrivals, read_input

__all__ = ["Arrival", "arrivals", "read_input"]
