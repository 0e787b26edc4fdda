"""A protected source's traces are planted once, and looked for in whatever any command, route, format or file gives.

Nothing here lists what there is to look at: commands, routes and formats are walked, so a new one is looked at too.
"""

import datetime as dt
import io
import json
import os
import re
import shutil
import sys
import traceback
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import pytest
import typer
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from peopled import NAMES, Peopled, cheap_hashes

from marsad.cli.app import app
from marsad.domain.errors import InputError, NotFoundError
from marsad.domain.person import SiteRole
from marsad.domain.publication import Step
from marsad.export.formats import FORMATS
from marsad.pipeline.publishing import look_at, take_step
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.settings import read_settings
from marsad.store import Store
from marsad.store.vault import sources_of
from marsad.store.webhooks import Webhook, add_webhook
from marsad.web.signing import make_secret
from marsad.web.webhooks import deliver

NAME, CONTACT, NOTE = "Canaryqzx", "0944123456", "noteqzx"
WHO = (NAME, CONTACT, NOTE, f"{NAME} Personqzx")
"""The identity: to be found nowhere at all."""
VILLAGE, HOUR, WORDS, SILENT = "Ariha", "04:17", "by the well with the blue lid", "eleven people"
PICTURE = b"EXIF qzxcamera 35.8123N"
REPORT = f"Shelling killed nine people in {VILLAGE} at {HOUR} {WORDS} on 2 December 2024."
NEVER = f"Shelling killed {SILENT} in {VILLAGE} on 3 December 2024."
OPEN = {"id": "open-1", "text": "Shelling killed seven people in Hama on Sunday, the health ministry said.",
        "date": "2024-12-02", "source": "Valley Post"}  # fmt: skip
PUBLISHES = ("export", "sitrep", "publish list", "release make", "release list", "release check")
"""Commands whose output goes out of the house; the others show the owner of the store what it holds."""


def today():
    """As it is now, for a run of all tests may go on over midnight."""
    return dt.datetime.now(dt.UTC).date().isoformat()


class House:
    """A store with a protected and a silent source's reports, beside an open dispatch; and what commands say of it."""

    def __init__(self, folder):
        self.folder, self.db, self.temporary = folder, folder / "war.db", folder / "temporary"
        self.temporary.mkdir()
        self.environment = {
            "MARSAD_DATA": str(folder / "data"), "MARSAD_DB": str(self.db), "MARSAD_AUTHOR": "Ben",
            "TMPDIR": str(self.temporary), "COLUMNS": "200",
        }  # fmt: skip
        self.said = []
        self.keys = folder / "keys"
        self.keys.mkdir()
        for name in ("ana", "ben"):
            public = self("vault", "new-key", str(self.keys / name)).stdout.strip()
            assert self("vault", "recipients", "add", name, public).exit_code == 0
        feed = folder / "open.jsonl"
        feed.write_text(json.dumps(OPEN) + "\n")
        assert self("ingest", str(feed)).exit_code == 0
        self.document = self.report(REPORT, "--attach", str(self.write(f"{NAME}.jpg", PICTURE)))
        self.silent = self.report(NEVER, "--may", "never")
        with Store.open(self.db) as store:
            self.codes = tuple(sources_of(store))
            self.events = [event.id for event in store.record().events]
            self.claims = [claim for event in store.record().events for claim in event.claims]

    def write(self, name, content):
        path = self.keys / name
        path.write_bytes(content)
        return path

    def report(self, text, *more):
        identity = {"name": f"{NAME} Personqzx", "contact": CONTACT, "notes": NOTE}
        reading, writing = os.pipe()
        os.write(writing, json.dumps(identity).encode())
        os.close(writing)
        done = self(
            "report", "new", "--file", str(self.write("r.txt", text.encode())), "--place", VILLAGE,
            "--when", f"2 December 2024, {HOUR}", "--kind", "protected", "--received", "2024-12-04",
            "--identity-fd", str(reading), *more,
        )  # fmt: skip
        os.close(reading)
        assert done.exit_code == 0, done.stderr
        return done.stdout.strip()

    def __call__(self, *arguments, given=""):
        done = CliRunner().invoke(app, list(arguments), input=given, env=self.environment)
        trace = "".join(traceback.TracebackException(*done.exc_info, capture_locals=True).format())
        self.said.append((arguments, done.stdout_bytes, done.stderr, trace))
        return done

    @property
    def hidden(self):
        """What nothing published tells: who, by what name here, where, when, in which words, under which ids."""
        return (*WHO, *self.codes, VILLAGE, HOUR, WORDS, SILENT, self.document, self.silent, "qzxcamera")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """One reader for all commands: each would load its own."""
    load, kept = LazyReader._load, []

    def once(lazy):
        if not kept:
            kept.append(load(lazy))
        return kept[0]

    with patch.object(LazyReader, "_load", once):
        yield House(tmp_path_factory.mktemp("house"))


