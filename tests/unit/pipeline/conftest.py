"""A stand-in reader: what it says of a text is plain enough to count by hand."""

import re

import pytest

from marsad.domain.claim import Attribution, Casualty, Claim, Quote
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.reading import Reading
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import Harm, ProblemCode, Role

TOLD = re.compile(
    r"(?P<words>(?P<count>\d+) people) were killed in (?P<place>[A-Z]\w+), the (?P<speaker>[a-z ]+) said\."
)


class TellingReader:
    """One casualty claim for each "N people were killed in PLACE, the SPEAKER said."; it counts what it was given."""

    def __init__(self):
        self.given = []

    def read(self, documents, *, mentions=False):
        for document in documents:
            self.given.append(document.id)
            found = tuple(self._claim(document, match) for match in TOLD.finditer(document.text))
            hard = () if found else (Problem(code=ProblemCode.PASSED_OVER, message="no claim", document=document.id),)
            yield Reading(document=document, claims=found, problems=hard)

    @staticmethod
    def _claim(document, match):
        count = int(match["count"])
        return Claim(
            document=document.id,
            quote=Quote(start=match.start(), end=match.end(), text=match[0]),
            said=Casualty(harm=Harm.KILLED, low=count, high=count, best=count, words=match["words"]),
            attribution=Attribution(speaker=match["speaker"], role=Role.UNKNOWN),
            time=TimeSpan(start=document.date, end=document.date) if document.date else None,
            place=Place(name=match["place"], text=match["place"]),
            source=document.source,
            reported=document.date,
            protected=document.protected,
        )


@pytest.fixture
def reader():
    return TellingReader()
