"""A store in, its reports and exports out, as text or bytes."""

import datetime as dt
from collections.abc import Iterable, Mapping

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.filter import Filter
from marsad.domain.record import ControlSpell, Record
from marsad.domain.wire import claim_id
from marsad.store import Store

Kept = tuple[Record, Mapping[str, Claim], Mapping[str, Document]]


def load_record(store: Store, wanted: Filter | None = None) -> Kept:
    """The record with the claims and documents that it stands on, by id."""
    record = store.record(wanted or Filter())
    claims = {claim_id(claim): claim for claim in store.claims()}
    return record, claims, {document.id: document for document in store.documents()}


def day_report(store: Store, day: dt.date, form: str) -> str:
    """The situation report of one day, in `markdown` or `html`."""
    from marsad.export.sitrep import situation_report, to_html, to_markdown  # noqa: PLC0415

    report = situation_report(*load_record(store), day)
    return to_html(report) if form == "html" else to_markdown(report)


def whole_report(store: Store, *, title: str) -> str:
    """One HTML page of the whole record that opens without a network."""
    from marsad.export.report import html_report  # noqa: PLC0415

    return html_report(*load_record(store), title=title)


def derived_areas(store: Store, spells: Iterable[ControlSpell]) -> bytes:
    """GeoJSON of areas drawn around the places of spells in force on one day, shielded like any export."""
    from marsad.export.areas import to_areas  # noqa: PLC0415
    from marsad.export.shield import shield  # noqa: PLC0415

    _, claims, documents = load_record(store)
    return to_areas(shield(Record(control=tuple(spells)), claims, documents).record.control)
