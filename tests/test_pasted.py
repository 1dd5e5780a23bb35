"""What an admin pastes is understood, whatever it is wrapped in, and never breaks anything."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingsetup.facts import Facts
from dingsetup.pasted.addresses import compare_addresses
from dingsetup.pasted.comparison import Reason
from dingsetup.pasted.credentials import Refusal, recognise
from dingsetup.pasted.lists import split_list
from dingsetup.pasted.permissions import compare_permissions
from dingsetup.pasted.redirect_urls import compare_redirect_urls
from dingsetup.pasted.shapes import Shape, shape_of, without_secrets

WANTED = ("180.184.64.81", "180.184.87.232", "180.184.102.141", "14.103.128.84")
CLIENT_ID = "dingabcdefgh12345678"
CORP_ID = "ding1234567890abcdef1234567890abcdef"
SECRET = "aB3-_" * 13
APP_ID = "0f2c7a8e-1111-2222-3333-444455556666"
ADDRESS = st.ip_addresses(v=4).map(str)


@pytest.fixture
def urls(facts: Facts) -> tuple[str, ...]:
    return tuple(entry.url for entry in facts.redirect_urls)


@pytest.mark.parametrize(
    "joint", [",", "，", ";", "；", "、", "\n", " ", "\t", "\r\n", '","', "<br>"]
)
def test_a_joined_list_splits_into_its_entries_again(joint: str) -> None:
    assert split_list(joint.join(WANTED)) == WANTED


@settings(deadline=None)
@given(st.lists(ADDRESS, min_size=1), st.sampled_from([",", "，", "\n", " 、 ", "\ufeff; "]))
def test_splitting_a_joined_list_returns_it(entries: list[str], joint: str) -> None:
    assert split_list(joint.join(entries)) == tuple(entries)


@pytest.mark.parametrize(
    "text",
    [
        "1. 8.8.8.8\n2. 8.8.4.4",
        "1、8.8.8.8 2、8.8.4.4",
        "(1)8.8.8.8 （2）8.8.4.4",
        "①8.8.8.8 ②8.8.4.4",
        "• 8.8.8.8\n• 8.8.4.4。",
        "- '8.8.8.8'\n- “8.8.4.4”",
        "\ufeff8.8.8.8\u200b,8.8.\u200b4.4",
        "<li>8.8.8.8</li><li class='a'>8.8.4.4</li>",
        "1.8.8.8.8 2.8.8.4.4",
    ],
)
def test_numbering_quotes_tags_and_invisible_characters_go(text: str) -> None:
    assert split_list(text) == ("8.8.8.8", "8.8.4.4")


def test_three_of_four_addresses_name_the_missing_one() -> None:
    comparison = compare_addresses(WANTED, ",".join(WANTED[:3]))
    assert comparison.missing == ("14.103.128.84",)
    assert comparison.found == WANTED[:3]
    assert not comparison.complete


def test_a_wildcard_covers_its_addresses_and_is_not_extra() -> None:
    comparison = compare_addresses(WANTED, "180.184.64.*, 180.184.87.232, 9.9.9.9, 8.8.8.*")
    assert comparison.covered == {"180.184.64.81": "180.184.64.*"}
    assert comparison.found == WANTED[:2]
    assert comparison.extra == ("9.9.9.9", "8.8.8.*")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("2409:8a28::1", Reason.IPV6),
        ("180.184.64.0/24", Reason.CIDR),
        ("2400::/32", Reason.CIDR),
        ("180.184.64.81:443", Reason.PORT),
        ("180.184.64.1-255", Reason.RANGE),
        ("192.168.1.4", Reason.PRIVATE),
        ("10.0.0.*", Reason.PRIVATE),
        ("127.0.0.1", Reason.RESERVED),
        ("0.0.0.0", Reason.RESERVED),
        ("180.184.*.*", Reason.WILDCARDS),
        ("180.184.64.810", Reason.NOT_AN_ADDRESS),
        ("180.184.64", Reason.NOT_AN_ADDRESS),
    ],
)
def test_an_entry_dingtalk_cannot_use_says_why(entry: str, reason: Reason) -> None:
    comparison = compare_addresses(WANTED, entry)
    assert [(one.entry, one.reason) for one in comparison.unusable] == [(entry, reason)]
    assert comparison.extra == ()


def test_full_width_addresses_are_read_and_named() -> None:
    comparison = compare_addresses(WANTED, "１８０.184．64。81")
    assert comparison.found == WANTED[:1]
    assert comparison.normalised == ("１８０.184．64。81",)


def test_an_address_that_is_there_twice_is_named() -> None:
    assert compare_addresses(WANTED, "8.8.8.8 8.8.8.8 8.8.8.8").duplicates == ("8.8.8.8",)


def test_the_words_dates_and_times_of_a_page_are_no_entries() -> None:
    page = f"安全设置 2023.12.25 17:21:05 v1.2\n服务器出口IP：{WANTED[0]}\n保存"
    comparison = compare_addresses(WANTED, page)
    assert comparison.found == WANTED[:1]
    assert comparison.unusable == comparison.extra == comparison.normalised == ()


def test_all_twelve_redirect_urls_are_found_byte_for_byte(urls: tuple[str, ...]) -> None:
    comparison = compare_redirect_urls(urls, ",".join(urls))
    assert comparison.complete
    assert comparison.extra == comparison.near == comparison.duplicates == ()


@pytest.mark.parametrize(
    ("place", "change", "reason"),
    [
        (0, lambda url: url.replace("https", "http"), Reason.SCHEME),
        (2, lambda url: url + "/", Reason.SLASH),
        (3, lambda url: url.replace("#", "%23"), Reason.ENCODED),
        (4, str.upper, Reason.CASE),
        (5, lambda url: url.replace("#", ""), Reason.NO_FRAGMENT),
        (6, lambda url: url.replace(":", "："), Reason.FULL_WIDTH),
        (8, lambda url: url[:-3], Reason.TRUNCATED),
        (10, lambda url: url + "s", Reason.LONGER),
        (11, lambda url: url.upper().replace("#", "%23") + "/", Reason.SEVERAL),
    ],
)
def test_a_near_miss_says_what_differs(
    urls: tuple[str, ...], place: int, change: Callable[[str], str], reason: Reason
) -> None:
    pasted = [*urls[:place], change(urls[place]), *urls[place + 1 :]]
    comparison = compare_redirect_urls(urls, ",".join(pasted))
    assert comparison.missing == (urls[place],)
    assert [(one.reason, one.wanted) for one in comparison.near] == [(reason, urls[place])]
    assert comparison.extra == ()


def test_an_origin_registered_besides_is_extra_and_no_near_miss(urls: tuple[str, ...]) -> None:
    comparison = compare_redirect_urls(urls, "https://console.volcengine.com https://a.b/c")
    assert comparison.near == ()
    assert comparison.extra == ("https://console.volcengine.com", "https://a.b/c")


@pytest.mark.parametrize("spelling", ["code", "name", "guide_name", "english"])
def test_permissions_are_known_by_every_spelling(facts: Facts, spelling: str) -> None:
    page = "\n".join(f"{getattr(entry, spelling)}  已开通" for entry in facts.permissions)
    comparison = compare_permissions(facts, page)
    assert comparison.complete
    assert comparison.extra == ()


def test_a_permission_taken_from_the_page_is_missing(facts: Facts) -> None:
    for left_out in facts.permissions:
        page = " ".join(entry.code for entry in facts.permissions if entry is not left_out)
        assert compare_permissions(facts, page).missing == (left_out.code,)


def test_permissions_beyond_the_guides_are_named(facts: Facts) -> None:
    page = "qyapi_get_member 已开通\nqyapi_chat_manage\nfieldMobile\nContact.User.Read qyapi_base"
    extra = compare_permissions(facts, page).extra
    assert extra == ("qyapi_chat_manage", "fieldMobile", "Contact.User.Read")


def test_surplus_names_are_seen_on_a_page_without_codes(facts: Facts) -> None:
    page = "权限管理\n接口权限\n成员信息读权限\n通讯录编辑管理权限"
    assert compare_permissions(facts, page).extra == ("通讯录编辑管理权限",)


def test_a_row_that_is_not_granted_yet_is_missing_and_named(facts: Facts) -> None:
    page = "成员信息读权限\nqyapi_get_member\n立即开通\n企业外部联系人读权限 qyapi_ext_read 已开通"
    comparison = compare_permissions(facts, page)
    assert comparison.found == ("qyapi_ext_read",)
    assert [(one.entry, one.reason) for one in comparison.near] == [
        ("qyapi_get_member", Reason.NOT_GRANTED)
    ]


def test_the_consoles_page_of_credentials_is_recognised() -> None:
    page = f"""凭证与基础信息
