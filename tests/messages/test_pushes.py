"""Pushes are data: ours hold together, and the user's own are kept, shared and never believed."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dingsetup.facts import Text
from dingsetup.messages.push import Parts, Push, Shape, Variable
from dingsetup.messages.pushes import (
    OURS,
    PushError,
    delete_push,
    export_push,
    load_pushes,
    read_push,
    save_push,
)
from dingsetup.messages.templates import check
from dingsetup.messages.toml_text import toml_text
from dingsetup.messages.values import Problem
from dingsetup.messages.variables import known_names

IDS = {
    "alert-dimension",
    "alert-fluctuation",
    "alert-smart",
    "subscription-created",
    "subscription-test",
    "subscription-scheduled",
    "sync",
}
OUR_PUSHES = load_pushes().all
STATUSES = ["not_ready", "waiting", "running", "success", "failure", "terminated", "cancelled"]


def sources(push: Push) -> list[tuple[str, str]]:
    """Every template of a push, with its place."""
    found: list[tuple[str, str]] = []
    for language, parts in push.parts.items():
        for name in parts.__struct_fields__:
            value = getattr(parts, name)
            if isinstance(value, str):
                found.append((f"{language}.{name}", value))
        found += [(f"{language}.form", text) for one in parts.form for text in (one.key, one.value)]
        found += [
            (f"{language}.buttons", text) for one in parts.buttons for text in (one.title, one.url)
        ]
    return found


def own_push(**changed: object) -> Push:
    return replace(OUR_PUSHES[0], id="my-alert", own=True, **changed)


def test_all_seven_pushes_are_there_without_a_fault() -> None:
    pushes = load_pushes()
    assert {push.id for push in pushes.all} == IDS
    assert pushes.faults == ()
    assert not any(push.own for push in pushes.all)


def test_an_alert_is_fired_or_recovered_and_a_sync_has_its_seven_statuses() -> None:
    for push in OUR_PUSHES:
        choices = {v.name: [c.value for c in v.choices] for v in push.variables if v.choices}
        if push.group == "alert":
            assert choices["state"] == ["firing", "recovered"]
        if push.group == "sync":
            assert choices["status"] == STATUSES


@pytest.mark.parametrize("push", OUR_PUSHES, ids=lambda push: push.id)
def test_a_push_of_ours_speaks_both_languages_and_says_what_nobody_has_seen(push: Push) -> None:
    assert set(push.parts) == {"zh", "en"}
    texts = [push.name, push.about, push.unconfirmed, *(v.label for v in push.variables)]
    texts += [c.label for v in push.variables for c in v.choices]
    for text in texts:
        assert text.zh.strip()
        assert text.en.strip()
        assert not any("\u3400" <= letter <= "\u9fff" for letter in text.en)
    assert "公开" in push.unconfirmed.zh
    assert "publish" in push.unconfirmed.en


@pytest.mark.parametrize("push", OUR_PUSHES, ids=lambda push: push.id)
def test_our_templates_name_only_their_own_variables_and_use_every_one(push: Push) -> None:
    known = dict.fromkeys(known_names(push))
    assert [
        (place, check(text, known)) for place, text in sources(push) if check(text, known)
    ] == []
    everything = " ".join(text for _, text in sources(push))
    assert [v.name for v in push.variables if v.name not in everything] == []


@pytest.mark.parametrize("push", OUR_PUSHES, ids=lambda push: push.id)
def test_the_english_message_holds_no_chinese(push: Push) -> None:
    english = [text for place, text in sources(push) if place.startswith("en.")]
    samples = [variable.sample.en for variable in push.variables]
    assert [t for t in english + samples if any("\u3000" <= c <= "\u9fff" for c in t)] == []


def test_what_is_saved_comes_back_the_same_as_the_users_own(tmp_path: Path) -> None:
    for push in OUR_PUSHES:
        mine = replace(push, id=f"my-{push.id}", own=True)
        path = save_push(tmp_path, mine)
        assert path.parent == tmp_path
        assert read_push(path) == mine
    pushes = load_pushes(tmp_path)
    assert [push.id for push in pushes.all if push.own] == sorted(f"my-{id}" for id in IDS)
    found = pushes.find("my-sync")
    assert found is not None
    assert found.own
    assert pushes.find("nothing") is None


AWKWARD = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(AWKWARD, AWKWARD, st.lists(AWKWARD, max_size=3))
def test_any_text_survives_the_file_it_is_shared_in(one: str, two: str, many: list[str]) -> None:
    values: dict[str, Any] = {
        "text": one,
        "flag": True,
        "pair": {"zh": one, "en": two},
        "parts": {"zh": {"body": two, "form": [{"key": text, "value": one} for text in many]}},
        "variables": [{"name": text, "label": {"zh": text, "en": two}} for text in many],
    }
    if not many:  # a list of tables that holds none has no line
        del values["variables"]
    assert tomllib.loads(toml_text(values)) == values


def test_a_template_is_shared_as_a_file_and_taken_away_again(tmp_path: Path) -> None:
    mine = own_push()
    export_push(tmp_path / "for you.toml", mine)
    assert read_push(tmp_path / "for you.toml") == mine
    save_push(tmp_path / "own", mine)
    delete_push(tmp_path / "own", "my-alert")
    delete_push(tmp_path / "own", "my-alert")
    assert load_pushes(tmp_path / "own").all == OUR_PUSHES


def test_nothing_outside_its_folder_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "profile.toml").write_text("", "utf-8")
    delete_push(tmp_path / "own", "../profile")
    assert (tmp_path / "profile.toml").exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "missing required field"),
        (b"\xff\xfe\x00", "not_utf8"),
        (b"id = ", "Invalid value"),
        (b"id = " + b"[" * 50_000, ""),
        (b"id = 1" + b"0" * 5_000, ""),
        (b"x" * 300_000, "too_large"),
        (b'id = "a"\nsurprise = 1', ""),
        (b'id = "../../etc"\n', "id_shape"),
        (b'own = true\nid = "sync"\n', "id_taken"),
    ],
)
def test_a_bad_file_is_a_fault_with_its_name_and_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    whole = (OURS / "sync.toml").read_bytes().replace(b'id = "sync"\n', b"", 1)
    if reason in ("id_shape", "id_taken"):
        content += whole
    (tmp_path / "theirs.toml").write_bytes(content)
    pushes = load_pushes(tmp_path)
    assert pushes.all == OUR_PUSHES
    (fault,) = pushes.faults
    assert fault.kind is Problem.TEMPLATE_UNREADABLE
    assert fault.values["file"] == "theirs.toml"
    assert reason in fault.values["reason"]


def label(text: str = "x") -> Text:
    return Text(zh=text, en=text)


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (own_push(parts={}), "no_parts"),
        (own_push(name=label("")), "name_shape"),
        (own_push(name=label("a\u202eb")), "name_shape"),
        (own_push(variables=OUR_PUSHES[0].variables * 2), "variables"),
        (
            own_push(variables=(Variable(name="_x", label=label(), sample=label()),)),
            "variable_name",
        ),
        (
            own_push(variables=(Variable(name="loop", label=label(), sample=label()),)),
            "variable_name",
        ),
        (
            own_push(
                variables=(Variable(name="x", shape=Shape.CHOICE, label=label(), sample=label()),)
            ),
            "choices",
        ),
    ],
)
def test_a_push_that_would_not_be_read_again_is_not_saved(
    tmp_path: Path, broken: Push, reason: str
) -> None:
    with pytest.raises(PushError) as raised:
        save_push(tmp_path, broken)
    assert raised.value.fault.values["reason"] == reason
    assert list(tmp_path.iterdir()) == []


def test_a_template_too_large_to_be_read_again_is_not_saved(tmp_path: Path) -> None:
    parts = Parts(title="t", body="b" * 300_000, plain="p")
    with pytest.raises(PushError):
        save_push(tmp_path, own_push(parts={"zh": parts}))


def test_a_template_in_one_language_serves_the_other(tmp_path: Path) -> None:
    save_push(tmp_path, own_push(parts={"zh": OUR_PUSHES[0].parts["zh"]}))
    read = load_pushes(tmp_path).find("my-alert")
    assert read is not None
    assert read.parts_in("en") == OUR_PUSHES[0].parts["zh"]


def test_a_free_id_is_one_that_nothing_has(tmp_path: Path) -> None:
    pushes = load_pushes(tmp_path)
    first = pushes.free_id("sync")
    save_push(tmp_path, replace(OUR_PUSHES[0], id=first))
    assert load_pushes(tmp_path).free_id("sync") not in {first, *IDS}
    assert len(pushes.free_id("x" * 40)) <= 40


def test_the_folder_may_be_missing_or_hold_other_things(tmp_path: Path) -> None:
    assert load_pushes(tmp_path / "missing").faults == ()
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    pushes = load_pushes(tmp_path)
    assert pushes.all == OUR_PUSHES
    assert [fault.values["file"] for fault in pushes.faults] == ["folder.toml"]
