"""A protected source's giver is planted as a canary and looked for in everything that is kept, printed or published."""

import json

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.export.formats import FORMATS
from marsad.store import Store
from marsad.store.tables import metadata

CANARY = "Canaryqzx"
CODE_NAME = "field-7"
IDENTIFIER = "p-0412"
TOLD = "Nine people were killed in Homs on Sunday, a nurse at the clinic said."
OPEN_TEXT = "Seven people were killed in Hama on Sunday, the health ministry said."
RECORDS = [
    {
        "id": IDENTIFIER, "text": TOLD, "date": "2024-12-01", "source": CODE_NAME, "protected": True,
        "title": f"From {CANARY}", "url": f"https://social.example/{CANARY}", "giver": CANARY,
        "contact": {"name": CANARY},
    },
    # a slip of the pen: the giver stands where a code name should, and "protected" is a word
    {
        "id": f"{CANARY} +963 944 123 456", "text": f"{TOLD} Again.", "date": f"the day {CANARY} came",
        "source": f"{CANARY}, a nurse!", "protected": "yes", "language": CANARY,
    },
    {"id": "open-1", "text": OPEN_TEXT, "date": "2024-12-01", "source": "Valley Post"},
]  # fmt: skip
LISTS = ("documents", "claims", "events", "tolls", "control", "actors", "sources", "problems")


class Shop:
    """A store that took the records in, and commands run on it."""

    def __init__(self, folder):
        self.db = folder / "war.db"
        self.feed = folder / f"from-{CANARY}.jsonl"
        self.feed.write_text("".join(json.dumps(record) + "\n" for record in RECORDS), encoding="utf-8")
        self.environment = {"MARSAD_DATA": str(folder / "data"), "MARSAD_DB": str(self.db)}
        self.ingested = self("ingest", str(self.feed))

    def __call__(self, *arguments, given=""):
        result = CliRunner().invoke(app, list(arguments), input=given, env=self.environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result


@pytest.fixture(scope="module")
def marsad(tmp_path_factory):
    return Shop(tmp_path_factory.mktemp("protected"))


def holds(content, words=CANARY):
    return (
        words.casefold() in (content.decode("utf-8", "replace") if isinstance(content, bytes) else content).casefold()
    )


def test_the_feed_was_read(marsad):
    assert "3 documents: 3 new" in marsad.ingested.stderr


def test_no_message_names_the_giver(marsad):
    assert (
        "input 1 (with protected records) line 2: `source` of a protected record is no code name"
        in marsad.ingested.stderr
    )
    assert not holds(marsad.ingested.stderr)


def test_nothing_of_the_giver_is_kept(marsad):
    with Store.open(marsad.db) as store:
        for document in store.documents():
            assert not holds(store.original(document.original_sha256)), document.id
        with store._engine.connect() as connection:
            for table in metadata.sorted_tables:
                assert not [row for row in connection.execute(table.select()) if holds(str(row))], table.name
    for path in marsad.db.parent.glob("war.db*"):
        assert not holds(path.read_bytes()), path.name


@pytest.mark.parametrize("name", LISTS)
def test_no_list_names_the_giver(marsad, name):
    for form in ("table", "json", "csv"):
        done = marsad(name, "--format", form)
        assert done.exit_code == 0
        assert not holds(done.stdout)


def test_no_opened_thing_names_the_giver(marsad):
    for name in ("documents", "claims", "events"):
        for line in marsad(name, "--format", "jsonl").stdout.splitlines():
            shown = marsad("show", json.loads(line)["id"])
            assert shown.exit_code == 0
            assert not holds(shown.stdout)


def test_no_pipe_names_the_giver(marsad):
    read = marsad("read", str(marsad.feed), "--mentions")
    assert not holds(read.stdout)
    assert not holds(marsad("reconcile", given=read.stdout).stdout)


@pytest.mark.parametrize("arguments", [
    ["sitrep", "--date", "2024-12-01"],
    ["sitrep", "--date", "2024-12-01", "--format", "html"],
    *(["export", "--to", form] for form in FORMATS),
])  # fmt: skip
def test_nothing_published_carries_the_giver_the_code_name_the_id_or_the_text(marsad, arguments):
    done = marsad(*arguments, *(["--db", str(marsad.db)] if arguments[0] == "export" else []))
    assert done.exit_code == 0, done.stderr
    for words in (CANARY, CODE_NAME, IDENTIFIER, TOLD):
        assert not holds(done.stdout_bytes, words), words
