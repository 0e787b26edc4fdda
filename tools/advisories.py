"""Known vulnerabilities of what is locked, asked by pip-audit; where nobody can be asked, of what is kept here.

    python tools/advisories.py [--keep]

`--keep` writes the answers to `requirements/advisories.json`, by which a machine without the network checks. Without
them pip-audit asks the vendored database (`requirements/advisory-database.json`). Exit 1 where a locked version has
a known vulnerability that `requirements/advisories.toml` does not accept with its reason.
"""

import datetime as dt
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

from advisory_database import answering, read_database
from locked import LOCKS, read_locks

KEPT = "advisories.json"
SECONDS = 300
MEND = "Mend: run `make advisories` where the network is, and commit what it writes"
Answers = dict[str, list[dict]]
"""By `name==version`, the vulnerabilities that are known of it; what was not answered for is not there."""


def main(folder: Path = LOCKS, *, keep: bool = False, ask: Callable[[list[str]], "Answers"] | None = None) -> int:
    pinned = sorted(f"{name}=={version}" for name, version in read_locks(folder))
    rules = tomllib.loads((folder / "advisories.toml").read_text(encoding="utf-8"))
    today = dt.datetime.now(dt.UTC).date()
    answers = (ask or ask_pip_audit)(pinned)
    if answers and keep:
        plain = {"made": today.isoformat(), "answers": dict(sorted(answers.items()))}
        (folder / KEPT).write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")
    if answers:
        return tell(pinned, answers, rules["accepted"], f"asked {today}")
    if keep:
        print("advisories: nobody could be asked, so nothing is kept anew. Mend: run it where the network is")
        return 1
    return tell_kept(pinned, folder / KEPT, rules, today)


def tell_kept(pinned: list[str], kept: Path, rules: dict, today: dt.date) -> int:
    plain = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else None
    database = read_database(kept.parent)
    if database and (plain is None or plain["made"] < database["as_of"]):
        return tell_vendored(pinned, database, rules["accepted"])
    if plain is None:
        print(f"advisories: NOT CHECKED: nobody could be asked, and no answers are kept. {MEND}")
        return 0
    age = (today - dt.date.fromisoformat(plain["made"])).days
    if age > rules["oldest_days"]:
        print(f"advisories: the kept answers are {age} days old. {MEND}")
    return tell(pinned, plain["answers"], rules["accepted"], f"kept {plain['made']}")


def tell_vendored(pinned: list[str], database: dict, accepted: dict[str, str]) -> int:
    with answering(database) as address:
        answers = _ask(pinned, "--vulnerability-service", "osv", "--osv-url", address)
    if not answers:
        print(f"advisories: NOT CHECKED: pip-audit does not run here. {MEND}")
        return 1
    looked_for = {one: vulns for one, vulns in answers.items() if one.partition("==")[0] in database["packages"]}
    as_of = database["as_of"]
    amiss = tell(pinned, looked_for, accepted, f"checked against the vendored database as of {as_of}")
    print(f"advisories: nobody could be asked, and what became known after {as_of} is not in it. {MEND}")
    return amiss


def tell(pinned: list[str], answers: Answers, accepted: dict[str, str], when: str) -> int:
    """Print what is amiss; 1 where a vulnerability is known that is not accepted."""
    unknown = [one for one in pinned if one not in answers]
    found = 0
    for one in pinned:
        for known in answers.get(one, ()):
            names = {known["id"], *known.get("aliases", ())}
            if names.isdisjoint(accepted):
                found += 1
                fixed = ", ".join(known.get("fix_versions", ())) or "none yet"
                mend = f"Mend: `make lock` to a fixed version ({fixed}), or accept it with a reason in advisories.toml"
                print(f"advisory: {one}: {known['id']}. {mend}")
    if unknown:
        print(
            f"advisories: of {len(unknown)} nobody knows anything: {', '.join(unknown[:5])}{' …' * (len(unknown) > 5)}"
        )
    print(f"advisories: {len(pinned) - len(unknown)} packages, {found} vulnerabilities ({when})")
    return bool(found)


def ask_pip_audit(pinned: list[str]) -> Answers:
    """Empty where it cannot be asked: one package is tried first, for each of the others would wait as long."""
    return _ask(pinned) if _ask(pinned[:1]) else {}


def _ask(pinned: list[str], *service: str) -> Answers:
    answers: Answers = {}
    for one_round in _rounds(pinned):
        told = _ask_round(one_round, service)
        if not told:
            return {}
        answers |= told
    return answers


def _rounds(pinned: list[str]) -> list[list[str]]:
    """The packages, each once a round: pip-audit refuses a list that has one of them in two versions."""
    rounds: list[dict[str, str]] = []
    for one in pinned:
        name = one.partition("==")[0]
        free = next((each for each in rounds if name not in each), None)
        if free is None:
            rounds.append(free := {})
        free[name] = one
    return [list(each.values()) for each in rounds]


def _ask_round(pinned: list[str], service: tuple[str, ...]) -> Answers:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        wanted.write("\n".join(pinned))
        wanted.flush()
        words = ["--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json"]
        try:
            done = subprocess.run(
                [sys.executable, "-m", "pip_audit", *words, *service, "--requirement", wanted.name],
                capture_output=True, text=True, timeout=SECONDS, check=False,
            )  # fmt: skip
            told = json.loads(done.stdout)["dependencies"]
        except (subprocess.TimeoutExpired, ValueError, KeyError):
            return {}
    return {f"{one['name']}=={one['version']}": one["vulns"] for one in told if "vulns" in one}


if __name__ == "__main__":
    sys.exit(main(keep="--keep" in sys.argv[1:]))