App ID
{APP_ID} 复制
AgentId：2574805120
Client ID（原 AppKey 和 SuiteKey）
{CLIENT_ID}   复制
Client Secret（原 AppSecret 和 SuiteSecret）
{SECRET}
"""
    seen = recognise(page + f"示例企业 企业ID: {CORP_ID}")
    assert (seen.app_id, seen.agent_id, seen.client_id) == (APP_ID, "2574805120", CLIENT_ID)
    assert (seen.client_secret, seen.corp_id) == (SECRET, CORP_ID)
    assert not seen.refused
    assert not seen.swapped


def test_unlabelled_values_are_known_by_their_shape() -> None:
    seen = recognise(f"{SECRET} {CORP_ID} 1234567890 {CLIENT_ID} {APP_ID}")
    assert (seen.client_secret, seen.corp_id, seen.client_id) == (SECRET, CORP_ID, CLIENT_ID)
    assert (seen.agent_id, seen.app_id) == ("1234567890", APP_ID)


@pytest.mark.parametrize("mask", ["********", "abcd****wxyz", "••••••••"])
def test_a_masked_secret_is_refused_with_that_reason(mask: str) -> None:
    seen = recognise(f"AppSecret: {mask}")
    assert seen.client_secret == ""
    assert seen.refused == {Shape.CLIENT_SECRET: Refusal.MASKED}


def test_a_value_beside_the_wrong_label_goes_where_it_belongs_and_is_named() -> None:
    seen = recognise(f"AgentId: {CLIENT_ID}\nAppKey = 2574805120")
    assert (seen.client_id, seen.agent_id) == (CLIENT_ID, "2574805120")
    assert seen.swapped == {
        Shape.AGENT_ID: Shape.CLIENT_ID,
        Shape.CLIENT_ID: Shape.AGENT_ID,
    }


def test_two_different_values_for_one_field_are_named() -> None:
    seen = recognise(f"AppKey: {CLIENT_ID}\nAppKey: {CLIENT_ID[:-1]}9")
    assert seen.refused == {Shape.CLIENT_ID: Refusal.CONFLICT}


def test_a_mobile_number_is_no_agent_id_but_beside_its_label() -> None:
    assert recognise("13800001234").agent_id == ""
    assert recognise("AgentId 13800001234").agent_id == "13800001234"


def test_lists_and_the_homepage_are_recognised_too(urls: tuple[str, ...]) -> None:
    home = "https://bi.x.com/bi-h5/?corpId=$CORPID$"
    seen = recognise(f"出口IP {WANTED[0]},{WANTED[1]}\n{','.join(urls)}\n首页 {home}")
    assert seen.addresses == WANTED[:2]
    assert seen.redirect_urls == urls
    assert seen.homepage == home


def test_the_app_id_is_read_from_an_address_of_the_console() -> None:
    seen = recognise(f"https://open-dev.dingtalk.com/fe/ai?hash=#/app/{APP_ID}/security")
    assert seen.app_id == APP_ID
    assert seen.redirect_urls == ()


def test_what_is_recognised_never_shows_in_its_repr() -> None:
    seen = recognise(f"AppSecret {SECRET} AppKey {CLIENT_ID}")
    assert seen.client_secret == SECRET
    assert SECRET not in repr(seen)
    assert CLIENT_ID not in f"{seen}"


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (CLIENT_ID, Shape.CLIENT_ID),
        (CORP_ID, Shape.CORP_ID),
        (SECRET, Shape.CLIENT_SECRET),
        (" 2574805120 ", Shape.AGENT_ID),
        (APP_ID, Shape.APP_ID),
        ("+8613800001234", Shape.MOBILE),
        ("180.184.64.81", Shape.ADDRESS),
        ("https://a.b", Shape.URL),
        ("hello", None),
        ("", None),
    ],
)
def test_a_value_tells_its_field_by_its_shape(value: str, shape: Shape | None) -> None:
    assert shape_of(value) is shape


@settings(deadline=None)
@given(st.text() | st.text(alphabet="ding0123456789.*:/#%，：<>&AppKeySecret\n "))
def test_nothing_pasted_ever_raises(facts: Facts, text: str) -> None:
    split_list(text)
    shape_of(text)
    recognise(text)
    compare_addresses(WANTED, text)
    compare_permissions(facts, text)
    compare_redirect_urls([entry.url for entry in facts.redirect_urls], text)


@pytest.mark.parametrize(
    "unit",
    ["1,", "<", "1.1.", "https://a/b%23 ", "client id ", "qyapi_ext_read ", "读权限", "ding"],
)
def test_a_megabyte_of_anything_is_read(unit: str, facts: Facts) -> None:
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    urls = [entry.url for entry in facts.redirect_urls]
    for read in (
        split_list,
        recognise,
        lambda pasted: compare_addresses(WANTED, pasted),
        lambda pasted: compare_redirect_urls(urls, pasted),
        lambda pasted: compare_permissions(facts, pasted),
    ):
        assert read(text) is not None  # how long it takes is measured by `make bench`


@pytest.mark.parametrize("around", ["{}", "a\n{},b", "Client Secret：{}\n", "?appsecret={}&x=1"])
def test_a_secret_is_left_out_of_any_text(around: str) -> None:
    assert without_secrets(around.format(SECRET)) == around.format("")


def test_leaving_secrets_out_spares_everything_else(facts: Facts) -> None:
    urls = "\n".join(entry.url for entry in facts.redirect_urls)
    path = "https://bi.example.com/" + "a1" * 30
    host = "k8s-default-ingress-0a1b2c3d4e-0123456789abcdef.elb.example.com"
    for text in (urls, path, host, CLIENT_ID, CORP_ID, APP_ID, ",".join(WANTED)):
        assert without_secrets(text) == text
