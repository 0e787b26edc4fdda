"""Hold every locked package to the licences of `requirements/licences.toml`; exit 1 where one is under none of them."""

import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, get_spdx_licensing
from locked import LOCKS, read_locks

SPDX = get_spdx_licensing()


def main(folder: Path = LOCKS, told_by: Callable[[str], list[str]] | None = None) -> int:
    rules = tomllib.loads((folder / "licences.toml").read_text(encoding="utf-8"))
    names = sorted({name for name, _ in read_locks(folder)})
    amiss = [line for name in names if (line := look_at(name, rules, told_by or said_by_itself))]
    amiss += [
        f"{name}: justified, and no longer locked. Mend: take it out"
        for name in rules["justified"]
        if name not in names
    ]
    for line in amiss:
        print(f"licence: {line}")
    print(f"licences: {len(names)} packages, {len(rules['justified'])} justified, {len(amiss)} amiss")
    return bool(amiss)


def look_at(name: str, rules: dict, told_by: Callable[[str], list[str]]) -> str | None:
    """What is amiss with the package, None where nothing is."""
    told = [rules["said"][name]] if name in rules["said"] else [rules["called"].get(one, one) for one in told_by(name)]
    if not told:
        return f"{name}: nobody says which. Mend: read it in its files, and put it under [said] of licences.toml"
    if all(is_allowed(one, rules["allow"]) for one in told) or name in rules["justified"]:
        return None
    return f"{name}: {'; '.join(told)}. Mend: use another package, or say under [justified] why it may be here"


def is_allowed(expression: str, allow: list[str]) -> bool:
    """One side of an OR is enough, of an AND each is needed; what is no SPDX expression is not."""
    try:
        parsed = SPDX.parse(expression, validate=True)
    except ExpressionError:
        return False

    def holds(part: Any) -> bool:
        if isinstance(part, SPDX.OR):
            return any(map(holds, part.args))
        if isinstance(part, SPDX.AND):
            return all(map(holds, part.args))
        return part.key in allow

    return parsed is not None and holds(parsed)


def said_by_itself(name: str) -> list[str]:
    """Its SPDX expression, else its classifiers, else its field; nothing where it is not installed."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return []
    if told["License-Expression"]:
        return [told["License-Expression"]]
    classified = [one.split(" :: ")[-1] for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    return classified or [line for line in [(told["License"] or "").strip()] if line and "\n" not in line]


if __name__ == "__main__":
    sys.exit(main())
