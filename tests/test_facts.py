"""The facts are whole and true to the guide; a bad file is refused with file, key and reason."""

import datetime
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dingsetup.facts import Facts, FactsError, Text, files, load_facts
from dingsetup.facts.rules import faults, later_than
from dingsetup.findings import Kind
from hatch_build import FACTS, compile_facts

SOURCED = 'source = "a page"\ndate = 2026-01-01\n'
LISTED = "[[address_lists]]\nid = 'mine'\naddresses = {}\n" + SOURCED
URLS = "[[redirect_urls]]\nurl = {}\n" + SOURCED
LIMIT = "[[limits]]\nid = '{}'\nvalue = {}\nmeaning = {{ zh = '数', en = 'number' }}\n" + SOURCED

BAD_FILES = {
    "nothing": ("", "-", "no section"),
    "half a table": ("[[limits", "-", ""),
    "an unknown section": ("[colours]\nred = 1\n", "-", "colours"),
    "a number for a text": (
        "[[redirect_urls]]\nurl = 7\n" + SOURCED,
        "redirect_urls[0].url",
        "int",
    ),
    "no source": ("[[redirect_urls]]\nurl = 'https://x.y'\n", "redirect_urls[0]", "source"),
    "no list": ("limits = 3\n", "limits", "array"),
    "a private address": (LISTED.format("['10.0.0.1']"), "address_lists[0].addresses[0]", "10.0"),
    "no address": (LISTED.format("['a.b.c.d']"), "address_lists[0].addresses[0]", "a.b.c.d"),
    "an empty list": (LISTED.format("[]"), "address_lists[0].addresses", "empty"),
    "an address twice": (
        LISTED.format("['8.8.8.8','8.8.8.8']"),
        "address_lists[0].addresses[1]",
        "",
    ),
    "two lists of one name": (LISTED.format("['8.8.8.8']") * 2, "address_lists[1].id", "twice"),
    "plain http": (URLS.format("'http://x.y'"), "redirect_urls[0].url", ""),
    "a limit of nothing": (LIMIT.format("retries", 0), "limits[0].value", "above zero"),
    "limits the program misses": (LIMIT.format("mine", 1), "limits", "lacks"),
    "a date to come": (
        LISTED.format("['8.8.8.8']").replace("2026-01-01", "2999-01-01"),
        "address_lists[0].date",
        "future",
    ),
    "a homepage without its parameter": (
        "[homepage]\ntemplate = 'https://{domain}/'\npath = '/bi-h5/'\nparameter = 'corpId'\n"
        "placeholder = '$CORPID$'\n" + SOURCED,
        "homepage.template",
        "corpId",
    ),
    "a probe nobody knows": (
        "[[permissions]]\ncode = 'qyapi_x'\nname = 'x'\nguide_name = 'x'\nenglish = 'x'\n"
        "probe = 'GET /nowhere'\narguments = {}\n" + SOURCED,
        "permissions[0].probe",
        "endpoints",
    ),
    "a probe that sends": (
        "[[permissions]]\ncode = 'qyapi_x'\nname = 'x'\nguide_name = 'x'\nenglish = 'x'\n"
        "probe = 'POST /topapi/message/corpconversation/asyncsend_v2'\narguments = {}\n" + SOURCED,
        "permissions[0].probe",
        "must not send",
    ),
    "a probe of another permission": (
        "[[permissions]]\ncode = 'qyapi_x'\nname = 'x'\nguide_name = 'x'\nenglish = 'x'\n"
        "probe = 'POST /topapi/user/count'\narguments = {}\n" + SOURCED,
        "permissions[0].probe",
        "qyapi_get_member",
    ),
    "a kind that is a sentence": (
        "[[error_codes]]\ncode = '1'\ngeneration = 'old'\nkind = 'Very bad'\n"
        "cause = { zh = '因', en = 'why' }\nremedy = { zh = '改', en = 'mend' }\n" + SOURCED,
        "error_codes[0].kind",
        "Very bad",
    ),
    "a link nobody knows": (
        "[[error_codes]]\ncode = '1'\ngeneration = 'old'\nkind = 'ok'\nlink = 'moon'\n"
        "cause = { zh = '因', en = 'why' }\nremedy = { zh = '改', en = 'mend' }\n" + SOURCED,
        "error_codes[0].link",
        "moon",
    ),
    "an empty text": (
        LIMIT.format("retries", 1).replace("数", " "),
        "limits[0].meaning.zh",
        "empty",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_file_key_and_reason(name: str, tmp_path: Path) -> None:
    content, key, reason = BAD_FILES[name]
    file = tmp_path / "facts.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        load_facts(file)
    assert caught.value.file == str(file)
    assert caught.value.key == key
    assert reason in caught.value.reason


def test_a_folder_a_missing_file_and_a_huge_one_are_refused(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * (5 * 1024 * 1024))
    for file in (tmp_path, tmp_path / "none.toml", huge):
        with pytest.raises(FactsError):
            load_facts(file)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(junk=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_junk_is_refused_as_facts_and_nothing_else(junk: bytes, tmp_path: Path) -> None:
    file = tmp_path / "junk.toml"
    file.write_bytes(junk)
    with pytest.raises(FactsError):
        load_facts(file)


@pytest.mark.parametrize("content", [b"a = " + b"[" * 5000, b"limits = " + b"9" * 5000])
def test_what_breaks_a_parser_is_refused_too(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "deep.toml"
    file.write_bytes(content)
    with pytest.raises(FactsError):
        load_facts(file)


def test_a_good_file_replaces_its_sections_and_leaves_the_others(
    tmp_path: Path, facts: Facts
) -> None:
    file = tmp_path / "facts.toml"
    file.write_text("\ufeff" + LISTED.format("['8.8.8.8']"), encoding="utf-8")
    loaded = load_facts(file)
    assert loaded.newest_addresses.addresses == ("8.8.8.8",)
    assert loaded.permissions == facts.permissions


def test_our_own_facts_keep_every_rule(facts: Facts) -> None:
    assert list(faults(facts)) == []
    assert list(later_than(datetime.datetime.now(datetime.UTC).date(), facts)) == []


def test_every_kind_of_the_facts_is_one_of_the_findings(facts: Facts) -> None:
    named = {entry.kind for entry in facts.error_codes}
    assert named <= {str(kind) for kind in Kind}


def test_no_answer_that_hides_the_permission_counts_as_its_proof(facts: Facts) -> None:
    hiding = {"scope_missing", "ip_not_whitelisted", "token_invalid", "token_missing", "throttled"}
    told = {entry.code: entry.kind for entry in facts.error_codes}
    proofs = {code: told[code] for entry in facts.permissions for code in entry.present}
    assert not hiding & set(proofs.values())


def test_the_six_permissions_are_the_guides(facts: Facts) -> None:
    assert [entry.guide_name for entry in facts.permissions] == [
        "通讯录部门信息读权限",
        "成员信息读权限",
        "根据手机号姓名获取成员信息的接口访问权限",
        "通讯录部门成员读权限",
        "企业外部联系人读取权限",
        "chat相关接口的读取权限",
    ]


def test_only_the_group_probe_counts_in_the_monthly_quota(facts: Facts) -> None:
    counted = {p.code: facts.endpoint(p.probe) for p in facts.permissions}
    assert {code for code, probe in counted.items() if probe and probe.counted} == {
        "qyapi_chat_read"
    }


def test_both_address_lists_are_there_and_the_newer_has_one_more(facts: Facts) -> None:
    old, new = facts.address_lists
    assert (old.id, len(old.addresses), new.id, len(new.addresses)) == ("2023", 3, "newest", 4)
    assert set(new.addresses) - set(old.addresses) == {"14.103.128.84"}
    assert new.unconfirmed is not None


def test_the_twelve_redirect_urls_are_the_guides_byte_for_byte(facts: Facts) -> None:
    base = "https://console.volcengine.com/bi/datawind"
    tails = [
        *("/#", "#/"),
        *("#/dataManage", "/#/dataManage", "/auth#/dataManage", "/auth/#/dataManage"),
        *("#/dataPrep", "/#/dataPrep", "/auth#/dataPrep", "/auth/#/dataPrep"),
        "/#/prep/dataLink/authCallback/lark_sheet",
        "/#/prep/dataLink/authCallback/lark_bitable",
    ]
    assert [entry.url for entry in facts.redirect_urls] == [base + tail for tail in tails]


def test_the_steps_come_in_the_guides_order(facts: Facts) -> None:
    assert [(step.id, step.group) for step in facts.steps] == [
        ("network", "prepare"),
        ("create", "setup"),
        ("info", "setup"),
        ("credentials", "setup"),
        ("security", "setup"),
        ("permissions", "setup"),
        ("publication", "setup"),
        ("datawind", "setup"),
        ("mobile", "mobile"),
        ("workbench", "mobile"),
    ]


def test_every_value_of_the_plan_is_typed_somewhere_in_both_editions(facts: Facts) -> None:
    everything = {"addresses", "redirect_urls", "permissions", "credentials", "homepage"}
    for edition in ("saas", "private"):
        actions = (action for step in facts.steps for action in step.actions)
        typed = {action.values for action in actions if action.edition in (None, edition)}
        assert everything <= typed


def test_chinese_texts_use_chinese_punctuation_and_english_ones_do_not(facts: Facts) -> None:
    for text in _texts(facts):
        assert not re.search(r"[\u4e00-\u9fff][,;:?!](?!\d)|[\u4e00-\u9fff]\.(?:\s|$)", text.zh)
        assert not re.search(r"[，。；：？！]", text.en)


def test_every_code_has_a_cause_and_a_remedy_in_both_languages(facts: Facts) -> None:
    for entry in facts.error_codes:
        for text in (entry.cause, entry.remedy):
            assert text.zh.endswith("。")
            assert text.en.endswith(".")
            assert not re.search(r"[\u4e00-\u9fff]", text.zh) or text.zh != text.en


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("40096", Kind.BAD_SECRET),
        ("40089", Kind.BAD_SECRET),
        ("invalidClientIdOrSecret", Kind.BAD_SECRET),
        ("40014", Kind.TOKEN_INVALID),
        ("42001", Kind.TOKEN_EXPIRED),
        ("60011", Kind.SCOPE_MISSING),
        ("60020", Kind.IP_NOT_WHITELISTED),
        ("50004", Kind.OUT_OF_SCOPE),
        ("60121", Kind.USER_NOT_FOUND),
        ("90018", Kind.THROTTLED),
        ("90020", Kind.QUOTA_EXHAUSTED),
        ("41020", Kind.AGENT_ID_WRONG),
        ("Forbidden.AccessDenied.QpsLimitForApi", Kind.THROTTLED),
        ("143106", Kind.FORBIDDEN_DUPLICATE_MESSAGE),
        ("1430004", Kind.FORBIDDEN_PROTECTED),
        ("300005", Kind.ROBOT_TOKEN_INVALID),
    ],
)
def test_a_known_code_has_its_kind(facts: Facts, code: str, kind: Kind) -> None:
    entry = facts.error(code)
    assert entry is not None
    assert entry.kind == kind


def test_compiled_facts_are_those_of_the_files_and_of_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / FACTS
    shutil.copytree(files.OURS, folder)
    monkeypatch.setattr(files, "OURS", folder)
    compiled = compile_facts(tmp_path)
    with monkeypatch.context() as only_compiled:
        only_compiled.delattr(files, "_read")
        read = load_facts()
    compiled.unlink()
    assert load_facts() == read
    compile_facts(tmp_path)
    edited = folder / "limits.toml"
    edited.write_text(edited.read_text("utf-8").replace("value = ", "value = 1"), "utf-8")
    assert load_facts().limits != read.limits


def _texts(facts: Facts) -> list[Text]:
    texts = [text for entry in facts.error_codes for text in (entry.cause, entry.remedy)]
    texts += [entry.meaning for entry in facts.limits]
    for step in facts.steps:
        texts += [step.title, step.goal, *(action.text for action in step.actions)]
        texts += [step.note] if step.note else []
    return texts
