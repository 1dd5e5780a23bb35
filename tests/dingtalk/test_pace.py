"""The pace: no second ever sees more than its calls, everybody gets a turn, waiting can end."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from dingsetup.dingtalk.transport import Cancelled
from dingsetup.dingtalk.transport import pace as module
from dingsetup.dingtalk.transport.pace import Pace

WINDOW = 0.3


def test_no_window_holds_more_calls_than_allowed_however_late_they_arrive() -> None:
    pace, never = Pace(5, WINDOW), threading.Event()
    arrivals: list[float] = []

    def call(number: int) -> None:
        with pace.place("POST /a", never):
            time.sleep(0.05 * (number % 4))
            arrivals.append(time.monotonic())

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(call, range(16)))
    arrivals.sort()
    assert all(later - first > WINDOW for first, later in zip(arrivals, arrivals[5:], strict=False))


@pytest.mark.parametrize("there", [0.0, 0.03, 0.06])
def test_no_window_holds_more_calls_wherever_on_its_way_a_call_is_counted(there: float) -> None:
    pace, never = Pace(5, WINDOW), threading.Event()
    seen: list[float] = []

    def call(number: int) -> None:
        with pace.place("POST /a", never):
            time.sleep(there)
            seen.append(time.monotonic())
            time.sleep(0.06 - there)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(call, range(20)))
    seen.sort()
    assert all(later - first > WINDOW for first, later in zip(seen, seen[5:], strict=False))


def test_the_time_every_call_takes_is_not_waited_for_once_it_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now[0]))
    pace, never = Pace(2, 1.0), threading.Event()
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits[-1] += seconds
        now[0] += seconds

    monkeypatch.setattr(pace, "_changed", MagicMock(wait=wait))
    for took in (0.4, 0.2, 0.2, 0.2):
        waits.append(0.0)
        with pace.place("/a", never):
            now[0] += took
    # A place is free again a second after its answer, less a share of the fastest round trip.
    assert waits == pytest.approx([0.0, 0.0, 1.0 - module.SHARE * 0.2 - 0.2, 0.0], abs=1e-6)


def test_one_api_does_not_wait_for_another() -> None:
    pace, never = Pace(1, 30), threading.Event()
    started = time.monotonic()
    for path in ("/a", "/b", "/c"):
        with pace.place(path, never):
            pass
    assert time.monotonic() - started < 15


def test_who_came_first_goes_first() -> None:
    pace, never = Pace(1, 0.05), threading.Event()
    order: list[int] = []

    def call(number: int) -> None:
        with pace.place("/a", never):
            order.append(number)

    threads = [threading.Thread(target=call, args=(number,)) for number in range(6)]
    with pace.place("/a", never):
        for thread in threads:
            thread.start()
            time.sleep(0.02)
    for thread in threads:
        thread.join()
    assert order == sorted(order)


def test_a_wait_for_a_place_can_be_cancelled_and_leaves_the_queue() -> None:
    pace, cancel, never = Pace(1, 0.5), threading.Event(), threading.Event()
    with pace.place("/a", never):
        threading.Timer(0.1, cancel.set).start()
        with pytest.raises(Cancelled), pace.place("/a", cancel):
            pass
    with pace.place("/a", never):
        pass
