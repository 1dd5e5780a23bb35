"""Kills the program in the middle of sends whose answers get lost: nothing goes out twice, and
nothing that went out is missing from the record."""

import contextlib
import datetime
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from dingsetup.database import database_file
from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.transport import Network
from dingsetup.facts import load_facts
from dingsetup.messages.claims import LEASE_S
from dingsetup.messages.deliveries import Content, Fate, Recipient, Sender, SendError
from dingsetup.messages.outbox import Outbox, utc_now
from dingsetup.messages.payload import payload
from dingsetup.messages.sending import plan_send, resume, send
from dingsetup.messages.tracking import look
from dingsetup.messages.values import Message, MessageType
from dingsetup.practice import PracticeTenant

KILLS = 200
CHECK_EVERY = 25
PEOPLE = 230
"""Three batches a send."""
LATENCY_MS = 10
SCENARIOS = ("lost-answer:4",)
_READY = "ready"

_Sent = dict[tuple[str, str], int]
"""Text and userid, and the task they went out with."""


class Wrong(Exception):
    """A message that went out twice, or one that the record knows nothing of."""


def measure() -> dict[str, Any]:
    """Kill a sending program again and again, on one profile and one tenant."""
    draw = random.Random(7)
    with (
        tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as folder,
        tenant() as running,
    ):
        started = time.perf_counter()
        for number in range(1, KILLS + 1):
            killed(Path(folder), running, draw.uniform(0.0, 0.6))
            if number % CHECK_EVERY == 0:
                check(Path(folder), running)
        seconds = time.perf_counter() - started
        fates = ended(Path(folder))
        return {
            "kills": KILLS,
            "tasks_of_the_tenant": len(running.tasks),
            "people_sent_to": fates[Fate.ACCEPTED] + fates[Fate.DELIVERED] + fates[Fate.READ],
            "people_unknown": fates[Fate.UNKNOWN],
            "sent_twice": 0,
            "records_lost": 0,
            "seconds": round(seconds, 1),
            "kept": len(running.tasks) > KILLS,
        }


@contextlib.contextmanager
def tenant() -> Any:
    """A tenant that loses answers, without limits: each child has a pace of its own."""
    running = PracticeTenant.start(
        load_facts(),
        scenarios=SCENARIOS,
        people=PEOPLE,
        latency_ms=LATENCY_MS,
        limits=False,
    )
    with running:
        yield running


def killed(folder: Path, running: PracticeTenant, seconds: float) -> None:
    """Have a child send without end, and kill it so many seconds after it began."""
    identity = running.identity
    told = {
        "base_url": running.base_url,
        "app_key": identity.app_key,
        "app_secret": identity.app_secret,
        "agent_id": str(identity.agent_id),
        "people": [person.userid for person in running.company.people],
    }
    command = [sys.executable, "-m", "bench.message_kills", str(folder)]
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(json.dumps(told) + "\n")
        child.stdin.flush()
        if child.stdout.readline().strip() != _READY:
            raise Wrong(f"nothing was sent from {folder}")
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)


def check(folder: Path, running: PracticeTenant) -> None:
    """Hold the record against the tenant's own. Raises Wrong."""
    with closing(sqlite3.connect(database_file(folder))) as database:
        (sound,) = database.execute("PRAGMA integrity_check").fetchone()
        if sound != "ok":
            raise Wrong(sound)
    sent = _sent_by(running)
    known: dict[tuple[str, str], tuple[Fate, int | None]] = {}
    outbox = Outbox(folder)
    for sending in outbox.sendings(most=1_000_000):
        text = json.dumps(payload(sending.message), sort_keys=True)
        for one in outbox.deliveries(sending.id):
            known[text, one.recipient.userid] = one.fate, one.task_id
    for key, task in sent.items():
        fate, kept = known.get(key, (None, None))
        if fate is None or fate in (Fate.WAITING, Fate.NOT_SENT):
            raise Wrong(f"the record calls {key[1]} {fate}, and task {task} went out")
        if kept not in (None, task):
            raise Wrong(f"the record has task {kept} where {task} went out")
    for key, (fate, kept) in known.items():
        if kept is not None and sent.get(key) != kept:
            raise Wrong(f"the record calls {key[1]} {fate}, and no task {kept} went out")


def ended(folder: Path) -> Counter[Fate]:
    """Where people stand once every lease is over; raises Wrong where somebody is still SENDING."""
    late = datetime.timedelta(seconds=2 * LEASE_S)
    outbox = Outbox(folder, lambda: utc_now() + late)
    fates = Counter[Fate]()
    for sending in outbox.sendings(most=1_000_000):
        fates.update(sending.tally)
    if fates[Fate.SENDING]:
        raise Wrong("a send that nobody works at is called under way")
    return fates


def _sent_by(running: PracticeTenant) -> _Sent:
    """Whom each message went out to, by the tenant's record. Raises Wrong for a second time."""
    sent: _Sent = {}
    for task in running.tasks:
        text = json.dumps(task.msg, sort_keys=True)
        kept_back = [userid for userid, _, _ in task.forbidden]
        for userid in (*task.recipients, *task.failed, *task.invalid_users, *kept_back):
            if (text, userid) in sent:
                raise Wrong(f"{userid} got {text} twice")
            sent[text, userid] = task.task_id
    return sent


def _work(folder: Path) -> None:
    """Go on with what waits, as somebody would who starts the program again; then send."""
    told = json.loads(sys.stdin.readline())
    outbox = Outbox(folder)
    credentials = Credentials(told["app_key"], told["app_secret"])
    client = Client(credentials, load_facts(), Network.at(told["base_url"]))
    client.old_token()
    people = [Recipient(userid) for userid in told["people"]]
    turn = 0
    print(_READY, flush=True)
    for sending in outbox.sendings(most=3):
        resume(client, outbox, sending.id)
    while True:
        turn += 1
        text = f"【测试】{os.getpid()}-{turn}"
        message = Message(type=MessageType.TEXT, text=text)
        content = Content(push="sync", language="zh", message=message)
        plan = plan_send(outbox, content, people, Sender(told["agent_id"]))
        sending = send(client, outbox, plan)
        with contextlib.suppress(SendError):  # confirmed twice in a hurry
            send(client, outbox, plan)
        if Fate.WAITING in sending.tally:
            resume(client, outbox, sending.id)
        look(client, outbox, sending.id)


if __name__ == "__main__":
    _work(Path(sys.argv[1]))
