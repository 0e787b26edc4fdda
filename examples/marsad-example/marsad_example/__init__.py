"""Three plug-ins in one package: a reader of radio logs, a claim reader for curfews, an exporter of headlines."""

import re
from collections.abc import Iterator
from datetime import date

from marsad import Claim, Document, Quote, Statement
from marsad.domain.vocabulary import StatementAct
from marsad.export.checking import check_rows
from marsad.export.formats import Format as ExportFormat
from marsad.export.forms import parse_form
from marsad.export.material import Material
from marsad.intake.formats import Format as InputFormat
from marsad.intake.found import Found
from marsad.intake.given import Asked, Given

# --- marsad.readers: lines such as "2024-12-01 | Radio Tallan | Shelling killed two in Goma." under "#radio-log"
MARK = b"#radio-log\n"


def _read_log(given: Given, asked: Asked) -> Iterator[Found]:
    for number, line in enumerate(given.whole(asked.limits).decode("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            day, station, text = (part.strip() for part in line.split("|", 2))
            document = Document(id=f"{station}-{day}-{number}", text=text, date=date.fromisoformat(day), source=station)
            where = f"{given.where} line {number}"
            yield Found(where=where, document=document, original=line.encode(), media_type="text/plain")


RADIO_LOG = InputFormat(
    name="radio log",
    sniff=lambda given: given.head.startswith(MARK),
    read=_read_log,
    media_types=("text/x-radio-log",),  # so that `marsad fetch` takes it from a site that sends it as such
)

# --- marsad.claim_readers: a sentence about a curfew is an announcement
CURFEW = re.compile(r"[^.\s][^.]*\bcurfew\b[^.]*\.")


def read_curfews(document: Document) -> Iterator[Claim]:
    """An announcement for each sentence about a curfew."""
    for found in CURFEW.finditer(document.text):
        quote = Quote(start=found.start(), end=found.end(), text=found.group())
        yield Claim(document=document.id, quote=quote, said=Statement(act=StatementAct.ANNOUNCEMENT, about="a curfew"))


# --- marsad.exporters: one line an event, with the columns that it declares itself
FORM = parse_form(
    "headlines",
    """
title = "Headlines"
row = "one event"
codebook = "marsad-example"
columns = [
  { name = "day", type = "date", rule = "First day, as the texts give it." },
  { name = "headline", type = "text", required = true, rule = "Kind and place of the event." },
]
""",
)


def _write_headlines(material: Material) -> bytes:
    rows = [
        {
            "day": event.time.start.isoformat() if event.time and event.time.start else None,
            "headline": f"{event.type.value} at {event.place.name if event.place else 'an unknown place'}",
        }
        for event in material.shown.record.events
    ]
    check_rows(FORM, rows)
    return "".join(f"{row['day'] or 'undated'}: {row['headline']}\n" for row in rows).encode()


HEADLINES = ExportFormat(
    name="headlines", suffix=".txt", media_type="text/plain", how="One line an event.", forms=(FORM,),
    write=_write_headlines,
)  # fmt: skip
