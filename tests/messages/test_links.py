"""A link says where it leads on a phone and on a PC, and what is wrong with it."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind
from dingsetup.messages.addresses import host_of, is_web
from dingsetup.messages.links import (
    How,
    LinkForm,
    Place,
    pc_slide,
    platform_link,
    read_link,
    tried,
    workbench_link,
)
from dingsetup.messages.values import Problem, Severity
from tests.messages.examples import PAGE, written

ENCODED = quote(PAGE, safe="")
PHONE = "https://m.example.com/bi-h5/?id=1&x=2"
CLIENT = "dingtalk://dingtalkclient"
APPLINK = "https://applink.dingtalk.com/page"
pages = st.builds(
    "https://{}.example.com/{}?{}".format,
    st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    st.text(
        st.characters(codec="ascii", exclude_characters="?#\x7f", min_codepoint=33), max_size=30
    ),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=30),
)


def led(url: str) -> dict[str, tuple[str, str]]:
    return {str(one.place): (str(one.how), one.url) for one in read_link(url).targets}


def kinds(url: str) -> list[Problem]:
    return [one.kind for one in read_link(url).faults]


@pytest.mark.parametrize(
    ("url", "form", "phone", "pc"),
    [
        (PAGE, LinkForm.WEB, "in_app", "browser"),
        ("http://127.0.0.1:8000/bi", LinkForm.WEB, "in_app", "browser"),
        (f"{CLIENT}/page/link?url={ENCODED}", LinkForm.PAGE, "in_app", "browser"),
        (f"{CLIENT}/page/link?url={ENCODED}&pc_slide=true", LinkForm.PAGE, "in_app", "side_panel"),
        (f"{CLIENT}/page/link?url={ENCODED}&pc_slide=false", LinkForm.PAGE, "in_app", "browser"),
        (f"{CLIENT}/page/link?popup_wnd=true&url={ENCODED}", LinkForm.PAGE, "in_app", "in_app"),
        (
            f"{CLIENT}/page/link?url={ENCODED}%26ddtab%3Dtrue",
            LinkForm.PAGE,
            "in_app",
            "workbench",
        ),
        (
            f"{CLIENT}/action/openapp?corpid=ding1&container_type=work_platform&app_id=0_7"
            f"&redirect_type=jump&redirect_url={ENCODED}",
            LinkForm.WORKBENCH,
            "app_page",
            "workbench",
        ),
        (
            f"{CLIENT}/action/im_open_hybrid_panel?panelHeight=percent83&hybridType=online"
            f"&pageUrl={ENCODED}",
            LinkForm.HALF_PANEL,
            "in_app",
            None,
        ),
        (
            f"{APPLINK}/link?url={ENCODED}&target=slide",
            LinkForm.APPLINK_PAGE,
            "in_app",
            "side_panel",
        ),
        (f"{APPLINK}/link?url={ENCODED}&target=panel", LinkForm.APPLINK_PAGE, "in_app", "in_app"),
        (
            f"{APPLINK}/h5_app_open?appId=7&appType=2&corpId=ding1&targetDesktop=workbench",
            LinkForm.APPLINK_APP,
            "app_page",
            "workbench",
        ),
        (
            f"{APPLINK}/h5_app_open?appId=7&appType=2&corpId=ding1",
            LinkForm.APPLINK_APP,
            "app_page",
            "app_page",
        ),
        ("eapp://pages/index?id=1", LinkForm.MINI_PROGRAM, "app_page", None),
    ],
)
def test_every_documented_form_leads_where_the_documents_say(
    url: str, form: LinkForm, phone: str, pc: str | None
) -> None:
    link = read_link(url)
    assert link.form is form
    how = {str(one.place): str(one.how) for one in link.targets}
    assert how == {"phone": phone} | ({"pc": pc} if pc else {})


def test_the_inner_address_comes_out_decoded() -> None:
    link = read_link(pc_slide(PAGE))
    assert link.url == PAGE
    assert led(pc_slide(PAGE)) == {"phone": ("in_app", PAGE), "pc": ("side_panel", PAGE)}


def test_one_link_may_lead_to_two_places_each_in_a_form_of_its_own() -> None:
    assert led(platform_link(pc_slide(PAGE), PHONE)) == {
        "phone": ("in_app", PHONE),
        "pc": ("side_panel", PAGE),
    }
    assert led(platform_link(workbench_link("ding1", "7", PAGE), pc_slide(PHONE))) == {
        "phone": ("in_app", PHONE),
        "pc": ("workbench", PAGE),
    }


@given(pages, pages)
def test_what_is_built_is_read_back_the_same(page: str, other: str) -> None:
    assert read_link(pc_slide(page)).url == page
    assert read_link(workbench_link("ding1", "7", page)).url == page
    both = read_link(platform_link(pc_slide(page), other))
    assert [one.url for one in both.targets] == [other, page]
    assert both.faults == ()


@pytest.mark.parametrize(
    ("url", "parameter"),
    [
        (f"{CLIENT}/page/link?url={PAGE}&pc_slide=true", "url"),
        (f"{CLIENT}/action/openapp?corpid=d&app_id=0_7&redirect_url={PAGE}", "redirect_url"),
        (f"{CLIENT}/action/open_platform_link?pcLink={PAGE}&mobileLink={ENCODED}", "pcLink"),
        (f"{CLIENT}/action/im_open_hybrid_panel?pageUrl={PAGE}", "pageUrl"),
        (f"{APPLINK}/link?url={PAGE}", "url"),
        # Encoded once where it takes two: the inner link's own address stands open.
        (platform_link(f"{CLIENT}/page/link?url={PAGE}", PHONE), "url"),
    ],
)
def test_an_inner_address_that_is_not_encoded_is_named(url: str, parameter: str) -> None:
    faults = [one for one in read_link(url).faults if one.kind is Problem.LINK_NOT_ENCODED]
    assert [(one.severity, one.values) for one in faults] == [
        (Severity.WARNING, {"parameter": parameter})
    ]


def test_what_follows_an_address_that_is_not_encoded_is_lost() -> None:
    assert read_link(f"{CLIENT}/page/link?url={PAGE}").url == PAGE.partition("&")[0]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "bi.example.com",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://[x",
        "https://a／b",
        "https://a.example.com/a b",
        "https://other.example\\@bi.example.com",
        "https://a.example.com:port",
        "dingtalk://other/page/link?url=https%3A%2F%2Fa.example.com",
        f"{CLIENT}/page/nothing?url={ENCODED}",
        f"{CLIENT}/page/link",
        f"{CLIENT}/page/link?url=here",
        f"{CLIENT}/action/openapp?redirect_url={ENCODED}",
        f"{APPLINK}/h5_app_open?appType=2",
        "eapp:",
        "mailto:a@example.com",
    ],
)
def test_what_is_no_link_leads_nowhere_and_says_so(url: str) -> None:
    link = read_link(url)
    assert (link.form, link.targets) == (LinkForm.NONE, ())
    assert [(one.kind, one.severity) for one in link.faults] == [
        (Problem.LINK_SHAPE, Severity.ERROR)
    ]


def test_half_a_link_for_two_places_leads_to_the_other() -> None:
    url = f"{CLIENT}/action/open_platform_link?pcLink={ENCODED}"
    assert led(url) == {"pc": ("browser", PAGE)}
    assert kinds(url) == [Problem.LINK_SHAPE]


def test_links_within_links_within_links_end() -> None:
    url = PAGE
    for _ in range(20):
        url = platform_link(url, PHONE)[:8000]
    assert Problem.LINK_SHAPE in kinds(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://bi.example.com/bi-h5/?corpId=$CORPID$",
        "https://bi.example.com/bi-h5/?corpId=%24CORPID%24",
        "https://bi.example.com/bi-h5/?corpId=$corpid$",
        pc_slide("https://bi.example.com/bi-h5/?corpId=$CORPID$"),
        workbench_link("$CORPID$", "7", PAGE),
    ],
)
def test_the_placeholder_stays_as_it_is_in_a_message_and_is_named(url: str) -> None:
    faults = [one for one in read_link(url).faults if one.kind is Problem.LINK_PLACEHOLDER]
    assert [one.values for one in faults] == [{"placeholder": "$CORPID$"}]


def test_a_link_into_the_workbench_says_that_a_phone_may_not_follow_it() -> None:
    assert kinds(workbench_link("ding1", "7", PAGE)) == [Problem.LINK_PC_ONLY]
    assert kinds(PAGE) == []


def test_every_page_is_tried_once_and_named_with_what_came() -> None:
    asked: list[str] = []

    def visit(url: str) -> Answer:
        asked.append(url)
        return Answer(kind=Kind.OK if url == PHONE else Kind.UNKNOWN, status=404)

    assert tried(read_link(PHONE), visit) == ()
    (fault,) = tried(read_link(platform_link(PAGE, PHONE)), visit)
    assert asked == [PHONE, PHONE, PAGE]
    assert (fault.kind, fault.values) == (Problem.LINK_UNREACHED, {"url": PAGE, "reason": "404"})


def test_no_answer_at_all_is_named_by_where_it_stopped() -> None:
    faults = tried(read_link(PAGE), lambda url: Answer(kind=Kind.DNS_FAILED))
    assert [one.values["reason"] for one in faults] == ["dns_failed"]


def test_a_link_is_tried_with_the_visitors_corp_id() -> None:
    asked: list[str] = []

    def visit(url: str) -> Answer:
        asked.append(url)
        return Answer(kind=Kind.OK)

    tried(read_link("https://bi.example.com/?corpId=$CORPID$"), visit, "ding123")
    assert asked == ["https://bi.example.com/?corpId=ding123"]


def test_what_has_no_page_of_its_own_is_not_tried() -> None:
    link = read_link(f"{APPLINK}/h5_app_open?appId=7&corpId=ding1&path=%2Fhome")
    assert tried(link, lambda url: pytest.fail(url)) == ()


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://BI.Example.com/bi", "bi.example.com"),
        ("bi.example.com", "bi.example.com"),
        ("bi.example.com:443/bi", "bi.example.com"),
        ("https://bi.example.com.:8443", "bi.example.com:8443"),
        ("https://例子.example.com", "xn--fsqu00a.example.com"),
        ("https://user@bi.example.com", "bi.example.com"),
        ("", ""),
        ("https://[x", ""),
        (f"https://{'a' * 300}", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


@given(written)
def test_any_text_is_read_as_a_link_and_only_pages_are_places_to_go(text: str) -> None:
    link = read_link(text)
    assert (link.form is LinkForm.NONE) <= (link.targets == ())
    assert link.targets or link.faults
    for one in link.targets:
        assert one.how is How.APP_PAGE or is_web(one.url) or one.how is How.WORKBENCH
    assert len({one.place for one in link.targets}) == len(link.targets)
    assert link.target(Place.PHONE) in (*link.targets, None)


@given(written)
def test_any_text_can_be_put_into_a_link(text: str) -> None:
    for url in (pc_slide(text), platform_link(text, text), workbench_link(text, text, text)):
        assert url.isascii()
        assert url.count("&") <= 4
        read_link(url)
