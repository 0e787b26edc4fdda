"""The floors in their file, and the one way up."""

import json
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.json")


def load_floors() -> dict[str, Any]:
    floors: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def raise_floor(corpus: str, digest: str, read: int, of: int) -> None:
    """Add the number to the corpus's history where it is above the last one or the corpus has changed."""
    floors = load_floors()
    history = floors[corpus]
    last = history[-1]
    if read > last["read"] or (digest != last["digest"] and read == last["read"]):
        history.append({"digest": digest, "read": read, "of": of})
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
