"""The preview shows a message as DingTalk would, follows its place, and words what is wrong."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from dingsetup.language import LANGUAGES, Language
from dingsetup.language.message_faults import fault_told
from dingsetup.messages.bubble import BlockKind, Bubble, Span
from dingsetup.messages.values import MessageType
from dingsetup.ui.messages.drawing.colours import DARK, LIGHT
from dingsetup.ui.messages.preview import ListLine, NotificationCard, Preview
from dingsetup.ui.messages.screen import Screen
from tests.ui.bubbles import AT, FAULT, block, bubble, colours_of, plain_image

View = type[Preview] | type[ListLine] | type[NotificationCard]
VIEWS: tuple[View, ...] = (Preview, ListLine, NotificationCard)
Shows = Callable[..., Any]


@pytest.fixture
def shows(qtbot: QtBot, app: QApplication) -> Shows:
    """Show a message in a view: `shows(Preview, message, dark=True)`."""

    def show(view: View, message: Bubble, width: int = 380, **options: Any) -> Screen:
        made = view(Language("en"))
        qtbot.addWidget(made)
        made.resize(width, 600)
        made.show_bubble(message, **{**DEFAULTS, **options})
        made.show()
        return made

    return show


DEFAULTS: dict[str, Any] = {"device": "phone", "dark": False, "app_name": "DataWind", "at": AT}


def grabbed(view: Screen) -> QImage:
    return view.viewport().grab().toImage()


@pytest.mark.parametrize("device", ["phone", "pc"])
@pytest.mark.parametrize("type", MessageType)
def test_a_message_of_any_type_stands_on_its_ground_in_light_and_dark(
    shows: Shows, type: MessageType, device: str
) -> None:
    for dark, colours in ((False, LIGHT), (True, DARK)):
        seen = colours_of(grabbed(shows(Preview, bubble(type), device=device, dark=dark)))
        assert colours.screen in seen
        assert (colours.bubble in seen) or type is MessageType.IMAGE


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_spoken_by_name_and_content(shows: Shows, view: View) -> None:
    shown = shows(view, bubble(MessageType.OA))
    assert shown.accessibleName()
    assert "华东销售日报" in shown.accessibleDescription()


def test_all_texts_of_a_message_are_spoken(shows: Shows) -> None:
    said = shows(Preview, bubble(MessageType.OA)).accessibleDescription()
    for text in ("DataWind", "规则： 下降超过 10%", "-13.3 %", "1,284", "张伟", "进行中"):
        assert text in said
    assert "查看详情" in shows(Preview, bubble(MessageType.CARD)).accessibleDescription()


def test_a_picture_of_the_user_is_drawn_in_the_message(shows: Shows) -> None:
    picture = plain_image("#12ab34")
    for type in (MessageType.IMAGE, MessageType.OA, MessageType.LINK):
        assert "#12ab34" in colours_of(grabbed(shows(Preview, bubble(type), picture=picture)))
    within = bubble(MessageType.MARKDOWN, block(kind=BlockKind.PICTURE))
    assert "#12ab34" in colours_of(grabbed(shows(Preview, within, picture=picture)))


def test_the_colours_of_an_oa_message_are_the_senders(shows: Shows) -> None:
    message = msgspec.structs.replace(bubble(MessageType.OA), head_colour="FF00AA77")
    seen = colours_of(grabbed(shows(Preview, message)))
    assert {"#00aa77", "#ff9d46"} <= seen


def test_a_colour_that_is_none_gives_dingtalks_blue(shows: Shows) -> None:
    message = msgspec.structs.replace(bubble(MessageType.OA), head_colour="blue, please")
    assert "#2f6bff" in colours_of(grabbed(shows(Preview, message)))


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_reason_of_a_fault_is_told_where_it_is(
    qtbot: QtBot, app: QApplication, code: str
) -> None:
    language = Language(code)
    view = Preview(language)
    qtbot.addWidget(view)
    view.resize(380, 600)
    message = bubble(MessageType.MARKDOWN, block("好"), block(Span("| a | b |", fault=FAULT)))
    view.show_bubble(message, **DEFAULTS)
    view.show()
    place = where(view)
    assert view.fault_at(place) == FAULT
    assert view.fault_at(QPoint(5, 590)) is None
    seen = view.viewport().mapToGlobal(place)
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, seen))
    assert QToolTip.text().startswith(fault_told(language, FAULT).title)
    QToolTip.hideText()


def where(view: Screen) -> QPoint:
    """A place at which a fault is shown."""
    size = view.viewport().size()
    places = (QPoint(x, y) for y in range(0, size.height(), 4) for x in range(0, size.width(), 4))
    return next(place for place in places if view.fault_at(place))


def test_a_fault_is_marked_in_its_colour(shows: Shows) -> None:
    right = bubble(MessageType.MARKDOWN, block("| a | b |"))
    wrong = bubble(MessageType.MARKDOWN, block(Span("| a | b |", fault=FAULT)))
    assert grabbed(shows(Preview, right)) != grabbed(shows(Preview, wrong))


def test_a_long_message_is_scrolled_by_the_keyboard(shows: Shows, app: QApplication) -> None:
    message = bubble(MessageType.MARKDOWN, *[block("很长的消息 " * 20)] * 20)
    view = shows(Preview, message)
    bar = view.verticalScrollBar()
    assert bar.maximum() > 600
    before = grabbed(view)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    assert grabbed(view) != before
    QTest.keyClick(view, Qt.Key.Key_End)
    view.show_bubble(bubble(MessageType.TEXT), **DEFAULTS)
    assert bar.maximum() == 0


def test_a_long_message_is_drawn_along_as_on_a_phone(shows: Shows) -> None:
    view = shows(Preview, bubble(MessageType.MARKDOWN, *[block("很长的消息 " * 20)] * 20))
    screen = view.viewport()
    QTest.mousePress(screen, Qt.MouseButton.LeftButton, pos=QPoint(100, 400))
    QTest.mouseMove(screen, QPoint(100, 300))
    assert view.verticalScrollBar().value() == 100
    QTest.mouseRelease(screen, Qt.MouseButton.LeftButton, pos=QPoint(100, 300))
    QTest.mouseMove(screen, QPoint(100, 200))
    assert view.verticalScrollBar().value() == 100


def test_where_one_is_in_a_long_message_is_told_by_a_line(shows: Shows) -> None:
    for count, seen in ((1, False), (20, True)):
        message = bubble(MessageType.MARKDOWN, *[block("很长的消息 " * 20)] * count)
        image = grabbed(shows(Preview, message))
        assert (image.pixelColor(image.width() - 15, 62).name() == LIGHT.faint) is seen


def test_a_narrow_column_narrows_the_bubble_and_a_wide_one_does_not_widen_it(
    shows: Shows,
) -> None:
    message = bubble(MessageType.CARD)
    widths = [shows(Preview, message, width=width).scene.width for width in (280, 360, 900)]
    assert widths[0] < widths[1] == widths[2]


def test_a_larger_font_enlarges_the_preview(shows: Shows, app: QApplication) -> None:
    small = shows(Preview, bubble(MessageType.CARD), width=900).scene
    font = app.font()
    twice = app.font()
    twice.setPointSizeF(font.pointSizeF() * 2)
    app.setFont(twice)
    try:
        large = shows(Preview, bubble(MessageType.CARD), width=900).scene
    finally:
        app.setFont(font)
    assert large.width == pytest.approx(2 * small.width, rel=0.05)
    assert large.height == pytest.approx(2 * small.height, rel=0.1)


@pytest.mark.parametrize("view", VIEWS)
def test_a_device_that_is_none_is_refused(shows: Shows, view: View) -> None:
    with pytest.raises(ValueError, match="tablet"):
        shows(view, bubble(MessageType.TEXT), device="tablet")


def test_what_is_typed_is_seen_at_once(shows: Shows) -> None:
    view = shows(Preview, bubble(MessageType.TEXT, block("一")))
    before = grabbed(view)
    view.show_bubble(bubble(MessageType.TEXT, block("一二")), **DEFAULTS)
    assert grabbed(view) != before
