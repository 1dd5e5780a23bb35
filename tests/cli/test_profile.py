"""`dingsetup profile`: a round trip, masked secrets, and bad files."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dingsetup.checks import CHECKS
from dingsetup.checks.case import Case
from dingsetup.cli.answering import QUESTIONS
from dingsetup.facts import Facts
from dingsetup.profile import Profiles, now
from dingsetup.settings import Settings, save_settings
from tests.cli.conftest import ROOT, Dingsetup, Keys
from tests.cli.test_check import add_profile

SECRET = "a-secret-that-nobody-may-see_0123456789"


@pytest.fixture
def made(dingsetup: Dingsetup, keys: Keys) -> Keys:
    """The profile `acme`, with a secret."""
    result = dingsetup(
        "profile", "add", "Acme", "--app-key", "dingabcdefgh12345678", stdin=f"{SECRET}\n"
    )
    assert result.exit_code == 0
    return keys


def shown(dingsetup: Dingsetup, *args: str) -> dict[str, Any]:
    return json.loads(dingsetup("profile", "show", "acme", "--json", *args).stdout)


def test_a_profile_is_added_listed_changed_shown_and_removed(
    dingsetup: Dingsetup, made: Keys, home: Path
) -> None:
    listed = json.loads(dingsetup("profile", "list", "--json").stdout)["profiles"]
    assert [(entry["id"], entry["name"]) for entry in listed] == [("acme", "Acme")]
    change = ("agent_id=2574805120", "client_id=dingother000000000000", "proxy=none")
    assert dingsetup("profile", "set", "acme", *change).exit_code == 0
    values = shown(dingsetup)
    assert values["agent_id"] == "2574805120"
    assert values["app_key"] == "dingother000000000000"
    assert values["proxy"] == ""
    assert dingsetup("profile", "remove", "acme", "--yes").exit_code == 0
    assert Profiles(home).ids() == []
    assert made.kept == {}


def test_a_profile_is_found_by_its_name_too(dingsetup: Dingsetup, made: Keys) -> None:
    assert dingsetup("profile", "show", "Acme").exit_code == 0


def test_the_secret_is_in_the_key_store_and_nowhere_else(
    dingsetup: Dingsetup, made: Keys, home: Path
) -> None:
    assert made.kept == {"acme": SECRET}
    texts = [file.read_bytes() for file in home.rglob("*") if file.is_file()]
    assert texts
    assert not any(SECRET.encode() in text for text in texts)
    for form in ([], ["--json"]):
        assert SECRET not in dingsetup("profile", "show", "acme", *form).output
    assert shown(dingsetup)["app_secret"] == "********"


@pytest.mark.parametrize("field", ["app_secret", "client-secret", "secret"])
def test_a_secret_is_refused_as_an_argument(
    field: str, dingsetup: Dingsetup, made: Keys, home: Path
) -> None:
    result = dingsetup("profile", "set", "acme", f"{field}={SECRET}x")
    assert result.exit_code == 2
    assert SECRET not in result.output
    assert made.kept == {"acme": SECRET}


def test_a_proxys_password_is_refused(dingsetup: Dingsetup, made: Keys, home: Path) -> None:
    result = dingsetup("profile", "set", "acme", "proxy=http://me:hunter22@proxy.example:3128")
    assert result.exit_code == 2
    assert "hunter22" not in result.output
    assert shown(dingsetup)["proxy"] is None


def test_a_secret_may_come_from_the_environment(dingsetup: Dingsetup, keys: Keys) -> None:
    dingsetup("profile", "add", "b", env={"DINGSETUP_APP_SECRET": SECRET})
    assert keys.kept == {"b": SECRET}


def test_no_secret_at_all_is_asked_for_and_nothing_is_made(
    dingsetup: Dingsetup, keys: Keys, home: Path
) -> None:
    result = dingsetup("profile", "add", "b")
    assert result.exit_code == 2
    assert "--no-secret" in result.stderr
    assert Profiles(home).ids() == []


def test_without_a_key_store_the_user_is_told_that_nothing_was_kept(dingsetup: Dingsetup) -> None:
    result = dingsetup("profile", "add", "b", env={"DINGSETUP_APP_SECRET": SECRET})
    assert result.exit_code == 0
    assert "no key store" in result.stderr


def test_a_pasted_list_may_come_from_a_file(
    dingsetup: Dingsetup, made: Keys, tmp_path: Path
) -> None:
    file = tmp_path / "list.txt"
    file.write_text("180.184.64.81\n", "utf-8")
    dingsetup("profile", "set", "acme", f"pasted_addresses=@{file}")
    assert shown(dingsetup)["pasted_addresses"] == "180.184.64.81"


@pytest.mark.parametrize(
    "change",
    [
        "colour=red",
        "agent_id",
        "agent_id=abc",
        "edition=cloud",
        "pasted_addresses=@/no/such/file",
        "proxy=bad",
        "proxy=ftp://proxy.example.com:80",
        "proxy=http://",
        "domain=https://x/y",
        "domain=*.example.com",
    ],
)
def test_a_wrong_change_leaves_the_profile_alone(
    change: str, dingsetup: Dingsetup, made: Keys, home: Path
) -> None:
    before = Profiles(home).load("acme")
    result = dingsetup("profile", "set", "acme", "name=Other", change)
    assert (result.exit_code, result.stdout) == (2, "")
    assert Profiles(home).load("acme") == before


@pytest.mark.parametrize(
    "values", [["--agent-id", "abc"], ["--domain", "x"], ["--proxy", "bad"]], ids=" ".join
)
def test_what_cannot_be_set_cannot_be_added_either(
    values: list[str], dingsetup: Dingsetup, keys: Keys, home: Path
) -> None:
    result = dingsetup("profile", "add", "b", "--no-secret", *values)
    assert (result.exit_code, result.stdout) == (2, "")
    assert Profiles(home).ids() == []


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ("domain=https://bi.example.com/bi/", "domain=bi.example.com"),
        ("agent_id=", "agent_id="),
        ("proxy=none", "proxy=none"),
        ("proxy=proxy.example.com:8080", "proxy=proxy.example.com:8080"),
        ("proxy=http://[::1]:3128/", "proxy=http://[::1]:3128/"),
        (f"pasted_addresses={'8.8.8.8 ' * 9}\n", f"pasted_addresses={'8.8.8.8 ' * 7}8.8.…"),
    ],
)
def test_a_change_is_told_in_one_line_as_it_is_kept(
    change: str, kept: str, dingsetup: Dingsetup, made: Keys
) -> None:
    assert dingsetup("profile", "set", "acme", change).stdout == f"Profile acme keeps {kept}.\n"


def test_only_an_address_can_be_allowed(dingsetup: Dingsetup, made: Keys, home: Path) -> None:
    result = dingsetup("profile", "allow", "acme", "zzz")
    assert (result.exit_code, result.stdout) == (2, "")
    assert Profiles(home).load("acme").allowance is None
    for address in ("203.0.113.7", "2001:db8::1"):
        told = dingsetup("profile", "allow", "acme", address).stdout
        assert told.count("\n") == 1
        assert address in told


def test_a_profile_is_shown_in_rows_that_people_can_read(dingsetup: Dingsetup, made: Keys) -> None:
    dingsetup("profile", "set", "acme", "pasted_addresses=8.8.8.8\n9.9.9.9")
    told = dingsetup("profile", "answer", "acme", "published", "yes").stdout
    assert told == "Profile acme keeps published=yes.\n"
    lines = dingsetup("profile", "show", "acme").stdout.splitlines()
    first = next(line for line in lines if "8.8.8.8" in line)
    assert lines[lines.index(first) + 1] == " " * first.index("8.8.8.8") + "9.9.9.9"
    question, yes, day, _time = lines[-1].split()
    assert (question, yes, len(day)) == ("published", "yes", len("2026-11-22"))
    assert dingsetup("profile", "list").stdout.split()[:4] == ["ID", "Name", "Edition", "Domain"]


@pytest.mark.parametrize(
    "question", [q for q, kind in QUESTIONS.items() if kind.startswith("ask:")]
)
def test_an_answer_holds_at_the_next_check(
    question: str, dingsetup: Dingsetup, made: Keys, home: Path, facts: Facts
) -> None:
    dingsetup("profile", "set", "acme", "domain=bi.example.com")
    assert dingsetup("profile", "answer", "acme", question, "yes").exit_code == 0
    case = Case(profile=Profiles(home).load("acme"), facts=facts, at=now())
    findings = [finding for check in CHECKS for finding in check.judge(case)]
    kind = QUESTIONS[question]
    answers = [finding.values.get("answer") for finding in findings if finding.kind is kind]
    assert answers == ["yes"]


def test_an_answered_question_is_no_longer_open(
    dingsetup: Dingsetup, tenant: Callable[..., Any], keys: Keys
) -> None:
    add_profile(dingsetup, tenant("narrow-range"))
    assert dingsetup("check", "--profile", "a", "--json").exit_code == 1
    for question in ("published", "limited_range"):
        assert dingsetup("profile", "answer", "a", question, "yes").exit_code == 0
    result = dingsetup("check", "--profile", "a", "--json")
    assert result.exit_code == 0
    findings = {f["check"]: f for f in json.loads(result.stdout)["findings"]}
    assert findings["published"]["values"]["answer"] == "yes"
    assert findings["range"]["state"] == "warning"


def test_an_unknown_question_is_told_with_those_there_are(dingsetup: Dingsetup, made: Keys) -> None:
    result = dingsetup("profile", "answer", "acme", "publised", "yes")
    assert result.exit_code == 2
    assert "published" in result.stderr


def test_forget_deletes_the_secret_and_keeps_the_profile(
    dingsetup: Dingsetup, made: Keys, home: Path
) -> None:
    assert dingsetup("profile", "forget", "acme").exit_code == 0
    assert made.kept == {}
    assert Profiles(home).ids() == ["acme"]


def test_forget_all_leaves_nothing(dingsetup: Dingsetup, made: Keys, home: Path) -> None:
    save_settings(home, Settings(profile="acme"))
    broken = home / "profiles" / "broken" / "profile.json"
    broken.parent.mkdir()
    broken.write_text("{", "utf-8")
    assert dingsetup("profile", "forget", "--all", stdin="n\n").exit_code == 0
    assert Profiles(home).ids() == ["acme", "broken"]
    assert dingsetup("profile", "forget", "--all", stdin="y\n").exit_code == 0
    assert made.kept == {}
    assert [file for file in home.rglob("*") if file.is_file()] == []


@pytest.mark.parametrize("content", ["{", "[]", '{"id": "acme"}', '{"id":"other","name":"x"}', ""])
def test_a_broken_profile_is_named_and_stays_as_it_is(
    content: str, dingsetup: Dingsetup, made: Keys, home: Path
) -> None:
    file = home / "profiles" / "acme" / "profile.json"
    file.write_text(content, "utf-8")
    for command in (["check", "--profile", "acme"], ["profile", "show", "acme"]):
        result = dingsetup(*command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert str(file) in result.stderr
    assert "acme" in dingsetup("profile", "list").stdout
    assert file.read_text("utf-8") == content


def test_the_profile_opened_last_needs_no_naming(
    dingsetup: Dingsetup, made: Keys, home: Path
) -> None:
    save_settings(home, Settings(profile="acme"))
    assert dingsetup("profile", "show").exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_secret_typed_at_the_prompt_is_not_shown(home: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "dingsetup", "profile", "add", "b"]
    with subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        said = b""
        while b"AppSecret" not in said:
            said += os.read(ours, 1000)
        os.write(ours, f"{SECRET}\n".encode())
        assert running.wait(timeout=20) == 0
        said += os.read(ours, 10_000)
    os.close(ours)
    assert SECRET.encode() not in said
    assert Profiles(home).ids() == ["b"]
