"""`dingsetup bind`: users go in, are looked at and decided, and every change can be taken back."""

import json
from pathlib import Path
from typing import Any

import pytest

from dingsetup.bindings.values import COLUMNS, BindingState, Person, Row
from tests.cli.bound import (
    LI,
    PEOPLE,
    USERS,
    ZHAO,
    bind,
    practice_table,
    read_directory,
    refused,
    some,
    states,
    write,
)
from tests.cli.conftest import Dingsetup

FAULTY = """\
用户名,姓名,手机号
zhang3,张三,180****5310
,没名字,
zhang3,张三三,
li4,李四,15400000004
"""
FAULT_KEYS = {"file", "row", "column", "reason", "values", "left_out", "text"}


@pytest.fixture
def users(dingsetup: Dingsetup, tmp_path: Path) -> str:
    """A sheet that is in the practice table already."""
    file = write(tmp_path, USERS)
    assert bind(dingsetup, "import", file)["plan"]["new"] == 4
    return file


@pytest.fixture
def matched(dingsetup: Dingsetup, users: str, home: Path) -> None:
    """The practice table after a match: two are bound, one has two namesakes, one is unknown."""
    read_directory(home)
    bind(dingsetup, "match")


def test_an_import_says_what_it_read_and_takes_it_in_as_one_change(
    dingsetup: Dingsetup, tmp_path: Path
) -> None:
    told = bind(dingsetup, "import", write(tmp_path, USERS))
    assert told["sheet"]["kind"] == "csv"
    assert told["sheet"]["mapping"] == {
        "username": 1,
        "name": 2,
        "email": 3,
        "mobile": 4,
        "job_number": 5,
    }
    assert (told["change"]["action"], told["change"]["count"]) == ("import", 4)
    assert told["change"]["about"]["file"] == "users.csv"
    assert some(told["counts"]) == {"not_bound": 4}


def test_importing_the_same_again_changes_nothing(dingsetup: Dingsetup, users: str) -> None:
    again = bind(dingsetup, "import", users)
    assert (again["plan"]["new"], again["plan"]["changed"], again["plan"]["same"]) == (0, 0, 4)
    assert again["change"] is None


def test_a_dry_run_changes_nothing_and_shows_what_would(
    dingsetup: Dingsetup, users: str, tmp_path: Path
) -> None:
    changed = write(tmp_path, USERS.replace("孙七", "孙小七") + "qian8,钱八,,,", "more.csv")
    told = bind(dingsetup, "import", changed, "--dry-run")
    assert (told["dry_run"], told["change"]) == (True, None)
    examples = {one["username"]: one for one in told["plan"]["examples"]}
    assert examples["sun7"] == {
        "username": "sun7",
        "before": {"name": "孙七"},
        "after": {"name": "孙小七"},
    }
    assert examples["qian8"]["before"] is None
    assert len(states(dingsetup)) == 4
    lines = dingsetup("bind", "import", changed, "--dry-run", "--practice").stdout
    assert "孙七 → 孙小七" in lines
    assert "+ qian8" in lines


