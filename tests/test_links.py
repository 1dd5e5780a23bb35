"""Links: a page for applying is DingTalk's own, whoever wrote the finding."""

import pytest

from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.links import LinkKind, Links, apply_page, without_strange_links
from dingsetup.profile import Profile

APPLY = "open-dev.dingtalk.com/appscope/apply?content=dingx%23qyapi_ext_read"
PROFILE = Profile(id="a", name="A", app_key="dingabcdefgh12345678")


def missing(url: str) -> Finding:
    return Finding(
        step="permissions",
        check="qyapi_ext_read",
        state=State.FAILED,
        kind=Kind.SCOPE_MISSING,
        values={"scopes": ["qyapi_ext_read"], "apply_url": url},
    )


def applying(facts: Facts, url: str) -> list[str]:
    links = Links(facts, PROFILE).of_finding(missing(url))
    return [link.url for link in links if link.kind is LinkKind.APPLY]


@pytest.mark.parametrize("url", [f"https://{APPLY}", f"https://{APPLY.replace('.com', '.io')}"])
def test_the_page_that_dingtalk_named_is_offered(facts: Facts, url: str) -> None:
    assert applying(facts, url) == [url]
    assert without_strange_links(missing(url), facts) == missing(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/appscope/apply",
        f"http://{APPLY}",
        "https://open-dev.dingtalk.com.evil.example/x",
        "https://open-dev.dingtalk.com@evil.example/",
        "https://evil.example\\@open-dev.dingtalk.com/",
        "https://open-dev.dingtalk.com\\.evil.example/",
        "https://open-dev.dingtalk.com:8443/x",
        "https://someone.dingtalk.com/x",
        "https://dingtalk.com.evil.example/",
        "https://www.volcengine.com/x",
        f"https://{APPLY}\n",
        "javascript:alert(1)",
        "https://[x",
    ],
)
def test_a_page_of_anybody_elses_is_not_offered_but_ours_is(facts: Facts, url: str) -> None:
    (offered,) = applying(facts, url)
    assert offered.startswith("https://open-dev.dingtalk.com/appscope/apply?")
    assert PROFILE.app_key in offered
    assert apply_page(facts, {"apply_url": url}) == ""
    assert "apply_url" not in without_strange_links(missing(url), facts).values
