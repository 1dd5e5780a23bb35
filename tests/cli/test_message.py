"""`dingsetup message kinds`, `render`, `lint`, `templates`: a message before anything leaves."""

import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dingsetup.messages.values import MessageType
from dingsetup.profile import Profile, Profiles
from tests.cli.bound import refused
from tests.cli.conftest import Dingsetup

PUSHES = [
    "alert-dimension",
    "alert-fluctuation",
    "alert-smart",
    "subscription-created",
    "subscription-scheduled",
    "subscription-test",
    "sync",
]
PNG = b"\x89PNG\r\n\x1a\n"
KEYS = {"kind", "severity", "place", "line", "values", "title", "cause", "remedy"}
"""Of a fault."""


def told(result: Result, code: int = 0) -> Any:
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_the_kinds_are_listed_with_variables_that_can_be_set(dingsetup: Dingsetup) -> None:
    kinds = told(dingsetup("message", "kinds", "--json"))["kinds"]
    assert [kind["id"] for kind in kinds] == PUSHES
    assert all(kind["unconfirmed"] and kind["variables"] for kind in kinds)
    sync = kinds[-1]
    status = next(one for one in sync["variables"] if one["name"] == "status")
    assert len(status["choices"]) == 7
    assert sync["types"] == list(MessageType)


def test_one_kind_shows_its_variables_and_what_nobody_has_confirmed(dingsetup: Dingsetup) -> None:
    lines = dingsetup("message", "kinds", "sync").stdout
    assert "UNCONFIRMED: " in lines
    assert "not_ready | waiting | running | success | failure | terminated | cancelled" in lines


@pytest.mark.parametrize("kind", PUSHES)
@pytest.mark.parametrize("type_name", [str(one) for one in MessageType])
def test_every_kind_comes_out_in_every_type(
    dingsetup: Dingsetup, kind: str, type_name: str
) -> None:
    result = dingsetup("message", "render", kind, "--type", type_name, "--format", "payload")
    payload = told(result)
    assert payload["msgtype"] == {"card": "action_card", "buttons": "action_card"}.get(
        type_name, type_name
    )


def test_a_message_is_marked_as_a_test_in_its_own_language(dingsetup: Dingsetup) -> None:
    zh = dingsetup("message", "render", "sync", "--in", "zh", "--number", "2").stdout
    en = dingsetup("message", "render", "sync", "--in", "en").stdout
    assert "【测试 2】" in zh
    assert "[Test]" in en
    assert "In the list: " in zh


def test_a_variable_is_set_by_its_name(dingsetup: Dingsetup) -> None:
    args = ("render", "sync", "--set", "dataset=A=B", "--set", "status=failure", "--json")
    shown = told(dingsetup("message", *args))
    assert shown["values"]["dataset"] == "A=B"
    assert "A=B" in json.dumps(shown["payload"])
    assert "failure" in shown["text"][0].lower()


def test_a_message_is_told_in_the_order_in_which_it_is_seen(dingsetup: Dingsetup) -> None:
    args = ("render", "subscription-scheduled", "--type", "oa", "--json")
    shown = told(dingsetup("message", *args))
    oa = shown["payload"]["oa"]["body"]
    text = "\n".join(shown["text"]).split("▌", 1)[1]
    parts = [oa["form"][0]["value"], oa["content"].splitlines()[0], oa["author"]]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_json_of_a_message_is_all_there_is_to_know(dingsetup: Dingsetup) -> None:
    shown = told(dingsetup("message", "render", "alert-dimension", "--json"))
    assert shown["body"]["msg"] == shown["payload"]
    assert "access_token=***" in shown["curl"]
    assert {"part", "used", "limit", "unit", "hard"} == set(shown["meters"][0])
    assert all(set(fault) == KEYS for fault in shown["faults"])


def test_the_links_are_those_of_the_profile(dingsetup: Dingsetup, home: Path) -> None:
    profile = Profile(id="a", name="a", domain="bi.acme.example", agent_id="42", corp_id="dingx")
    Profiles(home).save(profile)
    shown = told(dingsetup("message", "render", "sync", "--profile", "a", "--json"))
    assert shown["body"]["agent_id"] == 42
    assert shown["payload"]["oa"]["message_url"].startswith("https://bi.acme.example/bi-h5/")


def test_faults_stand_beside_the_message_and_end_it_with_1(dingsetup: Dingsetup) -> None:
    result = dingsetup("message", "render", "sync", "--set", "link=nowhere", "--format", "payload")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["msgtype"] == "oa"
    assert "error: " in result.stderr


def test_lint_says_where_what_and_what_to_do(dingsetup: Dingsetup) -> None:
    args = ("lint", "sync", "--type", "markdown", "--set", f"dataset={'长' * 70}", "--json")
    shown = told(dingsetup("message", *args), code=1)
    (fault,) = [one for one in shown["faults"] if one["severity"] == "error"]
    assert (fault["kind"], fault["place"]) == ("too_long", "title")
    assert fault["values"]["limit"] == 64
    assert fault["remedy"]
    lines = dingsetup("message", *args[:-1]).stdout
    assert re.search(r"^title +\d+ / 64 ! +characters$", lines, re.MULTILINE)