def unpacked(content):
    """The bytes, and those of whatever they hold."""
    yield content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield from unpacked(packed.read(name))


def found(content, words):
    plain = content.encode() if isinstance(content, str) else content
    told = b"\n".join(unpacked(plain)).decode("utf-8", "replace").casefold()
    return [one for one in words if one.casefold() in told]


ARGUMENTS = {
    "read": lambda house: [str(house.folder / "open.jsonl")],
    "reconcile": lambda _: [],
    "export": lambda house: ["--to", "csv", "--db", str(house.db)],
    "ingest": lambda house: [str(house.folder / "open.jsonl")],
    "bulk load": lambda house: [str(house.folder / "run")],
    "fetch": lambda _: ["https://news.example/"],
    "tolls": lambda _: ["--history"],
    "show": lambda house: [house.document],
    "why": lambda house: [house.events[0]],
    "sitrep": lambda _: ["--date", "2024-12-02"],
    "report new": lambda house: ["--file", str(house.folder / "nowhere"), "--no-identity", "--kind", "protected"],
    "report attachments": lambda house: [house.document],
    "feeds add": lambda _: ["https://news.example/feed"],
    "feeds remove": lambda _: ["https://news.example/feed"],
    "webhook add": lambda house: ["https://archive.example/hook", "--secret-file", str(house.keys / "hook")],
    "webhook test": lambda _: ["https://archive.example/hook"],
    "webhook remove": lambda _: ["https://archive.example/hook"],
    "judge same": lambda house: [*house.events[:2], "--because", "x"],
    "judge different": lambda house: [*house.events[:2], "--because", "x"],
    "judge accept": lambda house: [house.claims[0], "--because", "x"],
    "judge correct": lambda house: [house.claims[0], "place.name=Nowhere", "--because", "x"],
    "judge withdraw": lambda house: ["c0", "--because", "x"],
    "judge undo": lambda _: ["1"],
    "publish submit": lambda house: house.events,
    "publish approve": lambda house: house.events,
    "publish publish": lambda house: house.events,
    "publish return": lambda house: [*house.events, "--because", "x"],
    "publish withdraw": lambda house: [*house.events, "--because", "x"],
    "import": lambda house: [str(house.folder / "open.jsonl")],
    "compare": lambda house: [str(house.folder / "open.jsonl")],
    "user add": lambda _: ["Dana"],
    "user password": lambda _: ["Dana"],
    "user role": lambda _: ["Dana", "reviewer"],
    "user close": lambda _: ["Dana"],
    "user totp-off": lambda _: ["Dana"],
    "token add": lambda _: ["Dana", "--label", "x"],
    "token revoke": lambda _: ["k0"],
    "copy": lambda house: [str(house.db), str(house.folder / "copied.db")],
    "vault new-key": lambda house: [str(house.keys / "ana")],
    "vault rule": lambda house: [house.codes[0]],
    "vault request": lambda house: [house.codes[0], "--because", "x"],
    "vault approve": lambda _: ["0"],
    "vault open": lambda house: [house.codes[0], "--key", str(house.keys / "ana")],
    "vault rotate": lambda house: ["--key", str(house.keys / "ana")],
    "vault erase": lambda _: ["--due"],
    "vault recipients add": lambda _: ["eve", "age1"],
    "vault recipients remove": lambda _: ["eve"],
    "verify": lambda _: ["--originals"],
    "lock": lambda _: ["off", "--because", "x"],
    "backup": lambda house: [str(house.folder / "war.backup")],
    "restore": lambda house: [str(house.folder / "war.backup"), "--db", str(house.folder / "again.db")],
    "release make": lambda house: [today(), "-o", str(house.folder / "release.zip"), "--formats", ",".join(FORMATS)],
    "rebuild": lambda _: ["--from-originals"],
    "timestamp": lambda house: [str(house.folder / "open.jsonl"), "--request", str(house.folder / "open.tsq")],
    "release check": lambda house: [str(house.folder / "release.zip")] * 2,
    "gazetteer add": lambda house: [str(house.folder / "open.jsonl")],
}
"""What a command is given that needs something apt; any other is given a protected document's id for all it asks."""
NOT_RUN = {
    "serve": "every route is walked below",
    "watch": "it does not end",
    "demo": "a store of its own",
    "bulk run": "it reads no store; tests/bulk plants a protected record among its inputs",
}


