"""Two programs write one file: an impatient one is refused, a patient one waits, and a long run lets it in."""

import threading
import time
from pathlib import Path

import pytest

from marsad.domain.errors import StoreError
from marsad.store.lock import WriterLock

pytest.importorskip("fcntl", reason="without file locks there is no writer's lock")


def test_an_impatient_writer_is_refused_at_once(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "a.db"), WriterLock(tmp_path / "a.db")
    first.take()
    with pytest.raises(StoreError, match="one writer at a time"):
        second.take()
    first.release()
    second.take()


def test_a_patient_writer_has_its_turn_when_the_other_ends(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "a.db"), WriterLock(tmp_path / "a.db")
    first.take()
    threading.Timer(0.1, first.release).start()
    second.take(patience_s=10)
    with pytest.raises(StoreError):
        first.take()


def test_patience_ends(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "a.db"), WriterLock(tmp_path / "a.db")
    first.take()
    with pytest.raises(StoreError, match="one writer at a time"):
        second.take(patience_s=0.05)


def test_a_long_run_lets_one_in_that_waits_and_goes_on_after_it(tmp_path: Path) -> None:
    run, site = WriterLock(tmp_path / "a.db"), WriterLock(tmp_path / "a.db")
    order: list[str] = []

    def decide() -> None:
        site.take(patience_s=10)
        order.append("decided")
        time.sleep(0.05)
        site.release()

    run.take()
    run.let_in(10)  # nobody waits: it keeps the lock
    with pytest.raises(StoreError):
        site.take()
    other = threading.Thread(target=decide)
    other.start()
    while not order:
        run.let_in(10)
    order.append("went on")
    other.join()
    assert order == ["decided", "went on"]
    with pytest.raises(StoreError):
        site.take()
