"""A record that cannot be kept sends nothing, or leaves in doubt what it sent; never twice."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from dingsetup import database
from dingsetup.database import VERSION, DatabaseError
from dingsetup.messages.claims import LEASE_S, Claim, Outcome
from dingsetup.messages.deliveries import Fate, Recipient
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.sending import resume, send
from tests.messages.posting import Post

OpenPost = Callable[..., Post]


class Broken(Outbox):
    """An outbox that fails to keep the first answers."""

    failures = 1

    def settle(self, claim: Claim, outcome: Outcome) -> None:
        if self.failures:
            self.failures -= 1
            raise DatabaseError(self.file, "disk full")
        super().settle(claim, outcome)


def test_where_the_intent_cannot_be_kept_nothing_leaves(
    post: OpenPost, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = post(people=8)
    plan = here.plan(here.people(2))
    waiting = here.outbox.create(here.plan(here.people(2), "another"))
    monkeypatch.setattr(database, "TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(here.outbox.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseError):
            send(here.client, here.outbox, plan)
        with pytest.raises(DatabaseError):
            resume(here.client, here.outbox, waiting)
    assert not here.tenant.tasks
    assert here.outbox.known(waiting).tally == {Fate.WAITING: 2}
    assert send(here.client, here.outbox, plan).tally == {Fate.ACCEPTED: 2}


def test_an_answer_that_can_be_kept_at_the_second_try_is_kept(post: OpenPost) -> None:
    here = post(people=8)
    sending = send(here.client, Broken(here.folder), here.plan(here.people(2)))
    assert sending.tally == {Fate.ACCEPTED: 2}


def test_an_answer_that_cannot_be_kept_leaves_it_unknown(post: OpenPost) -> None:
    here = post(people=8)
    broken = Broken(here.folder, here.clock)
    broken.failures = 100
    with pytest.raises(DatabaseError):
        send(here.client, broken, here.plan(here.people(2)))
    (sending,) = here.outbox.sendings()
    assert sending.tally == {Fate.SENDING: 2}
    here.clock.pass_by(seconds=LEASE_S + 1)
    assert resume(here.client, here.outbox, sending.id).tally == {Fate.UNKNOWN: 2}
    assert set(here.sent().values()) == {1}


def test_a_file_of_the_version_before_takes_sends(post: OpenPost) -> None:
    here = post(people=8)
    here.outbox.file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(here.outbox.file, isolation_level=None)) as old:
        for migration in database.MIGRATIONS[:2]:
            for statement in migration.split(";"):
                old.execute(statement)
        old.execute("PRAGMA user_version = 2")
    assert here.send(here.people(1)).tally == {Fate.ACCEPTED: 1}
    with closing(sqlite3.connect(here.outbox.file)) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_half_characters_in_names_and_texts_are_kept_whole(post: OpenPost) -> None:
    here = post(people=8)
    userid = here.people(1)[0].userid
    sending = here.send([Recipient(userid, "张\ud83d", "z\udc00")], "营收 \ud83d 下降 \U0001f4c9")
    assert sending.tally == {Fate.ACCEPTED: 1}
    assert "📉" in here.outbox.known(sending.id).message.text
    assert here.outbox.deliveries(sending.id)[0].recipient.name == "张?"


def test_no_secret_or_token_reaches_the_file(post: OpenPost) -> None:
    here = post("quota-exhausted", people=8)
    here.send(here.people(1))
    here.tenant.set_scenarios(["ip-blocked"])
    here.send(here.people(1))
    here.tenant.set_scenarios([])
    here.send(here.people(1))
    kept = b"".join(file.read_bytes() for file in here.folder.iterdir())
    assert here.tenant.identity.app_secret.encode() not in kept
    assert b"access_token" not in kept
