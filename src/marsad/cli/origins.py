"""How a document came, in the lines that `show` prints."""

from collections.abc import Iterator

from marsad.domain.copying import SentenceChange
from marsad.domain.document import Document
from marsad.pipeline.origin import Copied, Origin

ID_SHOWN = 10


def origin_facts(document: Document, origin: Origin) -> Iterator[str]:
    """Whence, when and by whom; language and hashes; versions; copies with what each changed."""
    came = origin.came
    brought = f", brought by {came.brought_by}" if came.brought_by else ""
    source = f"from {came.where}" if came.where else "received"
    yield f"{source}, {origin.received or 'nobody knows when'}{brought}"
    if document.protected:
        return
    if origin.dated_by:
        yield f"its day is from {origin.dated_by}"
    if came.author:
        yield f"written by {came.author}"
    if came.parent:
        yield f"came with {came.parent}"
    yield f"language {document.language or 'not known'} · original SHA-256 {document.original_sha256}"
    if origin.fetched > 1:
        yield f"fetched {origin.fetched} times, last {origin.last_fetched}"
    for at, one in enumerate(origin.versions, 1):
        yield f"version {at} of {len(origin.versions)}: {_name(one, document)}"
    for copy in origin.chain:
        yield from _copy_lines(copy, document)


def _copy_lines(copy: Copied, shown: Document) -> Iterator[str]:
    kind = "first print" if copy.is_first else "copy, word for word" if copy.same_text else "copy"
    yield f"{kind}: {_name(copy.document, shown)}"
    for change in copy.changes or ():
        yield f"  {change.change.value}: {_change_words(change)}"


def _change_words(change: SentenceChange) -> str:
    return " → ".join(f"“{words}”" for words in (change.before, change.after) if words)


def _name(document: Document, shown: Document) -> str:
    this = " (this one)" if document.id == shown.id else ""
    return f"{document.id[:ID_SHOWN]} {document.source or 'source not given'}, {document.date or 'undated'}{this}"
