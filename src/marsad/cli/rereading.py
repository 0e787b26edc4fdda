"""What `reread` does and says: which judgements lost their claim, with the words it was on."""

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.screen import note_console, say
from marsad.domain.judgement import Judgement
from marsad.domain.wire import to_plain
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.rereading import RereadReport, reread
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.rereading import find_set_aside

COLUMNS = ("n", "kind", "author", "at", "because", "claim", "was on")


def reread_all(settings: Settings, form: ListFormat, *, again: bool) -> int:
    """Read all documents again and print the judgements whose claim is no longer made; their number comes back."""
    with Store.open(settings.db, must_exist=True) as store:
        report = reread_with(store, LazyReader(settings), settings, again=again)
        items = [item for number, one in report.lost for item in _items(store, number, one)]
    print_items("judgements without their claim", COLUMNS, items, form)
    return len(report.lost)


def reread_with(store: Store, reader: LazyReader, settings: Settings, *, again: bool = True) -> RereadReport:
    """Read all documents again, and say how it went."""
    with bar_of_work() as bar:
        task = bar.add_task("loading the language pipeline", total=None)
        report = reread(store, reader, settings, again=again, progress=lambda r: _show(bar, task, r))
    say(summary(report))
    return report


def summary(report: RereadReport) -> str:
    """What a re-reading did, in one line."""
    said = f"{report.documents} documents read again: {report.stay} claims stay, {report.came} are new"
    return f"{said}, {report.gone} set aside; {len(report.lost)} judgements lost their claim"


def _items(store: Store, number: int, one: Judgement) -> list[Item]:
    gone = find_set_aside(store, one.claims)
    claims = store.claims_of(sorted(gone))
    at = one.at.isoformat(timespec="seconds")
    plain = {"judgement" if name == "kind" else name: value for name, value in to_plain(one).items()}
    return [
        Item(
            cells=(number, one.kind.value, one.author, at, one.because, name, claim.quote.text),
            line={"kind": "lost", "n": number, "claim": name, "quote": claim.quote.text, **plain},
        )
        for name, claim in claims.items()
    ]


def bar_of_work() -> Progress:
    """A bar on stderr, where that is a terminal."""
    console = note_console()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _show(bar: Progress, task: TaskID, report: RereadReport) -> None:
    bar.update(task, description=report.stage, completed=report.documents, total=report.todo)
