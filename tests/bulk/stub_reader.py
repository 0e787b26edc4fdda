"""A reader that costs nothing: sentences "N killed in PLACE" are claims; some words break it."""

import os
import re
import time

from marsad.domain.claim import Casualty, Claim, Event, Quote
from marsad.domain.place import Place
from marsad.domain.reading import Reading
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Harm

TOLD = re.compile(r"(\d+) killed in (\w+)\.")
SLOW = "MARSAD_TEST_SECONDS_A_DOCUMENT"


class Stub:
    def __init__(self, settings):
        self.pause = float(os.environ.get(SLOW, "0"))

    def read(self, documents, *, mentions=False):
        for document in documents:
            time.sleep(self.pause)
            break_down(document.text)
            yield Reading(document=document, claims=tuple(make_claims(document)))


def break_down(text):
    if "CRASH" in text:
        os.abort()
    if "HANG" in text:
        time.sleep(600)
    if "EXPLODE" in text:
        bytearray(1024**3 * 8)
    if "RAISE" in text:
        raise ValueError("no such word")


def make_claims(document):
    for found in TOLD.finditer(document.text):
        quote = Quote(start=found.start(), end=found.end(), text=found.group())
        count, name = int(found[1]), found[2]
        common = {
            "document": document.id, "quote": quote, "source": document.source, "reported": document.date,
            "place": Place(name=name, text=name, country="SY"),
            "time": TimeSpan(start=document.date, end=document.date, text="") if document.date else None,
        }  # fmt: skip
        yield Claim(said=Event(type=EventType.SHELLING), **common)
        yield Claim(said=Casualty(harm=Harm.KILLED, low=count, best=count, high=count, words=found[1]), **common)
