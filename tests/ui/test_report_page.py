"""The page of report and support: what it hands over, what leaves the house, what changed."""

import json
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit

from dingsetup.checks.runner import Outcome, Run, inspect
from dingsetup.database import database_file, transaction
from dingsetup.facts import Facts
from dingsetup.language import LANGUAGES
from dingsetup.practice import PracticeTenant
from dingsetup.profile import Profile
from dingsetup.rehearsal import practice_profile
from dingsetup.store import Store
from dingsetup.support.reading import read_bundle
from dingsetup.support.rendering import Form
from dingsetup.support.values import Bundle
from dingsetup.support.writing import read_key
from dingsetup.ui.support.lines import HEADING, Place
from dingsetup.ui.support.lines_panel import LinesPanel
from dingsetup.ui.support.page import ReportPage
from dingsetup.ui.support.told_line import ToldLine
from dingsetup.ui.widgets.box import Box
from tests.ui.desk import Desk
from tests.ui.test_pages import MARK, controls, enlarge, reached, spoken, squeezed, texts

BROKEN = "scope-missing:qyapi_ext_read"
SETTLED_S = 2.0
NOTHING = Qt.KeyboardModifier.NoModifier


class Found(msgspec.Struct):
    """A set-up that was checked."""

    profile: Profile
    secret: str
    outcome: Outcome


