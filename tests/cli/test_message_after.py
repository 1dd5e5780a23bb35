"""`dingsetup message status`, `why`, `history`, `recall`, `bar`, `resume`: after it has left."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from dingsetup.messages import claims
from dingsetup.practice import PracticeTenant
from tests.cli.bound import refused
from tests.cli.conftest import Dingsetup
from tests.cli.messaged import Talk, bind_users, colleagues

SEND = ("send", "sync", "--yes", "--to")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first look come without the wait before it."""
    monkeypatch.setattr(claims, "FIRST_LOOK", datetime.timedelta(0))


@pytest.fixture
def talk(dingsetup: Dingsetup, tenant: Callable[..., PracticeTenant]) -> Talk:
    return Talk(dingsetup, tenant())


def test_status_asks_what_became_of_the_last_send(talk: Talk) -> None:
    task = talk.told(*SEND, *colleagues(talk.tenant), code=3)["sending"]["batches"][0]["task_id"]
    told = talk.told("status")
    assert told["sending"]["batches"][0]["task_id"] == task
    assert told["sending"]["tally"].keys() <= {"delivered", "read"}
    assert talk.told("status", str(task))["sending"]["id"] == told["sending"]["id"]


def test_what_is_known_is_shown_without_a_call(talk: Talk) -> None:
    talk.told(*SEND, *colleagues(talk.tenant), code=3)
    before = len(talk.tenant.calls)
    told = talk.told("status", "--kept", code=3)
    assert {one["fate"] for one in told["deliveries"]} == {"accepted"}
    assert len(talk.tenant.calls) == before


def test_a_practice_tenant_that_has_ended_is_not_asked(dingsetup: Dingsetup) -> None:
    sent = dingsetup("message", "send", "sync", "--practice", "--to-me", "--yes")
    assert sent.exit_code == 3
    result = dingsetup("message", "status", "--practice")
    assert result.exit_code == 3
    assert "--base-url" in result.stderr
    assert refused(dingsetup("message", "recall", "1", "--practice"))
    assert refused(dingsetup("message", "why", "u1", "--practice", "--fresh"))


def test_history_lists_finds_and_shows_sends(talk: Talk, dingsetup: Dingsetup) -> None:
    first, second = colleagues(talk.tenant, 2)
    talk.told(*SEND, first, "--wait")
    talk.told(*SEND, second, "--set", "dataset=Shoes", "--wait")
    result = dingsetup("message", "history", "--practice")
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["No.", "2", "1"]
    found = dingsetup("message", "history", "--practice", "--find", "Shoes").stdout
    assert "Shoes" in found
    assert len(found.splitlines()) == 2
    one = dingsetup("message", "history", "1", "--practice").stdout
    assert first in one
    assert second not in one


def test_two_sends_are_compared_by_message_and_person(talk: Talk, dingsetup: Dingsetup) -> None:
    (userid,) = colleagues(talk.tenant, 1)
    talk.told(*SEND, userid, "--wait")
    talk.tenant.set_scenarios([f"refuse:{userid}=protected"])
    talk.told(*SEND, userid, "--wait", code=1)
    lines = dingsetup("message", "history", "1", "2", "--practice").stdout
    assert "[Test] " in lines
    assert "[Test 2] " in lines
    assert "→ kept back" in lines


def test_a_message_is_taken_back(talk: Talk) -> None:
    talk.told(*SEND, *colleagues(talk.tenant, 1), code=3)
    (told,) = talk.told("recall", "1")["tasks"]
    assert told["done"]
    kept = talk.told("status", "--kept", code=3)["sending"]["batches"][0]
    assert kept["recalled_at"]


def test_a_status_bar_is_changed(talk: Talk) -> None:
    talk.told(*SEND, *colleagues(talk.tenant, 1), code=3)
    assert talk.told("bar", "1", "seen to", "--colour", "pending")["tasks"][0]["done"]
    assert talk.told("status", "--kept", code=3)["sending"]["batches"][0]["status"] == "seen to"


def test_a_message_without_a_status_bar_is_told_so(talk: Talk) -> None:
    talk.told(*SEND, *colleagues(talk.tenant, 1), "--type", "text", code=3)
    result = talk.run("bar", "1", "seen to")
    assert refused(result)
    assert "no status bar" in result.stderr


