"""A scan reads the whole directory once, and says of everybody only what is so."""

from collections import Counter

import msgspec
import pytest

from dingsetup.bindings import edits
from dingsetup.bindings.scan import (
    Basis,
    Ended,
    ScanProgress,
    Visible,
    kept,
    scan,
)
from dingsetup.bindings.scan.walk import Ask
from dingsetup.bindings.values import BindingState, Reason, Standing
from dingsetup.practice.company import Person
from tests.bindings.furnish import add_users, user
from tests.bindings.scanning import FULL, Scanner, Start


def outsider(scanning: Scanner) -> Person:
    """Somebody active whom a narrow range leaves out."""
    roots = tuple(one.dept_id for one in scanning.tenant.company.children(1))[1:3]
    inside = {one.userid for one in scanning.tenant.company.people_below(roots)}
    return next(o for o in scanning.company.values() if o.userid not in inside and o.active)


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


def test_progress_counts_up_to_all_of_them(scanner: Start) -> None:
    told: list[ScanProgress] = []
    scanner().scan(progress=told.append)
    assert [one.people for one in told] == sorted(one.people for one in told)
    assert (told[-1].people, told[-1].departments, told[-1].expected) == (60, 13, 60)
    assert told[-1].calls == FULL - 2
    assert not any(one.waiting for one in told)
