"""What was public on a day in, the files of its release out: equal input gives equal bytes, on any machine."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date
from hashlib import sha256
from typing import Any

from marsad.domain.changes import Change, ChangeKind, ThingKind
from marsad.domain.errors import InputError
from marsad.domain.publication import Pinned, Publication, Step
from marsad.domain.wire import dumps, from_plain, to_plain
from marsad.export.formats import TABLED, Format
from marsad.export.forms import find_form
from marsad.export.material import Material
from marsad.export.method import method_markdown
from marsad.export.package import describe
from marsad.export.rendering import render
from marsad.export.rows import TABLES

FORM = "marsad-release-1"
PUBLISHED, WITHDRAWN = "data/published.jsonl", "data/withdrawn.jsonl"
METHOD = "# How this record is made\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """That something was public and is no more. `became` is public itself, or None."""

    id: str
    day: date
    reason: str | None = None
    became: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """All that a release lets out: pinned versions by id, the day on which each was published, and what is gone."""

    day: date
    things: Mapping[str, Pinned]
    days: Mapping[str, date]
    gone: Mapping[str, Gone]


def public_on(steps: Iterable[Publication], day: date) -> dict[str, Publication]:
    """By thing the last step that was taken by the end of the day (UTC), in the order of ids.

    What was withdrawn since is withdrawn here too: a release of a past day lets nothing out again.
    """
    ends: dict[str, Publication] = {}
    for one in steps:
        is_of_day = one.at.astimezone(UTC).date() <= day
        if is_of_day or (one.thing in ends and one.step is Step.WITHDRAW and one.became is None):
            ends[one.thing] = one
    return dict(sorted(ends.items()))


def released(ends: Mapping[str, Publication], day: date) -> Released:
    """What these last steps let out."""
    out = {name: end for name, end in ends.items() if end.step is Step.PUBLISH and end.pinned}
    gone = {name: _gone(end, out) for name, end in ends.items() if end.step is Step.WITHDRAW}
    return Released(
        day=day, gone=gone, things={name: end.pinned for name, end in out.items() if end.pinned},
        days={name: _day(end) for name, end in out.items()},
    )  # fmt: skip


def journal_of(steps: Iterable[Publication], day: date) -> tuple[Change, ...]:
    """What became of public things by the end of the day, told by the steps: what happened unseen is not in it."""
    kinds: dict[str, ThingKind] = {}
    changes = []
    for number, one in enumerate((one for one in steps if _day(one) <= day), 1):
        kind = _change_kind(one, is_known=one.thing in kinds)
        if one.pinned:
            kinds[one.thing] = ThingKind.EVENT if one.pinned.event else ThingKind.CONTROL
        others = (one.became,) if one.became else ()
        thing = kinds.get(one.thing, ThingKind.EVENT)
        changes.append(Change(version=number, day=_day(one), kind=kind, thing=thing, id=one.thing, others=others))
    return tuple(changes)


def release_files(what: Released, material: Material, formats: Iterable[Format]) -> dict[str, bytes]:
    """The files that people read, by path: data, method, and the words on what is what. No signature yet.

    Raises:
        ExportError: a row breaks a format's schema.
    """
    data = {PUBLISHED: _lines(_published(what)), WITHDRAWN: _lines(map(to_plain, what.gone.values()))}
    told = []
    for form in formats:
        made = dict(_write(form, material))
        told += [(path, _how(path, form)) for path in made]
        data |= made | ({} if form.media_type == "application/zip" else _described(form, made, material))
    return {**data, "METHOD.md": (METHOD + method_markdown()).encode(), "README.md": _readme(what, told)}


def tell_release(what: Released, formats: Iterable[str], versions: Mapping[str, Any], head: Mapping[str, str]) -> bytes:
    """The file that says what the release is, made with which versions, on which end of the audit log."""
    counts = {
        "events": sum(1 for one in what.things.values() if one.event),
        "control": sum(1 for one in what.things.values() if one.spell),
        "withdrawn": len(what.gone),
    }
    told = {
        "form": FORM, "day": what.day.isoformat(), "head": dict(head), "formats": list(formats), "counts": counts,
        "versions": versions,
    }  # fmt: skip
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def write_manifest(files: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file in the order of their names, as `sha256sum` writes and reads it."""
    return "".join(f"{sha256(content).hexdigest()}  {path}\n" for path, content in sorted(files.items())).encode()


def read_released(day: str, published: bytes, withdrawn: bytes) -> Released:
    """What a release let out, of its two files.

    Raises:
        InputError: a line is none of theirs.
    """
    things, days, gone = {}, {}, {}
    try:
        for line in map(json.loads, published.splitlines()):
            things[str(line["id"])] = from_plain(line["version"], Pinned)
            days[str(line["id"])] = date.fromisoformat(line["published"])
        for line in map(json.loads, withdrawn.splitlines()):
            gone[str(line["id"])] = from_plain(line, Gone)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"a line of the release is not one of ours: {error}") from error
    return Released(day=date.fromisoformat(day), things=things, days=days, gone=gone)


def _published(what: Released) -> Iterator[dict[str, Any]]:
    for name, pinned in sorted(what.things.items()):
        yield {"id": name, "published": what.days[name].isoformat(), "version": to_plain(pinned)}


def _lines(lines: Iterable[dict[str, Any]]) -> bytes:
    return "".join(f"{dumps(line)}\n" for line in lines).encode()


def _write(form: Format, material: Material) -> Iterator[tuple[str, bytes]]:
    """One file; of a format that holds one table at a time, one a table."""
    if form.name not in TABLED or form.name == "xlsx":
        stem = "record" if form.suffix == f".{form.name}" else form.name
        yield f"data/{stem}{form.suffix}", form.write(material)
        return
    for table in TABLES:
        yield f"data/{table}{form.suffix}", form.write(replace(material, table=table))


def _how(path: str, form: Format) -> str:
    """What a file is for: of one table its title."""
    table = path.removeprefix("data/").partition(".")[0]
    return f"{find_form(table).title}, one a row." if form.name in TABLED and table in TABLES else form.how


def _described(form: Format, made: Mapping[str, bytes], material: Material) -> dict[str, bytes]:
    names = {path.removeprefix("data/"): content for path, content in made.items()}
    columns = form.columns()
    by_name = {one.name: (one,) for one in columns}
    forms = {path: by_name.get(path.partition(".")[0], columns) for path in names}
    title = f"{form.name} of a Marsad release"
    return {f"data/{form.name}.datapackage.json": describe(form.name, title, names, forms, form.media_type, material)}


def _readme(what: Released, told: list[tuple[str, str]]) -> bytes:
    events = sum(1 for one in what.things.values() if one.event)
    counts = {"events": events, "spells": len(what.things) - events, "withdrawn": len(what.gone)}
    return render("release.md.j2", day=what.day.isoformat(), files=told, **counts).encode()


def _gone(end: Publication, out: Mapping[str, Publication]) -> Gone:
    return Gone(id=end.thing, day=_day(end), reason=end.reason, became=end.became if end.became in out else None)


def _change_kind(one: Publication, *, is_known: bool) -> ChangeKind:
    if one.step is Step.WITHDRAW:
        return ChangeKind.MERGED if one.became else ChangeKind.WITHDRAWN
    return ChangeKind.REVISED if is_known else ChangeKind.ADDED


def _day(one: Publication) -> date:
    return one.at.astimezone(UTC).date()