def test_what_dingtalk_refuses_to_take_back_is_told(talk: Talk) -> None:
    talk.told(*SEND, *colleagues(talk.tenant, 1), code=3)
    talk.tenant.set_scenarios(["throttled"])
    (told,) = talk.told("recall", "1", code=1)["tasks"]
    assert (told["done"], told["kind"]) == (False, "throttled")
    assert told["remedy"]


def test_a_send_that_was_refused_is_gone_on_with_when_asked(talk: Talk) -> None:
    talk.tenant.set_scenarios(["quota-exhausted"])
    talk.told(*SEND, *colleagues(talk.tenant, 1), code=1)
    talk.tenant.set_scenarios([])
    assert talk.run("resume", "1").exit_code == 1
    assert talk.tenant.notes() == ()
    told = talk.told("resume", "1", "--yes", "--wait")
    assert told["sending"]["tally"].keys() <= {"delivered", "read"}


def test_a_lost_answer_is_never_sent_again(talk: Talk) -> None:
    (userid,) = colleagues(talk.tenant, 1)
    talk.tenant.set_scenarios(["lost-answer"])
    talk.told(*SEND, userid, code=3)
    talk.tenant.set_scenarios([])
    told = talk.told("resume", "1", "--yes", code=3)
    assert [one["fate"] for one in told["deliveries"]] == ["unknown"]
    assert len(talk.tenant.notes(userid)) == 1


def test_why_gives_one_verdict_with_its_evidence(
    talk: Talk, dingsetup: Dingsetup, home: Path, tmp_path: Path
) -> None:
    (userid,) = colleagues(talk.tenant, 1)
    (user,) = bind_users(dingsetup, home, tmp_path, [userid])
    assert talk.told("why", user, code=3)["verdict"] == "nothing_sent"
    talk.tenant.set_scenarios([f"refuse:{userid}=protected"])
    task = talk.told(*SEND, user, "--wait", code=1)["deliveries"][0]["task_id"]
    told = talk.told("why", user, str(task), code=1)
    assert (told["verdict"], told["person"]["username"]) == ("refused", user)
    states = {one["question"]: one["state"] for one in told["evidence"]}
    assert list(states) == [
        *("bound", "active", "in_range", "visible", "quota", "duplicate", "refused", "unread"),
    ]
    assert (states["bound"], states["refused"], states["unread"]) == ("ok", "bad", "not_reached")
    assert told["title"]
    assert told["remedy"]


def test_why_asks_dingtalk_anew_when_told_to(talk: Talk) -> None:
    (userid,) = colleagues(talk.tenant, 1)
    talk.told(*SEND, userid, code=3)
    assert talk.told("why", userid, code=3)["verdict"] == "under_way"
    assert talk.told("why", userid, "--fresh")["verdict"] in ("read", "unread")


def test_an_unbound_user_is_the_first_thing_to_mend(
    talk: Talk, dingsetup: Dingsetup, home: Path, tmp_path: Path
) -> None:
    (user,) = bind_users(dingsetup, home, tmp_path, colleagues(talk.tenant, 1))
    dingsetup("bind", "unset", user, "--practice")
    told = talk.told("why", user, code=1)
    assert (told["verdict"], told["evidence"][0]["state"]) == ("not_bound", "bad")


@pytest.mark.parametrize(
    "args",
    [
        ("status",),
        ("status", "7"),
        ("status", "9" * 40),
        ("status", "x"),
        ("recall", "7"),
        ("recall",),
        ("bar", "7", "text", "--colour", "pink"),
        ("resume", "7", "--yes"),
        ("why",),
        ("why", "u1", "x"),
        ("send", "sync", "--to-me", "--profile", "a"),
    ],
)
def test_bad_input_is_told_in_a_sentence(talk: Talk, args: tuple[str, ...]) -> None:
    assert refused(talk.run(*args))
    assert talk.tenant.calls == ()


def test_history_takes_one_send_or_two(dingsetup: Dingsetup) -> None:
    assert dingsetup("message", "history", "--practice").exit_code == 0
    assert refused(dingsetup("message", "history", "1", "2", "3", "--practice"))
    assert refused(dingsetup("message", "history", "1", "--find", "x", "--practice"))


def test_a_task_number_that_is_none_is_refused_in_a_sentence(talk: Talk) -> None:
    assert refused(talk.run("why", talk.me, str(2**63)))
