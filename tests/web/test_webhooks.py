"""Messages to those who asked to be told: what they hold, how they are signed, and that none is lost or doubled."""

import base64
import datetime as dt
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sites import CANARY, CODE_NAME, HIDDEN_VILLAGE
from typer.testing import CliRunner

from local_site import Answer, make_poster
from marsad.cli.app import app
from marsad.cli.standing import ingest_what_lands
from marsad.domain.errors import InputError, NotFoundError, SetupError, StoreError
from marsad.domain.person import SiteRole
from marsad.domain.publication import Step
from marsad.pipeline.network.opening import open_poster
from marsad.pipeline.publishing import take_step
from marsad.store import Store
from marsad.store.feeds import stamp
from marsad.store.locked import Lock, Mode
from marsad.store.publishing import last_step
from marsad.store.webhooks import Webhook, add_webhook, find_webhook, list_tries, list_webhooks, remove_webhook
from marsad.web.signing import make_secret, read_secret, sign
from marsad.web.webhooks import RESTS_S, deliver, try_out

HOWTO = Path(__file__).parents[2] / "docs" / "howto" / "webhooks.md"
HALA, OMAR = ("Hala", SiteRole.EDITOR), ("Omar", SiteRole.EDITOR)


class Clock:
    def __init__(self):
        self.at = dt.datetime.now(dt.UTC)

    def __call__(self):
        return self.at

    def pass_(self, **time):
        self.at += dt.timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def settings(planted_settings, tmp_path):
    return replace(planted_settings, db=shutil.copy(planted_settings.db, tmp_path / "war.db"))


@pytest.fixture
def write(settings):
    """As programs write: each for itself, and not while another does."""
    return lambda: Store.open(settings.db)


@pytest.fixture
def store(settings):
    with Store.open(settings.db, must_exist=True) as opened:
        yield opened


@pytest.fixture
def secret(tmp_path):
    make_secret(tmp_path / "archive.secret")
    return tmp_path / "archive.secret"


@pytest.fixture
def hook(store, write, site, secret, clock):
    site.put("/hook")
    made = Webhook(
        id="w1", url=site.url("/hook", "archive.example"), secret_file=str(secret), scope="public",
        added=stamp(clock()), added_by="Ann", told=last_step(store), next_due=stamp(clock()),
    )  # fmt: skip
    with write() as kept:
        add_webhook(kept, made)
    return made


def take(write, step, thing, by=OMAR, **more):
    with write() as store:
        take_step(store, Step(step), thing, author=by[0], role=by[1], **more)


def publish(write, thing):
    take(write, "submit", thing, HALA)
    take(write, "approve", thing)
    take(write, "publish", thing)


def events(store):
    return {one.place.name: one.id for one in store.record().events if one.place}


def told(site):
    return [json.loads(body) for body in site.posted]


def names(site):
    return [headers["webhook-id"] for _, headers in site.asked]


