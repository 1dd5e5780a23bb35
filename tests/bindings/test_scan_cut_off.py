"""A scan that is cut off keeps every answer and goes on where it stopped."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dingsetup.bindings.scan import (
    Ended,
    ScanTrouble,
    kept,
    plan_scan,
    scan,
)
from dingsetup.bindings.scan.rows import SCAN
from dingsetup.database import DatabaseError
from dingsetup.findings import Kind
from tests.bindings.scanning import FULL, Start

TROUBLES = {
    "throttled": Kind.THROTTLED,
    "expired-token": Kind.TOKEN_INVALID,
    "portal": Kind.NOT_DINGTALK,
    "reset": Kind.UNREACHABLE,
    "server-error": Kind.SERVER_ERROR,
    "ip-blocked": Kind.IP_NOT_WHITELISTED,
    "bad-secret": None,
    "scope-missing:qyapi_get_department_member": Kind.SCOPE_MISSING,
    "scope-missing:qyapi_get_department_list": Kind.SCOPE_MISSING,
}
"""What ends a scan in the middle; a secret that was reset does not while the token lasts."""
CHILD = """
import sys, time
from pathlib import Path
from dingsetup.bindings.scan import plan_scan, scan
from dingsetup.bindings.table import Table
from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.transport import Network
from dingsetup.facts import load_facts

folder, url, key, secret, agent, lines = sys.argv[1:]
table = Table(Path(folder))
left = int(lines)

def tell(progress):
    global left
    left -= 1
    if not left:
        print("now", flush=True)
        time.sleep(60)

with Client(Credentials(key, secret), load_facts(), Network.at(url)) as client:
    scan(table, client, plan_scan(table, client, agent_id=agent), progress=tell)
