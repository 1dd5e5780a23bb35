"""Two windows that scan one table do each other no harm."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from dingsetup.bindings.scan import (
    Ended,
    ScanProgress,
    kept,
    run,
    scan,
)
from dingsetup.bindings.values import BindingState
from tests.bindings.scanning import Start


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
