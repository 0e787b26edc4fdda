"""A store or a pipe's record and what was asked for in, the material of an export and its files out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from marsad.domain.changes import Change
from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.errors import InputError
from marsad.domain.publication import Publication, Step
from marsad.domain.record import ControlSpell, EventRecord, Record
from marsad.export.formats import describe_file
from marsad.export.material import Material
from marsad.export.redaction import redact_shown
from marsad.export.release import journal_of
from marsad.export.selecting import Wanted, select
from marsad.export.shield import Shielded, shield
from marsad.pipeline.asked import known_actors
from marsad.pipeline.lines import claims_by_id
from marsad.pipeline.plugins import find_exporter
from marsad.pipeline.published import load_record
from marsad.pipeline.settings import Settings
from marsad.pipeline.shielded import load_shielded
from marsad.store import Store
from marsad.store.changelog import changes_since
from marsad.store.publishing import public_ends, public_steps

T = TypeVar("T", EventRecord, ControlSpell)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of a record is exported, and how. `published` asks for what two people let out, as they let it out."""

    wanted: Wanted = field(default_factory=Wanted)
    table: str | None = None
    hxl: bool = False
    base_url: str | None = None
    published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A file's bytes, and the data package that describes it under the name that it will have."""

    content: bytes
    form: str
    material: Material

    def describe(self, path: str) -> bytes:
        """The `datapackage.json` that belongs beside the file."""
        return describe_file(path, self.content, find_exporter(self.form), self.material)


def export_store(store: Store, form: str, asked: Asked, settings: Settings) -> Exported:
    """A store's record, or the published part of it, in the format of that name.

    Raises:
        InputError: there is no such format or table.
        ExportError: a row breaks the format's schema, or a package that it needs is missing.
    """
    found = find_exporter(form)
    material = _store_material(store, asked, settings)
    return Exported(content=found.write(material), form=form, material=material)


def export_record(record: Record, claims: Mapping[str, Claim], form: str, asked: Asked, settings: Settings) -> Exported:
    """The record of a pipe, which has no documents and no journal, in the format of that name.

    Raises:
        InputError: there is no such format or table.
        ExportError: a row breaks the format's schema, or a package that it needs is missing.
    """
    material = _record_material(record, claims, asked, settings)
    return Exported(content=find_exporter(form).write(material), form=form, material=material)


def material_of(what: Record | Store, claims: Iterable[Claim], asked: Asked, settings: Settings) -> Material:
    """What a format or a table is written from: a store, or a record with the claims that it was made of.

    Raises:
        InputError: a record came without its claims, or its published part is asked for, which it cannot know.
    """
    if isinstance(what, Store):
        return _store_material(what, asked, settings)
    given = claims_by_id(tuple(claims))
    if asked.published:
        raise InputError("a record does not know what was published. Mend: export a store")
    if what != Record() and not given:
        raise InputError("a record is exported with its sentences. Mend: add `claims=claims`, of which it was made")
    return _record_material(what, given, asked, settings)


def open_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """What became of things, less those that protected sources alone tell of, by any id."""
    journal = tuple(changes)
    named = {one.id for one in journal if not one.protected}
    return tuple(
        replace(one, others=tuple(other for other in one.others if other in named))
        for one in journal
        if not one.protected
    )


def published_part(store: Store) -> Shielded:
    """The events and spells that stand public, each as it was approved, with the open claims that they rest on.

    Names of private persons are hidden, in the sentences too.
    """
    return shown_versions(store, public_ends(store).values())


def shown_versions(store: Store, ends: Iterable[Publication]) -> Shielded:
    """As `published_part`, of what these last steps let out."""
    pinned = [end.pinned for end in ends if end.step is Step.PUBLISH and end.pinned]
    events = tuple(one.event for one in pinned if one.event)
    spells = tuple(one.spell for one in pinned if one.spell)
    grounds = redact_shown(load_shielded(store, events=events, control=spells)).shown
    return replace(grounds, record=Record(events=_in_order(events), control=_in_order(spells)))


def _in_order(things: Iterable[T]) -> tuple[T, ...]:
    return tuple(sorted(things, key=lambda one: one.id))


def _store_material(store: Store, asked: Asked, settings: Settings) -> Material:
    shown = published_part(store) if asked.published else shield(*load_record(store))
    made = _material(shown, asked, settings)
    if asked.published:  # the record's own journal and version would tell when something unpublished came
        steps = journal_of((one for _, one in public_steps(store)), date.max)
        return replace(made, journal=steps, version=str(len(steps)))
    return replace(made, journal=open_changes(changes_since(store)), version=store.record_version())


def _record_material(record: Record, claims: Mapping[str, Claim], asked: Asked, settings: Settings) -> Material:
    documents: Mapping[str, Document] = {}
    return _material(shield(record, claims, documents), asked, settings)


def _material(shown: Shielded, asked: Asked, settings: Settings) -> Material:
    return Material(
        shown=select(shown, asked.wanted),
        wanted=asked.wanted,
        actors=known_actors(settings),
        base_url=asked.base_url,
        table=asked.table,
        hxl=asked.hxl,
    )
