"""`dingsetup bind` says what to do next, and takes the words it says."""

from pathlib import Path

import pytest

from dingsetup.bindings.values import BindingState, Person
from dingsetup.language import LANGUAGES, Language
from dingsetup.language.bindings import state_name
from dingsetup.settings import Settings, save_settings
from tests.cli.bound import HEADER, USERS, bind, practice_table, read_directory, refused, write
from tests.cli.conftest import Dingsetup

SURE = f"{HEADER}\nli4,李四,,15400000004,\nzhao6,赵六,,15400000006,\n"


def onward(dingsetup: Dingsetup, *args: str) -> list[str]:
    """The commands that `dingsetup bind … --practice` names as the next."""
    lines = dingsetup("bind", *args, "--practice").stdout.splitlines()
    return [line.removeprefix("Next: ") for line in lines if line.startswith("Next: ")]


@pytest.fixture
def users(dingsetup: Dingsetup, tmp_path: Path) -> str:
    file = write(tmp_path, USERS)
    bind(dingsetup, "import", file)
    return file


def test_an_import_leads_to_a_scan_then_to_a_match(
    dingsetup: Dingsetup, home: Path, tmp_path: Path
) -> None:
    assert onward(dingsetup, "import", write(tmp_path, USERS)) == ["dingsetup bind scan --practice"]
    read_directory(home)
    more = write(tmp_path, SURE.replace("li4", "qian8"), "more.csv")
    assert onward(dingsetup, "import", more) == ["dingsetup bind match --practice"]


def test_the_profile_is_named_as_it_was_given(dingsetup: Dingsetup, users: str, home: Path) -> None:
    dingsetup("profile", "add", "a", "--no-secret")
    save_settings(home, Settings(profile="a"))
    named = dingsetup("bind", "import", users, "--profile", "a").stdout
    assert named.endswith("Next: dingsetup bind scan --profile a\n")
    opened = dingsetup("bind", "import", users).stdout
    assert opened.endswith("Next: dingsetup bind scan\n")


def test_a_dry_import_leads_to_the_import_itself(dingsetup: Dingsetup, tmp_path: Path) -> None:
    file = write(tmp_path, "账号,姓名\nli4,李四\n", "my users.csv")
    given = ["import", file, "--map", "username=1", "--map", "note=姓名"]
    result = dingsetup("bind", *given, "--dry-run", "--practice")
    assert "The table is empty." not in result.stdout
    (line,) = onward(dingsetup, *given, "--dry-run")
    assert line.startswith("dingsetup bind import ")
    assert "my users.csv" in line
    assert "--map" in line
    assert "--dry-run" not in line
    assert onward(dingsetup, "import", "-", "--dry-run") == [], "a pipe is not typed again"


def test_a_dry_import_shows_a_value_that_would_be_emptied(
    dingsetup: Dingsetup, tmp_path: Path
) -> None:
    bind(dingsetup, "import", write(tmp_path, "用户名,手机号\nx2,15400000002\n"))
    emptied = write(tmp_path, "用户名,手机号\nx2,\n")
    lines = dingsetup("bind", "import", emptied, "--dry-run", "--practice").stdout
    assert "x2  Mobile number: 15400000002 → (empty)" in lines
    (example,) = bind(dingsetup, "import", emptied, "--dry-run")["plan"]["examples"]
    assert (example["before"], example["after"]) == ({"mobile": "15400000002"}, {"mobile": ""})


def test_a_scan_leads_to_what_is_missing(dingsetup: Dingsetup, tmp_path: Path) -> None:
    assert onward(dingsetup, "scan", "--max-calls", "6") == ["dingsetup bind scan --practice"]
    assert onward(dingsetup, "scan") == ["dingsetup bind import users.xlsx --practice"]
    bind(dingsetup, "import", write(tmp_path, USERS))
    assert onward(dingsetup, "scan") == ["dingsetup bind match --practice"]
    assert onward(dingsetup, "scan", "--plan") == []


def test_a_match_leads_to_the_rows_a_person_decides_then_to_the_work_list(
    dingsetup: Dingsetup, users: str, home: Path
) -> None:
    read_directory(home)
    assert onward(dingsetup, "match", "--by", "mobile,name", "--dry-run") == [
        "dingsetup bind match --by mobile,name --practice"
    ]
    assert onward(dingsetup, "match") == [
        "dingsetup bind list --state suggested --state not_found --practice"
    ]
    bind(dingsetup, "ignore", "wang5", "sun7")
    assert onward(dingsetup, "match") == [
        "dingsetup bind export work-list.xlsx --work-list --practice"
    ]


def test_a_match_that_was_stopped_leads_to_a_look_at_it(
    dingsetup: Dingsetup, users: str, home: Path
) -> None:
    read_directory(home)
    bind(dingsetup, "match")
    read_directory(home, [Person("new", mobile="15400000004")])
    assert onward(dingsetup, "match", "--most-unbound", "0") == [
        "dingsetup bind match --dry-run --practice"
    ]


def test_a_check_says_how_to_list_each_kind(
    dingsetup: Dingsetup, tmp_path: Path, home: Path
) -> None:
    bind(dingsetup, "scan")
    with practice_table(home).reading() as database:
        people = database.execute(
            "SELECT userid, name, mobile FROM person WHERE active LIMIT 20"
        ).fetchall()
    lines = [f"u{n},{name},,{mobile}," for n, (_userid, name, mobile) in enumerate(people)]
    bind(dingsetup, "import", write(tmp_path, "\n".join([HEADER, *lines])))
    bind(dingsetup, "match")
    told = dingsetup(
        "bind", "check", "--way", "accounts", "--scenario", "narrow-range", "--practice"
    )
    command = "dingsetup bind list --state out_of_range --practice"
    assert f"outside the contact range: {command}" in told.stdout.splitlines()


def test_a_wrong_rule_is_named(dingsetup: Dingsetup, users: str) -> None:
    result = dingsetup("bind", "match", "--by", "mobile,mail", "--practice")
    assert refused(result)
    assert "“mail”" in result.stderr
    assert "“mobile”" not in result.stderr
    assert "email" in result.stderr


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", list(BindingState))
def test_a_state_is_understood_by_its_word_and_its_name(
    state: BindingState, language: str, dingsetup: Dingsetup, users: str
) -> None:
    words = (str(state), str(state).replace("_", "-"), state_name(Language(language), state))
    wanted = [bind(dingsetup, "list", "--state", word, "--language", language) for word in words]
    assert len({one["found"] for one in wanted}) == 1


def test_a_state_there_is_not_is_refused_with_those_there_are(dingsetup: Dingsetup) -> None:
    result = dingsetup("bind", "list", "--state", "lost", "--practice", "--language", "zh_CN")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "lost" in result.stderr
    assert "suggested（待确认）" in result.stderr
