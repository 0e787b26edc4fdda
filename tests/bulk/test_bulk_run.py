"""An archive read shard by shard: the same bytes whatever dies meanwhile, and a document that breaks workers apart."""

import gzip
import json
import os
import shutil
import signal
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from bulk_archives import PLACES, dispatch, drive, everything, make_job, run, write_lines

from marsad.domain.errors import InputError
from marsad.domain.wire import record_lines
from marsad.pipeline.bulk.layout import is_running
from marsad.pipeline.bulk.manifest import check_run, read_manifest
from marsad.pipeline.bulk.plan import make_plan
from marsad.pipeline.bulk.progress import read_status
from marsad.pipeline.bulk.reconciling import reconcile_shards
from marsad.pipeline.bulk.run import plan_run
from marsad.pipeline.bulk.shard_files import read_claims, read_documents, read_lines, read_problems
from marsad.pipeline.lines import reconcile_claims
from marsad.pipeline.settings import Settings


def shards(out):
    return sorted((out / "shards").glob("[0-9]*"))


def documents(out):
    return [kept.document.id for folder in shards(out) for kept in read_documents(folder)]


def problems(out):
    return [one for folder in shards(out) for one in read_problems(folder)]


def test_every_document_is_read_once_and_the_sums_are_those_of_the_parts(calm):
    out, manifest = calm, read_manifest(calm)
    assert documents(out) == [f"d{number}" for number in range(60)]
    assert manifest["totals"]["documents"] == 60
    assert manifest["totals"]["claims"] == 120
    assert len(shards(out)) > 3
    assert list(check_run(out)) == []
    assert read_status(out).is_complete
    assert read_status(out).drivers == ()


def test_the_record_is_that_of_all_claims(calm):
    out = calm
    claims = [claim for folder in shards(out) for claim in read_claims(folder)]
    expected = json.loads(json.dumps(list(record_lines(reconcile_claims(claims, Settings())))))
    assert list(read_lines(out / "record.jsonl.zst")) == expected
    assert any(line["kind"] == "event" for line in expected)


def test_one_worker_and_shares_of_a_job_array_write_the_same_bytes_as_two(archive, calm, tmp_path):
    for number in (2, 1):
        manifest = run(archive, tmp_path / "shares", workers=1, share=(number, 2))
        assert (manifest is None) == (number == 2)
    assert everything(tmp_path / "shares") == everything(calm)


def test_a_second_run_does_nothing_and_one_after_a_loss_does_what_is_missing(archive, calm, tmp_path):
    out = shutil.copytree(calm, tmp_path / "run")
    before = everything(out)
    run(archive, out)
    assert everything(out) == before
    for path in shards(out)[1].iterdir():
        path.unlink()
    shards(out)[1].rmdir()
    assert "gone" in " ".join(check_run(out))
    run(archive, out)
    assert everything(out) == before


@pytest.mark.parametrize("whom", ["keeper", "worker", "driver"])
def test_kill_nine_loses_nothing_and_doubles_nothing(archive, calm, tmp_path, whom):
    out = tmp_path / "run"
    driver = drive(archive, out, seconds_a_document=0.03)
    until = time.monotonic() + 60
    while not shards(out) and time.monotonic() < until:
        time.sleep(0.02)
    if whom == "driver":
        driver.kill()
    else:
        keeper = children(driver.pid)[0]
        os.kill(keeper if whom == "keeper" else children(keeper)[0], signal.SIGKILL)
    driver.communicate(timeout=60)
    if whom == "driver":
        assert len(shards(out)) < len(shards(calm))
        run(archive, out)
    assert everything(out) == everything(calm)


def children(process):
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(one) for task in tasks for one in (task / "children").read_text().split()]


@pytest.mark.parametrize(("word", "told"), [
    ("CRASH", "signal 6"), ("HANG", "no step for"), ("EXPLODE", "more than 1024 MiB"), ("RAISE", "no such word"),
])  # fmt: skip
def test_a_document_that_breaks_workers_is_set_aside_and_all_others_are_read(tmp_path, word, told):
    archive = write_lines(tmp_path / "a.jsonl", [dispatch(n, word if n == 11 else "") for n in range(24)])
    out = tmp_path / "run"
    manifest = run(archive, out, patience_s=1.5, memory_bytes=1024**3, workers=1, shard_bytes=3_000)
    assert documents(out) == [f"d{number}" for number in range(24) if number != 11]
    (aside,) = problems(out)
    assert aside.code == "set-aside"
    assert told in aside.message
    assert "document 12" in aside.message
    assert manifest["totals"]["set_aside"] == 1
    assert not (out / "parts" / "000000").exists()
    assert list(check_run(out)) == []


