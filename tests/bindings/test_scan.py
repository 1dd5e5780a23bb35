"""A scan reads the whole directory once, keeps every answer, and goes on where it was cut off."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dingsetup.bindings import edits
from dingsetup.bindings.scan import (
    Basis,
    Ended,
    ScanProgress,
    ScanTrouble,
    Visible,
    kept,
    plan_scan,
    run,
    scan,
)
from dingsetup.bindings.scan.rows import SCAN
from dingsetup.bindings.scan.walk import Ask
from dingsetup.bindings.values import BindingState, Reason, Standing
from dingsetup.database import DatabaseError
from dingsetup.findings import Kind
from dingsetup.practice.company import Person
from tests.bindings.furnish import add_users, user
from tests.bindings.scanning import Scanner, Start

FULL = 30
"""Calls a scan of the tests' company takes: the plan, the range, a root, 13 departments twice."""


def test_everybody_is_read_with_all_that_is_shown_of_them(scanner: Start) -> None:
    scanning = scanner()
    result = scanning.scan()
    assert (result.ended, result.people, result.departments) == (Ended.WHOLE, 60, 13)
    assert (result.partial, result.passed_over, result.hidden_fields) == (False, 0, ())
    found = scanning.table.people(scanning.company)
    assert found.keys() == scanning.company.keys() == scanning.known()
    for userid, person in scanning.company.items():
        told = found[userid]
        for name in ("unionid", "name", "mobile", "email", "job_number", "active"):
            assert getattr(told, name) == getattr(person, name)
        assert set(told.departments) == set(person.departments)
        assert (told.standing, told.visible) == (Standing.HERE, True)


