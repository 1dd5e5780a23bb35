"""What has drifted is found, told from what has not, and with the fewest calls."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from dingsetup.bindings.drift import (
    KINDS,
    CheckPlan,
    Drift,
    Way,
    check_bindings,
    plan_check,
)
from dingsetup.bindings.scan import Ended, ScanTrouble
from dingsetup.bindings.values import Reason, Rule
from dingsetup.findings import Kind
from dingsetup.practice.company import Person
from tests.bindings.furnish import row
from tests.bindings.scanning import Scanner, Start

ways = pytest.mark.parametrize("way", list(Way))


def planned(scanning: Scanner, way: Way | None = None) -> CheckPlan:
    found = plan_check(scanning.table, scanning.client, agent_id=scanning.agent_id, way=way)
    assert isinstance(found, CheckPlan), found
    return found


def check(scanning: Scanner, way: Way | None = None, **options: Any) -> Drift:
    return check_bindings(scanning.table, scanning.client, planned(scanning, way), **options)


def bound(scanning: Scanner, count: int = 3, rule: Rule = Rule.MOBILE) -> list[Person]:
    """Scan, and bind active people of the departments a narrow range leaves out."""
    divisions = tuple(one.dept_id for one in scanning.tenant.company.children(1))[1:3]
    inside = {one.userid for one in scanning.tenant.company.people_below(divisions)}
    people = [one for one in scanning.company.values() if one.active and one.userid not in inside]
    # The one person of the narrow visible range stands apart.
    people = [one for one in people if one is not scanning.tenant.company.people[0]][:count]
    scanning.scan()
    scanning.bind(*people, rule=rule)
    return people


def drifted(drift: Drift) -> dict[Reason, int]:
    return {kind: len(rows) for kind, rows in drift.rows.items() if rows}


@ways
def test_of_bindings_that_are_true_nothing_is_told(scanner: Start, way: Way) -> None:
    scanning = scanner()
    bound(scanning)
    drift = check(scanning, way)
    assert (drift.ended, drift.way, drift.bound) == (Ended.WHOLE, way, 3)
    assert (drifted(drift), drift.newly, drift.new_people, drift.new_count) == ({}, (), (), 0)
    assert drift.rows.keys() == set(KINDS)


def leaves(scanning: Scanner, person: Person) -> None:
    scanning.tenant.leave(person.userid)


def falls_asleep(scanning: Scanner, person: Person) -> None:
    scanning.tenant.change_person(person.userid, active=False)


def changes_number(scanning: Scanner, person: Person) -> None:
    scanning.tenant.change_person(person.userid, mobile="15400000007")


def narrows_the_range(scanning: Scanner, person: Person) -> None:
    scanning.tenant.set_scenarios(["narrow-range"])
    inside = scanning.tenant.company.children(1)[1].dept_id
    for one in scanning.company.values():
        if one.userid != person.userid:
            scanning.tenant.change_person(one.userid, departments=(inside,))


def narrows_the_app(scanning: Scanner, person: Person) -> None:
    scanning.tenant.set_scenarios(["narrow-visible"])
    inside = scanning.tenant.company.children(1)[1].dept_id
    for one in scanning.company.values():
        if one.userid != person.userid:
            scanning.tenant.change_person(one.userid, departments=(inside,))


@ways
@pytest.mark.parametrize(
    ("happens", "kind"),
    [
        (leaves, Reason.GONE),
        (falls_asleep, Reason.INACTIVE),
        (changes_number, Reason.MOBILE_CHANGED),
        (narrows_the_range, Reason.CONTACT_RANGE),
        (narrows_the_app, Reason.VISIBLE_RANGE),
    ],
)
def test_each_kind_of_drift_is_found_where_it_is_and_nowhere_else(
    scanner: Start, way: Way, happens: Callable[[Scanner, Person], None], kind: Reason
) -> None:
    scanning = scanner()
    people = bound(scanning)
    happens(scanning, people[1])
    drift = check(scanning, way)
    sick = row(scanning.table, "u1").id
    assert drift.ended is Ended.WHOLE
    assert {one: rows for one, rows in drift.rows.items() if rows} == {kind: (sick,)}
    assert drift.newly == (sick,)
    assert drift.summary[str(kind)] == drift.summary["drifted"] == drift.summary["newly"] == 1
    again = check(scanning, way)
    assert (again.rows, again.newly) == (drift.rows, ())


@ways
def test_a_userid_that_nobody_ever_had_is_told(scanner: Start, way: Way) -> None:
    scanning = scanner()
    scanning.scan()
    nobody = msgspec.structs.replace(scanning.tenant.company.people[0], userid="typo")
    scanning.bind(nobody, rule=Rule.SHEET)
    drift = check(scanning, way)
    assert drifted(drift) == {Reason.USERID_UNKNOWN: 1}


def test_before_any_scan_a_userid_that_nobody_has_is_told_too(scanner: Start) -> None:
    scanning = scanner()
    people = scanning.tenant.company.people
    nobody = msgspec.structs.replace(people[0], userid="typo")
    scanning.bind(nobody, people[1], rule=Rule.SHEET)
    assert drifted(check(scanning, Way.ACCOUNTS)) == {Reason.GONE: 1}
    assert scanning.table.people([people[1].userid])


@ways
def test_who_comes_back_is_no_longer_told(scanner: Start, way: Way) -> None:
    scanning = scanner()
    people = bound(scanning)
    falls_asleep(scanning, people[0])
    check(scanning, way)
    scanning.tenant.change_person(people[0].userid, active=True)
    drift = check(scanning, way)
    assert (drifted(drift), drift.newly) == ({}, ())


def test_a_scan_names_who_is_new_and_single_accounts_count_them(scanner: Start) -> None:
    scanning = scanner()
    people = bound(scanning)
    new = scanning.tenant.join(name="新来")
    scanning.tenant.leave(people[0].userid)
    counted = check(scanning, Way.ACCOUNTS)
    assert (counted.new_people, counted.new_count) == ((), 1)
    named = check(scanning, Way.SCAN)
    assert (named.new_people, named.new_count) == ((new.userid,), 1)
    assert check(scanning, Way.SCAN).new_people == ()


def test_the_first_scan_makes_nobody_new(scanner: Start) -> None:
    scanning = scanner()
    scanning.bind(*scanning.tenant.company.people[:2])
    assert check(scanning, Way.ACCOUNTS).new_count is None
    drift = check(scanning, Way.SCAN)
    assert (drift.new_people, drift.new_count) == ((), None)


def test_a_few_bindings_are_asked_for_one_by_one_and_many_are_scanned(scanner: Start) -> None:
    scanning = scanner()
    bound(scanning, 3)
    made = len(scanning.calls)
    few = planned(scanning)
    assert (few.way, few.calls, few.made, few.counted) == (Way.ACCOUNTS, (5, 5), 0, 1)
    assert len(scanning.calls) == made
    drift = check_bindings(scanning.table, scanning.client, few)
    assert (drift.calls, len(scanning.calls) - made) == (5, 5)


def test_many_bindings_are_scanned(scanner: Start) -> None:
    scanning = scanner()
    people = [one for one in scanning.company.values() if one.active]
    scanning.scan()
    scanning.bind(*people[:40])
    plan = planned(scanning)
    assert (plan.way, plan.made) == (Way.SCAN, 2)
    assert plan.calls[1] < 42
    drift = check_bindings(scanning.table, scanning.client, plan)
    assert (drift.way, drift.ended, drift.calls) == (Way.SCAN, Ended.WHOLE, 30)


def test_before_any_scan_few_are_asked_for_and_the_plans_own_calls_are_told(
    scanner: Start,
) -> None:
    scanning = scanner()
    scanning.bind(*scanning.tenant.company.people[:2])
    plan = planned(scanning)
    assert (plan.way, plan.made, plan.counted) == (Way.ACCOUNTS, 2, 2)
    drift = check_bindings(scanning.table, scanning.client, plan)
    assert (drift.ended, drift.calls) == (Ended.WHOLE, 6)


@ways
def test_the_cap_holds(scanner: Start, way: Way) -> None:
    scanning = scanner()
    bound(scanning)
    drift = check(scanning, way, max_calls=3)
    assert (drift.ended, drift.calls) == (Ended.CAPPED, 3)
    assert drifted(drift) == {}


@ways
def test_a_trouble_is_told_and_changes_nothing(scanner: Start, way: Way) -> None:
    scanning = scanner()
    people = bound(scanning)
    leaves(scanning, people[0])
    plan = planned(scanning, way)
    scanning.tenant.set_scenarios(["ip-blocked"])
    drift = check_bindings(scanning.table, scanning.client, plan)
    assert (drift.ended, drifted(drift)) == (Ended.TROUBLE, {})
    assert drift.trouble is not None
    assert drift.trouble.kind is Kind.IP_NOT_WHITELISTED


def test_a_scan_that_cannot_be_planned_is_told(scanner: Start) -> None:
    scanning = scanner("ip-blocked")
    found = plan_check(scanning.table, scanning.client)
    assert isinstance(found, ScanTrouble)
    assert found.kind is Kind.IP_NOT_WHITELISTED


@pytest.mark.parametrize("happens", [leaves, narrows_the_range])
def test_who_was_asked_for_in_vain_was_not_seen(
    scanner: Start, happens: Callable[[Scanner, Person], None]
) -> None:
    scanning = scanner()
    people = bound(scanning)
    long_ago = "2020-01-01T00:00:00+00:00"
    with scanning.table.writing() as database:
        database.execute("UPDATE person SET seen_at = ?", [long_ago])
    happens(scanning, people[1])
    check(scanning, Way.ACCOUNTS)
    assert row(scanning.table, "u1").checked_at == long_ago
    assert row(scanning.table, "u0").checked_at > long_ago


def test_ignored_rows_are_not_asked_for(scanner: Start) -> None:
    scanning = scanner()
    bound(scanning)
    with scanning.table.writing() as database:
        database.execute("UPDATE binding SET ignored = 1 WHERE username <> 'u0'")
    drift = check(scanning, Way.ACCOUNTS)
    assert (drift.bound, drift.calls) == (1, 3)
