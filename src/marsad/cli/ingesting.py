"""What `ingest` and `demo` do and say: how far it is on stderr, then one line."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from marsad.cli.screen import note_console, print_line, say, say_problems
from marsad.intake import Asked
from marsad.pipeline.demo import run_demo
from marsad.pipeline.fates import fate_file
from marsad.pipeline.ingest import ingest, rehearse
from marsad.pipeline.inputs import count_bytes
from marsad.pipeline.reading import LazyReader, Reads
from marsad.pipeline.settings import Settings
from marsad.pipeline.tally import IngestReport
from marsad.pipeline.tally import Progress as Tell
from marsad.store import Store

PLAIN_SECONDS = 10.0
"""How often a line is said where stderr is no terminal: a log of a night's run stays short."""


def ingest_files(
    names: Sequence[str],
    settings: Settings,
    asked: Asked,
    report_file: Path | None = None,
    reader: Reads | None = None,
    patience_s: float = 0.0,
) -> int:
    """Ingest the files into the store of the settings; the number of problems of inputs comes back."""
    reader = reader or LazyReader(settings)
    with fate_file(report_file) as heed, Store.open(settings.db, patience_s=patience_s) as store:
        bring_up(store)
        with progress_bar(count_bytes(names)) as tell:
            report = ingest(store, reader, names, settings=settings, asked=asked, progress=tell, heed=heed)
        counts = store.counts()
    say_wrong(report)
    say(summary(report))
    say(f"{store.name}: {counts.documents} documents, {counts.claims} claims, {counts.events} events")
    return report.wrong


def rehearse_files(names: Sequence[str], settings: Settings, asked: Asked, report_file: Path | None = None) -> int:
    """Say what `ingest_files` would do; no store is made or written."""
    with fate_file(report_file) as heed, Store.open(settings.db) as store:
        report = rehearse(store, names, asked, heed=heed)
    say_wrong(report)
    say(f"would take in {summary(report, claims=False)}; nothing was read or kept")
    return report.wrong


def say_wrong(report: IngestReport) -> None:
    """The problems of inputs, the first of them in words."""
    say_problems(report.problems)
    if report.wrong > len(report.problems):
        more = report.wrong - len(report.problems)
        say(f"{more} more problems of inputs. Mend: look at `marsad problems`, or run it with --report FILE")


def show_demo(folder: Path, settings: Settings) -> int:
    """Run the demonstration and print its situation report; where its files are goes to stdout too, at the end."""
    sample = files("marsad").joinpath("sample", "dispatches.jsonl")
    with progress_bar(count_bytes([str(sample)])) as tell:
        shown = run_demo(folder, LazyReader(settings), settings, tell)
    say_problems(shown.report.problems)
    say(summary(shown.report))
    print_line(shown.sitrep)
    print_line(f"\nReport: {shown.page}\nStore:  {shown.db}")
    return 0


def summary(report: IngestReport, *, claims: bool = True) -> str:
    """What an ingest did, in one line."""
    copies = f", {report.copies} of them copies" if report.copies else ""
    said = f"{report.documents} documents: {report.new} new{copies}, {report.known} known"
    made = f"; {report.claims} claims" if claims else ""
    wrong = f"; {report.wrong} with problems" if report.wrong else ""
    hard = "; ".join(f"{count} {code}" for code, count in report.text_problems)
    return said + made + wrong + (f"; in the texts {hard}" if hard else "")


@contextmanager
def progress_bar(total: int | None) -> Iterator[Tell]:
    """How far it is, on stderr: a bar that is gone when the work is done; where nobody looks, a line now and then."""
    console = note_console()
    if not console.is_terminal:
        yield _plain_lines(total)
        return
    columns = (
        *(SpinnerColumn(), TextColumn("{task.description}"), BarColumn()),
        TextColumn("{task.fields[counts]}"),
        *(_Rate(), EndColumn()),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("loading the language pipeline", total=total, documents=0, counts="")

        def tell(report: IngestReport) -> None:
            bar.update(
                task,
                description=report.stage,
                completed=report.bytes_done,
                documents=report.documents,
                counts=_counts(report),
            )

        yield tell


def bring_up(store: Store) -> None:
    """Bring an older store up to date, with a bar on stderr: a great one takes minutes."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    console = note_console()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("bringing the store up to date", visible=False)

        def tell(what: str, done: int, whole: int) -> None:
            said = f"bringing the store up to date: {what}"
            bar.update(task, description=said, completed=done, total=whole or None, visible=True)

        store.bring_up(tell)


def _counts(report: IngestReport) -> str:
    said = f"{report.new} new, {report.known} known, {report.copies} copies, {report.wrong} with problems"
    return f"{said}; {report.claims} claims"


def _plain_lines(total: int | None) -> Tell:
    """Says a line each ten seconds, so that a short run says none."""
    begun = said = time.monotonic()

    def tell(report: IngestReport) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said < PLAIN_SECONDS or not report.documents:
            return
        said = now
        rate = f"{report.documents / (now - begun):.1f} documents a second"
        end = end_of(now - begun, report.bytes_done, total)
        say(f"{report.stage}: {_counts(report)}; {rate}" + (f"; ends about {end}" if end else ""))

    return tell


def end_of(seconds: float, done: int, total: int | None) -> str | None:
    """The hour at which it will end at this rate, None while that cannot be told."""
    if not total or not 0 < done <= total or seconds < 1:
        return None
    left = timedelta(seconds=seconds / done * (total - done))
    end = datetime.now().astimezone() + left
    return end.strftime("%H:%M" if left < timedelta(hours=12) else "%d %B %H:%M")


class _Rate(ProgressColumn):
    """Documents a second since the start."""

    def render(self, task: Task) -> Text:
        seconds = task.elapsed or 0
        return Text(f"{task.fields['documents'] / seconds:.1f}/s" if seconds > 1 else "")


class EndColumn(ProgressColumn):
    """The hour at which it will end."""

    def render(self, task: Task) -> Text:
        end = end_of(task.elapsed or 0, int(task.completed), int(task.total) if task.total else None)
        return Text(f"ends about {end}" if end else "")
