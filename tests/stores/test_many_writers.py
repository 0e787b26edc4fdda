"""Several processes that write to one server at once lose nothing, and the record is that of all they wrote."""

import subprocess
import sys
from pathlib import Path

from marsad.domain.wire import claim_id
from marsad.pipeline.settings import Settings
from marsad.reading.actor_file import load_actors
from marsad.reconcile import reconcile
from marsad.store import Store

HERE = Path(__file__).parent
WRITERS, EACH = 3, 8
WRITER = """
import sys
sys.path[:0] = sys.argv[2].split(":")
from conftest import make_reading
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
own, each = sys.argv[3], int(sys.argv[4])
with Store.open(sys.argv[1]) as store:
    for number in range(each):
        reading = make_reading(f"{own}{number}", 1 + number % 28, f"Text {number} of {own}, of the city of Hama.")
        store.add_reading(reading.document.text.encode(), reading)
        shared = make_reading(f"shared{number}", 1 + number % 28, f"Text {number} of everybody, of the city of Hama.")
        store.add_reading(shared.document.text.encode(), shared)
        update_store(store, Settings(author="tester"))
"""


def test_writers_at_one_time_lose_nothing(new_database):
    where = new_database()
    command = [sys.executable, "-c", WRITER, where, f"{HERE}:{HERE.parent}"]
    writers = [
        subprocess.Popen([*command, f"writer{number}-", str(EACH)], stderr=subprocess.PIPE, text=True)
        for number in range(WRITERS)
    ]
    said = [writer.communicate(timeout=300)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    with Store.open(where) as store:
        assert store.counts().documents == (WRITERS + 1) * EACH
        assert store.record_is_current()
        assert len({claim_id(claim) for claim in store.claims()}) == 2 * (WRITERS + 1) * EACH
        actors = load_actors(Settings().actor_files)
        assert store.record() == reconcile(store.claims(), (), actors=actors, profile=Settings().profile)
