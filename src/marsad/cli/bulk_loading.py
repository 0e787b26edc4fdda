"""What `bulk load` does and says."""

from pathlib import Path

from marsad.cli.ingesting import bring_up
from marsad.cli.screen import note_console, say
from marsad.pipeline.bulk.loading import LoadReport, load
from marsad.pipeline.settings import Settings
from marsad.store import Store

SHOWN = 20


def load_run(folder: Path, settings: Settings) -> int:
    """Load it into the store of the settings; how many of its documents were not taken in comes back."""
    console = note_console()
    with Store.open(settings.db) as store, console.status("comparing it with its manifest") as line:
        bring_up(store)
        report = load(store, folder, settings, lambda report: line.update(_describe(report)))
        counts = store.counts()
    for message in report.problems[:SHOWN]:
        say(message)
    copies = f", {report.copies} of them copies" if report.copies else ""
    clashing = f"; {report.clashing} with the id of another text" if report.clashing else ""
    say(f"{report.new} documents new{copies}, {report.known} known{clashing}")
    say(f"{store.name}: {counts.documents} documents, {counts.claims} claims, {counts.events} events")
    return report.clashing


def _describe(report: LoadReport) -> str:
    done = f"{report.shards_done} of {report.shards} shards; {report.new} documents new, {report.known} known"
    return done if report.stage == "documents" else f"{done}; now {report.stage}"
