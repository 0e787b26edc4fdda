"""Floors in their file, and the one way up: each corpus has a history of numbers, pinned beside the corpus's digest."""

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


def load_floors(path: Path) -> dict[str, list[Entry]]:
    floors: dict[str, list[Entry]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return floors


def raise_floor(path: Path, corpus: str, entry: Entry, by: str = "read") -> None:
    """Add the entry to the corpus's history where its number is above the last one or the corpus has changed."""
    floors = load_floors(path)
    history = floors.setdefault(corpus, [])
    if not history or _is_raise(history[-1], entry, by):
        history.append(entry)
        path.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


def lowered_without_reason(history: list[Entry], by: str = "read") -> Iterable[Entry]:
    for before, after in pairwise(history):
        if after[by] < before[by] and not after.get("reason", "").strip():
            yield after


def _is_raise(last: Entry, entry: Entry, by: str) -> bool:
    return bool(entry[by] > last[by] or (entry["digest"] != last["digest"] and entry[by] == last[by]))