def test_the_signature_is_that_of_the_standard():
    """Source: the reference vector of Standard Webhooks."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_becomes_public_is_told_once_in_order_and_nothing_else(store, write, site, hook, clock):
    hama = events(store)["Hama"]
    take(write, "submit", hama, HALA)
    assert list(deliver(store, write, make_poster(site), clock)) == []
    take(write, "approve", hama)
    take(write, "publish", hama)
    take(write, "withdraw", hama, reason="wrong place")
    tries = list(deliver(store, write, make_poster(site), clock))
    assert [one.problem for one in tries] == [None, None]
    assert [one["type"] for one in told(site)] == ["event.added", "event.withdrawn"]
    assert {one["data"]["id"] for one in told(site)} == {hama}
    assert len(set(names(site))) == 2
    assert list(deliver(store, write, make_poster(site), clock)) == []
    take(write, "submit", hama, HALA)
    take(write, "approve", hama)
    take(write, "publish", hama)
    assert [one.type for one in deliver(store, write, make_poster(site), clock)] == ["event.added"]


def test_who_watches_a_folder_tells_what_becomes_public(store, write, site, hook, settings, tmp_path):
    (tmp_path / "inbox").mkdir()
    publish(write, events(store)["Hama"])
    for _ in range(2):
        assert ingest_what_lands(tmp_path / "inbox", settings, every_s=0, once=True, poster=make_poster(site)) == 0
    assert [one["type"] for one in told(site)] == ["event.added"]


def test_a_message_holds_no_word_of_the_record_and_no_hour(store, write, site, hook, clock):
    for thing in (*events(store).values(), *(one.id for one in store.record().control)):
        try:
            publish(write, thing)
        except (InputError, NotFoundError):
            continue  # so few protected sources alone tell of it that they could be found
    list(deliver(store, write, make_poster(site), clock))
    assert len(site.posted) > 1
    sent = b"\n".join(site.posted).decode() + str(site.asked)
    words = {CANARY, CODE_NAME, HIDDEN_VILLAGE, "Hama", "Seven", "Valley Post", "rebels", "Air Force", "Hala", "Omar"}
    assert [one for one in words if one.casefold() in sent.casefold()] == []
    assert {one["timestamp"][10:] for one in told(site)} == {"T00:00:00Z"}
    assert {one["data"]["thing"] for one in told(site)} == {"event", "control"}


def test_the_receiver_of_the_docs_verifies_it_and_knows_it_again(store, write, site, hook, secret, clock):
    room = {}
    exec(re.search(r"```python\n(.*?)```", HOWTO.read_text("utf-8"), re.DOTALL)[1], room)
    publish(write, events(store)["Hama"])
    list(deliver(store, write, make_poster(site), clock))
    (headers,), (body,) = [one for _, one in site.asked], site.posted
    had = set()
    assert room["take"](headers, body, secret, had)["data"]["id"] == events(store)["Hama"]
    assert room["take"](headers, body, secret, had) is None
    for wrong in ({"webhook-id": "msg_x"}, {"webhook-timestamp": str(int(headers["webhook-timestamp"]) - 900)}):
        with pytest.raises(ValueError, match="not theirs"):
            room["take"]({**headers, **wrong}, body, secret, set())
    with pytest.raises(ValueError, match="not theirs"):
        room["take"](headers, body + b" ", secret, set())


def test_who_does_not_take_it_waits_longer_each_time_and_gets_all_in_order(store, write, site, hook, clock):
    site.put("/hook", b"", 503)
    publish(write, events(store)["Hama"])
    take(write, "withdraw", events(store)["Hama"], reason="wrong")
    for rest in (*RESTS_S, RESTS_S[-1]):
        (tried,) = deliver(store, write, make_poster(site), clock)
        assert (tried.status, tried.problem) == (503, "it answered 503; expected 200 to 299")
        clock.pass_(seconds=rest - 1)
        assert list(deliver(store, write, make_poster(site), clock)) == []
        clock.pass_(seconds=2)
    site.put("/hook", b"", 302, ("Location", site.url("/hook", "elsewhere.example")))
    assert [one.status for one in deliver(store, write, make_poster(site), clock)] == [302]
    clock.pass_(days=2)
    site.put("/hook")
    assert [one.type for one in deliver(store, write, make_poster(site), clock)] == ["event.added", "event.withdrawn"]
    assert len(set(names(site))) == 2  # however often it was tried
    (now,) = list_webhooks(store)
    assert (now.failures, now.problem) == (0, None)
    assert len(list_tries(store)) == len(RESTS_S) + 4


def test_one_who_is_gone_is_told_nothing_more(store, write, site, hook, clock):
    site.put("/hook", b"", 410)
    publish(write, events(store)["Hama"])
    assert [one.status for one in deliver(store, write, make_poster(site), clock)] == [410]
    clock.pass_(days=30)
    assert list(deliver(store, write, make_poster(site), clock)) == []
    assert list_webhooks(store)[0].ended
    with write() as kept:
        remove_webhook(kept, "w1", "Ann")
    with pytest.raises(NotFoundError, match="webhook list"):
        find_webhook(store, "w1")


def test_two_who_tell_at_once_do_not_tell_the_same(store, write, settings, site, hook, clock):
    publish(write, events(store)["Hama"])
    poster, came, slow = make_poster(site), threading.Event(), threading.Event()
    site.answers["/hook"] = lambda _: (came.set(), slow.wait(5), Answer())[2]

    def tell():
        with Store.open(settings.db) as other:
            list(deliver(other, write, poster, clock))

    first = threading.Thread(target=tell)
    first.start()
    assert came.wait(5)
    assert list(deliver(store, write, make_poster(site), clock)) == []
    slow.set()
    first.join()
    assert len(site.posted) == 1


KILLED = """
import datetime as dt, sys
sys.path.insert(0, sys.argv[1])
from local_site import LocalSite, make_poster
from marsad.store import Store
from marsad.web.webhooks import deliver
with Store.open(sys.argv[2]) as store:
    poster = make_poster(LocalSite(port=int(sys.argv[3])))
    list(deliver(store, lambda: Store.open(sys.argv[2]), poster, lambda: dt.datetime.now(dt.UTC)))
