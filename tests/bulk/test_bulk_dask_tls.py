"""A Dask cluster that speaks TLS alone reads the archive for whoever its authority signed, and for nobody else."""

from functools import partial

import pytest
from bulk_archives import everything
from certificates import certify
from test_bulk_dask import LoopbackCluster
from typer.testing import CliRunner

from marsad.cli import bulk_running
from marsad.cli.app import app
from marsad.pipeline.bulk import engines
from marsad.pipeline.bulk.spans import Job


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return certify(tmp_path_factory.mktemp("known"), "cluster")


@pytest.fixture(scope="module")
def cluster(known, tmp_path_factory):
    tls = ("--tls-ca-file", known.ca, "--tls-cert", known.certificate, "--tls-key", known.key)
    folder = tmp_path_factory.mktemp("tls")
    with LoopbackCluster(folder, workers=1, tls=tls, seconds_a_document="0") as running:
        yield running


@pytest.fixture
def bulk_run(archive, tmp_path, monkeypatch):
    """`marsad bulk run` over the archive, with a reader that costs nothing."""
    monkeypatch.setattr(bulk_running, "Job", partial(Job, reader="stub_reader:Stub"))
    monkeypatch.setattr(engines, "CONNECT_S", 1)

    def ask(address, *options):
        command = ["bulk", "run", str(archive), "--out", str(tmp_path / "run"), "--shard-size", "1000"]
        return CliRunner().invoke(app, [*command, "--scheduler", address, *map(str, options)])

    return ask


def options_of(files):
    return ("--tls-ca", files.ca, "--tls-cert", files.certificate, "--tls-key", files.key)


def test_over_tls_the_run_is_the_same(bulk_run, cluster, known, calm, tmp_path):
    done = bulk_run(cluster.address, *options_of(known))
    assert done.exit_code == 0, done.output
    assert cluster.address.startswith("tls://")
    assert everything(tmp_path / "run") == everything(calm)


def refused(done, *said):
    assert done.exit_code == 2, done.output
    assert "Traceback" not in done.output
    (line,) = done.stderr.splitlines()
    for words in said:
        assert words in line


def test_whom_another_authority_signed_is_refused(bulk_run, cluster, known, tmp_path):
    stranger = certify(tmp_path, "stranger")
    refused(bulk_run(cluster.address, *options_of(stranger)), f"--scheduler {cluster.address}: cannot be reached")
    trusting = ("--tls-ca", known.ca, "--tls-cert", stranger.certificate, "--tls-key", stranger.key)
    refused(bulk_run(cluster.address, *trusting), "cannot be reached")


def test_without_certificates_or_with_half_of_them_it_is_said_which_are_missing(bulk_run, cluster, known):
    refused(bulk_run(cluster.address), "takes --tls-ca, --tls-cert and --tls-key")
    refused(bulk_run(cluster.address, "--tls-ca", known.ca), "takes --tls-ca, --tls-cert and --tls-key")
    gone = bulk_run(cluster.address, *options_of(known)[:4], "--tls-key", known.key.with_name("gone.pem"))
    refused(gone, "gone.pem", "Mend:")


def test_an_address_without_tls_is_not_asked_in_the_clear(bulk_run, known):
    refused(bulk_run("tcp://127.0.0.1:9", *options_of(known)), "tls://")
