"""How well a set of dispatches is read that no rule was made for, held to floors.

`dispatches.jsonl` holds 36 dispatches of twelve wars in as many voices and ten quiet texts, all written for this
project: places and bodies are real, the news and its figures are invented. `claims.jsonl` holds what a careful coder
writes down of them by `docs/claims.md`. They measure, so they are never changed to suit the reader: a claim is mended
only where it is wrong by `docs/claims.md`. `pytest tests/gold --rewrite` pins higher figures, or the same ones beside
changed texts; a lower figure is an entry that somebody writes into `floors.json` by hand, with a `reason`.
"""

import json
from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from scoring import KINDS, Line, same_name, score, shared_names, table

from floor_file import load_floors, lowered_without_reason, raise_floor
from marsad.domain import vocabulary
from marsad.domain.wire import claim_to_line
from marsad.intake import read_input

HERE = Path(__file__).parent
DISPATCHES, CLAIMS, FLOORS = (HERE / name for name in ("dispatches.jsonl", "claims.jsonl", "floors.json"))
WARS = (
    "colombia",
    "congo",
    "gaza",
    "haiti",
    "iraq",
    "lebanon",
    "myanmar",
    "sahel",
    "sudan",
    "syria",
    "ukraine",
    "yemen",
)
QUIET = 10
"""Texts in which nothing of a war happens, though their words suggest it."""
WAR_KINDS = {"event", "casualty", "control"}
VALUES = {
    ("event", "type"): vocabulary.EventType,
    ("casualty", "harm"): vocabulary.Harm,
    ("casualty", "victims"): vocabulary.VictimsGroup,
    ("casualty", "scope"): vocabulary.Scope,
    ("casualty", "cause"): vocabulary.EventType,
    ("control", "state"): vocabulary.ControlState,
    ("control", "extent"): vocabulary.Extent,
    ("statement", "act"): vocabulary.StatementAct,
    ("relation", "relation"): vocabulary.RelationKind,
    ("attribution", "role"): vocabulary.Role,
    ("time", "precision"): vocabulary.TimePrecision,
    ("place", "precision"): vocabulary.PlacePrecision,
}


def load_lines(path: Path) -> list[Line]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


TEXTS = {line["id"]: line for line in load_lines(DISPATCHES)}
GOLD = [line for line in load_lines(CLAIMS) if "kind" in line]
HEADS = [line for line in load_lines(CLAIMS) if "kind" not in line]


def by_document(claims: list[Line]) -> dict[str, list[Line]]:
    """Every document's claims, of those without any too."""
    found: dict[str, list[Line]] = defaultdict(list, {name: [] for name in TEXTS})
    for claim in claims:
        found[claim["document"]].append(claim)
    return found


@pytest.fixture(scope="module")
def read(reader: Any) -> dict[str, list[Line]]:
    documents, _ = read_input(DISPATCHES.read_bytes(), DISPATCHES.name)
    return by_document([claim_to_line(claim) for reading in reader.read(documents) for claim in reading.claims])


@pytest.fixture(scope="module")
def figures(read: dict[str, list[Line]]) -> dict[str, dict[str, Any]]:
    """Floor's name → its entry: an F1 a kind, and the share of quiet texts in which nothing of a war is read."""
    scores = score(by_document(GOLD), read)
    print("\n" + table(scores))
    digest = sha256(DISPATCHES.read_bytes() + CLAIMS.read_bytes()).hexdigest()[:16]
    rows = {one.kind: {"digest": digest, "value": round(one.f1, 3), "of": one.gold} for one in scores}
    quiet = [name for name in TEXTS if name.startswith("quiet") and not _kinds(read[name]) & WAR_KINDS]
    return rows | {"quiet": {"digest": digest, "value": len(quiet) / QUIET, "of": QUIET}}


@pytest.mark.parametrize("name", [*KINDS, "quiet"])
def test_the_set_is_read_as_well_as_it_was(name, figures, rewrite):
    if rewrite:
        raise_floor(FLOORS, name, figures[name], by="value")
        return
    last = load_floors(FLOORS)[name][-1]
    assert figures[name]["value"] >= last["value"], f"{name} was {last['value']}; raise it, or give a reason"
    assert figures[name]["digest"] == last["digest"], "the set has changed: pytest tests/gold --rewrite pins it anew"


def test_a_lower_floor_has_a_reason():
    assert not [entry for history in load_floors(FLOORS).values() for entry in lowered_without_reason(history, "value")]


def test_the_set_holds_three_texts_of_each_war_and_the_quiet_ones():
    found = Counter(name.rsplit("-", 1)[0] for name in TEXTS)
    assert found == dict.fromkeys(WARS, 3) | {"quiet": QUIET}


def test_each_text_has_its_head():
    assert [head["document"] for head in HEADS] == list(TEXTS)
    for head in HEADS:
        text = TEXTS[head["document"]]
        assert head["sha256"] == sha256(text["text"].encode()).hexdigest()
        assert (head["date"], head["source"]) == (text["date"], text["source"])


def test_each_quote_is_its_slice():
    for claim in GOLD:
        quote = claim["quote"]
        assert TEXTS[claim["document"]]["text"][quote["start"] : quote["end"]] == quote["text"]


def test_each_value_is_of_the_vocabulary():
    for claim in GOLD:
        assert claim["modality"] in set(vocabulary.Modality)
        for (part, name), values in VALUES.items():
            value = (claim.get(part) or {}).get(name)
            assert value is None or value in set(values), (claim["document"], part, name, value)


def test_each_figure_stands_in_its_quote_and_each_part_has_its_whole():
    for claims in by_document(GOLD).values():
        tolls = [(claim["casualty"], claim["quote"]["text"]) for claim in claims if claim["kind"] == "casualty"]
        wholes = {toll["words"] for toll, _ in tolls}
        for toll, text in tolls:
            assert toll["words"] in text
            assert toll["includes_in"] is None or toll["includes_in"] in wholes


def test_nothing_of_a_war_is_claimed_of_a_quiet_text():
    assert not [claim for claim in GOLD if claim["document"].startswith("quiet") and claim["kind"] in WAR_KINDS]


@pytest.mark.parametrize(
    ("gold", "read", "same"),
    [
        ("Syrian Civil Defence|White Helmets", "the White Helmets", True),
        ("El Fasher", "Al-Fasher", True),
        ("Médecins Sans Frontières", "Medecins sans Frontieres", True),
        ("army", "police", False),
        (None, None, True),
        (None, "army", False),
    ],
)
def test_which_names_are_the_same(gold, read, same):
    assert same_name(gold, read) is same


def test_a_list_of_names_agrees_in_part():
    assert shared_names(["army", "Wagner"], ["army"]) == pytest.approx(2 / 3)


def test_a_claim_finds_one_partner_and_the_nearest():
    sure, denied = (_event(modality) for modality in ("asserted", "denied"))
    one = score({"d": [sure, denied]}, {"d": [denied]})[0]
    assert (one.pairs, one.missed, one.spurious) == ([(denied, denied)], [sure], [])
    assert (one.precision, one.recall) == (1.0, 0.5)


def _event(modality: str) -> Line:
    said = {"type": "shelling", "agents": [], "recipients": [], "weapon": None, "count": None}
    quote = {"start": 0, "end": 9, "text": "They did."}
    told = {"attribution": None, "modality": modality, "background": False, "time": None, "place": None}
    return {"document": "d", "kind": "event", "quote": quote, **told, "event": said}


def _kinds(claims: list[Line]) -> set[str]:
    return {claim["kind"] for claim in claims}