"""


def test_the_cap_holds_and_the_next_run_goes_on_from_there(scanner: Start) -> None:
    scanning = scanner()
    first = scanning.scan(max_calls=9)
    assert (first.ended, first.calls) == (Ended.CAPPED, 9)
    assert scanning.known() == set()
    plan = scanning.plan()
    assert plan.resumes is not None
    assert (plan.resumes.calls, plan.made, plan.made_counted) == (9, 1, 1)
    second = scan(scanning.table, scanning.client, plan, max_calls=9)
    assert (second.ended, second.calls, second.all_calls) == (Ended.CAPPED, 9, 18)
    third = scanning.scan()
    assert (third.ended, third.calls, third.all_calls) == (Ended.WHOLE, FULL - 16, FULL + 2)
    assert scanning.known() == scanning.company.keys()
    assert len(scanning.calls) == FULL + 3


@pytest.mark.parametrize("cap", [0, 1, 2, FULL - 1])
def test_a_cap_is_never_passed(scanner: Start, cap: int) -> None:
    scanning = scanner()
    result = scanning.scan(max_calls=cap)
    assert result.ended is Ended.CAPPED
    assert result.calls == max(cap, 2)
    assert scanning.scan().ended is Ended.WHOLE


def test_a_cap_that_is_enough_is_none(scanner: Start) -> None:
    assert scanner().scan(max_calls=FULL).ended is Ended.WHOLE


def test_what_was_answered_when_it_was_cancelled_is_not_asked_again(scanner: Start) -> None:
    scanning = scanner()
    cancel = threading.Event()
    first = scanning.scan(cancel=cancel, progress=lambda progress: cancel.set())
    assert first.ended is Ended.CANCELLED
    assert first.calls < FULL
    second = scanning.scan()
    assert (second.ended, second.calls) == (Ended.WHOLE, FULL - first.calls + 1)
    assert scanning.known() == scanning.company.keys()


def test_cancelling_the_client_ends_what_is_under_way(scanner: Start) -> None:
    scanning = scanner()
    plan = scanning.plan()
    scanning.tenant.set_scenarios(["slow:30000"])
    threading.Timer(0.2, scanning.cancel.set).start()
    result = scan(scanning.table, scanning.client, plan, cancel=scanning.cancel)
    assert result.ended is Ended.CANCELLED
    scanning.tenant.set_scenarios([])
    scanning.cancel.clear()
    assert scanning.scan().ended is Ended.WHOLE


@pytest.mark.parametrize("scenario", TROUBLES)
def test_whatever_cuts_a_scan_off_it_goes_on_where_it_stopped(
    scanner: Start, scenario: str
) -> None:
    scanning = scanner()
    first = scanning.scan(max_calls=12)
    plan = scanning.plan()
    scanning.tenant.set_scenarios([scenario])
    cut = scan(scanning.table, scanning.client, plan)
    kind = TROUBLES[scenario]
    if kind is not None:
        assert cut.ended is Ended.TROUBLE
        assert cut.trouble is not None
        assert cut.trouble.kind is kind
        assert cut.trouble.endpoint.startswith("POST /topapi/v2/")
        assert cut.all_calls < FULL + 1
    assert cut.all_calls >= first.all_calls
    scanning.tenant.set_scenarios([])
    assert scanning.scan().ended is Ended.WHOLE if kind else cut.ended is Ended.WHOLE
    assert scanning.known() == scanning.company.keys()


@pytest.mark.parametrize("scenario", ["flaky", "quota-exhausted"])
def test_what_does_not_hinder_a_scan_does_not_end_it(scanner: Start, scenario: str) -> None:
    scanning = scanner()
    plan = scanning.plan()
    scanning.tenant.set_scenarios([scenario])
    result = scan(scanning.table, scanning.client, plan)
    assert (result.ended, result.people) == (Ended.WHOLE, 60)


def test_a_token_that_runs_out_in_the_middle_is_renewed(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan(max_calls=12)
    scanning.tenant.expire_tokens()
    result = scanning.scan()
    assert (result.ended, result.all_calls, result.people) == (Ended.WHOLE, FULL + 1, 60)


def test_without_the_range_nothing_is_begun(scanner: Start) -> None:
    scanning = scanner("expired-token")
    found = plan_scan(scanning.table, scanning.client)
    assert isinstance(found, ScanTrouble)
    assert (found.kind, found.endpoint) == (Kind.TOKEN_EXPIRED, "GET /auth/scopes")


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")
@pytest.mark.parametrize("answers", [1, 3])
def test_a_scan_that_was_killed_goes_on_and_asks_nothing_again(
    scanner: Start, answers: int
) -> None:
    scanning = scanner(latency_ms=20)
    identity = scanning.tenant.identity
    folder = scanning.table.file.parent
    told = [folder, scanning.tenant.base_url, identity.app_key, identity.app_secret]
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, *map(str, told), scanning.agent_id, str(answers)],
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        said = child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    assert said == "now\n"
    plan = scanning.plan()
    assert plan.resumes is not None
    assert 2 < plan.resumes.calls < FULL
    result = scan(scanning.table, scanning.client, plan)
    assert (result.ended, result.people) == (Ended.WHOLE, 60)
    assert plan.resumes.calls + result.calls == result.all_calls == FULL + 1
    assert scanning.known() == scanning.company.keys()


def test_a_range_that_was_widened_meanwhile_is_read_from_its_beginning(scanner: Start) -> None:
    scanning = scanner("narrow-range", people=200)
    scanning.scan(max_calls=5)
    scanning.tenant.set_scenarios([])
    plan = scanning.plan()
    assert (plan.resumes, plan.roots, plan.made, plan.made_counted) == (None, (1,), 2, 1)
    result = scan(scanning.table, scanning.client, plan)
    assert (result.ended, result.partial, result.people) == (Ended.WHOLE, False, 200)


def test_a_scan_of_another_app_or_with_its_visible_range_is_begun_anew(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan(max_calls=9)
    assert scanning.plan(agent_id="").resumes is None
    assert scanning.plan().resumes is not None


def test_a_plan_to_go_on_tells_the_range_it_has_asked_for_again(scanner: Start) -> None:
    scanning = scanner("narrow-range")
    first = scanning.plan()
    scan(scanning.table, scanning.client, first, max_calls=5)
    made = len(scanning.calls)
    plan = scanning.plan()
    assert [call.path for call in scanning.calls[made:]] == ["/auth/scopes"]
    assert (plan.roots, plan.given) == (first.roots, first.given)
    result = scan(scanning.table, scanning.client, plan)
    assert result.counted == sum(call.counted for call in scanning.calls[made:])
    assert plan.counted >= result.counted


def test_without_the_range_nothing_is_gone_on_with(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan(max_calls=9)
    scanning.tenant.set_scenarios(["ip-blocked"])
    found = plan_scan(scanning.table, scanning.client, agent_id=scanning.agent_id)
    assert isinstance(found, ScanTrouble)
    scanning.tenant.set_scenarios([])
    assert scanning.plan().resumes is not None


def test_a_scan_of_another_organisation_or_of_yesterday_is_not_gone_on_with(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan(max_calls=9)
    assert scanning.plan(about="another").resumes is None
    assert scanning.plan(fresh=True).resumes is None
    assert scanning.plan().resumes is not None
    with scanning.table.writing() as database:
        database.execute(
            "UPDATE state SET value = json_set(value, '$.began_at', ?) WHERE name = ?",
            ("2026-01-01T00:00:00+00:00", SCAN),
        )
    assert scanning.plan().resumes is None


def test_a_file_that_cannot_be_written_ends_a_scan_without_a_loss(
    scanner: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanning = scanner()
    scanning.scan(max_calls=9)
    with monkeypatch.context() as patch:

        def full(*given: object) -> None:
            raise DatabaseError(Path("x"), "database or disk is full")

        patch.setattr(kept, "put_people", full)
        with pytest.raises(DatabaseError):
            scanning.scan()
    assert scanning.scan().all_calls == FULL + 2
