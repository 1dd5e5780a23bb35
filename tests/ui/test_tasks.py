"""Blocking work runs on threads; its answers come back on the main thread, or not at all."""

import threading
import time
from typing import Any

from dingsetup.ui.tasks import Task, Tasks
from tests.ui.desk import Driver


def test_work_runs_on_a_thread_and_its_answer_comes_back_on_the_main_one(driver: Driver) -> None:
    tasks, seen = Tasks(), dict[str, Any]()

    def done(thread: threading.Thread) -> None:
        seen.update(worked=thread, told=threading.current_thread())

    tasks.start(lambda task: threading.current_thread(), done)
    driver.run_until(lambda: not tasks.busy)
    assert seen["told"] is threading.main_thread()
    assert seen["worked"] is not threading.main_thread()
    assert seen["worked"].daemon


def test_an_error_goes_to_who_asked_and_the_end_is_told_once(driver: Driver) -> None:
    tasks, told = Tasks(), list[Any]()

    def work(task: Task) -> None:
        raise ValueError("no")

    tasks.start(work, told.append, failed=told.append, finished=lambda: told.append("end"))
    driver.run_until(lambda: not tasks.busy)
    assert [str(entry) for entry in told] == ["no", "end"]


def test_an_error_nobody_waits_for_is_still_told(driver: Driver) -> None:
    tasks, errors = Tasks(), list[Exception]()
    tasks.failed.connect(errors.append)
    tasks.start(lambda task: 1 / 0, lambda done: None)
    driver.run_until(lambda: not tasks.busy)
    assert isinstance(errors[0], ZeroDivisionError)


def test_a_cancelled_task_ends_at_once_and_its_late_answer_is_dropped(driver: Driver) -> None:
    tasks, told, go_on = Tasks(), list[Any](), threading.Event()

    def work(task: Task) -> str:
        go_on.wait(10)
        return "late"

    task = tasks.start(work, told.append, failed=told.append, finished=lambda: told.append("end"))
    driver.breathe()
    started = time.monotonic()
    task.cancel()
    driver.run_until(lambda: not tasks.busy)
    assert time.monotonic() - started < 0.5
    go_on.set()
    driver.run_until(lambda: not any(t.name == "dingsetup-work" for t in threading.enumerate()))
    driver.breathe()
    assert told == ["end"]


def test_work_can_see_that_it_was_cancelled(driver: Driver) -> None:
    tasks, seen = Tasks(), threading.Event()
    task = tasks.start(lambda task: task.cancelled.wait(10) and seen.set(), lambda done: None)
    task.cancel()
    task.cancel()
    driver.run_until(seen.is_set)


def test_a_late_error_of_a_cancelled_task_is_dropped_too(driver: Driver) -> None:
    tasks, told, go_on = Tasks(), list[Any](), threading.Event()
    tasks.failed.connect(told.append)

    def work(task: Task) -> None:
        go_on.wait(10)
        raise ValueError("late")

    tasks.start(work, told.append).cancel()
    driver.run_until(lambda: not tasks.busy)
    go_on.set()
    driver.run_until(lambda: not any(t.name == "dingsetup-work" for t in threading.enumerate()))
    driver.breathe()
    assert told == []


def test_closing_waits_for_no_thread(driver: Driver) -> None:
    tasks, go_on = Tasks(), threading.Event()
    for _ in range(3):
        tasks.start(lambda task: go_on.wait(10), lambda done: None)
    driver.breathe()
    started = time.monotonic()
    tasks.cancel_all()
    driver.run_until(lambda: not tasks.busy)
    assert time.monotonic() - started < 0.5
    assert not tasks.busy
    go_on.set()


def test_a_thread_can_have_something_done_on_the_main_one(driver: Driver) -> None:
    tasks, told = Tasks(), list[threading.Thread]()

    def work(task: Task) -> None:
        tasks.on_main(lambda: told.append(threading.current_thread()))

    tasks.start(work, lambda done: None)
    driver.run_until(lambda: told)
    driver.run_until(lambda: not tasks.busy)
    assert told == [threading.main_thread()]