def commands():
    def walk(command, path):
        inner = getattr(command, "commands", None)
        if not inner:
            yield " ".join(path), [one for one in command.params if one.required]
        for name, one in (inner or {}).items():
            yield from walk(one, [*path, name])

    return list(walk(typer.main.get_command(app), []))


def given(house, verb, needed):
    if verb in ARGUMENTS:
        return ARGUMENTS[verb](house)
    if verb.startswith(("user ", "token ")):  # a person of that name would be found everywhere
        return ["eve"] * len(needed)
    asked = [[house.document] if one.param_type_name == "argument" else [one.opts[0], house.document] for one in needed]
    return [word for words in asked for word in words]


@pytest.mark.parametrize(("verb", "needed"), commands())
def test_no_command_tells_who_and_none_that_publishes_tells_anything(house, verb, needed):
    if verb in NOT_RUN:
        pytest.skip(NOT_RUN[verb])
    done = house(*verb.split(), *given(house, verb, needed))
    arguments, *told = house.said[-1]
    for output in told:
        assert found(output, WHO) == [], arguments
    if verb in PUBLISHES:
        assert found(done.stdout_bytes, house.hidden) == []


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize("more", [[], ["--published"]])
def test_no_format_tells_anything(house, form, more):
    done = house("export", "--to", form, "--db", str(house.db), *more)
    assert done.exit_code == 0, done.stderr
    assert found(done.stdout_bytes, house.hidden) == []
    assert found(done.stderr, house.hidden) == []


@pytest.mark.parametrize("arguments", [
    ["sitrep", "--date", day, "--format", form] for day in ("2024-12-02", "2024-12-03", "2024-12-04")
    for form in ("markdown", "html")
] + [["control", "--on", "2024-12-04", "--areas"]])  # fmt: skip
def test_no_report_tells_anything(house, arguments):
    assert found(house(*arguments).stdout_bytes, house.hidden) == []


def test_the_report_is_there_to_be_found(house):
    """Else all of this would be looked for in vain."""
    assert found(house("show", house.document).stdout, [VILLAGE, HOUR, WORDS]) == [VILLAGE, HOUR, WORDS]
    assert SILENT in house("show", house.silent).stdout
    assert len(house.events) == 2


def walk(site, house):
    """Every address that answers a GET: each route with each id there is in each of its places."""
    names = [
        *house.events,
        *house.codes,
        house.document,
        house.silent,
        "open-1",
        VILLAGE,
        "Hama",
        "Valley Post",
        "2024-12-02",
    ]
    for router in site.app.state.routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in route.methods and route.path != "/live":
                holes = len(re.findall(r"\{[^}]*\}", route.path))
                for name in names if holes else [""]:
                    yield re.sub(r"\{[^}]*\}", name, route.path)


def test_no_page_and_no_answer_tells_anything_to_anybody(house, caplog):
    settings = read_settings({**os.environ, **house.environment})
    asked = {
        "box": "30,30,45,40",
        "zoom": "6",
        "on": "2024-12-04",
        "q": WORDS,
        "place": VILLAGE,
        "source": house.codes[0],
    }
    caplog.set_level("INFO", logger="marsad")  # as where logs are JSON, and each request is told
    with cheap_hashes():
        site = Peopled(settings, public=True)
        clients = {name: site.client_of(name) for name in ("Hala", "Rima")} | {None: site.client_of()}
    assert set(clients) - {None} < set(NAMES)
    seen = 0
    for address in walk(site, house):
        for name, client in clients.items():
            for more, form in (({}, "*/*"), (asked, "*/*"), ({}, "text/csv")) if name != "Rima" else (({}, "*/*"),):
                answer = client.get(address, params=more, headers={"accept": form})
                said = answer.text
                for words in (*more.values(), address.rsplit("/", 1)[-1]):  # what was asked for is said back
                    said = said.replace(words, "") if words else said
                looked_for = [one for one in house.hidden if address != "/report" or one not in house.codes]
                assert found(said, [one for one in looked_for if one not in address]) == [], (address, name)
                assert answer.status_code < 500, address
                seen += answer.status_code == 200
    here = TestClient(site.app, client=("127.0.0.1", 5000))
    for address in ("/healthz", "/readyz", "/metrics"):
        assert found(here.get(address).text, house.hidden) == [], address
    assert seen > 100
    assert found(caplog.text, house.hidden) == []


