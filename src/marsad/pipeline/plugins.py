"""What other packages add, by entry points: readers of formats, claim readers, exporters (docs/library.md).

A plug-in that does not load, or gives what it should not, is said in one line, and nothing else is lost by it.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.errors import ExportError, MarsadError
from marsad.domain.problem import Problem
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import ProblemCode
from marsad.export import formats as exporting
from marsad.intake import formats as intake
from marsad.intake.given import Given

READERS, CLAIM_READERS, EXPORTERS = "marsad.readers", "marsad.claim_readers", "marsad.exporters"
EXPECTED: dict[str, tuple[str, Callable[[object], bool]]] = {
    READERS: ("a marsad.intake.formats.Format", lambda one: isinstance(one, intake.Format)),
    CLAIM_READERS: ("a function from a Document to claims", callable),
    EXPORTERS: ("a marsad.export.formats.Format", lambda one: isinstance(one, exporting.Format)),
}
log = logging.getLogger("marsad.plugins")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlugIn:
    """One entry point: what it gives, or None and what is wrong with it, in one line."""

    group: str
    name: str
    package: str
    given: Any = None
    fault: str | None = None


@cache
def find_plugins() -> tuple[PlugIn, ...]:
    """Every plug-in that is installed, loaded once; each that is broken is logged once."""
    points = (point for group in EXPECTED for point in sorted(entry_points(group=group), key=lambda one: one.name))
    found = tuple(_load(point) for point in points)
    for one in found:
        if one.fault:
            log.warning("marsad: %s", one.fault)
    return found


def input_formats() -> tuple[intake.Format, ...]:
    """Formats of inputs in the order in which they are looked for: those of plug-ins first."""
    return (*(replace(one.given, sniff=_careful(one)) for one in _sound(READERS)), *intake.FORMATS)


def fetched_types() -> frozenset[str]:
    """Media types that plug-ins read, beside those that are fetched anyway."""
    return frozenset(kind.casefold() for one in _sound(READERS) for kind in one.given.media_types)


def find_exporter(name: str) -> exporting.Format:
    """The export format of that name, of the package or of a plug-in, which takes no packaged name.

    Raises:
        InputError: there is none.
    """
    added = {one.given.name: one for one in _sound(EXPORTERS)}
    if name in exporting.FORMATS or name not in added:
        return exporting.find_format(name, tuple(added))
    given: exporting.Format = added[name].given
    return replace(given, write=_guarded(added[name]))


def add_claims(reading: Reading) -> Reading:
    """The reading with what the claim readers find besides; what of it has no exact sentence is a problem."""
    claims, problems = list(reading.claims), list(reading.problems)
    for one in _sound(CLAIM_READERS):
        try:
            claims += [_own(claim, reading.document, one.name) for claim in one.given(reading.document)]
        except Exception as error:  # noqa: BLE001  # a plug-in may raise anything
            problems.append(_problem(one, error, reading.document))
    return replace(reading, claims=tuple(dict.fromkeys(claims)), problems=tuple(problems))


def _load(point: EntryPoint) -> PlugIn:
    package = f"{point.dist.name} {point.dist.version}" if point.dist else point.module
    head = PlugIn(group=point.group, name=point.name, package=package)
    expected, is_right = EXPECTED[point.group]
    try:
        given = point.load()
    except Exception as error:  # noqa: BLE001  # a plug-in may raise anything
        return replace(head, fault=_line(head, f"does not load ({_said(error)})"))
    if not is_right(given):
        return replace(head, fault=_line(head, f"gives {type(given).__name__}; expected {expected}"))
    return replace(head, given=given)


def _sound(group: str) -> Iterator[PlugIn]:
    return (one for one in find_plugins() if one.group == group and one.fault is None)


def _careful(one: PlugIn) -> Callable[[Given], bool]:
    """The plug-in's `sniff`, which knows no input that it fails on."""

    def sniff(given: Given) -> bool:
        try:
            return bool(one.given.sniff(given))
        except Exception as error:  # noqa: BLE001  # a plug-in may raise anything
            log.warning("marsad: %s", _line(one, f"fails on {given.alias} ({type(error).__name__})"))
            return False

    return sniff


def _guarded(one: PlugIn) -> Callable[[Any], bytes]:
    """The plug-in's `write`, whose every error is one of ours."""

    def write(material: Any) -> bytes:
        try:
            return bytes(one.given.write(material))
        except MarsadError:
            raise
        except Exception as error:
            raise ExportError(_line(one, f"fails ({_said(error)})")) from error

    return write


def _own(claim: Claim, document: Document, plugin: str) -> Claim:
    """The claim as one of this document, whose source and protection are not the plug-in's to say.

    Raises:
        ValueError: its quote does not stand where it says.
    """
    quote = claim.quote
    if document.text[quote.start : quote.end] != quote.text or not quote.text:
        raise ValueError(f"a quote is not the text's own words at {quote.start} to {quote.end}")
    return replace(
        claim,
        document=document.id,
        source=document.source,
        reported=document.date,
        protected=document.protected,
        rule=claim.rule or f"plug-in {plugin}",
    )


def _problem(one: PlugIn, error: Exception, document: Document) -> Problem:
    said = type(error).__name__ if document.protected else _said(error)
    message = _line(one, f"fails on {document.id} ({said}); its claims of it are left out")
    return Problem(code=ProblemCode.BROKEN_PLUG_IN, message=message, document=document.id)


def _line(one: PlugIn, wrong: str) -> str:
    return f"plug-in {one.name} ({one.group}, {one.package}) {wrong}. Mend: update or uninstall {one.package}"


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:160]}"
