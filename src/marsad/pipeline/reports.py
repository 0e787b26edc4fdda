"""A field report in, a document of the record out: its source's rules beside it, its giver sealed, its files kept."""

import json
import re
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from marsad.domain.document import Document
from marsad.domain.errors import InputError
from marsad.domain.reading import Reading
from marsad.domain.source import ActKind, FieldReport, Identity, Source
from marsad.intake.language import detect_language
from marsad.pipeline.reading import Reads
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.pipeline.settling import REPORT_MARK, compose, settle
from marsad.pipeline.sources import keep_source
from marsad.pipeline.vault import erase_due, need_recipients
from marsad.store import Store
from marsad.store.acts import record_act
from marsad.store.attachments import keep_attachment
from marsad.store.sealing import seal_identity
from marsad.store.vault import put_sealed

LONGEST_REPORT = 200_000
"""Characters; a book is longer, a report is not."""
MOST_ATTACHMENTS = 10
LARGEST_ATTACHMENT = 20 * 1024 * 1024
"""Bytes; a photograph of a telephone has 3 to 12 million."""
LEAST_WORD = 3
"""Letters of a word of a name by which it is looked for in a text; shorter ones are in every text."""
LEAST_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a report."""

    document: Document
    source: Source
    claims: int
    attachments: int
    erased: tuple[str, ...]


def take_report(
    store: Store,
    reader: Reads,
    settings: Settings,
    report: FieldReport,
    source: Source,
    identity: Identity | None = None,
) -> Taken:
    """Read and keep the report, then bring the record up to date; what is kept when this returns survives a crash.

    The identity is sealed before anything else is done, and only the sealed form goes on from here.

    Raises:
        SetupError: an identity comes and fewer than two people could open it.
        InputError: no text, or too much of anything.
    """
    _check(report)
    recipients = need_recipients(store) if identity or (report.attachments and source.is_hidden) else ()
    sealed = seal_identity(identity, recipients) if identity else None
    reading = _read(reader, report, source)
    keep_source(store, source, settings.author)
    if sealed is not None:
        _keep_sealed(store, source, sealed, report, settings.author)
    original = _original(reading.document, report)
    store.add_reading(original, reading)
    for content in report.attachments:
        keep_attachment(store, reading.document, content, recipients)
    erased = erase_due(store, report.day, settings.author)
    update_store(store, settings)
    return Taken(
        document=reading.document, source=source, claims=len(reading.claims), attachments=len(report.attachments),
        erased=erased,
    )  # fmt: skip


def find_identity(text: str, identity: Identity) -> tuple[tuple[int, int], ...]:
    """Where words of the identity stand in the text, as (start, end): nobody's text is altered for them."""
    words = {word for given in (identity.name, identity.contact) for word in re.findall(r"[^\W\d_]+", given)}
    patterns = [rf"\b{re.escape(word)}\b" for word in words if len(word) >= LEAST_WORD]
    digits = [re.sub(r"\D", "", part) for part in re.findall(r"[\d\s()+.-]{6,}", identity.contact)]
    patterns += [r"[\s().-]*".join(number[-LEAST_DIGITS:]) for number in digits if len(number) >= LEAST_DIGITS]
    found = (match.span() for one in patterns for match in re.finditer(one, text, re.IGNORECASE))
    return tuple(sorted(set(found)))


def _check(report: FieldReport) -> None:
    if not report.text.strip():
        raise InputError("the report has no text. Mend: write what was seen")
    if len(report.text) > LONGEST_REPORT:
        raise InputError(f"the report has {len(report.text)} characters; expected at most {LONGEST_REPORT}")
    if "\0" in report.text + report.place + report.when or len(report.place + report.when) > 200:
        raise InputError("place and time: expected at most 200 characters of text")
    if len(report.attachments) > MOST_ATTACHMENTS:
        raise InputError(f"{len(report.attachments)} attachments; expected at most {MOST_ATTACHMENTS}")
    for number, content in enumerate(report.attachments, 1):
        if not 0 < len(content) <= LARGEST_ATTACHMENT:
            raise InputError(f"attachment {number} has {len(content)} bytes; expected 1 to {LARGEST_ATTACHMENT}")


def _read(reader: Reads, report: FieldReport, source: Source) -> Reading:
    """The document under an id by chance, for one hashed from its words could be guessed from them, and its claims."""
    document = Document(
        id=f"{REPORT_MARK}{secrets.token_hex(10)}", text=compose(report), date=report.day, source=source.code,
        protected=source.is_hidden, time_grain=source.time if source.is_hidden else None,
        place_grain=source.place if source.is_hidden else None,
    )  # fmt: skip
    language, problems = detect_language(document)
    (reading,) = reader.read([replace(document, language=language)], mentions=True)
    return replace(settle(reading), problems=(*problems, *reading.problems))


def _original(document: Document, report: FieldReport) -> bytes:
    """The form as it was filled in, less the giver."""
    form = {
        "text": report.text, "place": report.place, "when": report.when, "sighting": report.sighting.value,
        "source": document.source, "date": report.day.isoformat(), "protected": document.protected,
    }  # fmt: skip
    return json.dumps(form, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def _keep_sealed(store: Store, source: Source, sealed: bytes, report: FieldReport, who: str) -> None:
    kept_for = source.retention_days
    erase_after = report.day + timedelta(days=kept_for) if kept_for else None
    with store.change_without_trace() as connection:
        put_sealed(connection, source.code, sealed, erase_after)
        record_act(connection, ActKind.SEALED, who, source.code, entries=[source.code])
