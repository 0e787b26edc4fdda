"""One suite for every engine: a fresh store of each, and readings made by hand."""

import datetime as dt

import pytest

from marsad.domain.claim import Attribution, Casualty, Claim, Control, Quote
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.provenance import Provenance
from marsad.domain.reading import Reading
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, Harm, ProblemCode, Role, TimePrecision
from marsad.reconcile import reconcile
from marsad.store import Store
from older_store import make_older

HAMA = Place(name="Hama", text="the city of Hama", country="SY", admin1="Hama", lat=35.13, lon=36.75)
SALAMIYAH = Place(name="Salamīyah", text="Salamiyah", country="SY", admin1="Hama")


def make_reading(name="d1", day=1, text="Seven people died in the city of Hama, the ministry said.", **fields):
    """A document of December 2024 with one toll in Hama and one spell of control of Salamiyah."""
    reported = dt.date(2024, 12, day)
    document = Document(id=name, text=text, date=reported, source="Valley Post", language="en", **fields)
    shared = {
        "document": name,
        "quote": Quote(start=0, end=len(text), text=text),
        "attribution": Attribution(speaker="Ministry of Health", role=Role.GOVERNMENT),
        "source": document.source,
        "reported": reported,
        "protected": document.protected,
    }
    toll = Claim(
        **shared,
        said=Casualty(harm=Harm.KILLED, low=7, high=7, best=7, words="Seven people", side="Hamas Brigade"),
        time=TimeSpan(start=reported, end=reported),
        place=HAMA,
    )
    spell = Claim(
        **shared,
        said=Control(state=ControlState.HOLDS, holder=("Army of the North",)),
        time=TimeSpan(start=reported, precision=TimePrecision.OPEN),
        place=SALAMIYAH,
    )
    problem = Problem(code=ProblemCode.UNKNOWN_PLACE, message="nowhere is not known", document=name)
    return Reading(document=document, claims=(toll, spell), problems=(problem,))


def keep(store, *readings):
    for reading in readings:
        store.add_reading(reading.document.text.encode(), reading, came=Provenance(where="feed.jsonl line 1"))


def reconcile_kept(store):
    store.replace_record(reconcile(tuple(store.claims()), store.judgements()))


@pytest.fixture(params=["file", "memory", "postgres"])
def where(request, tmp_path):
    if request.param == "postgres":
        return request.getfixturevalue("new_database")()
    return tmp_path / "kept.db" if request.param == "file" else ":memory:"


@pytest.fixture
def store(where):
    with Store.open(where) as opened:
        yield opened


@pytest.fixture(scope="session")
def reading():
    return make_reading


@pytest.fixture(scope="session")
def fill():
    return keep


@pytest.fixture
def make_record():
    return reconcile_kept


@pytest.fixture
def before_the_chain():
    return make_older
