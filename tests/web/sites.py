"""Stores of the shipped sample as read, and of records with traps, made without a reader; clients of their sites."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi.testclient import TestClient

from marsad.domain.claim import Attribution, Casualty, Claim, Control, ControlException, Event, Quote, Statement
from marsad.domain.document import Document
from marsad.domain.person import SiteRole
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.publication import Step
from marsad.domain.reading import Reading
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, EventType, Harm, ProblemCode, StatementAct
from marsad.domain.wire import claim_from_line
from marsad.pipeline.publishing import look_at, take_step
from marsad.pipeline.recording import reconcile_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.web.app import create_app
from marsad.web.site import Serving

SAMPLE_CLAIMS = Path(__file__).parents[1] / "goldens" / "sample" / "claims.jsonl"


def sample_readings() -> Iterator[Reading]:
    """The shipped dispatches with their claims as the golden file keeps them."""
    claims: dict[str, list[object]] = {}
    for line in SAMPLE_CLAIMS.read_text("utf-8").splitlines():
        claim = claim_from_line(json.loads(line))
        claims.setdefault(claim.document, []).append(claim)
    for line in files("marsad").joinpath("sample", "dispatches.jsonl").read_text("utf-8").splitlines():
        fields = json.loads(line)
        document = Document(
            id=fields["id"], text=fields["text"], date=dt.date.fromisoformat(fields["date"]),
            source=fields["source"], title=fields.get("title"), language="en",
        )  # fmt: skip
        yield Reading(document=document, claims=tuple(claims.get(document.id, ())))


def make_store(where: Path | str, readings: Iterable[Reading], data: Path | None = None) -> Settings:
    """The settings of a store, at a path or URL, that holds the readings and their record."""
    settings = Settings(db=str(where), author="tester", data=data or Path(where).parent / "data")
    with Store.open(where) as store:
        for reading in readings:
            store.add_reading(reading.document.text.encode(), reading)
        reconcile_store(store, settings)
    return settings


def publish_all(settings: Settings, most: int | None = None) -> list[str]:
    """Ids of all events and spells that can be published, each submitted by one person and let out by another."""
    with Store.open(settings.db) as store:
        record = store.record()
        found = [
            one.thing for one in look_at(store, [one.id for one in (*record.events, *record.control)]) if one.pinned
        ]
        for thing in found[:most]:
            for step, author in ((Step.SUBMIT, "Hala"), (Step.APPROVE, "Omar"), (Step.PUBLISH, "Omar")):
                take_step(store, step, thing, author=author, role=SiteRole.EDITOR)
    return found[:most]


def open_site(settings: Settings, **serving: object) -> TestClient:
    """A client of the site; an error that escapes the application fails the test."""
    hosts = frozenset({"testserver"})
    return TestClient(create_app(settings, Serving(hosts=hosts, **serving)), follow_redirects=False)


CANARY = "Canaryqzx"
CODE_NAME = "field-7"
HIDDEN_VILLAGE = "Kafr Canaryqzx"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{7*7}}"


def make_claims(document: Document, said: Iterable[object], **more: object) -> tuple[Claim, ...]:
    """One claim a thing said, all in the one sentence that the document is."""
    whole = Quote(start=0, end=len(document.text), text=document.text)
    day = document.date
    shared = {
        "document": document.id, "quote": whole, "source": document.source, "reported": day,
        "protected": document.protected, "time": TimeSpan(start=day, end=day), **more,
    }  # fmt: skip
    return tuple(Claim(said=one, **shared) for one in said)


def planted_readings() -> Iterator[Reading]:
    """A text full of markup, a protected report of a place of its own, one that joins an open event, two plain ones."""
    day = dt.date(2024, 12, 8)
    strike = Event(type=EventType.AIR_STRIKE, agents=("Air Force",), recipients=("people",))
    dead = Casualty(harm=Harm.KILLED, low=7, best=7, high=7, words="Seven people")
    hama = Place(name="Hama", text="Hama", country="SY", admin1="Hama", lat=35.13, lon=36.75)
    hidden = Place(name=HIDDEN_VILLAGE, text=HIDDEN_VILLAGE, country="SY", admin1="Idlib", lat=35.9, lon=36.6)
    text = f"{HOSTILE} Seven people were killed in {HOSTILE}."
    hostile = Document(
        id=f"evil/{HOSTILE}", text=text, date=day, source=HOSTILE, title=HOSTILE, url="javascript:alert(3)"
    )
    evil = Place(name=HOSTILE, text=HOSTILE, lat=35.0, lon=36.7, country="SY")
    speaker = Attribution(speaker=HOSTILE, spokesperson=HOSTILE, via=(HOSTILE,))
    held = Control(state=ControlState.HOLDS, holder=(HOSTILE,), except_=(ControlException(place=HOSTILE),))
    yield Reading(
        document=hostile,
        claims=make_claims(hostile, [strike, replace(dead, words=HOSTILE), held], place=evil, attribution=speaker),
        problems=(Problem(code=ProblemCode.PASSED_OVER, message=HOSTILE, document=hostile.id),),
    )
    secret = Document(
        id=f"p-{CANARY}", date=day, source=CODE_NAME, title=CANARY, protected=True,
        text=f"{CANARY} saw Seven people die in {HIDDEN_VILLAGE}.",
    )  # fmt: skip
    witness = Attribution(speaker=f"{CANARY} the nurse")
    rebels = Control(state=ControlState.HOLDS, holder=("rebels",))
    account = Statement(act=StatementAct.ACCOUNT, about=CANARY)
    yield Reading(
        document=secret,
        claims=make_claims(secret, [strike, dead, rebels, account], place=hidden, attribution=witness),
    )
    for number in (8, 9):  # with the first, enough sources report there that day for it to be published
        other = replace(
            secret, id=f"s{number}-{CANARY}", source=f"field-{number}", text=f"{CANARY} heard of it too, {number}."
        )
        yield Reading(document=other, claims=make_claims(other, [account], place=hidden, attribution=witness))
    joined = replace(secret, id=f"q-{CANARY}", text=f"{CANARY} saw Seven people die in Hama.")
    yield Reading(document=joined, claims=make_claims(joined, [strike, dead], place=hama, attribution=witness))
    plain = Document(
        id="plain-1", text="Seven people were killed in Hama.", date=day, source="Valley Post", title="Strike"
    )
    yield Reading(document=plain, claims=make_claims(plain, [strike, dead], place=hama))
    arabic = Document(
        id="arabic-1", text="قُتل سبعة أشخاص في حماة.", date=day, source="صحيفة", title="غارة", language="ar"
    )
    yield Reading(document=arabic, claims=make_claims(arabic, [strike, dead], place=hama))


LISTS = ("", "events", "tolls", "control", "documents", "actors", "sources", "search?q=Hama")
DAY = "2024-12-08"


def addresses_of(client: TestClient) -> list[str]:
    """Every page and answer of the site: the lists, then everything that they list."""
    found = [
        "/about",
        "/api/v1/openapi.json",
        f"/sitrep/{DAY}.md",
        "/tolls.csv",
        f"/control?on={DAY}&since_day=2024-11-28",
    ]
    found += [f"{root}/sitrep/{DAY}" for root in ("", "/api/v1")]
    found += [address for name in LISTS for address in (f"/{name}", f"/api/v1/{name or 'situation'}")]
    return found + [f"{root}{address}" for address in _things(client) for root in ("", "/api/v1")]


def _things(client: TestClient) -> Iterator[str]:
    def ask(name: str) -> dict[str, Any]:
        answer: dict[str, Any] = client.get(f"/api/v1/{name}").json()
        return answer

    for name in ("events", "documents"):
        yield from (f"/{name}/{quote(item['id'])}" for item in ask(name)["items"])
    yield from (f"/actors/{quote(item['name'])}" for item in ask("actors")["items"])
    sources = ask("sources")
    yield from (f"/sources/{quote(item['name'])}" for item in (*sources["outlets"], *sources["voices"]))
    spells = ask("control")["items"]
    yield from (f"/control/spells/{item['id']}" for item in spells)
    yield from (f"/control/places/{quote(item['place']['name'])}" for item in spells if item["claims"])