def test_lint_finds_nothing_wrong_with_a_sample(dingsetup: Dingsetup) -> None:
    result = dingsetup("message", "lint", "sync")
    assert result.exit_code == 0
    assert "Nothing is wrong with it." in result.stdout


def test_a_picture_of_a_message_needs_no_screen(dingsetup: Dingsetup, tmp_path: Path) -> None:
    file = tmp_path / "message.png"
    args = ("render", "sync", "--format", "png", "--output", str(file))
    assert dingsetup("message", *args).exit_code == 0
    content = file.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert content.startswith(PNG)
    assert min(width, height) > 300
    again = dingsetup("message", *args)
    assert refused(again)
    assert dingsetup("message", *args, "--dark", "--pc", "--force").exit_code == 0
    assert file.read_bytes() != content


def test_a_picture_goes_to_stdout_to_be_piped(dingsetup: Dingsetup) -> None:
    result = dingsetup("message", "render", "sync", "--format", "png")
    assert result.stdout_bytes.startswith(PNG)


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("render", "nosuch"), "sync"),
        (("render", "sync", "--set", "status"), "NAME=VALUE"),
        (("render", "sync", "--set", "=x"), "NAME=VALUE"),
        (("render", "sync", "--set", "nosuch=1"), "nosuch"),
        (("render", "sync", "--type", "voice"), "'markdown'"),
        (("render", "sync", "--picture", "nosuch.png"), "nosuch.png"),
        (("render", "sync", "--picture", __file__), "test_message.py"),
        (("render", "sync", "--type", "text", "--picture", "https://x.example/a.png"), "text"),
        (("render", "sync", "--number", "0"), "--number"),
        (("kinds", "nosuch"), "sync"),
        (("templates", "remove", "sync"), "sync"),
        (("templates", "import", __file__), "test_message.py"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    dingsetup: Dingsetup, args: tuple[str, ...], word: str
) -> None:
    result = dingsetup("message", *args)
    assert refused(result), result.output
    assert word in result.stderr


def test_a_template_goes_out_and_comes_in_as_ones_own(dingsetup: Dingsetup, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    told(dingsetup("message", "templates", "export", "sync", str(file), "--json"))
    file.write_text(file.read_text("utf-8").replace("Dataset sync result", "Our sync"), "utf-8")
    came = told(dingsetup("message", "templates", "import", str(file), "--json"))
    assert came["id"] == "sync-2"
    shown = told(dingsetup("message", "templates", "list", "--json"))["templates"]
    assert [(one["id"], one["name"], one["own"]) for one in shown] == [("sync-2", "Our sync", True)]
    assert dingsetup("message", "render", "sync-2").exit_code == 0
    assert dingsetup("message", "templates", "remove", "sync-2").exit_code == 0
    assert told(dingsetup("message", "templates", "list", "--json"))["templates"] == []


def test_a_template_replaces_another_only_when_asked_to(
    dingsetup: Dingsetup, tmp_path: Path
) -> None:
    file = tmp_path / "mine.toml"
    dingsetup("message", "templates", "export", "sync", str(file))
    assert refused(dingsetup("message", "templates", "export", "sync", str(file)))
    into = ("message", "templates", "import", str(file), "--as", "mine")
    assert dingsetup(*into).exit_code == 0
    assert refused(dingsetup(*into))
    assert dingsetup(*into, "--force").exit_code == 0
    assert refused(dingsetup(*into[:-1], "sync", "--force"))
    assert refused(dingsetup(*into[:-1], "../up"))


def test_a_damaged_template_is_named_and_keeps_nothing_else_back(
    dingsetup: Dingsetup, home: Path
) -> None:
    folder = home / "templates"
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text("x =", "utf-8")
    shown = told(dingsetup("message", "kinds", "--json"), code=1)
    assert [kind["id"] for kind in shown["kinds"]] == PUSHES
    assert [fault["kind"] for fault in shown["faults"]] == ["template_unreadable"]


def test_a_template_that_reaches_for_internals_is_never_carried_out(
    dingsetup: Dingsetup, tmp_path: Path
) -> None:
    file = tmp_path / "evil.toml"
    dingsetup("message", "templates", "export", "sync", str(file))
    text = file.read_text("utf-8")
    evil = text.replace("{{ dataset }}", "{{ dataset.__class__ }}")
    assert evil != text
    file.write_text(evil, "utf-8")
    dingsetup("message", "templates", "import", str(file), "--as", "evil")
    shown = told(dingsetup("message", "lint", "evil", "--json"), code=1)
    assert "template_forbidden" in {fault["kind"] for fault in shown["faults"]}
    sent = dingsetup("message", "send", "evil", "--to-me", "--yes", "--practice")
    assert (sent.exit_code, sent.stdout) == (2, "")
    assert "Nothing was sent" in sent.stderr
