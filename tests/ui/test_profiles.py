"""Several profiles, languages, colours and facts: what was typed is lost by none of them."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QRadioButton, QToolButton

from dingsetup.findings import State
from dingsetup.ui.app import chosen_facts
from dingsetup.ui.pages.profile import WelcomePage
from dingsetup.ui.switcher import Switcher
from dingsetup.ui.theme import theme_of
from dingsetup.ui.window import PROFILE
from tests.ui.desk import Desk


def menu(desk: Desk) -> QMenu:
    return desk.part(QMenu, desk.only(Switcher))


def said(desk: Desk) -> str:
    """Everything the window says in words just now."""
    return "\n".join(label.text() for label in desk.all(QLabel))


def begin(desk: Desk, name: str) -> None:
    desk.type(desk.only(QLineEdit), name)
    desk.click("Begin")
    desk.run_until(lambda: desk.session.loaded)


def test_a_profile_is_made_on_the_welcome_page(desk: Desk) -> None:
    desk.open()
    private = next(
        b
        for b in desk.all(QRadioButton)
        if b.text() == desk.text("&Private deployment: DataWind on your own servers")
    )
    desk.click_on(private)
    begin(desk, "East 1")
    profile = desk.profiles.load("east-1")
    assert (profile.name, profile.edition) == ("East 1", "private")
    assert desk.shell.step == "network"


def test_each_profile_has_its_own_answers_and_secret(desk: Desk) -> None:
    desk.make_profile("east", secret="east's", app_key="dingeast", step="credentials")
    desk.make_profile("west", secret="west's", app_key="dingwest", step="credentials")
    desk.open("east")
    for name in ("west", "east"):
        desk.choose(menu(desk), name)
        desk.run_until(lambda: desk.session.loaded)
        desk.breathe()
        assert desk.named(QLineEdit, "Client ID (AppKey)").text() == f"ding{name}"
        assert desk.named(QLineEdit, "Client Secret (AppSecret)").text() == f"{name}'s"


def test_switching_keeps_what_was_typed_a_moment_ago(desk: Desk) -> None:
    desk.make_profile("east", step="credentials")
    desk.make_profile("west")
    desk.open("east")
    desk.type(desk.named(QLineEdit, "AgentId"), "12345678")
    desk.choose(menu(desk), "west")
    assert desk.profiles.load("east").agent_id == "12345678"


def test_the_profile_open_last_is_remembered(desk: Desk) -> None:
    desk.make_profile("east")
    desk.make_profile("west")
    desk.open("east")
    desk.choose(menu(desk), "west")
    desk.close()
    desk.open()
    assert desk.workspace.settings.profile == "west"


def test_removing_asks_in_place_and_leaves_nothing(desk: Desk) -> None:
    desk.make_profile("east", secret="east's")
    desk.make_profile("west", secret="west's")
    desk.open("east")
    desk.check(["create"])
    desk.go(PROFILE)
    assert not desk.buttons("Yes, remove it")
    desk.click("Remove …")
    assert desk.profiles.ids() == ["east", "west"]
    desk.click("Yes, remove it")
    desk.run_until(lambda: not desk.workspace.tasks.busy)
    desk.breathe()
    assert desk.only(WelcomePage)
    assert desk.profiles.ids() == ["west"]
    assert not desk.profiles.folder("east").exists()
    assert desk.secrets.get("east") is None
    assert desk.secrets.get("west") == "west's"
    assert desk.workspace.settings.profile == ""


def test_forgetting_the_secret_leaves_the_profile(desk: Desk) -> None:
    desk.make_profile("east", secret="east's", app_key="dingeast")
    desk.open("east")
    desk.go(PROFILE)
    desk.click("Forget the secret")
    desk.run_until(lambda: not desk.workspace.tasks.busy)
    assert desk.secrets.get("east") is None
    desk.go("credentials")
    assert desk.named(QLineEdit, "Client Secret (AppSecret)").text() == ""
    assert desk.named(QLineEdit, "Client ID (AppKey)").text() == "dingeast"


@pytest.mark.parametrize("content", [b"{", b'{"id": "east", "name": 3}', b"\xff\xfe", b""])
def test_a_broken_profile_file_is_named_and_stays_as_it_is(desk: Desk, content: bytes) -> None:
    desk.make_profile("east")
    desk.make_profile("west", app_key="dingwest")
    file = desk.profiles.folder("east") / "profile.json"
    file.write_bytes(content)
    desk.open("west")
    desk.choose(menu(desk), "east")
    assert str(file) in said(desk)
    assert desk.session.profile.id == "west"
    desk.close()
    assert file.read_bytes() == content


def test_a_broken_profile_at_the_start_is_named_on_the_welcome_page(desk: Desk) -> None:
    desk.make_profile("east")
    file = desk.profiles.folder("east") / "profile.json"
    file.write_bytes(b"{")
    desk.open("east")
    assert desk.only(WelcomePage)
    assert str(file) in said(desk)


def test_a_name_with_an_ampersand_is_shown_whole(desk: Desk) -> None:
    desk.make_profile("east", name="R&D")
    desk.open("east")
    shown = desk.part(QToolButton, desk.only(Switcher))
    assert shown.text().replace("&&", "\0").count("&") == 0
    assert shown.accessibleName() == desk.text("Profile {name}", name="R&D")


def test_the_menu_names_every_profile_and_marks_the_open_one(desk: Desk) -> None:
    desk.make_profile("east")
    desk.make_profile("west")
    desk.open("west")
    menu(desk).aboutToShow.emit()
    shown = [action.text() for action in menu(desk).actions()]
    assert {"east", "west", desk.text("Practice tenant")} <= set(shown)
    assert next(a.text() for a in menu(desk).actions() if a.isChecked()) == "west"


def test_changing_the_language_keeps_the_step_and_what_was_typed(desk: Desk) -> None:
    desk.make_profile("east", secret="kept", step="credentials")
    desk.open("east")
    desk.type(desk.named(QLineEdit, "AgentId"), "12345678")
    page = desk.shell.page.accessibleName()
    desk.choose(menu(desk), "中文")
    assert desk.shell.step == "credentials"
    assert desk.named(QLineEdit, "AgentId").text() == "12345678"
    assert desk.named(QLineEdit, "Client Secret (AppSecret)").text() == "kept"
    assert desk.shell.page.accessibleName() != page
    desk.choose(menu(desk), "English")
    assert desk.shell.page.accessibleName() == page
    desk.close()
    desk.open("east", language="")
    assert desk.workspace.language.code == "en"


def test_changing_the_colours_keeps_the_step_and_what_was_typed(desk: Desk) -> None:
    desk.make_profile("east", step="credentials")
    desk.open("east")
    desk.type(desk.named(QLineEdit, "AgentId"), "12345678")
    for name, dark in (("Dark", True), ("Light", False)):
        desk.choose(menu(desk), desk.text(name))
        assert theme_of(desk.app).dark is dark
        assert desk.shell.step == "credentials"
        assert desk.named(QLineEdit, "AgentId").text() == "12345678"
    assert desk.workspace.settings.colours == "light"


def test_findings_are_told_in_the_language_of_the_moment(desk: Desk) -> None:
    desk.practise(check=True)
    desk.go("overview")
    english = said(desk)
    desk.choose(menu(desk), "中文")
    chinese = said(desk)
    finding = desk.finding("credentials/token")
    told = desk.workspace.language.tell(finding).title
    assert told in chinese
    assert told not in english


def use_facts(desk: Desk, file: Path) -> None:
    desk.workspace.use_facts(str(file))
    desk.run_until(lambda: not desk.workspace.tasks.busy)
    desk.breathe()


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ('[[address_lists]]\nid = "x"\n', "address_lists[0]"),
        ("not toml", "-"),
        ("", "-"),
    ],
)
def test_a_bad_facts_file_is_refused_with_file_key_and_reason(
    desk: Desk, tmp_path: Path, content: str, key: str
) -> None:
    file = tmp_path / "facts.toml"
    file.write_text(content, "utf-8")
    desk.make_profile("east")
    desk.open("east")
    use_facts(desk, file)
    (trouble,) = desk.troubles
    assert trouble in said(desk)
    assert str(file) in trouble
    assert key in trouble
    assert desk.workspace.settings.facts_file == ""
    assert desk.workspace.facts == desk.facts


def test_a_facts_file_that_is_gone_is_refused_too(desk: Desk, tmp_path: Path) -> None:
    desk.make_profile("east")
    desk.open("east")
    use_facts(desk, tmp_path / "none.toml")
    assert str(tmp_path / "none.toml") in said(desk)


@pytest.fixture
def newer_facts(facts: Any, tmp_path: Path) -> Path:
    """A facts file that holds the shipped addresses and one more."""
    from importlib import resources

    ours = resources.files("dingsetup") / "resources" / "facts" / "addresses.toml"
    text = ours.read_text("utf-8")
    last = facts.newest_addresses.addresses[-1]
    file = tmp_path / "facts.toml"
    file.write_text(text.replace(f'"{last}"', f'"{last}", "180.184.64.99"'), "utf-8")
    return file


def test_a_good_facts_file_is_taken_and_survives_a_restart(desk: Desk, newer_facts: Path) -> None:
    desk.make_profile("east", step="security")
    desk.open("east")
    use_facts(desk, newer_facts)
    assert desk.troubles == []
    assert "180.184.64.99" in desk.workspace.facts.newest_addresses.addresses
    assert desk.shell.step == "security"
    assert desk.buttons("Copy 180.184.64.99")
    desk.close()
    complaints: list[str] = []
    taken = chosen_facts(None, complaints.append)
    assert "180.184.64.99" in taken.newest_addresses.addresses
    assert complaints == []
    newer_facts.unlink()
    assert chosen_facts(None, complaints.append) == desk.facts
    assert str(newer_facts) in complaints[0]


def test_ours_can_be_taken_again(desk: Desk, newer_facts: Path) -> None:
    desk.make_profile("east")
    desk.open("east")
    use_facts(desk, newer_facts)
    desk.choose(menu(desk), desk.text("Use the built-in facts again"))
    desk.run_until(lambda: not desk.workspace.tasks.busy)
    assert desk.workspace.facts == desk.facts
    assert desk.workspace.settings.facts_file == ""


def test_other_facts_leave_the_practice_tenant_working(desk: Desk, newer_facts: Path) -> None:
    desk.practise()
    use_facts(desk, newer_facts)
    desk.check(["credentials"])
    assert desk.state("credentials/token") is State.PASSED
