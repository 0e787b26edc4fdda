"""What `copy` does and says."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, Task, TextColumn
from rich.text import Text

from marsad.cli.ingesting import PLAIN_SECONDS, EndColumn, end_of
from marsad.cli.noting import note_act
from marsad.cli.screen import note_console, say
from marsad.domain.audit import Kind
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.engine import name_of, parse_where
from marsad.store.transfer import Tell, copy_people, copy_store


def copy_and_say(settings: Settings, to: str, *, with_people: bool) -> None:
    """Copy the store, keep in its log that it was copied, say how many rows went along."""
    begun = time.monotonic()
    with Store.open(settings.db, must_exist=True) as store:
        with _progress() as tell:
            made = copy_store(store, to, tell)
        people = f", {copy_people(settings.db, to)} accounts" if with_people else ""
        rows = sum(made.rows.values())
        note_act(store, Kind.BACKUP, settings.author, {"copied": rows, "head": made.head.seq})
    rate = f"{rows / max(time.monotonic() - begun, 0.001):.0f} rows a second"
    say(f"{name_of(parse_where(to))}: {rows} rows up to act {made.head.seq}{people}, compared; {rate}")


@contextmanager
def _progress() -> Iterator[Tell]:
    """How far it is, on stderr: a bar where somebody looks, else a line now and then."""
    console = note_console()
    if not console.is_terminal:
        yield _plain_lines()
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), _RowRate(), EndColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("copying")
        yield lambda table, done, whole: bar.update(task, description=table, completed=done, total=whole)


def _plain_lines() -> Tell:
    begun = said = time.monotonic()

    def tell(table: str, done: int, whole: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= PLAIN_SECONDS:
            said = now
            end = end_of(now - begun, done, whole)
            say(f"{table}: {done} of {whole} rows written and compared" + (f"; ends about {end}" if end else ""))

    return tell


class _RowRate(TextColumn):
    """Rows a second since the start."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> Text:
        seconds = task.elapsed or 0
        return Text(f"{task.completed / seconds:.0f} rows/s" if seconds > 1 else "")
