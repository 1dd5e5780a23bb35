"""The page of test messages in its states: whole, spoken, and reached by keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QRadioButton

from dingsetup.language import LANGUAGES
from dingsetup.messages.values import MessageType
from dingsetup.ui.widgets.basic import label, link
from dingsetup.ui.widgets.flow import flow
from tests.ui.desk import Desk
from tests.ui.message_desk import Post
from tests.ui.test_pages import MARK, controls, enlarge, reached, spoken, squeezed, texts

SETTLED_S = 2.0
LONG = "阿卜杜拉·买买提·伊力哈木江·吐尔逊 von Hohenlohe-Waldenburg-Schillingsfürst"


@pytest.fixture(params=LANGUAGES)
def post(desk: Desk, request: pytest.FixtureRequest) -> Post:
    desk.open(language=request.param)
    return Post(desk).open(people=True)


def states(post: Post) -> Iterator[str]:
    """The page as it is first, with everything it can show, and with each panel."""
    yield "first"
    post.page.composer.set_value("title", LONG * 3)
    post.page.composer.edit(type=MessageType.CARD)
    post.settle()
    yield "error"
    post.page.composer.to_samples()
    post.settle()
    post.desk.click_on(post.page.card.send.go)
    yield "armed"
    post.page.card.send.disarm()
    post.page.card.open_chooser()
    post.settle()
    yield "chooser"
    post.page.card.close_chooser()
    for name in ("request", "history", "why"):
        post.page.open_panel(name, post.desk.session.profile.me if name == "why" else "")
        post.settle()
        yield name
        post.page.close_panel()
    post.page.edit_template()
    post.settle()
    yield "template"


def test_everything_has_a_name_and_is_reached_by_tab(post: Post) -> None:
    for state in states(post):
        there = [w for w in controls(post.page) if not w.objectName().startswith("qt_")]
        assert [w for w in there if not spoken(w)] == [], state
        wanted = {w for w in there if not (isinstance(w, QRadioButton) and not w.isChecked())}
        assert wanted - reached(post.desk) == set(), state


@pytest.mark.parametrize("scale", [1, 2])
def test_nothing_is_cut_and_nothing_scrolls_sideways(post: Post, scale: int) -> None:
    enlarge(post.desk.app, scale)
    post.desk.workspace.opened.emit()
    post.desk.window.resize(post.desk.window.comfortable())
    post.settle()
    found: dict[str, list[str]] = {}
    for state in states(post):
        try:
            post.desk.run_until(lambda: not squeezed(post.desk), SETTLED_S)
        except TimeoutError:
            found[state] = squeezed(post.desk)
    assert found == {}


def test_a_narrow_window_puts_the_parts_below_each_other(post: Post) -> None:
    post.desk.window.resize(1040, 700)
    post.settle()
    assert post.page.columns.count < 3
    assert squeezed(post.desk) == []


def test_no_text_is_left_with_a_gap_to_fill(post: Post) -> None:
    for state in states(post):
        shown = [text for text in texts(post.page) if "{{" not in text]
        assert not [text for text in shown if MARK.search(text)], state


def test_the_page_is_painted_in_light_and_dark(post: Post) -> None:
    for colours in ("light", "dark"):
        post.desk.workspace.set_colours(colours)
        post.settle()
        assert not post.page.grab().isNull()
    assert post.desk.troubles == []


def test_few_people_leave_the_room_to_the_form(post: Post) -> None:
    post.desk.window.resize(1280, 760)
    post.settle()
    assert post.page.columns.count == 2
    form, people = post.page.form, post.page.card.list
    assert people.height() <= people.height_of(2)
    high = form.height()
    post.add(6)
    assert people.height() > people.height_of(2)
    assert form.height() < high


def test_a_line_that_fits_is_not_broken_and_its_links_are_level_with_it(
    desk: Desk,
) -> None:
    desk.open()
    said = label("12:31 · 3 delivered, 1 not reachable, 2 read, and a few more of them")
    way = link("Recall", lambda: None)
    made = flow(4, said, way)
    made.setParent(desk.window)
    made.resize(900, 100)
    made.show()
    desk.breathe()
    assert said.height() < 2 * said.fontMetrics().lineSpacing()
    assert abs(said.geometry().center().y() - way.geometry().center().y()) <= 1
    made.resize(160, 100)
    desk.breathe()
    assert said.height() >= 2 * said.fontMetrics().lineSpacing()
    assert way.y() >= said.geometry().bottom()
