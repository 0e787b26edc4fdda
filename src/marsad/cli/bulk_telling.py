"""What `bulk status` and `bulk verify` print, and how a run is put into words."""

from datetime import datetime, timedelta
from pathlib import Path

from marsad.cli.screen import print_line, say
from marsad.pipeline.bulk.manifest import Manifest, check_run
from marsad.pipeline.bulk.progress import Driving, read_status

SHOWN = 20


def print_status(folder: Path) -> None:
    """How far the run is, and what each driver does now."""
    found = read_status(folder)
    done = "complete" if found.is_complete else f"{found.done} of {found.shards} shards read"
    aside = f"; a document that breaks workers is looked for in {found.aside}" if found.aside else ""
    print_line(f"{folder}: {done}{aside}")
    for one in found.drivers:
        print_line(f"{one.driver}: {describe(one)}")
    if not found.drivers and not found.is_complete:
        print_line("nothing works on it now. Mend: the same `marsad bulk run` again does what is missing")


def print_check(folder: Path) -> int:
    """What does not add up, a line each; their number comes back."""
    found = 0
    for line in check_run(folder):
        print_line(line)
        found += 1
    if not found:
        print_line(f"{folder}: every file and every sum is as the manifest says")
    return found


def describe(one: Driving) -> str:
    """What a driver does, at which rate, until when."""
    if one.stage != "reading":
        return f"{one.stage}: {one.documents} documents, {one.claims} claims read by this driver"
    end = _end(one.seconds_left)
    rate = f"{one.documents_a_second:.1f} documents a second" if one.documents else "no shard done yet"
    shards = f"{one.shards_done} of {one.shards} shards"
    return f"reading: {shards}; {rate}" + (f"; ends about {end}" if end else "")


def say_totals(folder: Path, manifest: Manifest) -> int:
    """What was read, in two lines, and what was not; the number of what was not comes back."""
    totals, record = manifest["totals"], manifest["record"]
    for message in [*manifest["not_found"], *manifest["clashing_ids"]]:
        say(message)
    doubles = f"; {record['repeats']} came before" if record["repeats"] else ""
    clashes = f"; {record['clashes']} with the id of another text" if record["clashes"] else ""
    wrong = {name: totals[name] for name in ("refused", "set_aside", "protected") if totals[name]}
    said = "".join(f"; {count} {name.replace('_', ' ')}" for name, count in wrong.items())
    say(f"{totals['documents']} documents{doubles}{clashes}{said}; {totals['claims']} claims")
    say(f"{folder}: {record['events']} events, {record['control']} spells of control, {record['aggregates']} totals")
    for code, count in list(totals["problems"].items())[:SHOWN]:
        say(f"{count} {code}")
    amiss: int = sum(wrong.values()) + len(manifest["not_found"]) + record["clashes"]
    return amiss


def _end(seconds: float | None) -> str | None:
    """The hour at which it ends."""
    if seconds is None:
        return None
    left = timedelta(seconds=seconds)
    return (datetime.now().astimezone() + left).strftime("%H:%M" if left < timedelta(hours=12) else "%d %B %H:%M")
