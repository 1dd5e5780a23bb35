"""`dingsetup message send`: nothing leaves unasked, and what became of each person is told."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dingsetup.messages import claims
from dingsetup.practice import PracticeTenant
from tests.cli.bound import refused
from tests.cli.conftest import Dingsetup, Keys
from tests.cli.messaged import Talk, bind_users, colleagues, png
from tests.cli.test_check import add_profile

SEND = ("send", "sync")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the first look come without the wait before it."""
    monkeypatch.setattr(claims, "FIRST_LOOK", datetime.timedelta(0))


@pytest.fixture
def talk(dingsetup: Dingsetup, tenant: Callable[..., PracticeTenant]) -> Talk:
    return Talk(dingsetup, tenant())


def test_without_yes_the_plan_is_told_and_nothing_leaves(talk: Talk) -> None:
    told = talk.told(*SEND, "--to", *colleagues(talk.tenant))
    assert told["sending"] is None
    assert told["plan"]["people"] == 3
    assert (told["plan"]["calls"], told["plan"]["most_calls"]) == (1, 7)
    assert told["payload"]["msgtype"] == "oa"
    assert talk.tenant.calls == ()
    assert "add --yes" in talk.run(*SEND, "--to", *colleagues(talk.tenant)).stdout


def test_a_practice_send_works_within_one_command(dingsetup: Dingsetup) -> None:
    result = dingsetup("message", *SEND, "--practice", "--to-me", "--yes", "--wait", "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert [one["fate"] for one in told["deliveries"]] in (["delivered"], ["read"])
    assert told["sending"]["batches"][0]["task_id"] == told["deliveries"][0]["task_id"]


def test_accepted_is_not_delivered(talk: Talk) -> None:
    result = talk.run(*SEND, "--to", *colleagues(talk.tenant, 1), "--yes")
    assert result.exit_code == 3
    assert "1 accepted" in result.stdout
    assert "Next: dingsetup message status 1 " in result.stdout
    assert f"{talk.tenant.base_url}/_practice/inbox" in result.stdout


def test_a_user_is_sent_to_at_the_account_that_is_bound(
    talk: Talk, dingsetup: Dingsetup, home: Path, tmp_path: Path
) -> None:
    userids = colleagues(talk.tenant)
    users = bind_users(dingsetup, home, tmp_path, userids)
    told = talk.told(*SEND, "--to", *users, "--yes", code=3)
    assert [one["userid"] for one in told["plan"]["recipients"]] == userids
    assert {one["fate"] for one in told["deliveries"]} == {"accepted"}
    assert all(talk.tenant.notes(userid) for userid in userids)


def test_people_may_come_through_stdin(talk: Talk) -> None:
    names = "\n".join(colleagues(talk.tenant))
    result = talk.run(*SEND, "--to", "-", "--json", stdin=names)
    assert json.loads(result.stdout)["plan"]["people"] == 3


def test_whoever_cannot_get_it_is_told_beforehand_and_left_out(
    talk: Talk, dingsetup: Dingsetup, home: Path, tmp_path: Path
) -> None:
    first, second = bind_users(dingsetup, home, tmp_path, colleagues(talk.tenant, 2))
    dingsetup("bind", "unset", second, "--practice")
    told = talk.told(*SEND, "--to", first, second, code=1)
    assert [(one["username"], one["kind"]) for one in told["plan"]["hindered"]] == [
        (second, "not_bound")
    ]
    told = talk.told(*SEND, "--to", first, second, "--yes", "--wait", code=1)
    assert [one["username"] for one in told["deliveries"]] == [first]
    assert told["sending"]["tally"].keys() <= {"delivered", "read"}


def test_only_people_who_cannot_get_it_are_no_send_at_all(
    talk: Talk, dingsetup: Dingsetup, home: Path, tmp_path: Path
) -> None:
    (user,) = bind_users(dingsetup, home, tmp_path, colleagues(talk.tenant, 1))
    dingsetup("bind", "unset", user, "--practice")
    told = talk.told(*SEND, "--to", user, "--yes", code=1)
    assert (told["sending"], told["plan"]["people"]) == (None, 0)
    assert talk.sent == 0


def test_an_empty_table_is_told_kindly(talk: Talk) -> None:
    result = talk.run(*SEND, "--to", *colleagues(talk.tenant, 1))
    assert result.exit_code == 0
    assert "The binding table is empty" in result.stderr


def test_the_same_test_again_is_numbered(talk: Talk) -> None:
    to = ("--to", *colleagues(talk.tenant, 1), "--yes", "--wait")
    assert talk.told(*SEND, *to)["plan"]["number"] == 1
    again = talk.told(*SEND, *to)
    assert (again["plan"]["number"], again["plan"]["duplicates"]) == (2, [])
    assert "[Test 2]" in again["sending"]["title"]


def test_the_same_number_again_is_foreseen_and_reported(talk: Talk) -> None:
    (userid,) = colleagues(talk.tenant, 1)
    to = ("--to", userid, "--number", "1")
    talk.told(*SEND, *to, "--yes", "--wait")
    plan = talk.told(*SEND, *to, code=1)["plan"]
    assert (plan["duplicates"], plan["new_number"]) == ([userid], 2)
    told = talk.told(*SEND, *to, "--yes", "--wait", code=1)
    assert [(one["fate"], one["kind"]) for one in told["deliveries"]] == [
        ("refused", "forbidden:duplicate_message")
    ]


@pytest.mark.parametrize(
    ("scenario", "fate", "kind", "code"),
    [
        ("refuse:{userid}=daily-limit", "refused", "forbidden:daily_limit", 1),
        ("refuse:{userid}=protected", "refused", "forbidden:protected", 1),
        ("refuse:{userid}=content", "refused", "forbidden:content", 1),
        ("send-invalid:{userid}", "invalid", None, 1),
        ("send-failed:{userid}", "failed", None, 1),
    ],
)
def test_whatever_keeps_one_person_from_it_is_reported_for_that_person(
    talk: Talk, scenario: str, fate: str, kind: str | None, code: int
) -> None:
    userids = colleagues(talk.tenant)
    talk.tenant.set_scenarios([scenario.format(userid=userids[1])])
    told = talk.told(*SEND, "--to", *userids, "--yes", "--wait", code=code)
    fates = {one["userid"]: (one["fate"], one["kind"]) for one in told["deliveries"]}
    assert fates.pop(userids[1]) == (fate, kind)
    assert {fate for fate, _kind in fates.values()} <= {"delivered", "read"}


@pytest.mark.parametrize(
    ("scenario", "fate", "code"),
    [
        ("lost-answer", "unknown", 3),
        ("quota-exhausted", "not_sent", 1),
        ("throttled", "not_sent", 1),
        ("bad-secret", "not_sent", 1),
        ("result-never", "running", 3),
    ],
)
def test_nothing_is_called_delivered_that_is_not(
    dingsetup: Dingsetup, scenario: str, fate: str, code: int
) -> None:
    args = ("--practice", "--to-me", "--yes", "--wait", "--patience", "0", "--scenario", scenario)
    result = dingsetup("message", *SEND, *args, "--json")
    assert result.exit_code == code, result.output
    (one,) = json.loads(result.stdout)["deliveries"]
    assert one["fate"] in (fate, "accepted" if fate == "running" else fate)
    assert one["title"]


def test_a_picture_is_uploaded_once(talk: Talk, tmp_path: Path) -> None:
    file = tmp_path / "mine.png"
    file.write_bytes(png(600, 400))
    picture = (*SEND, "--type", "image", "--picture", str(file))
    first, second = colleagues(talk.tenant, 2)
    assert talk.told(*picture, "--to", first)["plan"]["calls"] == 2
    told = talk.told(*picture, "--to", first, "--yes", code=3)
    assert told["payload"]["image"]["media_id"].startswith("@")
    assert talk.told(*picture, "--to", second)["plan"]["calls"] == 1
    talk.told(*picture, "--to", second, "--yes", code=3)
    assert sum(call.path == "/media/upload" for call in talk.tenant.calls) == 1


def test_a_sample_dashboard_is_drawn_where_a_picture_is_wanted(talk: Talk) -> None:
    (userid,) = colleagues(talk.tenant, 1)
    told = talk.told("send", "subscription-scheduled", "--to", userid, "--yes", code=3)
    assert told["payload"]["oa"]["body"]["image"].startswith("@")
    assert sum(call.path == "/media/upload" for call in talk.tenant.calls) == 1


@pytest.mark.parametrize(
    ("args", "word"),
    [
        ((), "--to-me"),
        (("someone",), "--to"),
        (("--to", "@all"), "@all"),
        (("--to", "a,b"), "a,b"),
        (("--to", "   "), "--to-me"),
        (("--to", "u" * 65), "userid"),
        (("--to-me",), "me=USERID"),
        (("--to", "u1", "--patience", "-1"), "--patience"),
        (("--to", "u1", "--scenario", "throttled"), "--practice"),
    ],
)
def test_bad_input_sends_nothing(talk: Talk, args: tuple[str, ...], word: str) -> None:
    result = talk.run(*SEND, *args, "--yes")
    assert refused(result), result.output
    assert word in result.stderr
    assert talk.sent == 0


def test_never_more_than_a_thousand_at_once(talk: Talk) -> None:
    names = "\n".join(f"u{number}" for number in range(1001))
    result = talk.run(*SEND, "--to", "-", "--yes", stdin=names)
    assert refused(result)
    assert "1,001" in result.stderr
    assert talk.sent == 0


def test_a_profile_says_who_me_is(
    dingsetup: Dingsetup, tenant: Callable[..., PracticeTenant], keys: Keys
) -> None:
    started = tenant()
    add_profile(dingsetup, started)
    unknown = dingsetup("message", *SEND, "--profile", "a", "--to-me")
    assert refused(unknown)
    dingsetup("profile", "set", "a", f"me={started.identity.userid}")
    result = dingsetup("message", *SEND, "--profile", "a", "--to-me", "--yes", "--wait", "--json")
    assert result.exit_code == 0, result.output
    assert started.notes(started.identity.userid)


def test_a_profile_without_an_agent_id_is_told_so(dingsetup: Dingsetup, keys: Keys) -> None:
    dingsetup("profile", "add", "a", "--no-secret")
    result = dingsetup("message", *SEND, "--profile", "a", "--to", "u1", "--yes")
    assert refused(result)
    assert "Client ID" in result.stderr


def test_no_output_holds_a_secret_or_token(talk: Talk) -> None:
    said = talk.run(*SEND, "--to", *colleagues(talk.tenant, 1), "--yes", "--json").output
    assert talk.tenant.identity.app_secret not in said
    assert "access_token" not in said


def test_a_number_that_makes_the_message_too_long_is_seen_before_it_leaves(talk: Talk) -> None:
    title = "dataset=" + "名" * 52  # sixty-four characters with the mark, as many as it may have
    order = (*SEND, "--type", "markdown", "--in", "zh", "--set", title, "--to", talk.me)
    talk.told(*order, "--yes", code=3)
    for more in ((), ("--yes",)):
        told = talk.told(*order, *more, code=2)
        assert told["sending"] is None
        assert told["plan"]["number"] == 2
        assert "too_long" in [fault["kind"] for fault in told["faults"]]
    assert talk.sent == 1
