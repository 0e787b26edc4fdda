"""What `ingest` and `demo` do and say: a progress bar on stderr, then one line."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from marsad.cli.screen import note_console, print_line, say, say_problems
from marsad.pipeline.demo import run_demo
from marsad.pipeline.ingest import IngestReport, ingest
from marsad.pipeline.ingest import Progress as Tell
from marsad.pipeline.inputs import count_bytes
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.settings import Settings
from marsad.store import Store


def ingest_files(names: Sequence[str], settings: Settings) -> int:
    """Ingest the files into the store of the settings; the number of problems of inputs comes back."""
    with Store.open(settings.db) as store:
        bring_up(store)
        with progress_bar(count_bytes(names)) as tell:
            report = ingest(store, LazyReader(settings), names, settings=settings, progress=tell)
        counts = store.counts()
    say_problems(report.problems)
    say(summary(report))
    say(f"{settings.db}: {counts.documents} documents, {counts.claims} claims, {counts.events} events")
    return len(report.problems)


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


def summary(report: IngestReport) -> str:
    """What an ingest did, in one line."""
    copies = f", {report.copies} of them copies" if report.copies else ""
    said = f"{report.documents} documents: {report.new} new{copies}, {report.known} known; {report.claims} claims"
    wrong = f"; {len(report.problems)} with problems" if report.problems else ""
    hard = "; ".join(f"{count} {code}" for code, count in report.text_problems)
    return said + wrong + (f"; in the texts {hard}" if hard else "")


@contextmanager
def progress_bar(total: int | None) -> Iterator[Tell]:
    """A bar on stderr with documents, claims, rate and time left; it is gone when the work is done."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[documents]} documents, {task.fields[claims]} claims"),
        _Rate(),
        TimeRemainingColumn(),
    )
    console = note_console()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("loading the language pipeline", total=total, documents=0, claims=0)

        def tell(report: IngestReport) -> None:
            bar.update(
                task,
                description=report.stage,
                completed=report.bytes_done,
                documents=report.documents,
                claims=report.claims,
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


class _Rate(ProgressColumn):
    """Documents a second since the start."""

    def render(self, task: Task) -> Text:
        seconds = task.elapsed or 0
        return Text(f"{task.fields['documents'] / seconds:.1f}/s" if seconds > 1 else "")
