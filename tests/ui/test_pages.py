"""Every page, in each language and colours: whole, spoken, and reached by keyboard."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)

from dingsetup.language import LANGUAGES
from dingsetup.ui.pages import page_of
from dingsetup.ui.pages.profile import WelcomePage
from dingsetup.ui.theme import theme_of
from dingsetup.ui.widgets.fields import PasteBox
from dingsetup.ui.window import ORDER, PROFILE
from tests.ui.desk import Desk

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QListWidget)
PAGES = (*ORDER, PROFILE)
SETTLED_S = 2.0
MARK = re.compile(r"\{[a-z_]*\}")


def pages(desk: Desk) -> Iterator[str]:
    for step in PAGES:
        desk.go(step)
        yield step


def controls(within: QWidget) -> list[QWidget]:
    found = [w for w in within.findChildren(QWidget) if isinstance(w, CONTROLS)]
    return [w for w in found if w.isVisible() and w.isEnabled()]


def texts(within: QWidget) -> list[str]:
    found = [w for w in within.findChildren(QWidget) if w.isVisible()]
    shown = [w.text() for w in found if isinstance(w, QLabel | QAbstractButton)]
    return shown + [w.accessibleName() for w in found] + [w.toolTip() for w in found]


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def cut(widget: QWidget) -> str:
    """What of a widget's text has no room, in words; empty where all is seen."""
    if isinstance(widget, QLabel) and not widget.wordWrap():
        wanted = widget.sizeHint()
    elif isinstance(widget, QLabel):
        # A wrapped text needs its height, and its longest word its width.
        if widget.height() < widget.heightForWidth(widget.width()):
            return f"{widget.text()!r} is {widget.height()} high"
        wanted = widget.minimumSizeHint()
    elif isinstance(widget, QPushButton | QToolButton) and widget.text():
        wanted = widget.sizeHint()
    else:
        return ""
    small = wanted.width() > widget.width() or (
        not isinstance(widget, QLabel) and wanted.height() > widget.height()
    )
    return f"{widget.text()!r} is {widget.size()}, wants {wanted}" if small else ""


def squeezed(desk: Desk) -> list[str]:
    """What of the window is cut off, or makes a page scroll sideways."""
    page = desk.shell.page
    found = [cut(w) for w in desk.all(QLabel) + desk.all(QAbstractButton)]
    inner = page.widget()
    assert inner is not None
    if inner.minimumSizeHint().width() > page.viewport().width():
        found.append(f"wants {inner.minimumSizeHint()}, has {page.viewport().size()}")
    if inner.width() > page.viewport().width():
        found.append(f"is {inner.size()}, has {page.viewport().size()}")
    return [text for text in found if text]


def with_everything_open(desk: Desk) -> None:
    """Unfold the details of the page's first finding."""
    if desk.buttons("Details", desk.shell.page):
        desk.click("Details", desk.shell.page)


def test_a_page_stands_before_its_fields_are_built_and_builds_them_once(desk: Desk) -> None:
    desk.make_profile()
    desk.open("east")
    page = page_of("credentials")(theme_of(desk.app), desk.session)
    goal = desk.session.language.pick(desk.facts.step("credentials").goal)
    assert goal in [label.text() for label in page.findChildren(QLabel)]
    assert page.findChildren(QLineEdit) == []
    page.complete()
    fields = page.findChildren(QLineEdit)
    page.complete()
    assert fields
    assert page.findChildren(QLineEdit) == fields
    page.deleteLater()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_built_with_all_its_texts(desk: Desk, language: str, colours: str) -> None:
    desk.practise("ip-blocked", "scope-missing:qyapi_ext_read", check=True)
    desk.workspace.set_language(language)
    desk.workspace.set_colours(colours)
    for step in pages(desk):
        page = desk.shell.page
        assert page.accessibleName(), step
        assert not page.grab().isNull()
        shown = texts(desk.window)
        assert not [text for text in shown if MARK.search(text.replace("{client_id}", ""))], step
    assert desk.troubles == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name_and_is_reached_by_tab(desk: Desk, language: str) -> None:
    desk.practise("ip-blocked", check=True)
    desk.workspace.set_language(language)
    for step in pages(desk):
        there = controls(desk.window)
        assert [w for w in there if not spoken(w)] == [], step
        # Of radio buttons that exclude each other Tab reaches the chosen one, arrows the others.
        wanted = {w for w in there if not (isinstance(w, QRadioButton) and not w.isChecked())}
        assert wanted - reached(desk) == set(), step


def reached(desk: Desk) -> set[QWidget]:
    """The widgets that pressing Tab goes through until it comes round."""
    first = desk.shell.steps
    first.setFocus()
    seen: set[QWidget] = {first}
    for _ in range(500):
        QTest.keyClick(desk.focus, Qt.Key.Key_Tab)
        now = desk.focus
        if now is first:
            return seen
        seen.add(now)
    raise AssertionError(f"Tab does not come round from {desk.focus}")


def test_whatever_takes_the_keyboard_has_a_name(desk: Desk) -> None:
    desk.practise("ip-blocked", check=True)
    for step in pages(desk):
        assert [w for w in reached(desk) if not spoken(w)] == [], step


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_mnemonics_of_a_page_are_the_same(desk: Desk, language: str) -> None:
    desk.practise()
    desk.workspace.set_language(language)
    for step in pages(desk):
        shown = [w.text() for w in desk.all(QAbstractButton) if w.isVisible()]
        shown += [w.text() for w in desk.all(QLabel) if w.buddy() is not None]
        keys = [m[1].lower() for text in shown if (m := re.search(r"&([^&\s])", text))]
        assert len(keys) == len(set(keys)), f"{step}: {keys}"


def test_the_keyboard_starts_where_something_is_to_be_typed(desk: Desk) -> None:
    desk.open()
    assert isinstance(desk.focus, QLineEdit)
    assert desk.only(WelcomePage).isAncestorOf(desk.focus)
    desk.close()
    desk.make_profile(step="credentials")
    desk.open("east")
    assert isinstance(desk.focus, PasteBox)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("scenarios", "scale"),
    [((), 1), (("ip-blocked",), 1), (("ip-blocked",), 2)],
    ids=["healthy", "blocked", "blocked-doubled"],
)
def test_no_text_is_cut_and_no_page_scrolls_sideways(
    desk: Desk, language: str, scenarios: tuple[str, ...], scale: int
) -> None:
    enlarge(desk.app, scale)
    desk.open(language=language)
    desk.practise(*scenarios, check=True)
    assert squeezed_pages(desk) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_before_anything_is_typed(desk: Desk, language: str) -> None:
    desk.make_profile("east", edition="private")
    desk.open("east", language=language)
    assert squeezed_pages(desk) == {}


def squeezed_pages(desk: Desk) -> dict[str, list[str]]:
    """What is cut on which page, once its layout has settled."""
    found: dict[str, list[str]] = {}
    for step in pages(desk):
        with_everything_open(desk)
        try:
            desk.run_until(lambda: not squeezed(desk), SETTLED_S)
        except TimeoutError:
            found[step] = squeezed(desk)
    return found


def enlarge(app: QApplication, scale: int) -> None:
    """Every measure of the window follows the font's."""
    font = app.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    app.setFont(font)
