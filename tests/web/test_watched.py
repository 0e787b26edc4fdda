"""Whoever watches a site hears how it is: health, readiness, measures and logs, and nothing of anybody."""

import io
import json
import logging
import shutil
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from peopled import Peopled, cheap_hashes
from sites import CANARY, CODE_NAME, open_site, planted_readings

from marsad.store import Store
from marsad.store.locked import Lock, Mode
from marsad.web.app import create_app
from marsad.web.logs import AsJson
from marsad.web.site import Serving
from marsad.web.watched import Watched

PATHS = ("/", "/events", "/documents", "/search?q=hospital", "/api/v1/events?place=Hama", "/nowhere", "/review")


@pytest.fixture(scope="module")
def watched(planted_settings):
    """The planted site as whoever is on this machine asks it, some pages after it began."""
    settings = replace(planted_settings, metrics_token="t0ken")
    app = create_app(settings, Serving(demo=True, hosts=frozenset({"testserver"})))
    client = TestClient(app, client=("127.0.0.1", 5000), follow_redirects=False)
    for path in PATHS:
        client.get(path)
    yield client
    app.state.site.store.close()


def from_elsewhere(watched, **headers):
    return TestClient(watched.app, client=("192.0.2.7", 5000), headers=headers, follow_redirects=False)


def test_it_lives_and_is_ready(watched):
    assert (watched.get("/healthz").text, watched.get("/healthz").status_code) == ("ok\n", 200)
    answer = watched.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"store": "ok", "schema": "ok", "disk": "ok"})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("harm", "failed"), [("gone", "store"), ("older", "schema")])
def test_a_store_that_is_gone_or_of_another_schema_is_not_ready_and_lives(planted_settings, tmp_path, harm, failed):
    path = tmp_path / "war.db"
    shutil.copy(planted_settings.db, path)
    site = open_site(replace(planted_settings, db=str(path)), demo=True)
    site.app.state.site.store.close()
    if harm == "gone":
        path.unlink()
    else:
        with Store.open(path) as store, store.change() as connection:
            connection.exec_driver_sql("UPDATE meta SET value = '3' WHERE name = 'schema'")
    answer = site.get("/readyz")
    assert (answer.status_code, answer.json()[failed]) == (503, "failed")
    assert site.get("/healthz").status_code == 200


def test_a_full_disk_is_not_ready(watched, monkeypatch):
    monkeypatch.setattr("marsad.web.vital_signs.KEPT_SECONDS", -1.0)
    monkeypatch.setattr("marsad.web.vital_signs.LEAST_BYTES", 2**63)
    assert watched.get("/readyz").json()["disk"] == "failed"


def test_a_site_that_is_shut_is_watched_still(planted_settings, tmp_path):
    path = tmp_path / "war.db"
    shutil.copy(planted_settings.db, path)
    site = open_site(replace(planted_settings, db=str(path)), demo=True)
    with Store.open(path) as store:
        store.shut(Lock(mode=Mode.CLOSED, who="Ana", because="x"))
    assert site.get("/").status_code == 503
    assert site.get("/healthz").status_code == 200
    site.app.state.site.store.close()


def test_measures_are_by_the_template_of_a_route(watched):
    told = watched.get("/metrics").text
    assert 'marsad_requests_total{method="GET",route="/events",status="2xx"} 1.0' in told
    assert 'marsad_request_seconds_count{method="GET",route="/documents"} 1.0' in told
    assert "marsad_store_up 1.0" in told
    assert "nowhere" not in told
    assert "hospital" not in told


def test_measures_count_what_is_open_alone(watched):
    assert any(reading.document.protected for reading in planted_readings())
    told = watched.get("/metrics").text
    with Store.open(watched.app.state.site.settings.db) as store:
        open_ones = [one for one in store.documents() if not one.protected]
        claims = [one for one in store.claims() if not one.protected]
    assert f"marsad_documents {float(len(open_ones))}" in told
    assert f"marsad_claims {float(len(claims))}" in told


def test_measures_stay_on_this_machine_but_for_the_token(watched):
    assert watched.get("/metrics").status_code == 200
    assert from_elsewhere(watched).get("/metrics").status_code == 404
    assert from_elsewhere(watched, authorization="Bearer t0ken").get("/metrics").status_code == 200
    assert from_elsewhere(watched, authorization="Bearer other").get("/metrics").status_code in {303, 404}
    for header in ("x-forwarded-for", "forwarded", "via"):  # a proxy on this machine asks for somebody elsewhere
        assert watched.get("/metrics", headers={header: "192.0.2.7"}).status_code == 404


def test_neither_measures_nor_logs_tell_of_a_protected_source_or_of_who_writes_reports(planted_settings, tmp_path):
    path = tmp_path / "war.db"
    shutil.copy(planted_settings.db, path)
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(AsJson())
    log = logging.getLogger("marsad")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        with cheap_hashes():
            site = Peopled(replace(planted_settings, db=str(path)))
            reviewer = site.client_of("Hala")
        for address in ("/report?place=Kafr+Canaryqzx", f"/sources/{CODE_NAME}", "/events?place=Hama&actor=Canaryqzx"):
            reviewer.get(address)
        watched = next(one for one in walk(site.app) if isinstance(one, Watched))
        measures = watched._watch.measures.text().decode()
    finally:
        log.removeHandler(handler)
        log.setLevel(logging.NOTSET)
    assert "marsad_documents" in measures
    for text in (measures, lines.getvalue()):
        for word in (CANARY, CODE_NAME, "Kafr", "Hama", "/report", "/account", "sign-in", "Hala", "testclient"):
            assert word not in text, word
    parsed = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert {"at", "level", "logger", "message", "method", "route", "status", "ms"} == set(parsed[0])
    assert {one["route"] for one in parsed} >= {"/events"}


def walk(app):
    part = app.middleware_stack
    while part is not None:
        yield part
        part = getattr(part, "_app", None) or getattr(part, "app", None)


def test_a_line_of_anothers_library_keeps_its_words():
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "x", 1, "GET /events?place=Hama", (), None)
    line = json.loads(AsJson().format(record))
    assert line["logger"] == "uvicorn.error"
    assert "Hama" not in json.dumps(line)