def test_two_of_them_in_a_shard_of_small_files_are_both_set_aside(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(10):
        more = "CRASH" if number in {3, 8} else ""
        (folder / f"{number}.txt").write_text(f"{number} killed in {PLACES[0]}. {more}")
    out = tmp_path / "run"
    run(folder, out, shard_bytes=100_000, workers=1)
    assert len(documents(out)) == 8
    assert [one.message.split(":")[0].rsplit("/", 1)[1] for one in problems(out)] == [
        "3.txt, document 1", "8.txt, document 1",
    ]  # fmt: skip


def test_a_driver_killed_while_it_looks_for_one_goes_on_where_it_was(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", [dispatch(n, "CRASH" if n == 11 else "") for n in range(24)])
    run(archive, tmp_path / "calm")
    driver = drive(archive, tmp_path / "run", seconds_a_document=0.02)
    until = time.monotonic() + 60
    while not list((tmp_path / "run" / "parts").glob("*/0*")) and time.monotonic() < until:
        time.sleep(0.01)
    driver.kill()
    driver.communicate(timeout=60)
    run(archive, tmp_path / "run")
    calm, again = everything(tmp_path / "calm"), everything(tmp_path / "run")
    assert again == calm


def test_lines_are_cut_where_they_begin_whatever_the_size_of_a_shard(tmp_path):
    archive = write_lines(tmp_path / "a.jsonl", map(dispatch, range(20)))
    for size in (1, 7, 97, 1_000, 10_000):
        plan = make_plan([str(archive)], size)
        assert sum(shard.size for shard in plan.shards) == archive.stat().st_size
    out = tmp_path / "run"
    run(archive, out, shard_bytes=97, workers=2)
    assert documents(out) == [f"d{number}" for number in range(20)]
    assert read_manifest(out)["totals"]["refused"] == 0  # in most pieces no line begins


def test_every_kind_of_archive_gives_its_documents(tmp_path):
    folder = tmp_path / "archive"
    folder.mkdir()
    records = [dispatch(number) for number in range(30)]
    write_lines(folder / "a.jsonl", records[:10])
    with gzip.open(folder / "b.jsonl.gz", "wt") as file:
        file.writelines(json.dumps(one) + "\n" for one in records[10:20])
    table = pa.Table.from_pylist(records[20:])
    pyarrow.parquet.write_table(table, folder / "c.parquet", row_group_size=3)
    run(folder, tmp_path / "run", shard_bytes=700)
    assert documents(tmp_path / "run") == [f"d{number}" for number in range(30)]
    assert len(shards(tmp_path / "run")) > 4


def test_claims_as_parquet_are_the_same_claims(archive, calm, tmp_path):
    run(archive, tmp_path / "table", form="parquet")
    for one, other in zip(shards(calm), shards(tmp_path / "table"), strict=True):
        assert list(read_claims(one)) == list(read_claims(other))
        rows = pyarrow.parquet.read_table(other / "claims.parquet").to_pylist()
        assert [row["place"] for row in rows] == [claim.place.name for claim in read_claims(one)]
    assert (calm / "record.jsonl.zst").read_bytes() == (tmp_path / "table" / "record.jsonl.zst").read_bytes()
    assert list(check_run(tmp_path / "table")) == []


def test_an_id_counts_once_and_one_with_another_text_is_a_problem(tmp_path):
    records = [dispatch(number) for number in range(20)]
    other = {**dispatch(3), "text": "9 killed in Dera."}
    archive = write_lines(tmp_path / "a.jsonl", [*records, *records[:5], other])
    manifest = run(archive, tmp_path / "run", shard_bytes=500)
    alone = run(write_lines(tmp_path / "b.jsonl", records), tmp_path / "alone", shard_bytes=500)
    assert (manifest["record"]["repeats"], manifest["record"]["clashes"]) == (5, 1)
    assert manifest["record"]["events"] == alone["record"]["events"]
    assert "id 'd3' came before with another text" in manifest["clashing_ids"][0]


def test_nothing_of_a_protected_document_is_written_anywhere(tmp_path):
    secret = {"id": "hidden-7", "text": "6 killed in Qzxvillage.", "protected": True, "source": "Qzxgiver"}
    archive = write_lines(tmp_path / "qzxname.jsonl", [*map(dispatch, range(20)), secret, dispatch(21)])
    manifest = run(archive, tmp_path / "run", shard_bytes=500)
    assert manifest["totals"]["protected"] == 1
    assert manifest["totals"]["documents"] == 21
    for folder in shards(tmp_path / "run"):
        told = [*read_documents(folder), *read_claims(folder), *read_problems(folder)]
        assert not any(word in repr(told).lower() for word in ("qzx", "hidden-7"))
    for name, content in everything(tmp_path / "run").items():
        if name.endswith(".json"):
            assert b"qzx" not in content.lower(), name


def test_the_folder_of_another_run_is_refused(archive, calm, tmp_path):
    with pytest.raises(InputError, match="holds a run of other shard bytes"):
        run(archive, calm, shard_bytes=999)
    other = write_lines(tmp_path / "b.jsonl", map(dispatch, range(61)))
    with pytest.raises(InputError, match="holds a run of other inputs"):
        run(other, calm)
    with pytest.raises(InputError, match="other files"):
        run(archive, tmp_path)


def test_what_was_altered_is_found(calm, tmp_path):
    out = shutil.copytree(calm, tmp_path / "run")
    path = out / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["totals"]["claims"] += 1
    path.write_text(json.dumps(manifest))
    assert "not the sums" in " ".join(check_run(out))
    with (shards(out)[0] / "claims.jsonl.zst").open("ab") as file:
        file.write(b"x")
    assert "altered" in next(check_run(out))


def test_the_record_is_the_same_in_any_number_of_parts_and_processes(archive, calm, tmp_path):
    out = shutil.copytree(calm, tmp_path / "run")
    job, kept = make_job(out), (calm / "record.jsonl.zst").read_bytes()
    plan = plan_run([str(archive)], job, 1_000)
    for parts, workers in ((1, 1), (7, 2), (64, 1)):
        (out / "record.jsonl.zst").unlink()
        reconcile_shards(job, plan, workers, parts)
        assert (out / "record.jsonl.zst").read_bytes() == kept
    assert not [one for one in out.iterdir() if one.name.startswith(".")]


def test_a_process_that_ended_unnoticed_runs_no_more():
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    try:
        assert not is_running(child)
        assert is_running(os.getpid())
    finally:
        os.waitpid(child, 0)
