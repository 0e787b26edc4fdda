"""Document → claims: who said what, in which words, of which event, toll, place and actor."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from marsad.reading.reader import Reader

__all__ = ["Reader"]


def __getattr__(name: str) -> Any:
    """`Reader`, imported on first use: the language pipeline is heavy and most commands do without."""
    if name == "Reader":
        from marsad.reading.reader import Reader  # noqa: PLC0415

        return Reader
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
