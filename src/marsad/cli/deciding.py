"""What `judge` and `judgements` do and print."""

from collections.abc import Sequence

from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.screen import say
from marsad.domain.judgement import Judgement
from marsad.domain.vocabulary import JudgementKind
from marsad.domain.wire import to_plain
from marsad.pipeline.judging import add_judgement, undo_judgement
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.rereading import find_set_aside

COLUMNS = ("n", "kind", "claims", "correction", "author", "at", "because", "state")


def judge_and_say(kind: str, ids: Sequence[str], because: str, settings: Settings, fields: Sequence[str]) -> None:
    """Keep the decision, make the record anew, and say its number and how many events there are then."""
    with Store.open(settings.db, must_exist=True) as store:
        before = store.counts().events
        made = add_judgement(store, settings, JudgementKind(kind), ids, because=because, correction=fields)
        number = [one.id for one in store.judgements()].index(made.id) + 1
        say(f"judgement {number}: {kind}, by {made.author}; {before} events before, {store.counts().events} now")


def undo_and_say(number: int, settings: Settings) -> None:
    """Take the decision back and say so."""
    with Store.open(settings.db, must_exist=True) as store:
        undone = undo_judgement(store, settings, number)
        say(f"judgement {number} undone: {undone.kind.value}; {store.counts().events} events now")


def print_judgements(form: ListFormat, settings: Settings) -> None:
    """Print every decision ever made, in order, as it stands now."""
    with Store.open(settings.db, must_exist=True) as store:
        made = store.judgements()
        told = {claim for one in made for claim in one.claims}
        kept = store.claims_of(tuple(told)).keys() - find_set_aside(store, told)
        items = [_item(number, one, set(one.claims) - kept) for number, one in enumerate(made, 1)]
        print_items("judgements", COLUMNS, items, form)


def _item(number: int, one: Judgement, lost: set[str]) -> Item:
    state = "undone" if one.undone else "its claim is gone" if lost else "stands"
    claims = ", ".join(name[:10] for name in one.claims)
    correction = ", ".join(f"{field}={value}" for field, value in one.correction)
    at = one.at.isoformat(timespec="seconds")
    cells = (number, one.kind.value, claims, correction, one.author, at, one.because, state)
    line = {"kind": "judgement", "n": number, "lost": sorted(lost)}
    plain = {"judgement" if name == "kind" else name: value for name, value in to_plain(one).items()}
    return Item(cells=cells, line={**line, **plain})
