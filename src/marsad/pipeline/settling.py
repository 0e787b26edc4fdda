"""A field report in, its text with a line of where and when out; and read, its claims with that place and time."""

from collections.abc import Iterator
from dataclasses import replace

from marsad.domain.claim import Claim, Relation, Statement
from marsad.domain.mention import PlaceMention, TimeMention
from marsad.domain.reading import Reading
from marsad.domain.source import FieldReport

SIGHTING_WORDS = {"first-hand": "Seen first hand.", "told": "Told by others.", "inferred": "Inferred."}
REPORT_MARK = "report-"
"""What the ids of field reports begin with."""


def compose(report: FieldReport) -> str:
    """The report as it is read: a line of where and when, then the reporter's own words."""
    where = f"In {report.place}" if report.place else ""
    when = f"on {report.when}" if report.when and report.when[0].isdigit() else report.when
    line = " ".join(part for part in (where, when) if part)
    heading = f"{line[0].upper()}{line[1:]}. {SIGHTING_WORDS[report.sighting.value]}\n\n" if line else ""
    return heading + report.text.strip()


def settle(reading: Reading) -> Reading:
    """The reading without its mentions; of a field report, claims that give no place or time of their own have its own.

    It must have been read with mentions. What is no field report, or names two places above, stays as it was read.
    """
    line = reading.document.text.partition("\n\n")[0]
    is_report = reading.document.id.startswith(REPORT_MARK) and line.endswith(tuple(SIGHTING_WORDS.values()))
    claims = tuple(_settled(reading, len(line))) if is_report else reading.claims
    return replace(reading, claims=claims, mentions=())


def _settled(reading: Reading, heading: int) -> Iterator[Claim]:
    places = [one.place for one in reading.mentions if isinstance(one, PlaceMention) and one.quote.end <= heading]
    times = [one.time for one in reading.mentions if isinstance(one, TimeMention) and one.quote.end <= heading]
    for claim in reading.claims:
        if isinstance(claim.said, Statement | Relation) or claim.background:
            yield claim
            continue
        place = claim.place or (places[0] if len(places) == 1 else None)
        time = claim.time or (times[0] if len(times) == 1 else None)
        yield replace(claim, place=place, time=time) if (place, time) != (claim.place, claim.time) else claim
