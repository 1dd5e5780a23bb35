"""The list of steps reads the same whatever stands beside a step."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from dingsetup.findings import State
from dingsetup.ui.rail import STALE, STATE, STEP
from tests.ui.desk import Desk


def words(desk: Desk, number: int) -> QImage:
    """What is painted of a step right of its mark."""
    steps = desk.shell.steps
    box = steps.visualItemRect(steps.item(number))
    mark = box.height() + box.height() // 4
    part = QRect(box.left() + mark, box.top(), box.width() - 2 * mark, box.height())
    return steps.viewport().grab(part).toImage()


@pytest.mark.parametrize("stale", [False, True])
@pytest.mark.parametrize("state", list(State))
def test_a_steps_name_is_painted_in_the_same_ink_beside_every_mark(
    desk: Desk, state: State, stale: bool
) -> None:
    desk.make_profile()
    desk.open("east")
    steps = desk.shell.steps
    number = next(n for n in range(steps.count()) if steps.item(n).data(STEP) == "create")
    unmarked = words(desk, number)
    item = steps.item(number)
    item.setData(STATE, state)
    item.setData(STALE, stale)
    assert words(desk, number) == unmarked


def test_the_lists_scroll_bar_has_a_ground_of_its_own(desk: Desk) -> None:
    """In a window too low for the list, a see-through list left its bar black."""
    desk.make_profile()
    desk.open("east")
    desk.window.resize(desk.window.width(), 400)
    desk.breathe()
    bar = desk.shell.steps.verticalScrollBar()
    assert bar.isVisible()
    assert bar.palette().window().color().alpha() == 255
