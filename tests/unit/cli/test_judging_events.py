"""Two events that a person calls one are one, whole."""

import json

from typer.testing import CliRunner

from marsad.cli.app import app

TEXTS = {
    "a": "Shelling killed 4 people in Goma on Monday.",
    "b": "A bombing killed 9 people in Bukavu on Monday.",
}


def test_same_ties_all_that_two_events_tell_and_undo_parts_them(tmp_path):
    lines = [{"id": name, "date": "2024-03-05", "source": name, "text": text} for name, text in TEXTS.items()]
    (tmp_path / "two.jsonl").write_text("\n".join(map(json.dumps, lines)))
    db = str(tmp_path / "w.db")
    ask("ingest", str(tmp_path / "two.jsonl"), "--db", db)
    both = events(db)
    assert len(both) == 2
    ask("judge", "same", *both, "--because", "one", "--db", db)
    assert len(events(db)) == 1
    ask("judge", "undo", "1", "--db", db)
    assert events(db) == both


def ask(*arguments):
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code in {0, 1}, result.output
    return result.stdout


def events(db):
    return [json.loads(line)["id"] for line in ask("events", "--db", db, "--format", "jsonl").splitlines()]
