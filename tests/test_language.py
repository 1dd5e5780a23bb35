"""Language: every kind has words in both languages, and Chinese is set as Chinese is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from dingsetup.checks.blocking import CREDENTIALS_REFUSED, NO_ANSWER, NOT_NOW
from dingsetup.findings import Finding, Kind, State
from dingsetup.language import LANGUAGES, Language, answers, choose_language, no_answer, sends
from dingsetup.language.sentence import names_in
from dingsetup.language.sentences import SENTENCES
from hatch_build import catalogues

ROOT = Path(__file__).parent.parent
HAN = "[\u3400-\u9fff]"
LABELS = ("服务器出口IP", "重定向URL(回调域名)")
"""Fields of DingTalk's console, which sets no blank before Latin letters."""

VALUES: dict[str, Any] = {
    "agent_id": "2718281828",
    "allowed": "198.51.100.7",
    "answered_at": "2026-03-04T05:06:07+00:00",
    "characters": "Ａ",
    "code": "60011",
    "count": 500,
    "departments": [2, 3],
    "bound": 9,
    "detail": "connection reset",
    "drifted": 2,
    "extra": ["192.0.2.1", "192.0.2.2"],
    "field": "client_id",
    "fields": ["mobile", "email"],
    "found": "%24CORPID%24",
    "homepage": "https://bi.example.com/",
    "host": "oapi.dingtalk.com",
    "ip": "203.0.113.7",
    "looks_like": "agent_id",
    "message": "系统繁忙",
    "missing": ["192.0.2.3", "192.0.2.4"],
    "ms": 80,
    "name": "成员信息读权限",
    "english": "Read members",
    "names": ["agent_id", "msg"],
    "near": ["192.0.2.5"],
    "open": 3,
    "parameter": "corpId",
    "path": "/bi-h5/",
    "people": 3,
    "place": 4,
    "proved_at": "2026-03-04T05:06:07+00:00",
    "repeated": 2,
    "roles": 1,
    "scope": "api",
    "scopes": ["qyapi_get_member"],
    "seconds": -600,
    "states": {"bound": 9, "suggested": 2, "gone": 1},
    "status": 404,
    "total": 4,
    "until": "2026-03-04 05:06:07",
    "unproved": 4,
    "unusable": ["10.0.0.1"],
    "userid": "u1",
    "wanted": "https://bi.example.com/bi-h5/?corpId=$CORPID$",
}
"""What findings carry, by name; the values of one finding are among these."""

