"""Where numbers are hidden, those that rows need are asked for once, and what is learned stays."""

from typing import Any

import pytest

from dingsetup.bindings.matching import apply_match, plan_match
from dingsetup.bindings.scan import Ended, ask_by_mobile, mobiles, plan_by_mobile
from dingsetup.bindings.values import BindingState, Rule, Standing
from dingsetup.findings import Kind
from dingsetup.practice.company import Person
from tests.bindings.furnish import add_users, row, user
from tests.bindings.scanning import Scanner, Start

NOBODYS, FOREIGN = "13900000000", "+14155550123"
LONG_AGO = "2020-01-01T00:00:00+00:00"


def match(scanning: Scanner) -> None:
    apply_match(scanning.table, plan_match(scanning.table))


def active(scanning: Scanner, count: int) -> list[Person]:
    """People whom their e-mail tells from all others."""
    return [one for one in scanning.company.values() if one.active and one.email][:count]


def furnished(scanning: Scanner) -> Person:
    """A table that was matched without numbers, and the one person only a number can find."""
    sought, mailed = active(scanning, 2)
    if not scanning.known():
        scanning.scan()
    add_users(
        scanning.table,
        [
            user("sought", mobile=f"+86 {sought.mobile}"),
            user("mailed", mobile=mailed.mobile, email=mailed.email),
            user("nobody", mobile=NOBODYS),
            user("foreign", mobile=FOREIGN),
            user("masked", mobile="180****5310"),
            user("none"),
            user("ignored", mobile="13900000001", ignored=1),
        ],
    )
    match(scanning)
    return sought


def ask(scanning: Scanner, **options: Any) -> Any:
    plan = plan_by_mobile(scanning.table, scanning.client)
    return ask_by_mobile(scanning.table, scanning.client, plan, **options)


