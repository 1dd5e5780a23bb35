"""How sending to 1,000 people keeps the tenant's pace, and what a send to a hundred costs."""

import datetime
import tempfile
import time
from pathlib import Path
from typing import Any

from bench._tenant import calls_of, tenant
from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.media import upload
from dingsetup.dingtalk.transport import Network
from dingsetup.facts import load_facts
from dingsetup.messages.deliveries import Content, Fate, Recipient, Sender, SendPlan
from dingsetup.messages.outbox import Outbox, utc_now
from dingsetup.messages.sending import plan_send, send
from dingsetup.messages.tracking import Tracker
from dingsetup.messages.values import Message, MessageType
from dingsetup.practice.founding import make_company

PEOPLE = 1_000
SEED = 1
LATENCY_MS = 100
CALLS_A_SECOND = 20
ROUNDS = 5
TIME_LIMIT = 1.2
"""Of the calls at 20 a second."""
FEW = 100
COST_LIMIT = 8
"""Counted calls of a send to FEW people with a picture and all its tracking."""


class _Clock:
    """The present moment, moved on so that a day of tracking is over at once."""

    def __init__(self) -> None:
        self.moved = datetime.timedelta()

    def __call__(self) -> datetime.datetime:
        return utc_now() + self.moved


def measure() -> dict[str, Any]:
    """Send to a tenant of another process that keeps to 20 calls a second."""
    options = {"people": PEOPLE + FEW, "seed": SEED, "latency": LATENCY_MS}
    with (
        tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as home,
        tenant(Path(home), "nobody-reads", **options) as told,
    ):
        seconds = sorted(_send(told, Path(home), number) for number in range(ROUNDS))
        cost, most = _cost(told, Path(home))
        throttled = sum(call["code"] in ("90018", "90002") for call in calls_of(told))
    least = PEOPLE / 100 / CALLS_A_SECOND
    ratio = round(seconds[ROUNDS // 2] / least, 3)
    return {
        "people": PEOPLE,
        "seconds": [round(one, 3) for one in seconds],
        "seconds_at_the_limit": least,
        "ratio": ratio,
        "ratio_limit": TIME_LIMIT,
        "throttle_answers": throttled,
        "counted_calls_for_a_hundred": cost,
        "counted_calls_told_beforehand": most,
        "counted_calls_limit": COST_LIMIT,
        "kept": ratio <= TIME_LIMIT and not throttled and cost <= most <= COST_LIMIT,
    }


def _client(told: dict[str, Any]) -> Client:
    credentials = Credentials(told["app_key"], told["app_secret"])
    client = Client(credentials, load_facts(), Network.at(told["base_url"]))
    client.old_token()  # so that what is loaded late is loaded, as in a window that checked
    return client


def _plan(told: dict[str, Any], outbox: Outbox, count: int, message: Message) -> SendPlan:
    people = make_company(PEOPLE + FEW, SEED).people[:count]
    recipients = [Recipient(one.userid, one.name) for one in people]
    content = Content(push="alert-dimension", language="zh", message=message)
    return plan_send(outbox, content, recipients, Sender(str(told["agent_id"])), pictures=1)


def _send(told: dict[str, Any], home: Path, number: int) -> float:
    """Seconds that one send takes."""
    outbox = Outbox(home / "sends")
    text = f"【测试 {number}】库存低于阈值"
    plan = _plan(told, outbox, PEOPLE, Message(type=MessageType.MARKDOWN, title=text, text=text))
    with _client(told) as client:
        started = time.monotonic()
        sending = send(client, outbox, plan)
        seconds = time.monotonic() - started
    if sending.tally != {Fate.ACCEPTED: PEOPLE}:
        raise RuntimeError(f"not everybody was sent to: {sending.tally}")
    time.sleep(1.0)  # a round ends with the second it used
    return seconds


def _cost(told: dict[str, Any], home: Path) -> tuple[int, int]:
    """Counted calls of a send with a picture, followed to its end; and those told beforehand."""
    clock = _Clock()
    outbox = Outbox(home / "cost", clock)
    before = sum(call["counted"] for call in calls_of(told))
    with _client(told) as client:
        media_id = upload(client, b"\x89PNG\r\n\x1a\n" + bytes(64), "sample.png")
        if not isinstance(media_id, str):
            raise TypeError(f"no picture was uploaded: {media_id}")
        picture = Message(type=MessageType.IMAGE, media_id=media_id)
        plan = _plan(told, outbox, FEW, picture)
        sending = send(client, outbox, plan)
        tracker = Tracker(client, outbox)
        while (due := tracker.next_at()) is not None:
            clock.moved += max(due - clock(), datetime.timedelta())
            tracker.look_due()
    if outbox.known(sending.id).tally != {Fate.DELIVERED: FEW}:
        raise RuntimeError("not everybody was told of")
    return sum(call["counted"] for call in calls_of(told)) - before, plan.cost.most
