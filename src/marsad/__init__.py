"""Marsad: dispatches in, one sourced record out.

    import marsad

    claims = marsad.read("Shelling killed at least 12 people in Goma on Sunday, the hospital said.", date="2024-12-01")
    record = marsad.reconcile(claims)

`docs/library.md` tells the rest. Everything is loaded on first use, so that importing the package costs nothing.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "marsad.library": "open_store read readings reconcile ingest export",
    "marsad.domain.document": "Document",
    "marsad.domain.claim": "Claim Quote Attribution Event Casualty Control Statement Relation",
    "marsad.domain.reading": "Reading",
    "marsad.domain.problem": "Problem",
    "marsad.domain.record": "Record EventRecord AggregateRecord ControlSpell ActorRecord Toll Revision",
    "marsad.domain.place": "Place",
    "marsad.domain.time": "TimeSpan",
    "marsad.domain.filter": "Filter",
    "marsad.store": "Store",
    "marsad.domain.errors": "MarsadError InputError SetupError StoreError NotFoundError ExportError",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}
_VERBS_AND_ROOMS = ("reconcile", "export")
"""Names of a function that a package of ours has too."""
__all__ = ["__version__", *_HOME_OF]  # noqa: PLE0604  # names, all of them


class _Room(ModuleType):
    """A package of ours that is called as the library's function of its name."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self._verb(*arguments, **options)

    @property
    def _verb(self) -> Any:
        return getattr(import_module("marsad.library"), self.__name__.rpartition(".")[2])

    @property
    def __signature__(self) -> Any:
        from inspect import signature  # noqa: PLC0415

        return signature(self._verb)


class _Package(ModuleType):
    """The outermost package; Python sets each one inside it as its attribute when that is first imported."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _VERBS_AND_ROOMS and isinstance(value, ModuleType):
            value.__class__ = _Room
        super().__setattr__(name, value)


def __getattr__(name: str) -> Any:
    """A public name, loaded now."""
    if name in _VERBS_AND_ROOMS:
        return import_module(f"marsad.{name}")
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


sys.modules[__name__].__class__ = _Package
