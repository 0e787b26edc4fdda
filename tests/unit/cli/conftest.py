"""A small store made by hand, and a runner of commands in this process."""

import datetime as dt

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.domain.claim import Attribution, Casualty, Claim, Control, EarlierFigure, Quote
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.reading import Reading
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, Harm, ProblemCode, Role, TimePrecision
from marsad.reconcile import reconcile
from marsad.store import Store

TEXT = "Dawn broke. Seven people died in Hama, the ministry said. Rain fell."
HOSTILE = "=1+1 \x1b[31mred\u202egnirts died in Hama."
TOLD = [
    ("d1", 1, "Valley Post", "Seven people died in Hama, the ministry said.", "Seven people", 7, "Ministry of Health"),
    ("d2", 2, "Coast Radio", "Nine people died in Hama, the ministry said.", "Nine people", 9, "Ministry of Health"),
]


def toll_claim(document, sentence, words, count, speaker):
    revised = EarlierFigure(low=7, high=7) if count > 7 else None
    start = document.text.index(sentence)
    return Claim(
        document=document.id,
        quote=Quote(start=start, end=start + len(sentence), text=sentence),
        said=Casualty(harm=Harm.KILLED, low=count, high=count, best=count, words=words, revises=revised),
        attribution=Attribution(speaker=speaker, role=Role.GOVERNMENT, said_to="Coast Radio"),
        time=TimeSpan(start=dt.date(2024, 12, 1), end=dt.date(2024, 12, 1)),
        place=Place(name="Hama", text="Hama", country="SY", lat=35.13, lon=36.75),
        source=document.source,
        reported=document.date,
        protected=document.protected,
        rule="toll-verb:died",
    )


def spell_claim(document):
    return Claim(
        document=document.id,
        quote=Quote(start=0, end=len(document.text), text=document.text),
        said=Control(state=ControlState.HOLDS, holder=("Army of the North",)),
        time=TimeSpan(start=dt.date(2024, 12, 3), precision=TimePrecision.OPEN),
        place=Place(name="Homs", text="Homs", country="SY", lat=34.7324, lon=36.7137),
        source=document.source,
        reported=document.date,
    )


def readings():
    for name, day, source, sentence, words, count, speaker in TOLD:
        text = f"Dawn broke. {sentence} Rain fell."
        document = Document(id=name, text=text, date=dt.date(2024, 12, day), source=source, language="en")
        yield Reading(document=document, claims=(toll_claim(document, sentence, words, count, speaker),))
    held = Document(id="h1", text="The Army of the North holds Homs.", date=dt.date(2024, 12, 3), source="=cmd()")
    yield Reading(document=held, claims=(spell_claim(held),))
    hostile = Document(id="x1", text=HOSTILE, date=dt.date(2024, 12, 4), title="@SUM(A1)", source="-3")
    problem = Problem(code=ProblemCode.UNKNOWN_PLACE, message="Nowhere is not known", document="x1")
    yield Reading(document=hostile, problems=(problem,))


@pytest.fixture(scope="session")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "war.db"
    with Store.open(path) as store:
        for reading in readings():
            store.add_reading(reading.document.text.encode(), reading)
        store.replace_record(reconcile(tuple(store.claims())))
    return str(path)


@pytest.fixture
def run(monkeypatch, tmp_path):
    """Run a command in this process, away from the user's own store and data."""
    monkeypatch.setenv("MARSAD_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("MARSAD_DB", raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments, **options):
        result = CliRunner().invoke(app, list(arguments), catch_exceptions=False, **options)
        return result.exit_code, result.stdout, result.stderr

    return call
