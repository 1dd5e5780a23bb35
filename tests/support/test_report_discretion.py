"""Discretion: a report of the admin's own repeats nothing that may name a person."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.language import LANGUAGES, Language
from dingsetup.store import Kept
from dingsetup.support.discretion import HIDDEN, LONGEST, cleaned, presentable
from dingsetup.support.rendering import FORMS, render
from dingsetup.support.report import make_report
from tests.support.test_report import AT, checked

if TYPE_CHECKING:
    from dingsetup.practice import PracticeTenant

PERSONAL = ("王小明", "manager4521", "13800138000", "wang@example.com", "b8c7d6e5f4a3b2c1d0e9")
TEXT = " ".join(PERSONAL)


def shown(facts: Facts, key: str, kind: Kind = Kind.UNKNOWN, **values: Any) -> dict[str, Any]:
    step, _, check = key.partition("/")
    found = Finding(step=step, check=check, state=State.FAILED, kind=kind, values=values)
    return dict(presentable(found, facts, "bi.example.com").values)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_personal_that_was_typed_pasted_or_answered_reaches_a_report(
    facts: Facts, tenant: "Callable[..., PracticeTenant]", form: Any
) -> None:
    texts = {
        "me": TEXT,
        "homepage": f"https://bi.example.com/manager4521/?corpId=13800138000&n={TEXT}",
        "private_addresses": TEXT,
        "pasted_addresses": f"{TEXT} 8.8.8.8 1.2.3.4:13800",
        "pasted_redirect_urls": f"https://sso.example.com/manager4521?m=13800138000 {TEXT}",
        "pasted_permissions": f"{TEXT} qyapi_chat_read",
        "proxy": "http://manager4521@proxy:1",
        "ca_file": "/home/manager4521/ca.pem",
    }
    taken = checked(facts, tenant())
    values: dict[str, Any] = dict.fromkeys(
        ("message", "detail", "userid", "mobile", "unheard_of"), TEXT
    )
    said = Finding(
        step="permissions", check="range", state=State.FAILED, kind=Kind.UNKNOWN, values=values
    )
    findings = (*taken.findings, Kept(said, AT, None))
    profile = msgspec.structs.replace(taken.profile, **texts | {"proxy": None, "ca_file": None})
    judged = _judged_again(facts, profile)
    profile = msgspec.structs.replace(profile, proxy=texts["proxy"], ca_file=texts["ca_file"])
    taken = msgspec.structs.replace(taken, profile=profile, findings=(*findings, *judged))
    for code in LANGUAGES:
        out = render(make_report(taken, facts), Language(code), form)
        assert [one for one in PERSONAL if one in out] == []
    assert len(judged) > 3


def _judged_again(facts: Facts, profile: Any) -> tuple[Kept, ...]:
    """What the checks say of the pasted texts, without asking anybody."""
    from dingsetup.checks.runner import Run, inspect

    run = Run(facts=facts, steps=("security", "permissions", "mobile"), cancel=threading.Event())
    found = inspect(profile, "", run).findings
    return tuple(Kept(finding, AT, None) for finding in found)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("http://hr.example.com:8080/who?name=x", f"http://hr.example.com:8080/{HIDDEN}"),
        ("https://hr.example.com", "https://hr.example.com"),
        ("https://u:p@hr.example.com/", "https://hr.example.com"),
        ("javascript:alert(1)", HIDDEN),
        ("https://[broken", HIDDEN),
    ],
)
def test_a_strange_redirect_url_is_cut_to_whose_it_is(facts: Facts, given: str, left: str) -> None:
    values = shown(facts, "security/surplus_urls", extra=[given])
    assert values == {"extra": [left]}


def test_a_near_miss_is_shown_to_the_letter_and_one_that_goes_on_is_not(facts: Facts) -> None:
    wanted = facts.redirect_urls[0].url
    near = [
        {"entry": wanted.replace("https", "http"), "reason": "scheme"},
        {"entry": f"{wanted}manager4521", "reason": "longer"},
    ]
    values = shown(facts, "security/redirect_urls", near=near, missing=[wanted])
    assert values["missing"] == [wanted]
    assert values["near"][0] == near[0]
    assert values["near"][1] == {
        "entry": f"https://console.volcengine.com/{HIDDEN}",
        "reason": "longer",
    }


def test_a_misspelt_homepage_is_shown_where_the_spelling_is_what_matters(facts: Facts) -> None:
    for seen in ("corpid", "/BI-H5", "$corpid$", "CORPID"):
        assert shown(facts, "mobile/homepage", found=seen) == {"found": seen}
    assert shown(facts, "mobile/homepage", found="/manager4521/") == {"found": HIDDEN}


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("oapi.dingtalk.com", True),
        ("bi.example.com", True),
        ("manager4521.example.com", False),
        ("evildingtalk.com", False),
    ],
)
def test_only_hosts_of_dingtalk_and_datawind_are_named(facts: Facts, host: str, told: bool) -> None:
    assert shown(facts, "network/oapi", host=host) == {"host": host if told else HIDDEN}


def test_numbers_and_words_of_ours_stay(facts: Facts) -> None:
    values: dict[str, Any] = {
        "total": 4, "people": 3, "states": {"bound": 9}, "departments": [2, 3], "code": "60011",
        "scopes": ["qyapi_get_member"], "field": "client_id", "ip": "203.0.113.7", "status": None,
    }  # fmt: skip
    assert shown(facts, "permissions/range", **values) == values


def test_what_has_no_rule_is_hidden_however_deep(facts: Facts) -> None:
    values = shown(facts, "x/y", new={"a": ["b", {"c": "d"}], "n": 1}, about="2+3")
    assert values == {"new": {"a": [HIDDEN, {"c": HIDDEN}], "n": 1}}


def test_every_value_of_a_finding_can_still_be_told(facts: Facts) -> None:
    from dingsetup.language.sentences import SENTENCES
    from tests.test_language import finding_of

    for key in SENTENCES:
        finding = finding_of(key)
        told = Language("en").tell(presentable(finding, facts, "bi.example.com"))
        assert told.title
        assert bool(told.remedy) == bool(Language("en").tell(finding).remedy)


def test_texts_come_out_in_one_line_without_what_steers_and_cut_where_they_never_end() -> None:
    given = {"a\nb": ["x\u202ey\x1b[31m\ud800", 5, None, "z" * 9999]}
    ((name, (text, number, nothing, long)),) = cleaned(given).items()
    assert (name, number, nothing) == ("a b", 5, None)
    assert not {"\u202e", "\x1b", "\ud800"} & set(text)
    assert long == "z" * LONGEST + HIDDEN
    assert text.encode()