DERIVED = {
    "department_count",
    "duration",
    "field_label",
    "looks_like_label",
    "missing_count",
    "permission",
    "subject",
}
"""What the language makes of them."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return Language(request.param)


@pytest.fixture
def english() -> Language:
    return Language("en")


@pytest.fixture
def chinese() -> Language:
    return Language("zh_CN")


def finding_of(key: str) -> Finding:
    """The finding a key of the sentences stands for: `kind`, `kind/case`, `kind@step/check`."""
    kind, _, place = key.partition("@")
    kind, _, case = kind.partition("/")
    step, _, check = place.partition("/")
    values = VALUES | ({"case": case} if case else {})
    return Finding(step=step, check=check, state=State.FAILED, kind=Kind(kind), values=values)


def chinese_texts() -> Iterator[tuple[str, str]]:
    """Each text of the Chinese catalogue, with the English it stands for."""
    (source,) = (file for file in catalogues(ROOT) if file.parts[-3] == "zh_CN")
    with source.open("rb") as file:
        for message in read_po(file, locale="zh_CN"):
            one, text = message.id, message.string
            if one and text:
                yield (
                    one if isinstance(one, str) else one[-1],
                    text if isinstance(text, str) else text[0],
                )


def without_labels(text: str) -> str:
    for name in LABELS:
        text = text.replace(name, "")
    return text


def test_every_kind_has_a_sentence_that_names_it() -> None:
    assert [kind for kind in Kind if kind not in SENTENCES] == []
    assert [key for key, entry in SENTENCES.items() if not all(entry.title)] == []


def test_sentences_name_only_what_findings_carry() -> None:
    known = set(VALUES) | DERIVED
    unknown = {
        (key, name)
        for key, entry in SENTENCES.items()
        for text in (*entry.title, entry.many, *entry.cause, *entry.remedy)
        for name in names_in(text) - known
    }
    assert unknown == set()


def test_every_sentence_can_be_said(language: Language) -> None:
    for key, entry in SENTENCES.items():
        told = language.tell(finding_of(key))
        said = (told.title, told.cause, told.remedy)
        assert [bool(part) for part in said] == [True, bool(entry.cause), bool(entry.remedy)], key
        assert not any(re.search(r"[{}\[\]]", part) for part in said), key


def test_every_sentence_is_said_in_chinese(chinese: Language) -> None:
    for key in SENTENCES:
        told = chinese.tell(finding_of(key))
        for part in (told.title, told.cause, told.remedy):
            assert not part or re.search(HAN, part), key


@pytest.mark.parametrize("kind", [*answers.SENTENCES, *no_answer.SENTENCES, *sends.SENTENCES])
def test_an_answer_that_names_nothing_still_has_a_title(kind: str, language: Language) -> None:
    finding = finding_of(kind)
    assert language.tell_kind(finding.kind, {}).title


BLOCKING = sorted(
    NO_ANSWER
    | CREDENTIALS_REFUSED
    | NOT_NOW
    | {Kind.NOT_FILLED_IN, Kind.IP_NOT_WHITELISTED, Kind.QUOTA_EXHAUSTED, Kind.HOMEPAGE_SHAPE}
)


@pytest.mark.parametrize("kind", BLOCKING)
def test_what_waits_says_for_what_and_why(kind: Kind, chinese: Language) -> None:
    values = {"blocked_by": "credentials/token"}
    waiting = Finding(
        step="permissions", check="range", state=State.BLOCKED, kind=kind, values=values
    )
    told = chinese.tell(waiting)
    assert told.title == "授权范围：暂时无法检查"
    assert re.fullmatch("等待「Client ID 和 Client Secret」：.+", told.cause)
    assert told.remedy == ""


def test_one_and_many_are_told_apart_in_english(english: Language) -> None:
    one = english.tell_kind(Kind.UNSTABLE, {"repeated": 1}).title
    many = english.tell_kind(Kind.UNSTABLE, {"repeated": 2}).title
    assert ": 1 call came" in one
    assert ": 2 calls came" in many


def test_a_missing_address_is_counted_in_chinese(chinese: Language) -> None:
    values = {"missing": ["14.103.128.84"], "total": 4}
    told = chinese.tell_kind(Kind.ADDRESSES_MISSING, values)
    assert told.title.startswith("缺 1 个出口 IP（共 4 个）：")
    assert "14.103.128.84" in told.remedy


def test_lists_and_fields_are_read_out_in_the_language(
    english: Language, chinese: Language
) -> None:
    values = {"fields": ["mobile", "email"]}
    assert english.tell_kind(Kind.FIELDS_HIDDEN, values).title.endswith(": mobile number, e-mail")
    assert chinese.tell_kind(Kind.FIELDS_HIDDEN, values).title.endswith("：手机号、邮箱")


def test_a_limit_is_named_in_words(english: Language, chinese: Language) -> None:
    values = {"scope": "api", "until": "2026-03-04 05:06:07"}
    assert "of this API is reached" in english.tell_kind(Kind.THROTTLED, values).cause
    assert chinese.tell_kind(Kind.THROTTLED, values).cause.startswith("这个接口的调用已达上限")


@pytest.mark.parametrize(
    ("asked", "code"),
    [("zh", "zh_CN"), ("zh_CN.UTF-8", "zh_CN"), ("Chinese", "zh_CN"), ("en", "en"), ("fr", "en")],
)
def test_the_language_asked_for_is_taken(
    asked: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert choose_language(asked).code == code
    monkeypatch.setenv("DINGSETUP_LANGUAGE", asked)
    assert choose_language().code == code


def test_the_computers_language_counts_where_none_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert choose_language().code == "en"
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert choose_language().code == "zh_CN"


def test_chinese_has_full_width_punctuation() -> None:
    half = rf"{HAN}[,.;!?]|[,.;:!?]{HAN}|{HAN}:."
    assert [text for _, text in chinese_texts() if re.search(half, text)] == []


def test_chinese_quotes_with_corner_brackets() -> None:
    assert [text for _, text in chinese_texts() if re.search('[“”‘’"]', text)] == []


def test_a_blank_stands_between_chinese_and_latin() -> None:
    touching = rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}"
    texts = (without_labels(text) for _, text in chinese_texts())
    assert [text for text in texts if re.search(touching, text)] == []


def test_full_width_punctuation_needs_no_blank() -> None:
    assert [
        text for _, text in chinese_texts() if re.search("[，。：；？！] | [，。：；？！]", text)
    ] == []


def test_a_mnemonic_keeps_its_letter_at_the_end() -> None:
    marked = {one: text for one, text in chinese_texts() if re.search(r"&\w", one)}
    assert marked
    for one, text in marked.items():
        letter = re.findall(r"&(\w)", one)[0].upper()
        assert text.endswith(f"(&{letter})"), text