def test_departments_get_their_names_the_top_one_too(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan()
    departments = scanning.tenant.company.departments
    assert scanning.table.department_names() == {one.dept_id: one.name for one in departments}


def test_nothing_is_asked_twice_and_nothing_is_left_behind(scanner: Start) -> None:
    scanning = scanner()
    result = scanning.scan()
    assert Counter(call.path.rpartition("/")[2] for call in scanning.calls) == {
        "gettoken": 1,
        "scopes": 2,
        "count": 1,
        "get": 1,
        "listsub": 13,
        "list": 13,
    }
    assert result.calls == result.all_calls == FULL == len(scanning.calls) - 1
    assert result.counted == sum(call.counted for call in scanning.calls) == 2
    assert kept.unfinished(scanning.table, "") is None
    assert kept.tasks(scanning.table) == []


def test_who_is_in_several_departments_is_one_person(scanner: Start) -> None:
    scanning = scanner()
    several = [one for one in scanning.company.values() if len(one.departments) > 1]
    assert several
    result = scanning.scan()
    assert result.people == len(scanning.company)
    names = scanning.table.department_names()
    scanning.bind(several[0])
    row = scanning.table.row("u0")
    assert row is not None
    assert row.department_names == ", ".join(names[one] for one in several[0].departments)


def test_a_large_department_is_read_page_by_page(scanner: Start) -> None:
    scanning = scanner(people=250)
    for userid in scanning.company:
        scanning.tenant.change_person(userid, departments=(1,))
    result = scanning.scan()
    assert (result.people, len(scanning.known())) == (250, 250)
    pages = [call for call in scanning.calls if call.path.endswith("v2/user/list")]
    assert len(pages) == len(scanning.tenant.company.departments) + 2


def test_a_plan_tells_the_calls_before_they_are_made(scanner: Start) -> None:
    scanning = scanner()
    plan = scanning.plan()
    assert (plan.basis, plan.people, plan.whole) == (Basis.GUESS, 60, True)
    assert (plan.made, plan.made_counted, len(scanning.calls)) == (2, 1, 3)
    made = len(scanning.calls)
    result = scan(scanning.table, scanning.client, plan)
    by_path = Counter(call.path for call in scanning.calls[made:])
    assert plan.least <= result.calls - plan.made <= plan.most
    for api in plan.apis:
        assert api.least <= by_path[api.endpoint.partition(" ")[2]] <= api.most
    assert plan.counted == result.counted == 2
    least, most = plan.seconds
    assert 0 < least < most


def test_the_last_scan_tells_closely_what_the_next_will_take(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan()
    plan = scanning.plan()
    assert plan.basis is Basis.EARLIER
    assert plan.least <= FULL - plan.made <= plan.most
    assert plan.most - plan.least <= 4


def test_a_scan_of_another_range_tells_nothing_of_this_one(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan()
    scanning.tenant.set_scenarios(["narrow-range"])
    assert scanning.plan().basis is Basis.GUESS


def test_without_the_count_a_plan_says_the_least_only(scanner: Start) -> None:
    scanning = scanner("scope-missing:qyapi_get_member")
    plan = scanning.plan()
    assert (plan.basis, plan.people) == (Basis.NOTHING, 0)
    assert scan(scanning.table, scanning.client, plan).people == 60


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


def test_a_department_closed_meanwhile_is_passed_over(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan(max_calls=12)
    pending = [int(task.key) for task in kept.tasks(scanning.table) if task.ask is Ask.PAGE]
    scanning.tenant.close_department(max(pending))
    result = scanning.scan()
    assert (result.ended, result.passed_over, result.partial) == (Ended.WHOLE, 1, False)


def test_a_bound_person_who_moved_while_it_was_read_is_not_taken_for_gone(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan(max_calls=12)
    pending = {int(task.key) for task in kept.tasks(scanning.table) if task.ask is Ask.PAGE}
    read = [
        one.dept_id for one in scanning.tenant.company.departments if one.dept_id not in pending
    ]
    mover = next(one for one in scanning.company.values() if set(one.departments) <= pending)
    stranger = msgspec.structs.replace(mover, userid="nobody", mobile="15400000009")
    scanning.bind(mover, stranger)
    scanning.tenant.change_person(mover.userid, departments=(read[0],))
    result = scanning.scan()
    assert (result.ended, result.all_calls) == (Ended.WHOLE, FULL + 1 + 2)
    assert scanning.stands("u0") == (BindingState.BOUND, Reason.NONE)
    assert scanning.stands("u1") == (BindingState.NOT_FOUND, Reason.USERID_UNKNOWN)


def test_however_many_bound_people_were_not_met_none_is_gone_unasked(scanner: Start) -> None:
    scanning = scanner(people=300)
    scanning.scan(max_calls=12)
    pending = {int(task.key) for task in kept.tasks(scanning.table) if task.ask is Ask.PAGE}
    movers = [one for one in scanning.company.values() if {*one.departments} <= pending]
    movers = [one for one in movers if one.active]
    assert len(movers) > 100
    departments = scanning.tenant.company.departments
    read = next(one.dept_id for one in departments if one.dept_id not in pending)
    scanning.bind(*movers)
    for one in movers:
        scanning.tenant.change_person(one.userid, departments=(read,))
    plan = scanning.plan()
    assert plan.doubtful == len(movers)
    assert scan(scanning.table, scanning.client, plan).ended is Ended.WHOLE
    assert scanning.table.counts()[BindingState.BOUND] == len(movers)


def test_questions_about_bound_people_are_capped_and_gone_on_with(scanner: Start) -> None:
    scanning = scanner()
    add_users(scanning.table, [user(f"u{n}", userid=f"x{n}", rule="hand") for n in range(3)])
    plan = scanning.plan()
    assert plan.doubtful == 3
    first = scan(scanning.table, scanning.client, plan, max_calls=FULL + 1)
    assert (first.ended, first.calls) == (Ended.CAPPED, FULL + 1)
    rest = scanning.plan()
    assert (rest.least, rest.most, rest.doubtful) == (2, 2, 0)
    assert scan(scanning.table, scanning.client, rest).ended is Ended.WHOLE
    assert scanning.table.counts()[BindingState.NOT_FOUND] == 3


def test_who_left_is_gone_and_who_is_inactive_is_told(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan()
    asleep, left, fine = [one for one in scanning.company.values() if one.active][:3]
    scanning.bind(asleep, left, fine)
    scanning.tenant.change_person(asleep.userid, active=False)
    scanning.tenant.leave(left.userid)
    scanning.scan()
    assert scanning.stands("u0") == (BindingState.INACTIVE, Reason.INACTIVE)
    assert scanning.stands("u1") == (BindingState.GONE, Reason.GONE)
    assert scanning.stands("u2") == (BindingState.BOUND, Reason.NONE)


def test_of_a_narrow_range_everybody_in_it_is_read_and_no_more(scanner: Start) -> None:
    scanning = scanner("narrow-range")
    plan = scanning.plan()
    assert (plan.whole, len(plan.roots)) == (False, 2)
    result = scan(scanning.table, scanning.client, plan)
    inside = {one.userid for one in scanning.tenant.company.people_below(plan.roots)}
    assert (result.ended, result.partial) == (Ended.WHOLE, True)
    assert scanning.known() == inside
    assert all(scanning.table.department_names()[root] for root in plan.roots)


def test_bound_people_outside_a_narrow_range_are_told_from_those_who_left(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan()
    roots = tuple(one.dept_id for one in scanning.tenant.company.children(1))[1:3]
    inside = {one.userid for one in scanning.tenant.company.people_below(roots)}
    here = next(one for one in scanning.company.values() if one.userid in inside and one.active)
    outside, left = [one for one in scanning.company.values() if one.userid not in inside][:2]
    scanning.bind(here, outside, left)
    scanning.tenant.set_scenarios(["narrow-range"])
    scanning.tenant.leave(left.userid)
    plan = scanning.plan()
    person = next(api for api in plan.apis if api.endpoint.endswith("v2/user/get"))
    assert person.most == 3
    result = scan(scanning.table, scanning.client, plan)
    assert (result.ended, result.outside) == (Ended.WHOLE, 1)
    assert scanning.stands("u0") == (BindingState.BOUND, Reason.NONE)
    assert scanning.stands("u1") == (BindingState.OUT_OF_RANGE, Reason.CONTACT_RANGE)
    assert scanning.stands("u2") == (BindingState.GONE, Reason.GONE)
    row = scanning.table.row("u1")
    assert row is not None
    assert row.person is not None
    assert row.person.name == outside.name


def outsider(scanning: Scanner) -> Person:
    """Somebody active whom a narrow range leaves out."""
    roots = tuple(one.dept_id for one in scanning.tenant.company.children(1))[1:3]
    inside = {one.userid for one in scanning.tenant.company.people_below(roots)}
    return next(o for o in scanning.company.values() if o.userid not in inside and o.active)


def test_an_ignored_user_whose_account_was_not_asked_for_stands_as_before(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan()
    scanning.bind(outsider(scanning))
    row = scanning.table.row("u0")
    assert row is not None
    edits.ignore(scanning.table, [row.id])
    scanning.tenant.set_scenarios(["narrow-range"])
    assert scanning.scan().ended is Ended.WHOLE
    edits.ignore(scanning.table, [row.id], on=False)
    assert scanning.stands("u0") == (BindingState.BOUND, Reason.NONE)
    scanning.scan()
    assert scanning.stands("u0") == (BindingState.OUT_OF_RANGE, Reason.CONTACT_RANGE)


def test_who_is_bound_after_the_question_who_is_missing_stands_as_before(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan()
    first, late = [one for one in scanning.company.values() if one.active][:2]
    for one in (first, late):
        scanning.tenant.leave(one.userid)
    scanning.bind(first)
    bound: list[Person] = []

    def bind_late(progress: ScanProgress) -> None:
        head = kept.unfinished(scanning.table, "")
        if head is not None and head.doubted and not bound:
            bound.append(late)
            add_users(scanning.table, [user("late", userid=late.userid, rule="hand")])

    scanning.scan(progress=bind_late)
    assert scanning.stands("u0") == (BindingState.GONE, Reason.GONE)
    assert scanning.stands("late") == (BindingState.BOUND, Reason.NONE)
    scanning.scan()
    assert scanning.stands("late") == (BindingState.GONE, Reason.GONE)


def test_of_an_ignored_user_who_left_the_whole_organisation_nothing_is_kept_up(
    scanner: Start,
) -> None:
    scanning = scanner()
    scanning.scan()
    left = next(one for one in scanning.company.values() if one.active)
    scanning.bind(left)
    with scanning.table.writing() as database:
        database.execute("UPDATE binding SET ignored = 1")
    scanning.tenant.leave(left.userid)
    assert scanning.scan().all_calls == FULL
    assert scanning.table.people([left.userid])[left.userid].standing is Standing.GONE


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


def test_of_what_was_read_only_what_is_so_is_told(scanner: Start) -> None:
    scanning = scanner("narrow-range")
    result = scanning.scan()
    read = scanning.table.directory_read()
    assert (read.keys(), read["people"]) == ({"at", "people"}, result.people)


def test_when_somebody_was_last_seen_is_told_also_of_who_left(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan()
    left, here = [one for one in scanning.company.values() if one.active][:2]
    scanning.bind(left, here, msgspec.structs.replace(left, userid="nobody"))
    long_ago = "2020-01-01T00:00:00+00:00"
    with scanning.table.writing() as database:
        database.execute("UPDATE person SET seen_at = ?", [long_ago])
    scanning.tenant.leave(left.userid)
    scanning.scan()
    seen = {row.username: row.checked_at for row in scanning.table.each()}
    assert (seen["u0"], seen["u2"]) == (long_ago, "")
    assert seen["u1"] > long_ago


@pytest.mark.parametrize(
    ("field", "hidden"), [("mobile", "mobile"), ("email", "email"), ("job_number", "job_number")]
)
def test_a_field_that_nobodys_answer_has_is_told(scanner: Start, field: str, hidden: str) -> None:
    scanning = scanner(f"field-hidden:{field}")
    result = scanning.scan()
    assert result.hidden_fields == (hidden,)
    assert not any(getattr(one, hidden) for one in scanning.table.people(scanning.company).values())


def test_whom_the_app_is_not_for_is_told(scanner: Start) -> None:
    scanning = scanner("narrow-visible")
    chosen = scanning.tenant.company.people_below((scanning.tenant.identity.dept_id,))
    seen = {one.userid for one in chosen} | {scanning.tenant.company.people[0].userid}
    inside = next(one for one in chosen if one.active)
    outside = next(
        one for one in scanning.company.values() if one.userid not in seen and one.active
    )
    scanning.bind(inside, outside)
    result = scanning.scan()
    assert result.visible is Visible.JUDGED
    people = scanning.table.people(scanning.company)
    assert {userid for userid, one in people.items() if one.visible} == seen
    assert scanning.stands("u0") == (BindingState.BOUND, Reason.NONE)
    assert scanning.stands("u1") == (BindingState.OUT_OF_RANGE, Reason.VISIBLE_RANGE)


@pytest.mark.parametrize(
    ("scenario", "visible"),
    [("scope-missing:qyapi_microapp_manage", Visible.UNKNOWN), ("healthy", Visible.OPEN)],
)
def test_a_visible_range_that_is_no_longer_known_leaves_what_was(
    scanner: Start, scenario: str, visible: Visible
) -> None:
    scanning = scanner("narrow-visible")
    scanning.scan()
    unseen = {u for u, one in scanning.table.people(scanning.company).items() if not one.visible}
    scanning.tenant.set_scenarios([scenario])
    assert scanning.scan().visible is visible
    after = {u for u, one in scanning.table.people(scanning.company).items() if not one.visible}
    assert after == (unseen if visible is Visible.UNKNOWN else set())


def test_without_an_agent_id_the_visible_range_is_not_asked_for(scanner: Start) -> None:
    scanning = scanner("narrow-visible")
    plan = scanning.plan(agent_id="")
    assert plan.counted == plan.made_counted == 1
    result = scan(scanning.table, scanning.client, plan)
    assert (result.visible, result.calls) == (Visible.UNKNOWN, FULL - 1)


def test_a_second_window_takes_a_scan_over_and_the_first_notices(scanner: Start) -> None:
    scanning = scanner()
    second: list[Any] = []

    def interfere(progress: ScanProgress) -> None:
        if not second:
            second.append(None)
            with scanning.new_client() as client:
                plan = scanning.plan()
                assert plan.resumes is not None
                second[0] = scan(scanning.table, client, plan)

    first = scanning.scan(progress=interfere)
    assert first.ended is Ended.SUPERSEDED
    assert second[0].ended is Ended.WHOLE
    assert scanning.known() == scanning.company.keys()


def test_a_plan_to_go_on_with_what_another_window_has_ended_does_nothing(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan(max_calls=9)
    late = scanning.plan()
    scanning.scan()
    stamp = scanning.table.stamp()
    result = scan(scanning.table, scanning.client, late)
    assert (result.ended, result.calls) == (Ended.SUPERSEDED, late.made)
    assert scanning.table.stamp() == stamp


def test_a_plan_to_go_on_with_what_another_window_goes_on_with_does_nothing(
    scanner: Start,
) -> None:
    scanning = scanner()
    scanning.scan(max_calls=9)
    late = scanning.plan()
    assert scanning.scan(max_calls=9).ended is Ended.CAPPED
    left = kept.tasks(scanning.table)
    assert scan(scanning.table, scanning.client, late).ended is Ended.SUPERSEDED
    assert kept.tasks(scanning.table) == left
    assert scanning.scan().ended is Ended.WHOLE


def test_a_scan_that_another_window_ends_before_ours_goes_on_is_left_to_it(
    scanner: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanning = scanner()
    scanning.scan()
    scanning.bind(*(one for one in scanning.company.values() if one.active))
    scanning.scan(max_calls=9)
    take_over, others = kept.take_over, []

    def late(*given: Any) -> Any:
        monkeypatch.setattr(kept, "take_over", take_over)
        others.append(scanning.scan().ended)
        return take_over(*given)

    plan = scanning.plan()
    monkeypatch.setattr(kept, "take_over", late)
    ours = scan(scanning.table, scanning.client, plan).ended
    assert (others, ours) == ([Ended.WHOLE], Ended.SUPERSEDED)
    assert scanning.known() == scanning.company.keys()
    assert not scanning.table.counts()[BindingState.GONE]


def test_nothing_is_taken_in_of_a_scan_that_another_window_has_begun_anew(
    scanner: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanning = scanner()
    scanning.scan()
    scanning.bind(*(one for one in scanning.company.values() if one.active))
    before = scanning.table.directory_read(), scanning.table.counts(), scanning.known()
    take_in = run._take_in

    def late(*given: Any) -> Any:
        kept.begin(scanning.table, scanning.plan(fresh=True), "other")
        return take_in(*given)

    monkeypatch.setattr(run, "_take_in", late)
    assert scanning.scan().ended is Ended.SUPERSEDED
    after = scanning.table.directory_read(), scanning.table.counts(), scanning.known()
    assert after == before
    assert kept.tasks(scanning.table), "the other scan goes on"


def test_while_a_scan_is_taken_in_no_other_window_can_write(
    scanner: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanning = scanner()
    taken, finish = run.people_and_departments, kept.finish
    refused: list[str] = []

    def write_elsewhere() -> None:
        file = scanning.table.file
        with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as database:
            with pytest.raises(sqlite3.OperationalError) as caught:
                database.execute("BEGIN IMMEDIATE")
            refused.append(str(caught.value))

    def late(then: Any) -> Any:
        return lambda *given: (write_elsewhere(), then(*given))[1]

    monkeypatch.setattr(run, "people_and_departments", late(taken))
    monkeypatch.setattr(kept, "finish", late(finish))
    assert scanning.scan().ended is Ended.WHOLE
    assert refused == ["database is locked"] * 2


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


def test_progress_counts_up_to_all_of_them(scanner: Start) -> None:
    told: list[ScanProgress] = []
    scanner().scan(progress=told.append)
    assert [one.people for one in told] == sorted(one.people for one in told)
    assert (told[-1].people, told[-1].departments, told[-1].expected) == (60, 13, 60)
    assert told[-1].calls == FULL - 2
    assert not any(one.waiting for one in told)
