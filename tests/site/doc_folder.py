"""The folder in which the documentation's examples run: the files that they name, of the shipped sample."""

import datetime as dt
import json
import re
import shutil
from importlib.resources import files
from pathlib import Path

from doc_shell import DocShell
from typer.testing import CliRunner

from made_inputs import make_mail, make_mbox, make_xlsx, make_zip
from marsad.cli.app import app

DOCS = Path(__file__).parents[2] / "docs"
SAMPLE = files("marsad.sample").joinpath("dispatches.jsonl").read_text("utf-8").splitlines()
WORDS = "Shelling killed two men in Saraqib on Monday, the mayor said."
GEONAMES = "\t".join(
    ("17357600", "Tall Rim", "Tall Rim", "Tell Rim", "35.6", "36.7", "P", "PPL", "SY", *[""] * 9, "2024-01-01")
)


def fill_folder(folder: Path, db: Path) -> None:
    """Everything that an example names and does not make itself; `db` is a store of the sample."""
    first, second, *_ = SAMPLE
    shutil.copytree(DOCS / "tutorial", folder / "texts")
    for name in ("war.db", "marsad.db", "study.db"):
        shutil.copy(db, folder / name)
    for name in ("week", "archive", "inbox", "stick"):
        (folder / name).mkdir()
    texts = {
        "dispatch.txt": WORDS,
        "report.txt": "Shells fell on the mill at dusk. Three men were killed.",
        "more.txt": "Shells fell on the mill again.",
        "story.txt": WORDS,
        "feed.jsonl": first,
        "d.jsonl": first,
        "corpus.jsonl": first,
        "archive/2024.jsonl": second,
        "giver.json": json.dumps({"name": "N. N.", "contact": "by letter"}),
        "SY.txt": GEONAMES,
        "inbox/one.txt": WORDS,
        "week/monday.txt": WORDS,
        "week/tuesday.eml": make_mail().decode(),
    }
    for name, text in texts.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")
    (folder / "mails.mbox").write_bytes(make_mbox(make_mail("mbox"), folder=folder / "stick"))
    (folder / "table.xlsx").write_bytes(make_xlsx(["Text", "Date"], [WORDS, "2024-12-02"]))
    (folder / "sheet.xlsx").write_bytes(make_xlsx(["Wording", "Day"], [WORDS, "2024-12-02"]))
    (folder / "week.zip").write_bytes(make_zip({"a.txt": WORDS}))
    for form, name in (("acled", "theirs.csv"), ("ucdp-ged", "GEDEvent.csv")):
        done = CliRunner().invoke(app, ["export", "--to", form, "--db", str(db)], catch_exceptions=False)
        (folder / name).write_bytes(done.stdout_bytes)


def make_releases(shell: DocShell) -> None:
    """Two releases of `war.db`, by the names that the pages give them: nothing changed from one to the other."""
    shell.run("marsad events --grade weak --format csv --db war.db")
    event = re.search(r"^(e[0-9a-f]{20}),", shell.said, re.MULTILINE)[1]
    for step, who in (("submit", "hala"), ("approve", "omar"), ("publish", "omar")):
        shell.run(f"marsad publish {step} {event} --author {who} --db war.db")
    day = dt.datetime.now(dt.UTC).date()
    for name in ("war-2024-11-27.zip", "war-2024-12-04.zip"):
        shell.run(f"marsad release make {day} -o {name} --db war.db")
