"""The locks in, each pinned package with its version and the locks that name it out."""

import re
from pathlib import Path

LOCKS = Path(__file__).parents[1] / "requirements"
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def read_locks(folder: Path = LOCKS) -> dict[tuple[str, str], set[str]]:
    """By name and version, the names of the locks; a package may be pinned in several versions."""
    found: dict[tuple[str, str], set[str]] = {}
    for lock in sorted(folder.glob("*.txt")):
        for name, version in PINNED.findall(lock.read_text(encoding="utf-8")):
            plain = re.sub(r"[-_.]+", "-", name).casefold()
            found.setdefault((plain, version), set()).add(lock.stem)
    return found