def test_a_faulty_line_is_reported_and_the_rest_goes_in(
    dingsetup: Dingsetup, tmp_path: Path
) -> None:
    file = write(tmp_path, FAULTY)
    result = dingsetup("bind", "import", file, "--practice", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [(f["row"], f["column"], f["reason"]) for f in told["faults"]] == [
        (2, "手机号", "mobile_masked"),
        (3, "用户名", "username_missing"),
        (4, "", "duplicate_username"),
    ]
    assert all(set(f) == FAULT_KEYS and f["file"] == file and f["text"] for f in told["faults"])
    assert states(dingsetup) == {"zhang3": "conflict", "li4": "not_bound"}


def test_people_read_a_fault_as_file_row_column_reason(
    dingsetup: Dingsetup, tmp_path: Path
) -> None:
    file = write(tmp_path, FAULTY)
    lines = dingsetup("bind", "import", file, "--practice").stdout.splitlines()
    assert any(line.startswith(f"{file}, 3, 用户名: ") for line in lines)


def test_a_sheet_comes_in_through_stdin_too(dingsetup: Dingsetup) -> None:
    told = bind(dingsetup, "import", "-", stdin=USERS.encode("gb18030"))
    assert (told["file"], told["sheet"]["encoding"], told["plan"]["new"]) == ("-", "gb18030", 4)


def test_a_column_is_taken_for_what_the_caller_says(dingsetup: Dingsetup, tmp_path: Path) -> None:
    file = write(tmp_path, "username,nick,number\nli4,李四,J4\n")
    mapping = ["--map", "job-number=number", "--map", "name=B"]
    bind(dingsetup, "import", file, *mapping)
    (row,) = bind(dingsetup, "list")["rows"]
    assert (row["name"], row["job_number"]) == ("李四", "J4")


@pytest.mark.parametrize(
    "args",
    [
        ("import", "nowhere.csv"),
        ("import", "users.csv", "--map", "mobile=nowhere"),
        ("import", "users.csv", "--map", "shoe=A"),
        ("import", "users.csv", "--map", "mobile"),
        ("import",),
        ("list", "--state", "lost"),
        ("list", "--sort", "shoe"),
        ("set", "nobody", "u-li"),
        ("unset",),
        ("unset", "nobody"),
        ("accept",),
        ("accept", "li4", "--state", "suggested"),
        ("accept", "--state", "bound"),
        ("accept", "li4"),
        ("reject", "nobody"),
        ("history", "nobody"),
        ("match",),
        ("match", "--by", "shoe"),
        ("match", "--most-unbound", "-1"),
        ("scan", "--max-calls", "0"),
        ("export", "table.doc"),
        ("list", "--profile", "a"),
    ],
)
def test_wrong_usage_is_refused_in_a_sentence_and_changes_nothing(
    args: tuple[str, ...], dingsetup: Dingsetup, users: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(users).parent)
    before = bind(dingsetup, "list")
    result = dingsetup("bind", *args, "--practice")
    assert refused(result), result.output
    assert bind(dingsetup, "list") == before


def test_a_refused_file_is_named_with_the_reason(dingsetup: Dingsetup, tmp_path: Path) -> None:
    file = write(tmp_path, "%PDF-1.7", "users.xlsx")
    result = dingsetup("bind", "import", file, "--practice")
    assert refused(result)
    assert file in result.stderr
    assert "a PDF" in result.stderr


def test_a_row_is_listed_with_all_its_fields(dingsetup: Dingsetup, matched: None) -> None:
    told = bind(dingsetup, "list", "--find", "li4")
    (row,) = told["rows"]
    assert set(row) == {*Row.__struct_fields__, "title", "cause", "remedy"}
    assert row["person"]["userid"] == row["userid"] == LI.userid
    assert (row["rule"], row["confidence"], row["state"]) == ("mobile", "high", "bound")
    assert (told["total"], told["found"]) == (4, 1)
    assert set(told["counts"]) == {str(state) for state in BindingState}


def test_who_is_suggested_is_listed_with_what_the_directory_knows(
    dingsetup: Dingsetup, matched: None
) -> None:
    (row,) = bind(dingsetup, "list", "--find", "wang5")["rows"]
    assert [(one["userid"], one["rule"]) for one in row["candidates"]] == [
        ("u-wang", "name"),
        ("u-wang2", "name"),
    ]
    assert row["candidates"][0]["person"]["name"] == "王五"
    assert row["candidates"][0]["department_names"] == "总部"


def test_rows_are_found_by_state_and_text_and_sorted_by_any_column(
    dingsetup: Dingsetup, matched: None
) -> None:
    def found(*args: str) -> list[str]:
        return [row["username"] for row in bind(dingsetup, "list", *args)["rows"]]

    assert found("--state", "suggested", "--state", "not_found") == ["wang5", "sun7"]
    assert found("--find", "赵六") == ["zhao6"]
    assert found("--sort", "username", "--descending") == ["zhao6", "wang5", "sun7", "li4"]
    for column in COLUMNS:
        assert len(found("--sort", column)) == 4


def test_the_exit_code_of_a_list_says_whether_a_row_found_needs_a_person(
    dingsetup: Dingsetup, matched: None
) -> None:
    def code(*args: str) -> int:
        return dingsetup("bind", "list", "--practice", *args).exit_code

    assert code() == code("--count") == code("--state", "suggested") == 1
    assert (
        code("--state", "bound") == code("--find", "li4") == code("--find", "li4", "--count") == 0
    )


def test_counting_prints_no_row(dingsetup: Dingsetup, matched: None) -> None:
    told = bind(dingsetup, "list", "--count", "--find", "王")
    assert (told["total"], told["found"]) == (4, 1)
    assert "rows" not in told
    lines = dingsetup("bind", "list", "--count", "--practice").stdout.splitlines()
    assert lines == ["2 bound, 1 suggested, 1 not found"]


def test_people_read_one_line_a_row_and_the_counts(dingsetup: Dingsetup, matched: None) -> None:
    lines = dingsetup("bind", "list", "--practice").stdout.splitlines()
    assert lines[0].split()[:2] == ["DataWind", "user"]
    doubtful = next(line for line in lines if line.startswith("wang5"))
    assert "2 people of this name" in doubtful
    assert "u-wang? / u-wang2?" in doubtful, "whom to choose from"
    assert lines[-1] == "2 bound, 1 suggested, 1 not found"


def test_an_empty_table_is_no_fault(dingsetup: Dingsetup) -> None:
    result = dingsetup("bind", "list", "--practice")
    assert (result.exit_code, result.stdout) == (0, "The table is empty.\n")


def test_a_match_binds_what_is_sure_and_suggests_the_rest(
    dingsetup: Dingsetup, matched: None
) -> None:
    assert states(dingsetup) == {
        "li4": "bound",
        "wang5": "suggested",
        "zhao6": "bound",
        "sun7": "not_found",
    }


def test_a_dry_match_names_every_change_and_makes_none(
    dingsetup: Dingsetup, users: str, home: Path
) -> None:
    read_directory(home)
    told = bind(dingsetup, "match", "--dry-run")
    assert {name: told["plan"][name] for name in ("bound", "suggested", "not_found")} == {
        "bound": 2,
        "suggested": 1,
        "not_found": 1,
    }
    changes = {one["username"]: one for one in told["changes"]}
    assert changes["li4"]["after"] == {"userid": "u-li", "rule": "mobile", "confidence": "high"}
    assert [one["userid"] for one in changes["wang5"]["candidates"]] == ["u-wang", "u-wang2"]
    assert some(bind(dingsetup, "list")["counts"]) == {"not_bound": 4}
    lines = dingsetup("bind", "match", "--dry-run", "--practice").stdout
    assert "- → u-li" in lines


def test_rules_are_asked_in_the_order_given_and_no_others(
    dingsetup: Dingsetup, users: str, home: Path
) -> None:
    read_directory(home)
    assert bind(dingsetup, "match", "--by", "email,job-number")["plan"]["order"] == [
        "email",
        "job_number",
    ]
    rows = {row["username"]: row for row in bind(dingsetup, "list")["rows"]}
    assert (rows["li4"]["rule"], rows["zhao6"]["state"]) == ("email", "not_found")


def test_a_run_that_would_unbind_too_many_is_stopped_for_a_person_to_look(
    dingsetup: Dingsetup, matched: None, home: Path
) -> None:
    read_directory(home, [Person(f"new-{one.userid}", mobile=one.mobile) for one in (LI, ZHAO)])
    result = dingsetup("bind", "match", "--most-unbound", "1", "--practice", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (told["change"], told["plan"]["moved"]) == (None, 2)
    assert "more than the limit of 1" in told["refused"]["title"]
    assert told["refused"]["title"] in result.stderr
    assert bind(dingsetup, "match", "--most-unbound", "2")["change"]["action"] == "match"


def test_what_a_person_decides_is_done_and_told(dingsetup: Dingsetup, matched: None) -> None:
    chosen = bind(dingsetup, "accept", "wang5", "--as", "u-wang2")
    assert (chosen["change"]["action"], chosen["users"]) == ("accept", ["wang5"])
    assert bind(dingsetup, "set", "sun7", "u-wang")["counts"]["bound"] == 4
    assert bind(dingsetup, "unset", "sun7", "li4")["change"]["count"] == 2
    assert bind(dingsetup, "ignore", "li4")["counts"]["ignored"] == 1
    assert bind(dingsetup, "ignore", "li4")["change"] is None
    assert bind(dingsetup, "unignore", "li4")["counts"]["ignored"] == 0
    bind(dingsetup, "match")
    assert states(dingsetup)["li4"] == "not_bound", "who was unbound by hand is not bound again"


def test_rejecting_one_of_two_leaves_the_other(dingsetup: Dingsetup, matched: None) -> None:
    bind(dingsetup, "reject", "wang5", "--only", "u-wang")
    told = bind(dingsetup, "accept", "wang5")
    assert told["change"]["count"] == 1
    (row,) = bind(dingsetup, "list", "--find", "wang5")["rows"]
    assert (row["userid"], row["rejected"]) == ("u-wang2", ["u-wang"])


def test_accepting_all_suggestions_leaves_those_that_need_a_choice(
    dingsetup: Dingsetup, tmp_path: Path, home: Path
) -> None:
    more = "username,name,enabled\nqian8,赵六,yes\nzhou9,李四,no\n"
    bind(dingsetup, "import", write(tmp_path, USERS.replace("zhao6,赵六", "zhao6,钱八")))
    bind(dingsetup, "import", write(tmp_path, more.replace("赵六", "吴九"), "more.csv"))
    read_directory(home, [*PEOPLE, Person("u-wu", name="吴九")])
    bind(dingsetup, "match")
    told = bind(dingsetup, "accept", "--state", "suggested")
    assert (told["users"], told["left"]) == (["qian8"], ["wang5", "zhou9"])
    line = dingsetup("bind", "accept", "--state", "suggested", "--practice").stdout
    assert "2 users are left for you to decide." in line


def test_users_may_come_through_stdin(dingsetup: Dingsetup, matched: None) -> None:
    told = bind(dingsetup, "ignore", "-", stdin="sun7\n\nwang5\n")
    assert told["users"] == ["sun7", "wang5"]


def test_every_change_is_taken_back_and_made_once_more(dingsetup: Dingsetup, matched: None) -> None:
    before = states(dingsetup)
    bind(dingsetup, "set", "sun7", "u-wang")
    assert bind(dingsetup, "undo")["change"]["action"] == "bind"
    assert states(dingsetup) == before
    assert bind(dingsetup, "redo")["change"]["action"] == "bind"
    assert states(dingsetup)["sun7"] == "bound"
    assert bind(dingsetup, "redo")["change"] is None
    assert "nothing to make once more" in dingsetup("bind", "redo", "--practice").stdout


def test_a_history_tells_what_happened_newest_first(dingsetup: Dingsetup, matched: None) -> None:
    bind(dingsetup, "unset", "li4")
    told = bind(dingsetup, "history", "li4")
    assert [event["action"] for event in told["events"]] == ["unbind", "match", "import"]
    undone, found, came = told["events"]
    assert (undone["before"]["userid"], undone["after"]["rejected"]) == ("u-li", ["u-li"])
    assert found["after"]["searched"] == ["mobile", "email", "job_number", "name"]
    assert (came["before"], came["after"]["enabled"]) == (None, True)
    lines = dingsetup("bind", "history", "li4", "--practice").stdout
    assert "DingTalk userid: (empty) → u-li" in lines


def test_the_practice_table_is_the_window_s_and_goes_with_everything(
    dingsetup: Dingsetup, users: str, home: Path
) -> None:
    assert practice_table(home).size() == 4
    dingsetup("profile", "forget", "--all", "--yes")
    assert not practice_table(home).file.exists()


def test_a_profile_has_a_table_of_its_own(dingsetup: Dingsetup, users: str, home: Path) -> None:
    dingsetup("profile", "add", "a", "--no-secret")
    assert json.loads(dingsetup("bind", "list", "--profile", "a", "--json").stdout)["total"] == 0
    dingsetup("bind", "import", users, "--profile", "a")
    told: dict[str, Any] = json.loads(dingsetup("bind", "list", "--profile", "a", "--json").stdout)
    assert told["total"] == 4


def test_a_table_that_cannot_be_read_is_named_and_left_as_it_is(
    dingsetup: Dingsetup, users: str, home: Path
) -> None:
    file = practice_table(home).file
    for beside in (*file.parent.glob("*-wal"), *file.parent.glob("*-shm")):
        beside.unlink()
    file.write_bytes(b"no database")
    result = dingsetup("bind", "import", users, "--practice")
    assert refused(result)
    assert str(file) in result.stderr
    assert file.read_bytes() == b"no database"
