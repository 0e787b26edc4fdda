"""The program as a user starts it: pipes, exit codes, what goes where."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

MARSAD = [sys.executable, "-c", "from marsad.cli import main; main()"]
TEXT = "date 2024-12-01 HAMA (Valley Post) — Seven people were killed in Hama on Sunday, the health ministry said."


@pytest.fixture
def marsad(tmp_path):
    def start(*arguments, given=""):
        environment = {**os.environ, "MARSAD_DATA": str(tmp_path / "data"), "PYTHONWARNINGS": "error::ResourceWarning"}
        environment.pop("MARSAD_DB", None)
        return subprocess.run(
            [*MARSAD, *arguments], input=given.encode(), capture_output=True, cwd=tmp_path, env=environment, check=False
        )

    return start


def test_the_way_from_a_dispatch_to_a_record_by_pipes(marsad, tmp_path):
    read = marsad("read", "-", given=TEXT)
    assert read.returncode == 0, read.stderr
    claims = [json.loads(line) for line in read.stdout.splitlines()]
    killed = next(claim for claim in claims if claim["kind"] == "casualty")
    quote = killed["quote"]
    assert TEXT[quote["start"] : quote["end"]] == quote["text"]
    assert killed["source"] == "Valley Post"
    reconciled = marsad("reconcile", given=read.stdout.decode())
    assert reconciled.returncode == 0, reconciled.stderr
    record = [json.loads(line) for line in reconciled.stdout.splitlines()]
    assert any(line["kind"] == "event" and line["tolls"] for line in record)


def test_a_store_is_made_and_asked(marsad, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = marsad("ingest", "a.txt", "--db", "war.db")
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    assert b"1 documents: 1 new, 0 known" in done.stderr
    again = marsad("ingest", "a.txt", "none.txt", "--db", "war.db")
    assert again.returncode == 1
    assert b"1 documents: 0 new, 1 known" in again.stderr
    assert b"unreadable-input: none.txt: there is no such file. Mend: " in again.stderr
    events = marsad("events", "--format", "json", "--db", "war.db")
    assert json.loads(events.stdout)
    shown = marsad("show", json.loads(events.stdout)[0]["id"][:12], "--db", "war.db")
    assert "Seven people were killed in Hama" in shown.stdout.decode()
    assert marsad("doctor", "--db", "war.db").returncode == 0


def test_bad_input_is_one_line_and_the_rest_is_read(marsad):
    done = marsad("read", "-", given='{"text": "Nine people were killed in Homs, the mayor said."}\n{oops\n')
    assert done.returncode == 1
    assert b"casualty" in done.stdout
    assert done.stderr.decode().startswith("unreadable-input: standard input line 2: is not JSON")
    assert b"Traceback" not in done.stderr


def test_a_broken_pipe_is_quiet(marsad, tmp_path):
    (tmp_path / "many.jsonl").write_text(
        "".join(json.dumps({"id": str(n), "text": f"{n} {TEXT}"}) + "\n" for n in range(300))
    )
    assert marsad("ingest", "many.jsonl", "--db", "war.db").returncode == 0
    with subprocess.Popen(
        [*MARSAD, "claims", "--format", "jsonl", "--db", str(tmp_path / "war.db")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as listing:  # fmt: skip
        assert listing.stdout.readline().startswith(b'{"id"')
        listing.stdout.close()
        assert listing.wait(timeout=60) == 0
        assert listing.stderr.read() == b""


def test_a_terminal_that_knows_only_ascii(marsad, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    done = marsad("read", "-", "--format", "table", given=f"{TEXT} “مرصد”")
    assert done.returncode == 0
    assert b"Seven people" in done.stdout


def test_ctrl_c_is_quiet(tmp_path):
    # A shell's background job hands on that SIGINT is ignored; a person's terminal does not.
    as_from_a_terminal = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    python, option, code = MARSAD
    with subprocess.Popen(
        [python, option, as_from_a_terminal + code, "read", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as waiting:
        time.sleep(1.5)
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(timeout=60) == 130
        assert waiting.stderr.read() == b""


def test_help_loads_nothing_heavy():
    heavy = "spacy", "sqlalchemy", "trafilatura", "rich.progress", "numpy"
    code = (
        "import sys\ntry:\n    from marsad.cli import main\n    sys.argv = ['marsad', '--help']\n    main()\n"
        f"except SystemExit:\n    sys.exit(', '.join(set({heavy!r}) & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_pipe_that_closes_early_ends_a_table_quietly(marsad, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    marsad("ingest", "a.txt", "--db", "war.db")
    asked = subprocess.Popen(
        [*MARSAD, "events", "--db", "war.db"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    asked.stdout.close()  # before a line of it is written, as `head` would after the last that it wants
    assert (asked.wait(60), asked.stderr.read()) == (0, b"")
    asked.stderr.close()


def test_help_says_each_verb_whole_and_waits_for_nothing_heavy(marsad):
    code = "import sys; from marsad.cli.app import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    *lines, loaded = done.stdout.splitlines()
    assert not {"rich", "msgspec", "spacy", "sqlalchemy"} & set(loaded.split())
    assert not [line for line in lines[1:] if line.endswith("...")]  # the first is the usage
    judge = marsad("judge", "--help").stdout.decode()
    assert "their being one." in judge


def test_the_package_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "marsad", "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split()[0]) == (0, "marsad")
