"""What is killed amid: run as a program of its own, which loads all once and has a child for each attempt.

    python killed_acts.py STORE PLANS

A plan says which `act`, and when its child is killed: `at` a function's `nth` call, or so long after it said
`kill_after` things; `most_bytes` is the size past which none of its files grows, as on a disk that is full.
"""

import importlib
import json
import os
import resource
import signal
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path

from marsad.domain.errors import InputError, MarsadError
from marsad.domain.person import SiteRole
from marsad.domain.publication import Step
from marsad.domain.vocabulary import JudgementKind
from marsad.domain.wire import claim_id
from marsad.pipeline.judging import add_judgement
from marsad.pipeline.publishing import take_step
from marsad.pipeline.settings import Settings
from marsad.reading.actor_file import load_actors
from marsad.reconcile.update import name_rules
from marsad.store import Store
from marsad.store.backup import restore_backup, write_backup

ROUND = ((Step.SUBMIT, "Ana"), (Step.APPROVE, "Ben"), (Step.PUBLISH, "Ben"), (Step.WITHDRAW, "Ben"))


def judge(path, say):
    with Store.open(path) as store:
        claims = sorted(map(claim_id, store.claims()))
        for number in range(40):
            kind = JudgementKind.ACCEPT if number % 2 else JudgementKind.WITHDRAW
            made = add_judgement(
                store, Settings(author="Ana"), kind, [claims[number % len(claims)]], because=f"{number}"
            )
            say(made.id)


def publish(path, say):
    with Store.open(path) as store:
        things = sorted(event.id for event in store.record().events)
        for number in range(10):
            for step, author in ROUND:
                thing = things[number % len(things)]
                with suppress(InputError):  # an attempt before this one took it
                    take_step(store, step, thing, author=author, role=SiteRole.EDITOR, reason=f"{number}")
                    say(f"{thing} {step.value} {number}")


def migrate(path, say):
    with Store.open(path) as store:
        store.bring_up(lambda *told: say(f"{told[0]}"))
    say("done")


def back_up(path, say):
    write_backup(Path(path), Path(path).with_name("war.backup"))
    say("done")


def restore(path, say):
    whole, to = (Path(path).with_name(name) for name in ("whole.backup", "again.db"))
    restore_backup(whole, to, people=to.with_name("again.db-people"))
    say("done")


def arm(plan):
    """Set the trap: from then on nothing is done tidily."""
    if "most_bytes" in plan:
        resource.setrlimit(resource.RLIMIT_FSIZE, (plan["most_bytes"], plan["most_bytes"]))
    if "at" not in plan:
        return
    module, name = plan["at"].split(":")
    holder = importlib.import_module(module)
    left, real = [plan.get("nth", 1)], getattr(holder, name)

    def trap(*given, **named):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **named)

    setattr(holder, name, trap)


def begin(act, path, plan):
    out, into = os.pipe()
    child = os.fork()
    if child:
        os.close(into)
        return child, os.fdopen(out)
    os.close(out)

    def say(words):
        os.write(into, f"{words}\n".encode())

    try:
        arm(plan)
        act(path, say)
    except MarsadError as error:
        say(f"marsad: {error}")
    except BaseException:  # noqa: BLE001
        say("Traceback " + " ".join(traceback.format_exc().split()))
    os._exit(0)


def end(plan, child, out):
    said = []
    if "kill_after" in plan:
        said = [out.readline() for _ in range(plan["kill_after"])]
        time.sleep(plan["then_wait"])
        os.kill(child, signal.SIGKILL)
    said += out.readlines()
    _, status = os.waitpid(child, 0)
    lines = [line.strip() for line in said if line.endswith("\n")]
    print(json.dumps({"said": lines, "killed": os.WIFSIGNALED(status)}), flush=True)


if __name__ == "__main__":
    where, plans = sys.argv[1:]
    name_rules(load_actors(), "strict")  # once for all children
    for one in json.loads(plans):
        if "copy_of" in one:
            for suffix in ("", "-wal", "-shm"):
                Path(where + suffix).unlink(missing_ok=True)
            Path(where).write_bytes(Path(one["copy_of"]).read_bytes())
            Path(where).chmod(0o600)
        end(one, *begin(globals()[one["act"]], where, one))
        if "keep_as" in one:
            for suffix in ("", "-wal"):
                if Path(where + suffix).exists():
                    Path(one["keep_as"] + suffix).write_bytes(Path(where + suffix).read_bytes())