def test_no_release_tells_anything_in_its_files_their_names_or_on_its_way(house):
    with Store.open(house.db) as store:
        for one in look_at(store, house.events):
            steps = ((Step.SUBMIT, "Hala"), (Step.APPROVE, "Omar"), (Step.PUBLISH, "Omar"))
            for step, author in steps if one.pinned and one.standing.public is None else ():
                take_step(store, step, one.thing, author=author, role=SiteRole.EDITOR)
    for to in ("out.zip", "out"):
        done = house("release", today(), "-o", str(house.folder / to), "--formats", ",".join(FORMATS))
        assert done.exit_code == 0, done.stderr
        assert found(done.output, house.hidden) == []
    held = [one for one in (house.folder / "out").rglob("*") if one.is_file()]
    assert len(held) > len(FORMATS)
    assert found((house.folder / "out.zip").read_bytes(), house.hidden) == []
    for one in held:
        assert found(one.read_bytes(), house.hidden) == [], one
    assert list(house.temporary.iterdir()) == []
    assert not [one for one in house.folder.iterdir() if one.name.startswith(".marsad")]
    assert found(house("release", "list").stdout, house.hidden) == []


def test_all_is_made_anew_from_the_originals_and_nothing_of_it_is_left_or_told(house):
    done = house("rebuild", "--from-originals")
    assert done.exit_code == 0, done.stderr
    assert found(done.output, house.hidden) == []
    assert list(house.temporary.iterdir()) == []
    assert not list(house.folder.rglob(".marsad-work-*"))


def test_no_webhook_tells_anything(house, tmp_path):
    class Receiver:
        sent: ClassVar[list[str]] = []

        def post(self, url, body, headers):
            self.sent.append(f"{url} {headers} {body.decode()}")
            return 200

    db, secret = shutil.copy(house.db, tmp_path / "war.db"), tmp_path / "secret"
    make_secret(secret)
    with Store.open(db) as store:
        hook = Webhook(
            id="w1", url="https://archive.example/hook", secret_file=str(secret), scope="public",
            added="2024-12-04", added_by="Ben", told=0, next_due="2024-12-04T00:00:00+00:00",
        )  # fmt: skip
        add_webhook(store, hook)
        for event in house.events:
            for step, person in ((Step.SUBMIT, "Hala"), (Step.APPROVE, "Omar"), (Step.PUBLISH, "Omar")):
                with suppress(InputError, NotFoundError):  # of what cannot be published nothing is told
                    take_step(store, step, event, author=person, role=SiteRole.EDITOR)
    with Store.open(db) as store:
        list(deliver(store, lambda: Store.open(db), Receiver(), lambda: dt.datetime.now(dt.UTC)))
    assert Receiver.sent
    assert found("".join(Receiver.sent), house.hidden) == []


def test_no_file_holds_who_it_was(house):
    for path in house.folder.rglob("*"):
        if path.is_file() and house.keys not in path.parents:
            assert found(path.read_bytes(), [*WHO, "qzxcamera"]) == [], path
            assert found(str(path.relative_to(house.folder)), WHO) == []


def test_the_search_index_holds_no_word_of_theirs(house):
    with Store.open(house.db) as store, store._engine.connect() as connection:
        for word in ("lid", VILLAGE.casefold(), "eleven"):
            has = f"document_words MATCH '{word}'" if store.engine == "sqlite" else f"words @@ '{word}'::tsquery"
            assert connection.exec_driver_sql(f"SELECT count(*) FROM document_words WHERE {has}").scalar() == 0, word


def test_a_failure_amid_a_report_tells_nothing(house, monkeypatch):
    def fail(*_arguments, **_options):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("marsad.pipeline.reports.compose", fail)
    with pytest.raises(AssertionError):
        house.report(REPORT)
    arguments, stdout, stderr, trace = house.said[-1]
    assert "disk on fire" in trace
    for told in (str(arguments), stdout, stderr, trace):
        assert found(told, WHO) == []
