"""How sends are written in the database, and read back."""

import datetime
import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from dingsetup.findings import Kind
from dingsetup.messages.costs import BEIJING
from dingsetup.messages.deliveries import (
    Batch,
    Content,
    Delivery,
    Fate,
    Recipient,
    Sending,
    SendPlan,
)
from dingsetup.messages.payload import payload
from dingsetup.messages.values import Message

if TYPE_CHECKING:
    from sqlite3 import Connection

_SENDING = "SELECT id, at, push, language, number, agent_id, message, variables FROM sending "
_BATCH = (
    "SELECT sending, place, fate, task_id, kind, about, queries, recalled_at, status, sent_at,"
    " (SELECT count(*) FROM delivery d WHERE d.sending = b.sending AND d.place = b.place)"
    " FROM batch b "
)
_AMONG = "IN (SELECT value FROM json_each(?))"
_VALUES = msgspec.json.Decoder(dict[str, Any])
_TEXTS = msgspec.json.Decoder(dict[str, str])
_MESSAGE = msgspec.json.Decoder(Message)
_KINDS = {str(kind): kind for kind in Kind}


def stamped(at: datetime.datetime) -> str:
    """A moment as it stands in a column: all are of one width, so that they sort."""
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def day_of(at: datetime.datetime) -> str:
    """The day DingTalk counts a moment to."""
    return at.astimezone(BEIJING).date().isoformat()


def digest_of(message: Message) -> str:
    """What two messages of the same content have in common: all that leaves of them.

    What DingTalk itself compares is published nowhere (UNCONFIRMED).
    """
    content = msgspec.json.encode(payload(message), order="sorted")
    return hashlib.sha256(content).hexdigest()


def written(values: dict[str, Any] | Sequence[Any]) -> str:
    return msgspec.json.encode(values).decode() if values else ""


def insert_plan(database: "Connection", plan: SendPlan, at: datetime.datetime) -> int:
    """Write a plan down with all its people waiting, and return its id."""
    content = plan.content
    cursor = database.execute(
        "INSERT INTO sending (plan, at, day, about, agent_id, push, language, number, digest,"
        " message, variables, words) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            plan.id,
            stamped(at),
            day_of(at),
            plan.sender.about,
            plan.sender.agent_id,
            content.push,
            content.language,
            content.number,
            digest_of(content.message),
            _sound(json.dumps(msgspec.to_builtins(content.message), ensure_ascii=False)),
            _sound(json.dumps(content.variables, ensure_ascii=False)),
            _sound(_words(content)),
        ),
    )
    sending = cursor.lastrowid
    assert sending is not None
    waiting = str(Fate.WAITING)
    for place, people in enumerate(plan.batches):
        database.execute(
            "INSERT INTO batch (sending, place, fate) VALUES (?, ?, ?)",
            (sending, place, waiting),
        )
        database.executemany(
            "INSERT INTO delivery (sending, userid, place, line, name, username, fate, at)"
            " VALUES (?,?,?,?,?,?,?,?)",
            [
                (sending, one.userid, place, line, *_names(one), waiting, stamped(at))
                for line, one in enumerate(people)
            ],
        )
    return sending


def _names(one: Recipient) -> tuple[str, str]:
    return _sound(one.name), _sound(one.username)


def _sound(text: str) -> str:
    """The text without halves of characters, as broken clipboards hold them."""
    return text.encode("utf-8", "replace").decode()


def _words(content: Content) -> str:
    """What a send is found by, beside its people."""
    message = content.message
    parts = [content.push, message.title, message.text, message.url, message.author]
    parts += [text for line in message.form for text in (line.key, line.value)]
    parts += [button.title for button in message.buttons]
    return "\n".join(part for part in (*parts, *content.variables.values()) if part)


def read_sendings(database: "Connection", condition: str, values: Sequence[Any]) -> list[Sending]:
    """Sends that a condition over the table `sending` names, with their batches and tallies."""
    found = database.execute(_SENDING + condition, values).fetchall()
    ids = msgspec.json.encode([row[0] for row in found]).decode()
    batches: dict[int, list[Batch]] = {}
    for row in database.execute(f"{_BATCH} WHERE sending {_AMONG} ORDER BY place", [ids]):
        batches.setdefault(row[0], []).append(_batch(row))
    tallies: dict[int, dict[Fate, int]] = {}
    query = f"SELECT sending, fate, count(*) FROM delivery WHERE sending {_AMONG} GROUP BY 1, 2"
    for sending, fate, count in database.execute(query, [ids]):
        tallies.setdefault(sending, {})[Fate(fate)] = count
    return [
        Sending(
            id=row[0],
            at=datetime.datetime.fromisoformat(row[1]),
            push=row[2],
            language=row[3],
            number=row[4],
            agent_id=row[5],
            message=_MESSAGE.decode(row[6]),
            variables=_TEXTS.decode(row[7]) if row[7] else {},
            batches=tuple(batches.get(row[0], ())),
            tally={fate: n for fate in Fate if (n := tallies.get(row[0], {}).get(fate))},
        )
        for row in found
    ]


def _batch(row: Sequence[Any]) -> Batch:
    _, place, fate, task_id, kind, about, queries, recalled_at, status, sent_at, people = row
    return Batch(
        place=place,
        fate=Fate(fate),
        task_id=task_id,
        people=people,
        kind=read_kind(kind),
        values=read_values(about),
        queries=queries,
        recalled_at=datetime.datetime.fromisoformat(recalled_at) if recalled_at else None,
        status=status,
        sent_at=datetime.datetime.fromisoformat(sent_at) if sent_at else None,
    )


def read_deliveries(
    database: "Connection", condition: str, values: Sequence[Any]
) -> list[Delivery]:
    """People that a condition over `delivery d` and its `batch b` names."""
    query = (
        "SELECT d.userid, d.name, d.username, d.fate, d.kind, d.about, d.at, b.task_id"
        " FROM delivery d JOIN batch b ON b.sending = d.sending AND b.place = d.place "
    )
    return [
        Delivery(
            recipient=Recipient(userid, name, username),
            fate=Fate(fate),
            kind=read_kind(kind),
            values=read_values(about),
            at=datetime.datetime.fromisoformat(at),
            task_id=task_id,
        )
        for userid, name, username, fate, kind, about, at, task_id in database.execute(
            query + condition, values
        )
    ]


def read_kind(text: str) -> Kind | None:
    """A kind as it was kept; one of a later version is UNKNOWN to this one."""
    return _KINDS.get(text, Kind.UNKNOWN) if text else None


def read_values(text: str) -> dict[str, Any]:
    return _VALUES.decode(text) if text else {}
