"""An archive of short dispatches, and runs over it with a reader that costs nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

from marsad.pipeline.bulk.engines import LocalEngine
from marsad.pipeline.bulk.run import Asked, run_bulk
from marsad.pipeline.bulk.spans import Job
from marsad.pipeline.settings import Settings

HERE = Path(__file__).parent
PLACES = ("Tallan", "Qasr", "Amun", "Dera", "Marj")


def dispatch(number, more=""):
    """One of many: several tell of one place on one day."""
    day = f"2024-12-{number % 9 + 1:02d}"
    text = f"Dispatch {number}. {number % 7 + 1} killed in {PLACES[number % 5]}. {more}"
    return {"id": f"d{number}", "text": text, "date": day, "source": f"Paper {number % 3}"}


def write_lines(path, records):
    path.write_text("".join(json.dumps(one) + "\n" for one in records))
    return path


def make_job(out, **changed):
    known = {"form": "jsonl", "settings": Settings(), "reader": "stub_reader:Stub", "patience_s": 30.0}
    return Job(**{"out": out, **known, **changed})


def run(names, out, *, workers=2, shard_bytes=1_000, share=(1, 1), **changed):
    """A run to its end on processes of this machine; its manifest comes back."""
    names = [str(name) for name in (names if isinstance(names, list) else [names])]
    asked = Asked(shard_bytes=shard_bytes, share=share)
    return run_bulk(names, make_job(out, **changed), asked, lambda job: LocalEngine(job, workers))


DRIVER = """
import sys
from bulk_archives import run
run(sys.argv[1], __import__("pathlib").Path(sys.argv[2]))
"""


def drive(archive, out, *, script=DRIVER, seconds_a_document=0.0):
    """The same run, as a process of its own that can be killed."""
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path]),
        "MARSAD_TEST_SECONDS_A_DOCUMENT": str(seconds_a_document),
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-c", script, str(archive), str(out)], env=environment, stderr=subprocess.PIPE
    )


def everything(out):
    """Each file of a run's folder with its bytes."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
