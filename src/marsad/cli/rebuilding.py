"""What `rebuild` does and says: each claim that is another when all is read anew, and what that changes."""

from collections.abc import Iterator
from dataclasses import asdict

from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.rereading import bar_of_work, reread_with
from marsad.cli.screen import say
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.rebuilding import Difference, Rebuilt, State, rebuild
from marsad.pipeline.settings import Settings
from marsad.pipeline.versions import versions_of
from marsad.store import Store

COLUMNS = ("state", "document", "kind", "claim", "now", "parts", "words", "read by")
SHOWN = 12
"""Hex digits of a reader's digest in a table."""
LOOKED_AT = (State.OTHER_TEXT, State.UNREAD, State.LOST)


def rebuild_and_say(settings: Settings, form: ListFormat, *, apply: bool) -> int:
    """Print each difference, then the counts; how many claims, documents and things are another comes back."""
    reader, report = LazyReader(settings), Rebuilt()
    with Store.open(settings.db, must_exist=True) as store:
        with bar_of_work() as bar:
            task = bar.add_task("loading the language pipeline", total=None)

            def show(now: Rebuilt) -> None:
                bar.update(task, description=now.stage, completed=now.documents, total=now.todo)

            found = rebuild(store, reader, settings, report, progress=show)
            print_items("differences", COLUMNS, _items(found), form)
        _tell(report, settings)
        count = report.counts.total() + report.things.total()
        if apply and count:
            reread_with(store, reader, settings)
    return count


def _items(found: Iterator[Difference]) -> Iterator[Item]:
    for one in found:
        cells = (one.state.value, one.document, one.kind, one.claim, one.now, ", ".join(one.parts), one.quote)
        line = {**asdict(one), "kind": "difference", "of": one.kind}
        yield Item(cells=(*cells, (one.reader or "")[:SHOWN]), line=line)


def _tell(report: Rebuilt, settings: Settings) -> None:
    counts = report.counts
    say(
        f"{report.documents} documents read from their originals: {report.same} claims are the same, "
        f"{counts[State.ALTERED]} altered, {counts[State.CAME]} new, {counts[State.GONE]} gone"
    )
    for state in LOOKED_AT:
        if counts[state]:
            say(f"{counts[state]} documents: {state.value}. `marsad verify --originals` looks at the bytes themselves")
    things = [f"{count} {thing.value}s {kind.value}" for (thing, kind), count in sorted(report.things.items())]
    say(f"of the record {report.things_same} things are the same" + "".join(f", {one}" for one in things))
    told = versions_of(settings)
    model, digest = told["language_model"], str(told["reader"]["digest"])
    name = " ".join(part for part in (model.get("name"), model.get("version")) if part) or "a pipeline at a path"
    say(f"read now by marsad {told['marsad']['version']}, {name}, reader {digest[:SHOWN]}")
