"""A store in, every document read again by the present reader, the record made of what it says now out."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from marsad.domain.document import Document
from marsad.domain.judgement import Judgement
from marsad.pipeline.reading import Reads, say_undated
from marsad.pipeline.recording import reconcile_store, update_store
from marsad.pipeline.settings import Settings
from marsad.pipeline.settling import settle
from marsad.store import Store
from marsad.store.rereading import find_set_aside, keep_rereading, list_unread

BATCH = 64
"""Documents read from the store at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RereadReport:
    """How far a re-reading is, or what it did: claims that stay, that came and that were set aside.

    `lost` are the judgements, with their numbers, of which a claim was set aside; none of them is ever thrown away.
    """

    stage: str = "reading"
    todo: int = 0
    documents: int = 0
    stay: int = 0
    came: int = 0
    gone: int = 0
    lost: tuple[tuple[int, Judgement], ...] = ()


Tell = Callable[[RereadReport], None]


def reread(
    store: Store, reader: Reads, settings: Settings, *, again: bool = False, progress: Tell = lambda _: None
) -> RereadReport:
    """Read again every document that the present reader has not, one transaction each; then make the record.

    Broken off, it goes on where it was when it is run again; `again` begins with the first, and makes the record anew
    whatever came of it.
    """
    name = name_reader(settings)
    unread = list_unread(store, "" if again else name)
    report = RereadReport(todo=len(unread))
    for reading in reader.read(_documents(store, unread), mentions=True):
        made = keep_rereading(store, say_undated(settle(reading)), name)
        counted = Counter(stay=made.stay, came=len(made.came), gone=len(made.gone), documents=1)
        report = replace(report, **{key: getattr(report, key) + count for key, count in counted.items()})
        progress(report)
    if again or not store.record_is_current():
        progress(replace(report, stage="reconciling"))
        (reconcile_store if again else update_store)(store, settings)
    return replace(report, lost=list_lost(store))


def list_lost(store: Store) -> tuple[tuple[int, Judgement], ...]:
    """The judgements that stand on a claim that was set aside, each with its number."""
    made = [(number, one) for number, one in enumerate(store.judgements(), 1) if not one.undone]
    gone = find_set_aside(store, {claim for _, one in made for claim in one.claims})
    return tuple((number, one) for number, one in made if not gone.isdisjoint(one.claims))


def name_reader(settings: Settings) -> str:
    """A digest of all that a reading depends on: the rules, the language pipeline, gazetteers and actor files."""
    digest = sha256(f"{settings.pipeline} {_version(settings.pipeline)} ".encode())
    for entry in _walk(files("marsad.reading")):
        digest.update(entry.name.encode() + entry.read_bytes())
    for path in (*settings.gazetteers, *settings.actor_files):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _version(pipeline: str) -> str:
    """That of the installed package; of a pipeline at a path its name must tell."""
    try:
        return version(pipeline)
    except PackageNotFoundError:
        return ""


def _walk(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _walk(entry)
        elif entry.is_file():
            yield entry


def _documents(store: Store, ids: Sequence[str]) -> Iterator[Document]:
    for at in range(0, len(ids), BATCH):
        some = ids[at : at + BATCH]
        found = store.documents_of(some)
        yield from (found[name] for name in some)
