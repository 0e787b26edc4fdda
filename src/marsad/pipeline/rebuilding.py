"""A store in, its record computed anew from the kept originals and compared with the stored one, claim by claim, out.

Every original goes through intake and the reader again, into a store of its own that is gone at the end. Nothing of the
store itself is changed. The day, the outlet and the rules of a document are those that are kept: they may have come
from outside its bytes, and are under the digests of the audit log.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from marsad.domain.changes import ChangeKind, ThingKind, compare_things
from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.reading import Reading
from marsad.domain.wire import claim_id, to_plain
from marsad.pipeline.asked import known_actors
from marsad.pipeline.originals import Original, text_again
from marsad.pipeline.reading import Reads
from marsad.pipeline.settings import Settings
from marsad.pipeline.settling import settle
from marsad.store import Store
from marsad.store.journal import state_kept, state_of
from marsad.store.originals import KeptOriginal, document_ids, originals_of, standing_claims
from marsad.store.vault import put_source, sources_of
from marsad.store.workroom import sweep, workroom

BATCH = 64
"""Documents held at once."""


class State(StrEnum):
    """What became of a claim, a document or a thing of the record when all was computed anew."""

    CAME = "came"
    GONE = "gone"
    ALTERED = "altered"
    """Of a claim: the same words of the same document are read otherwise now."""
    OTHER_TEXT = "other text"
    """Intake makes another text of the original than the one that is kept."""
    UNREAD = "unread"
    """Intake makes no such document of the original any more; the kept text was read."""
    LOST = "lost"
    """The original is not there, or not as it was kept; the kept text was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference. `quote` is empty where a protected source told it; `parts` are what of a claim is another.

    `reader` is the digest of the reader that made the stored claim, None for that of the day the document came.
    """

    state: State
    document: str
    claim: str | None = None
    now: str | None = None
    kind: str = "document"
    parts: tuple[str, ...] = ()
    quote: str = ""
    reader: str | None = None


@dataclass(kw_only=True)
class Rebuilt:
    """How far it is, and what was counted: `things` are of the record, by kind and what became of them."""

    stage: str = "reading"
    todo: int = 0
    documents: int = 0
    same: int = 0
    counts: Counter[State] = field(default_factory=Counter)
    things: Counter[tuple[ThingKind, ChangeKind]] = field(default_factory=Counter)
    things_same: int = 0


Tell = Callable[[Rebuilt], None]


def rebuild(
    store: Store, reader: Reads, settings: Settings, report: Rebuilt, *, progress: Tell = lambda _: None
) -> Iterator[Difference]:
    """Each difference of the claims as it is found; `report` holds the rest when the last one came."""
    beside = store.file.parent if store.file else settings.data
    beside.mkdir(parents=True, exist_ok=True)
    sweep([beside])
    ids = document_ids(store)
    report.todo = len(ids)
    with workroom(beside) as room, _empty_store(room / "rebuilt.db", store) as again:
        for start in range(0, len(ids), BATCH):
            yield from _rebuild_some(store, again, reader, ids[start : start + BATCH], report)
            progress(report)
        report.stage = "reconciling"
        progress(report)
        _compare_records(store, again, settings, report)


def compare_claims(
    before: Mapping[str, Claim], after: Mapping[str, Claim], reader: str | None = None
) -> Iterator[Difference]:
    """The claims of one document: those that came, are gone, or are read otherwise from the same words."""
    gone = {key: one for key, one in before.items() if key not in after}
    came = {key: one for key, one in after.items() if key not in before}
    for key, was in gone.items():
        name = next((name for name, now in came.items() if _is_reread(was, now)), None)
        state = State.ALTERED if name else State.GONE
        parts = _parts(was, came.pop(name)) if name else ()
        yield _difference(state, was, key, now=name, parts=parts, reader=reader)
    for key, now in came.items():
        yield _difference(State.CAME, now, key, reader=reader)


def _empty_store(path: Path, like: Store) -> Store:
    """A store with the same rules of sources: who says "never" is in no record."""
    made = Store.open(path)
    with made.change() as connection:
        for source in sources_of(like).values():
            put_source(connection, source)
    return made


def _rebuild_some(
    store: Store, again: Store, reader: Reads, ids: Sequence[str], report: Rebuilt
) -> Iterator[Difference]:
    kept, claims = store.documents_of(ids), standing_claims(store, ids)
    documents, readers = [], {}
    for original in originals_of(store, ids):
        document, state = _document_again(original, kept[original.document])
        readers[document.id] = original.reader
        documents.append(document)
        if state:
            report.counts[state] += 1
            yield Difference(state=state, document=document.id, reader=original.reader)
    for reading in map(settle, reader.read(documents, mentions=True)):
        name = reading.document.id
        again.add_reading(b"", Reading(document=reading.document, claims=reading.claims))
        now = {claim_id(claim): claim for claim in reading.claims}
        report.documents += 1
        report.same += len(claims[name].keys() & now.keys())
        for one in compare_claims(claims[name], now, readers[name]):
            report.counts[one.state] += 1
            yield one


def _document_again(original: KeptOriginal, kept: Document) -> tuple[Document, State | None]:
    """The document with the text that its original gives now, and what is amiss with that."""
    if original.content is None:
        return kept, State.LOST
    came = Original(content=original.content, name=original.name, media_type=original.media_type)
    text = text_again(came, kept)
    if text is None:
        return kept, State.UNREAD
    return (kept, None) if text == kept.text else (replace(kept, text=text), State.OTHER_TEXT)


def _compare_records(store: Store, again: Store, settings: Settings, report: Rebuilt) -> None:
    from marsad.reconcile import reconcile  # noqa: PLC0415

    made = reconcile(again.claims(), store.judgements(), actors=known_actors(settings), profile=settings.profile)
    after = state_of(made)
    with store.moment() as connection:
        before = state_kept(connection)
    for thing in ThingKind:
        changed = compare_things(before[thing], after[thing])
        report.things.update((thing, kind) for _, kind, _ in changed)
        report.things_same += len(before[thing].keys() - {name for name, _, _ in changed})


def _is_reread(was: Claim, now: Claim) -> bool:
    """Whether two claims of one document are of one kind and of words that overlap."""
    overlap = was.quote.start < now.quote.end and now.quote.start < was.quote.end
    return was.kind is now.kind and overlap


def _parts(was: Claim, now: Claim) -> tuple[str, ...]:
    """The fields in which they differ, those of what is said by their own names."""
    before, after = to_plain(was), to_plain(now)
    said = {name for name in before["said"] | after["said"] if before["said"].get(name) != after["said"].get(name)}
    others = {name for name in before | after if name not in {"said", "rule"} and before.get(name) != after.get(name)}
    return tuple(sorted(said | others))


def _difference(
    state: State, claim: Claim, key: str, *, now: str | None = None, parts: tuple[str, ...] = (), reader: str | None
) -> Difference:
    return Difference(
        state=state, document=claim.document, claim=key, now=now, kind=claim.kind.value, parts=parts, reader=reader,
        quote="" if claim.protected else claim.quote.text,
    )  # fmt: skip
