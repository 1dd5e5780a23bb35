"""Sends against a practice tenant, with a clock of their own."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.transport import Call, Network
from dingsetup.facts import Facts
from dingsetup.messages.deliveries import Content, Fate, Recipient, Sender, Sending, SendPlan
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.sending import plan_send, send
from dingsetup.messages.values import Message, MessageType
from dingsetup.practice import PracticeTenant


class Clock:
    """The present moment until it is moved on."""

    def __init__(self) -> None:
        self.moved = datetime.timedelta()

    def __call__(self) -> datetime.datetime:
        return datetime.datetime.now(datetime.UTC) + self.moved

    def pass_by(self, **units: float) -> None:
        self.moved += datetime.timedelta(**units)


class Post:
    """A tenant, its client, and the outbox of the profile that belongs to it."""

    def __init__(self, tenant: PracticeTenant, facts: Facts, folder: Path) -> None:
        self.tenant = tenant
        self.clock = Clock()
        self.folder = folder
        self.outbox = Outbox(folder, self.clock)
        self.calls: list[Call] = []
        identity = tenant.identity
        credentials = Credentials(identity.app_key, identity.app_secret)
        network = Network.at(tenant.base_url)
        self.client = Client(credentials, facts, network, log=self.calls.append)
        self.sender = Sender(str(identity.agent_id), "tenant")

    def people(self, count: int) -> list[Recipient]:
        return [Recipient(one.userid, one.name) for one in self.tenant.company.people[:count]]

    def plan(self, people: list[Recipient], text: str = "你好", **fields: Any) -> SendPlan:
        """A plan for a short message."""
        return plan_send(self.outbox, content(text, **fields), people, self.sender)

    def send(self, people: list[Recipient], text: str = "你好", **fields: Any) -> Sending:
        return send(self.client, self.outbox, self.plan(people, text, **fields))

    def fates(self, sending: int) -> dict[str, Fate]:
        """Where each person stands, by userid."""
        return {one.recipient.userid: one.fate for one in self.outbox.deliveries(sending)}

    def counted(self) -> int:
        """Calls so far that count in the month."""
        return sum(call.counted for call in self.calls)

    def sent(self) -> Counter[tuple[str, str]]:
        """How often each text went to each person, by the tenant's own record of its tasks."""
        return sent_by(self.tenant)


def sent_by(tenant: PracticeTenant) -> Counter[tuple[str, str]]:
    """How often each message was accepted for each person, whether they then got it or not."""
    return Counter(
        (userid, str(task.msg))
        for task in tenant.tasks
        for userid in (
            *task.recipients,
            *task.failed,
            *task.invalid_users,
            *(userid for userid, _, _ in task.forbidden),
        )
    )


def content(text: str = "你好", **fields: Any) -> Content:
    """A short message as it would be composed."""
    number = fields.pop("number", 1)
    mark = "【测试】" if number == 1 else f"【测试 {number}】"
    fields = {"type": MessageType.MARKDOWN, "title": mark, "text": f"{mark}{text}"} | fields
    message = Message(**fields)
    return Content(push="alert-dimension", language="zh", message=message, number=number)


@pytest.fixture
def post(
    tenant: Callable[..., PracticeTenant], facts: Facts, tmp_path: Path
) -> Iterator[Callable[..., Post]]:
    """Open posts: `post("lost-answer", people=5)`; the client is closed with the test."""
    opened: list[Post] = []

    def open_post(*scenarios: str, **options: Any) -> Post:
        folder = tmp_path / f"profile-{len(opened)}"
        opened.append(Post(tenant(*scenarios, **options), facts, folder))
        return opened[-1]

    yield open_post
    for one in opened:
        one.client.close()
