"""Opening one thing: its sentences in context, whom they credit, its sources."""

import json

import pytest


def identifier(run, db, name):
    _, out, _ = run(name, "--format", "jsonl", "--db", db)
    return json.loads(out.splitlines()[0])["id"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("documents", ["Dawn broke. Seven people died in Hama", "Valley Post", "2024-12-01", "casualty: Seven people"]),
        ("claims", ["Dawn broke. Seven people died in Hama, the ministry said. Rain fell.", "told Coast Radio"]),
        ("events", ["Hama", "Seven people died", "Nine people died", "Valley Post", "document d2"]),
        ("control", ["Homs: holds Army of the North", "until now", "document h1"]),
    ],
)  # fmt: skip
def test_show(run, db, name, expected):
    whole = identifier(run, db, name)
    code, out, _ = run("show", whole[:12], "--db", db)
    assert code == 0
    for words in expected:
        assert words in out


def test_show_as_json(run, db):
    whole = identifier(run, db, "events")
    _, out, _ = run("show", whole, "--json", "--db", db)
    assert json.loads(out)["id"] == whole


def test_why_names_every_figure_its_voice_and_the_rule(run, db):
    code, out, _ = run("why", identifier(run, db, "events"), "--db", db)
    assert code == 0
    for words in (
        "weak",
        "'Seven people'",
        "(replaced, ",
        "'Nine people'",
        "(stands, ",
        "by rule strict",
        "Ministry of Health",
    ):
        assert words in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "zz"], "no id begins with 'zz'"),
        (["show", "c"], "more than one id begins with 'c'"),
        (["why", "d1"], "is no event"),
    ],
)
def test_what_cannot_be_opened_is_said(run, db, arguments, said):
    code, out, err = run(*arguments, "--db", db)
    assert (code, out) == (2, "")
    assert err.startswith("marsad: ")
    assert said in err
    assert "Mend: " in err