class Counter:
    """The page as somebody at it sees and uses it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.go("report")
        self.rest()

    @property
    def page(self) -> ReportPage:
        page = self.desk.shell.page
        assert isinstance(page, ReportPage)
        return page

    @property
    def panel(self) -> LinesPanel:
        assert self.page.bundle.panel is not None
        return self.page.bundle.panel

    def rest(self) -> None:
        desk = self.desk
        desk.run_until(lambda: self.page.at_rest and not desk.workspace.tasks.busy)
        desk.breathe()

    def prepare(self) -> None:
        self.desk.click_on(self.page.bundle.prepare)
        self.rest()

    def save(self, file: Path) -> Bundle:
        self.page.bundle.save_to(str(file))
        self.rest()
        return read_bundle(file)

    def find(self, text: str) -> None:
        self.desk.type(self.panel.field, text)
        self.rest()

    def row(self, member: str, number: int = HEADING) -> int:
        return self.panel.lines.row_of(Place(member, number))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NOTHING) -> None:
        QTest.keyClick(self.panel.view, key, modifier)
        self.desk.breathe()

    def go_to(self, member: str, number: int = HEADING) -> None:
        self.panel.view.go_to(Place(member, number))

    def said(self, within: Any) -> str:
        return "\n".join(label.text() for label in self.desk.all(QLabel, within))

    def changes(self) -> list[str]:
        self.rest()
        return [line.accessibleName() for line in self.desk.all(ToldLine, self.page.changes)]


@pytest.fixture(scope="module")
def found(facts: Facts) -> Found:
    """One check for all: a permission is missing."""
    tenant = PracticeTenant.start(facts, scenarios=[BROKEN])
    try:
        profile, secret = practice_profile(tenant, facts), tenant.identity.app_secret
        outcome = inspect(profile, secret, Run(facts=facts, cancel=threading.Event()))
    finally:
        tenant.stop()
    own = {"id": "east", "name": "East", "edition": "saas", "domain": "bi.example.com"}
    return Found(structs.replace(profile, base_url=None, **own), secret, outcome)


def furnish(desk: Desk, found: Found, language: str = "en") -> Counter:
    """Put it on the disk as it was found, and open the page."""
    profile, outcome = found.profile, found.outcome
    desk.profiles.save(profile)
    desk.secrets.set(profile.id, found.secret)
    store = Store(desk.profiles.folder(profile.id))
    store.keep(outcome.findings, outcome.at, profile.tenant)
    store.log(outcome.calls)
    desk.open(profile.id, language=language)
    return Counter(desk)


def practise(desk: Desk, *scenarios: str) -> Counter:
    """The page of a practice tenant, which can be checked again."""
    desk.practise(*scenarios, check=True)
    return Counter(desk)


@pytest.fixture
def counter(desk: Desk, found: Found) -> Counter:
    return furnish(desk, found)


# -- the report


def test_the_card_counts_what_the_report_holds(counter: Counter) -> None:
    desk = counter.desk
    proved = sum(f.state == "passed" for f in desk.session.all_findings())
    said = counter.said(counter.page.report)
    assert f"{proved} things proved" in said
    cause = desk.session.language.tell(desk.finding("permissions/qyapi_ext_read")).title
    assert f"First of all: {cause}" in said
    assert "confirmed by a person" not in said
    desk.session.answer("ask:app_created", True, "", "create")
    desk.settled()
    desk.run_until(lambda: "1 thing confirmed by a person" in counter.said(counter.page.report))


@pytest.mark.parametrize(
    ("form", "begins"), [("html", "<!doctype html"), ("md", "#"), ("json", "{")]
)
def test_the_report_is_saved_in_each_form(
    counter: Counter, tmp_path: Path, form: Form, begins: str
) -> None:
    file = tmp_path / f"report.{form}"
    counter.page.report.save(form, str(file))
    counter.rest()
    text = file.read_text("utf-8")
    assert text.lower().startswith(begins)
    assert counter.desk.session.profile.app_key in text
    assert counter.desk.session.secret not in text
    assert str(file) in counter.said(counter.page.report)


def test_show_opens_the_report_in_the_browser(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: not opened.append(Path(url.toLocalFile()))
    )
    counter.desk.click_on(counter.page.report.show_it)
    counter.rest()
    (file,) = opened
    assert file.read_text("utf-8").lower().startswith("<!doctype html")
    said = counter.page.report.said
    assert said.isVisible()
    # As the page names it to somebody before whom no browser appears.
    assert file.name in said.text()


def test_without_a_browser_the_card_says_where_the_report_is(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    counter.page.report.show_report()
    counter.rest()
    assert "dingsetup-report.html" in counter.page.report.said.text()


def test_a_report_that_cannot_be_written_is_said_inline(counter: Counter, tmp_path: Path) -> None:
    counter.page.report.save("md", str(tmp_path))
    counter.rest()
    assert counter.page.report.notice.isVisible()
    assert not counter.page.report.said.isVisible()
    assert counter.page.report.saves["md"].isEnabled()


# -- the support file


def test_what_is_saved_is_what_was_shown_but_for_the_struck_lines(
    counter: Counter, tmp_path: Path
) -> None:
    counter.prepare()
    whole = counter.save(tmp_path / "whole.dingsetup")
    assert whole.snapshot.findings
    assert whole.struck == {}
    counter.go_to("findings.jsonl", 1)
    counter.press(Qt.Key.Key_Space)
    counter.go_to("calls.jsonl")
    counter.press(Qt.Key.Key_Space)
    less = counter.save(tmp_path / "less.dingsetup")
    calls = len(whole.calls)
    assert less.struck == {"findings.jsonl": 1, "calls.jsonl": calls}
    kept = [f for place, f in enumerate(whole.snapshot.findings) if place != 1]
    assert list(less.snapshot.findings) == kept
    assert less.calls == ()


def test_the_file_holds_pseudonyms_and_the_key_leads_back(counter: Counter, tmp_path: Path) -> None:
    counter.prepare()
    profile = counter.desk.session.profile
    bundle = counter.save(tmp_path / "one.dingsetup")
    assert bundle.snapshot.profile.app_key not in ("", profile.app_key)
    key = tmp_path / "key.json"
    counter.page.bundle.save_key_to(str(key))
    counter.rest()
    assert read_key(key)[bundle.snapshot.profile.app_key] == profile.app_key
    assert sys.platform == "win32" or stat.S_IMODE(key.stat().st_mode) == 0o600


def test_keys_strike_fold_and_choose_all(counter: Counter) -> None:
    counter.prepare()
    lines = counter.panel.lines
    assert counter.panel.view.hasFocus()
    counter.go_to("profile.jsonl", 0)
    counter.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    counter.press(Qt.Key.Key_Space)
    assert lines.all_struck() == {("profile.jsonl", 0), ("profile.jsonl", 1)}
    counter.press(Qt.Key.Key_Space)
    assert lines.count == 0
    counter.press(Qt.Key.Key_Left)
    assert lines.folded("profile.jsonl")
    assert counter.panel.view.currentIndex().row() == counter.row("profile.jsonl")
    counter.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    counter.press(Qt.Key.Key_Space)
    assert lines.count == lines.total
    assert not counter.page.bundle.save.isEnabled()
    counter.press(Qt.Key.Key_Right)
    assert not lines.folded("profile.jsonl")


def test_a_tick_lets_a_line_go_out_or_not_and_a_press_on_a_heading_folds(counter: Counter) -> None:
    counter.prepare()
    view, model = counter.panel.view, counter.panel.model
    box = view.visualRect(model.index(counter.row("profile.jsonl", 0), 0))
    counter.desk.click_at(view.viewport(), box.left() + 10, box.center().y())
    assert counter.panel.lines.all_struck() == {("profile.jsonl", 0)}
    box = view.visualRect(model.index(counter.row("profile.jsonl"), 1))
    counter.desk.click_at(view.viewport(), box.left() + 10, box.center().y())
    assert counter.panel.lines.folded("profile.jsonl")


def test_what_is_found_is_struck_by_its_heading(counter: Counter, tmp_path: Path) -> None:
    counter.prepare()
    counter.find("QYAPI_ext_read")
    counter.go_to("findings.jsonl")
    counter.press(Qt.Key.Key_Space)
    counter.find("")
    kept = counter.save(tmp_path / "less.dingsetup").snapshot.plain_findings
    assert kept
    assert all(finding.check != "qyapi_ext_read" for finding in kept)


def test_what_was_struck_stays_so_in_another_language_and_when_prepared_anew(
    counter: Counter,
) -> None:
    counter.prepare()
    row = counter.row("profile.jsonl", 0)
    counter.panel.model.strike([(row, row)], True)
    counter.desk.workspace.set_language("zh_CN")
    counter.rest()
    assert counter.panel.lines.all_struck() == {("profile.jsonl", 0)}
    counter.prepare()
    assert counter.panel.lines.all_struck() == {("profile.jsonl", 0)}


def test_a_current_line_is_read_whole_below_the_list(counter: Counter) -> None:
    counter.prepare()
    counter.go_to("findings.jsonl", 0)
    line = json.loads(counter.panel.whole.toPlainText())
    assert line["finding"]["step"] == "network"


def test_old_findings_are_said_and_everything_is_checked_first_on_request(desk: Desk) -> None:
    desk.practise()
    desk.check(["network"])
    desk.go("report")
    page = desk.shell.page
    assert isinstance(page, ReportPage)
    card = page.bundle
    assert card.check.isVisible()
    desk.click_on(card.check)
    desk.run_until(lambda: card.panel is not None and card.at_rest)
    assert all(desk.session.findings(step) for step in desk.session.steps)
    assert not card.check.isVisible()


def test_a_file_that_cannot_be_written_is_said_inline(counter: Counter, tmp_path: Path) -> None:
    counter.prepare()
    counter.page.bundle.save_to(str(tmp_path / "nowhere" / "x.dingsetup"))
    counter.rest()
    assert counter.page.bundle.notice.isVisible()


def test_what_cannot_be_read_is_named_and_the_rest_goes_out(
    counter: Counter, tmp_path: Path
) -> None:
    findings = counter.desk.session.all_findings()
    file = database_file(counter.desk.profiles.folder("east"))
    with transaction(file) as database:
        database.execute("DROP TABLE binding")
    counter.prepare()
    assert "Account bindings" in counter.page.bundle.missing.text()
    assert len(counter.save(tmp_path / "x.dingsetup").snapshot.findings) == len(findings)


def test_a_damaged_database_leaves_what_the_window_shows(counter: Counter, tmp_path: Path) -> None:
    findings = counter.desk.session.all_findings()
    file = database_file(counter.desk.profiles.folder("east"))
    for each in file.parent.glob(f"{file.name}*"):
        each.write_bytes(b"no database" * 1000)
    counter.prepare()
    bundle = counter.save(tmp_path / "x.dingsetup")
    assert len(bundle.snapshot.findings) == len(findings)
    key = tmp_path / "key.json"
    counter.page.bundle.save_key_to(str(key))
    counter.rest()
    profile = counter.desk.session.profile
    assert read_key(key)[bundle.snapshot.profile.app_key] == profile.app_key


def test_preparing_can_be_cancelled(counter: Counter) -> None:
    card = counter.page.bundle
    card.begin()
    card.give_up()
    counter.rest()
    assert card.panel is None
    assert card.prepare.isEnabled()


# -- what changed


def test_what_changed_since_it_last_worked_has_the_cause_on_top(desk: Desk) -> None:
    counter = practise(desk)
    assert counter.changes() == ["passed: Nothing has changed."]
    desk.workspace.set_scenarios([BROKEN])
    desk.check()
    first, *_ = counter.changes()
    assert "First cause" in first
    assert "qyapi_ext_read" in first


def test_two_checks_or_a_file_are_compared_as_chosen(desk: Desk, tmp_path: Path) -> None:
    counter = practise(desk, BROKEN)
    counter.prepare()
    file = tmp_path / "broken.dingsetup"
    counter.save(file)
    desk.workspace.set_scenarios([])
    desk.check()
    card = counter.page.changes
    card.choose("before", f"file:{file}")
    assert any("qyapi_ext_read" in change for change in counter.changes())
    assert card.before.currentText() == file.name
    broken = next(n for n in range(card.before.count()) if "failed 1" in card.before.itemText(n))
    card.before.setCurrentIndex(broken)
    card.before.activated.emit(broken)
    assert any("qyapi_ext_read" in change for change in counter.changes())
    card.choose("before", "today")
    assert counter.changes() == ["passed: Nothing has changed."]


def test_lines_struck_out_of_a_file_are_no_changes(desk: Desk, tmp_path: Path) -> None:
    counter = practise(desk)
    counter.prepare()
    for member, line in (("system.jsonl", 0), ("profile.jsonl", 3)):
        counter.go_to(member, line)
        counter.press(Qt.Key.Key_Space)
    file = tmp_path / "struck.dingsetup"
    counter.save(file)
    counter.page.changes.choose("before", f"file:{file}")
    assert counter.changes() == ["passed: Nothing has changed."]


def test_a_file_that_is_none_is_refused_where_it_was_chosen(
    counter: Counter, tmp_path: Path
) -> None:
    file = tmp_path / "photo.dingsetup"
    file.write_bytes(b"GIF89a")
    counter.page.changes.choose("before", f"file:{file}")
    counter.rest()
    assert counter.page.changes.notice.isVisible()
    assert counter.changes() == []
    counter.page.changes.choose("before", "today")
    counter.rest()
    assert not counter.page.changes.notice.isVisible()


# -- opening, and looks


def test_a_chosen_support_file_is_opened(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(counter.desk.workspace, "open_bundle", opened.append)
    counter.desk.click("Open a support file …", counter.page)
    (dialog,) = counter.page.findChildren(QFileDialog)
    dialog.fileSelected.emit("/somewhere/x.dingsetup")
    dialog.close()
    assert opened == ["/somewhere/x.dingsetup"]


@pytest.fixture(params=LANGUAGES)
def prepared(desk: Desk, found: Found, request: pytest.FixtureRequest) -> Counter:
    counter = furnish(desk, found, request.param)
    counter.prepare()
    counter.page.report.save("md", str(desk.home / "a-report-with-a-rather-long-name.md"))
    counter.rest()
    return counter


def states(counter: Counter) -> Iterator[str]:
    yield "prepared"
    counter.find("network")
    yield "found"
    counter.page.changes.choose("before", "file:/nowhere.dingsetup")
    counter.rest()
    yield "refused"


def test_everything_has_a_name_is_reached_by_tab_and_has_no_gap_to_fill(prepared: Counter) -> None:
    for state in states(prepared):
        # The cross in a field is Qt's own; Escape and typing do the same.
        seen = controls(prepared.desk.window)
        there = [widget for widget in seen if not isinstance(widget.parent(), QLineEdit)]
        assert [widget for widget in there if not spoken(widget)] == [], state
        assert set(there) - reached(prepared.desk) == set(), state
        assert not [text for text in texts(prepared.desk.window) if MARK.search(text)], state


@pytest.mark.parametrize("scale", [1, 2])
def test_nothing_is_cut_and_nothing_scrolls_sideways(prepared: Counter, scale: int) -> None:
    desk = prepared.desk
    enlarge(desk.app, scale)
    desk.workspace.opened.emit()
    desk.window.resize(desk.window.comfortable())
    prepared.rest()
    found: dict[str, list[str]] = {}
    for state in states(prepared):
        try:
            desk.run_until(lambda: not squeezed(desk), SETTLED_S)
        except TimeoutError:
            found[state] = squeezed(desk)
    assert found == {}
    assert all(box.width() > 0 for box in desk.all(Box, prepared.page))


def test_a_page_that_fits_does_not_scroll(counter: Counter) -> None:
    """Buttons in a flow asked for the height they would have in the narrowest window."""
    counter.desk.window.resize(1280, 1000)
    counter.rest()
    assert counter.page.verticalScrollBar().maximum() == 0


def test_prepared_lines_are_in_sight_and_the_button_that_saves_them(counter: Counter) -> None:
    counter.desk.window.resize(1040, 720)
    counter.prepare()
    port = counter.page.viewport()
    for part in (counter.panel.view, counter.page.bundle.save):
        assert port.rect().contains(part.mapTo(port, part.rect().center()))


def test_tab_goes_from_the_lines_to_the_button_that_saves_them(counter: Counter) -> None:
    counter.prepare()
    counter.panel.whole.setFocus()
    counter.desk.press(Qt.Key.Key_Tab)
    assert counter.desk.focus is counter.page.bundle.save


def test_a_file_of_another_profile_is_said_to_be_one(
    counter: Counter, desk: Desk, tmp_path: Path
) -> None:
    counter.prepare()
    counter.save(tmp_path / "mine.dingsetup")
    card = counter.page.changes
    card.choose("before", f"file:{tmp_path / 'mine.dingsetup'}")
    counter.rest()
    assert "of different profiles" not in counter.said(card)
    desk.make_profile("other")
    desk.workspace.open_profile("other")
    other = Counter(desk)
    other.page.changes.choose("before", f"file:{tmp_path / 'mine.dingsetup'}")
    other.rest()
    assert "of different profiles" in other.said(other.page.changes)
