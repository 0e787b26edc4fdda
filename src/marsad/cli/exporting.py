"""What `export` writes: a file, and beside it the data package that describes it."""

from hashlib import sha256
from pathlib import Path

from marsad.cli.noting import note_act
from marsad.cli.reading import parse_pipe
from marsad.cli.screen import write_result
from marsad.domain.audit import Kind
from marsad.domain.record import Record
from marsad.export.formats import format_schemas
from marsad.export.selecting import Wanted
from marsad.pipeline.exporting import Asked, Exported, export_record, export_store
from marsad.pipeline.lines import claims_by_id, reconcile_claims
from marsad.pipeline.plugins import find_exporter
from marsad.pipeline.settings import Settings
from marsad.store import Store

__all__ = ["Asked", "Wanted", "export_kept", "export_lines", "print_schema"]


def export_lines(name: str, to: str, asked: Asked, output: Path | None, settings: Settings) -> int:
    """Write the record that the lines spell, or that of the claims that they spell; the number of bad lines."""
    find_exporter(to)
    parsed = parse_pipe(name)
    record = parsed.record
    if parsed.claims and record == Record(problems=record.problems):
        record = reconcile_claims(parsed.claims, settings)
    _write(export_record(record, claims_by_id(parsed.claims), to, asked, settings), output)
    return len(parsed.problems)


def export_kept(to: str, asked: Asked, output: Path | None, settings: Settings) -> None:
    """Write a store's record."""
    find_exporter(to)
    with Store.open(settings.db, must_exist=True) as store:
        made = export_store(store, to, asked, settings)
        what = {"form": to, "sha256": sha256(made.content).hexdigest(), "published": asked.published}
        note_act(store, Kind.EXPORT, settings.author, what)
        _write(made, output)


def print_schema(to: str, output: Path | None) -> None:
    """Write the format's schemas, by the names of its forms."""
    write_result(format_schemas(find_exporter(to)), output)


def _write(exported: Exported, output: Path | None) -> None:
    write_result(exported.content, output)
    if output is not None and find_exporter(exported.form).media_type != "application/zip":
        write_result(exported.describe(output.name), output.with_name(f"{output.stem}.datapackage.json"))