"""


def test_a_kill_amid_a_message_loses_and_doubles_no_change(store, write, settings, site, hook, clock):
    publish(write, events(store)["Hama"])
    came, stays = threading.Event(), threading.Event()
    site.answers["/hook"] = lambda _: (came.set(), stays.wait(20), Answer())[2]
    arguments = [sys.executable, "-c", KILLED, str(Path(__file__).parents[1]), settings.db, str(site.port)]
    with subprocess.Popen(arguments) as telling:
        assert came.wait(60)
        os.kill(telling.pid, signal.SIGKILL)
        telling.wait()
    stays.set()
    site.put("/hook")
    assert list(deliver(store, write, make_poster(site), clock)) == []  # it may still be told by whoever was killed
    clock.pass_(minutes=10)
    assert [one.problem for one in deliver(store, write, make_poster(site), clock)] == [None]
    assert len(names(site)) == 2
    assert len(set(names(site))) == 1  # by which the receiver knows that it had it
    assert list(deliver(store, write, make_poster(site), clock)) == []


def test_an_ingest_that_goes_on_is_waited_for(store, write, site, hook, clock, monkeypatch):
    """What was sent and cannot be noted is sent anew later, under the same id."""
    publish(write, events(store)["Hama"])
    monkeypatch.setattr("marsad.web.webhooks.PATIENCE", 1)
    writers = []

    def begin_ingest(_):
        writers.append(write())
        writers[0].begin_writing()
        return Answer()

    site.answers["/hook"] = begin_ingest
    with pytest.raises(StoreError, match="one writer"):
        list(deliver(store, write, make_poster(site), clock))
    clock.pass_(minutes=10)
    with pytest.raises(StoreError, match="one writer"):
        list(deliver(store, write, make_poster(site), clock))
    assert len(site.posted) == 1  # nothing is sent that could not be noted
    writers[0].close()
    site.put("/hook")
    assert [one.problem for one in deliver(store, write, make_poster(site), clock)] == [None]
    assert len(set(names(site))) == 1


def test_a_receiver_inside_the_network_is_not_reached(store, write, site, hook, clock):
    publish(write, events(store)["Hama"])
    inside = make_poster(site, resolver=lambda host, port: ("10.0.0.7",))
    (tried,) = deliver(store, write, inside, clock)
    assert "no address of the open web" in tried.problem
    assert site.posted == []


def test_the_commands_say_what_they_do_and_never_the_secret(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("MARSAD_DB", str(settings.db))
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.delenv("MARSAD_NETWORK", raising=False)
    file, url, said = tmp_path / "new.secret", "https://archive.example/hook", []

    def run(*arguments):
        done = CliRunner().invoke(app, ["webhook", *arguments])
        said.append(done.output)
        return done.exit_code

    assert run("add", "http://127.0.0.1/hook", "--secret-file", str(file)) == 2
    assert "no address of the open web" in said[-1]
    assert not file.exists()
    assert run("add", url, "--secret-file", str(file)) == 0
    assert run("add", url, "--secret-file", str(file)) == 2
    assert run("list") == run("log") == 0
    assert run("deliver") == run("test", url) == 2
    assert "MARSAD_NETWORK" in said[-1]
    with Store.open(settings.db, must_exist=True) as store:
        (hook,) = list_webhooks(store)
    assert run("remove", hook.id[:6]) == 0
    assert run("remove", url) == 2
    assert file.read_text().strip()
    assert file.read_text().strip() not in "".join(said)


def test_a_locked_record_and_one_without_a_network_tell_nobody(store, write, settings, site, hook, clock):
    publish(write, events(store)["Hama"])
    with pytest.raises(SetupError, match="MARSAD_NETWORK"):
        open_poster(settings)
    for mode in (Mode.READ_ONLY, Mode.CLOSED, Mode.SESSIONS):
        with write() as kept:
            kept.shut(Lock(mode=mode, who="Ann", because="raid"))
        assert list(deliver(store, write, make_poster(site), clock)) == []
    with write() as kept:
        kept.shut(Lock())
    assert len(list(deliver(store, write, make_poster(site), clock))) == 1


def test_a_secret_is_read_anew_each_time_and_never_told(store, write, site, hook, secret, clock):
    assert try_out(write, hook, make_poster(site), clock()).problem is None
    assert told(site)[0]["type"] == "webhook.test"
    assert secret.stat().st_mode & 0o77 == 0
    secret.write_text("whsec_c2hvcnQ=")
    tried = try_out(write, hook, make_poster(site), clock())
    assert "no secret" in tried.problem
    assert "c2hvcnQ" not in str(tried)
    secret.unlink()
    with pytest.raises(SetupError, match="cannot be read"):
        read_secret(secret)
    with pytest.raises(InputError, match="told already"), write() as kept:
        add_webhook(kept, replace(hook, id="w2"))