def test_only_what_no_other_rule_has_found_is_planned(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    made = len(scanning.calls)
    plan = plan_by_mobile(scanning.table, scanning.client)
    assert plan.numbers == (sought.mobile, NOBODYS, FOREIGN)
    assert (plan.rows, plan.people, plan.shown, plan.counted) == (3, 0, False, False)
    assert len(scanning.calls) == made


def test_what_is_learned_is_found_by_the_next_match(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    result = ask(scanning)
    assert (result.ended, result.calls, result.left) == (Ended.WHOLE, 3, 0)
    assert (result.found, result.nobody, result.refused, result.outside) == (1, 1, 1, 0)
    known = scanning.table.people([sought.userid])[sought.userid]
    assert (known.mobile, known.name, known.email) == (sought.mobile, sought.name, sought.email)
    match(scanning)
    bound = row(scanning.table, "sought")
    assert (bound.userid, bound.rule) == (sought.userid, Rule.MOBILE)


def test_a_number_is_asked_for_once(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    furnished(scanning)
    ask(scanning)
    assert plan_by_mobile(scanning.table, scanning.client).numbers == ()
    assert ask(scanning).calls == 0


def long_ago(scanning: Scanner) -> None:
    with scanning.table.writing() as database:
        database.execute("UPDATE asked_mobile SET at = ?", [LONG_AGO])
        database.execute("UPDATE person SET seen_at = ?", [LONG_AGO])


def test_every_number_is_asked_for_again_after_a_while(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    ask(scanning)
    long_ago(scanning)
    plan = plan_by_mobile(scanning.table, scanning.client)
    assert plan.numbers == (sought.mobile, NOBODYS, FOREIGN)
    match(scanning)
    assert plan_by_mobile(scanning.table, scanning.client).numbers == (NOBODYS, FOREIGN)


def test_a_number_that_was_given_to_somebody_else_leads_to_them(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    former = furnished(scanning)
    _, owner = active(scanning, 2)
    ask(scanning)
    scanning.tenant.change_person(former.userid, mobile="15400000777")
    scanning.tenant.change_person(owner.userid, mobile=former.mobile)
    long_ago(scanning)
    add_users(scanning.table, [user("former", userid=former.userid, rule="hand")])
    ask(scanning)
    found = scanning.table.people([former.userid, owner.userid])
    assert found[former.userid].mobile == ""
    assert found[owner.userid].mobile == former.mobile
    assert row(scanning.table, "former").checked_at == LONG_AGO
    match(scanning)
    assert row(scanning.table, "sought").userid == owner.userid


def test_a_number_whose_owner_left_is_asked_for_again(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    former = furnished(scanning)
    _, owner = active(scanning, 2)
    ask(scanning)
    scanning.tenant.leave(former.userid)
    scanning.tenant.change_person(owner.userid, mobile=former.mobile)
    scanning.scan()
    assert plan_by_mobile(scanning.table, scanning.client).numbers == (former.mobile,)
    ask(scanning)
    assert former.userid not in scanning.known(), "who left is not brought back by a number"
    match(scanning)
    assert row(scanning.table, "sought").userid == owner.userid


def test_who_left_is_not_brought_back_by_a_number_that_was_learned(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    former = furnished(scanning)
    ask(scanning)
    scanning.tenant.leave(former.userid)
    scanning.scan()
    ask(scanning, max_calls=0)
    assert former.userid not in scanning.known()


def test_who_came_back_is_met_again_by_the_number(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    ask(scanning)
    with scanning.table.writing() as database:
        database.execute("UPDATE person SET standing = 'gone' WHERE userid = ?", [sought.userid])
    plan = plan_by_mobile(scanning.table, scanning.client)
    assert (plan.numbers, plan.people) == ((sought.mobile,), 1)
    assert ask_by_mobile(scanning.table, scanning.client, plan).calls == 2
    assert scanning.table.people([sought.userid])[sought.userid].standing is Standing.HERE


def test_of_two_numbers_of_one_person_the_newest_holds(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    ask(scanning)
    newer = "2999-01-01T00:00:00+00:00"
    with scanning.table.writing() as database:
        for number in ("10000000001", "19900000001"):
            at = newer if number < sought.mobile else "2026-01-02T00:00:00+00:00"
            database.execute(
                "INSERT INTO asked_mobile VALUES (?, ?, ?)", (number, sought.userid, at)
            )
    assert plan_by_mobile(scanning.table, scanning.client).numbers == (sought.mobile,)
    scanning.scan()
    assert scanning.table.people([sought.userid])[sought.userid].mobile == "10000000001"


def test_a_number_that_was_learned_long_ago_is_not_kept_up_by_a_scan(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    ask(scanning)
    match(scanning)
    long_ago(scanning)
    scanning.scan()
    assert scanning.table.people([sought.userid])[sought.userid].mobile == ""
    match(scanning)
    assert row(scanning.table, "sought").userid == sought.userid


@pytest.mark.parametrize("scenario", ["field-hidden:mobile", "narrow-range"])
def test_the_old_number_of_one_who_is_no_longer_met_does_not_hide_the_others(
    scanner: Start, scenario: str
) -> None:
    scanning = scanner()
    scanning.scan()
    first, needy = [one for one in scanning.company.values() if one.active][:2]
    if scenario == "narrow-range":
        divisions = tuple(one.dept_id for one in scanning.tenant.company.children(1))[1:3]
        inside = {one.userid for one in scanning.tenant.company.people_below(divisions)}
        first = next(o for o in scanning.company.values() if o.userid not in inside and o.active)
    scanning.bind(first)
    add_users(scanning.table, [user("need", mobile=needy.mobile)])
    if scenario == "narrow-range":
        with scanning.table.writing() as database:
            database.execute("UPDATE binding SET ignored = 1 WHERE username = 'u0'")
            database.execute("UPDATE person SET seen_at = ?", [LONG_AGO])
    else:
        scanning.tenant.leave(first.userid)
    scanning.tenant.set_scenarios(sorted({scenario, "field-hidden:mobile"}))
    scanning.scan()
    assert scanning.table.people([first.userid])[first.userid].mobile
    plan = plan_by_mobile(scanning.table, scanning.client)
    assert (plan.shown, plan.numbers) == (False, (needy.mobile,))


def test_numbers_that_are_shown_by_now_are_not_put_over(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    ask(scanning)
    scanning.tenant.set_scenarios([])
    scanning.tenant.change_person(sought.userid, mobile="15400000777")
    scanning.scan()
    ask(scanning)
    assert scanning.table.people([sought.userid])[sought.userid].mobile == "15400000777"


def test_a_later_scan_keeps_a_number_it_is_not_shown(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    ask(scanning)
    match(scanning)
    result = scanning.scan()
    assert result.hidden_fields == ("mobile",)
    assert scanning.table.people([sought.userid])[sought.userid].mobile == sought.mobile
    assert row(scanning.table, "sought").state is BindingState.BOUND


def test_where_numbers_are_shown_none_is_asked_for(scanner: Start) -> None:
    scanning = scanner()
    scanning.scan()
    add_users(scanning.table, [user("nobody", mobile=NOBODYS)])
    plan = plan_by_mobile(scanning.table, scanning.client)
    assert (plan.shown, plan.numbers) == (True, ())


def test_the_cap_holds_and_the_rest_follows(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    first = ask(scanning, max_calls=1)
    assert (first.ended, first.calls, first.left) == (Ended.CAPPED, 1, 2)
    assert scanning.table.people([sought.userid])[sought.userid].mobile == sought.mobile
    second = ask(scanning)
    assert (second.ended, second.calls) == (Ended.WHOLE, 2)


def test_what_was_learned_before_a_crash_is_not_lost(
    scanner: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanning = scanner("field-hidden:mobile")
    sought = furnished(scanning)
    with monkeypatch.context() as patch:
        patch.setattr(mobiles.Inquiry, "tell_table", lambda inquiry: None)
        ask(scanning)
    assert scanning.table.people([sought.userid])[sought.userid].mobile == ""
    ask(scanning)
    assert scanning.table.people([sought.userid])[sought.userid].mobile == sought.mobile


def test_a_cancel_keeps_what_was_answered(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    furnished(scanning)
    scanning.cancel.set()
    assert ask(scanning, cancel=scanning.cancel).ended is Ended.CANCELLED
    scanning.cancel.clear()
    assert ask(scanning).ended is Ended.WHOLE


def test_without_the_permission_the_trouble_is_told_and_nothing_lost(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    furnished(scanning)
    scanning.tenant.set_scenarios(
        ["field-hidden:mobile", "scope-missing:qyapi_get_member_by_mobile"]
    )
    result = ask(scanning)
    assert (result.ended, result.left, result.found) == (Ended.TROUBLE, 3, 0)
    assert result.trouble is not None
    assert (result.trouble.kind, result.trouble.values["scopes"]) == (
        Kind.SCOPE_MISSING,
        ["qyapi_get_member_by_mobile"],
    )
    assert result.trouble.endpoint == "POST /topapi/v2/user/getbymobile"


def test_somebody_no_scan_has_met_is_asked_for_by_name(scanner: Start) -> None:
    scanning = scanner()
    (sought,) = active(scanning, 1)
    add_users(scanning.table, [user("sought", mobile=sought.mobile)])
    plan = plan_by_mobile(scanning.table, scanning.client)
    assert (len(plan.numbers), plan.people) == (1, 1)
    result = ask(scanning)
    assert (result.ended, result.calls, result.found) == (Ended.WHOLE, 2, 1)
    known = scanning.table.people([sought.userid])[sought.userid]
    assert (known.name, known.mobile) == (sought.name, sought.mobile)


def test_a_number_of_somebody_outside_the_range_is_told(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile", "narrow-range")
    scanning.scan()
    outside = next(one for one in scanning.company.values() if one.userid not in scanning.known())
    add_users(scanning.table, [user("outside", mobile=outside.mobile)])
    result = ask(scanning)
    assert (result.ended, result.outside, result.found) == (Ended.WHOLE, 1, 0)


def test_progress_counts_numbers(scanner: Start) -> None:
    scanning = scanner("field-hidden:mobile")
    furnished(scanning)
    told: list[tuple[int, int]] = []
    ask(scanning, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (3, 3)
