"""The shipped sample in, a small record of its own with a report out."""

import datetime as dt
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from marsad.domain.errors import SetupError
from marsad.pipeline.ingest import ingest
from marsad.pipeline.published import day_report, whole_report
from marsad.pipeline.reading import Reads
from marsad.pipeline.settings import Settings
from marsad.pipeline.tally import IngestReport, Progress
from marsad.store import Store

TITLE = "Marsad: the shipped sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What a demonstration left: its files, its last day's situation report in Markdown, and how the ingest went."""

    db: Path
    page: Path
    day: dt.date
    sitrep: str
    report: IngestReport


def run_demo(folder: Path, reader: Reads, settings: Settings, progress: Progress) -> Demonstration:
    """Read the sample into `folder`, write its page there; a second run reads nothing and gives the same.

    Raises:
        SetupError: the package was built without its sample.
    """
    db, page = folder / "marsad.db", folder / "report.html"
    with Store.open(db) as store:
        report = ingest_sample(store, reader, settings, progress)
        day = max(document.date for document in store.documents() if document.date)
        page.write_text(whole_report(store, title=TITLE), encoding="utf-8")
        return Demonstration(db=db, page=page, day=day, sitrep=day_report(store, day, "markdown"), report=report)


def ingest_sample(store: Store, reader: Reads, settings: Settings, progress: Progress) -> IngestReport:
    """Read the shipped sample into the store.

    Raises:
        SetupError: the package was built without its sample.
    """
    sample = files("marsad").joinpath("sample", "dispatches.jsonl")
    if not sample.is_file():
        raise SetupError("the sample is not installed. Mend: install marsad from its wheel or its repository")
    with as_file(sample) as path:
        return ingest(store, reader, [str(path)], settings=settings, progress=progress)
