"""The mobile homepage: every way to write it wrong has a name, and what answers is looked at."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.checks.case import Case
from dingsetup.checks.mobile import asks, judge
from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.errors import Answer
from dingsetup.facts import Facts, load_facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import now
from tests.checks.conftest import Journey, answer, by_check, profile

Make = Callable[..., Case]
FACTS = load_facts()
DOMAIN = "bi.example.com"
RIGHT = f"https://{DOMAIN}/bi-h5/?corpId=$CORPID$"


def judged(
    case: Make, typed: str, domain: str = DOMAIN, page: Answer | None = None
) -> dict[str, Finding]:
    answers = {"homepage": page or answer(status=200)}
    return by_check(judge(case(profile(homepage=typed, domain=domain), answers)))


def test_a_homepage_as_the_guide_asks_passes(case: Make) -> None:
    found = judged(case, RIGHT)
    assert (found["homepage"].state, found["homepage"].kind) == (State.PASSED, Kind.OK)
    assert judged(case, f"  {RIGHT}\n")["homepage"].state is State.PASSED


@pytest.mark.parametrize(
    ("homepage", "kind", "values"),
    [
        (RIGHT.replace("https", "http"), Kind.HOMEPAGE_SHAPE, {"case": "not_https"}),
        (RIGHT.replace("https://", ""), Kind.HOMEPAGE_SHAPE, {"case": "not_https"}),
        (f"{RIGHT}#/home", Kind.HOMEPAGE_SHAPE, {"case": "fragment"}),
        ("https://[bad", Kind.HOMEPAGE_SHAPE, {"case": "not_an_address"}),
        (RIGHT.replace("com/", "com\uff0f"), Kind.HOMEPAGE_SHAPE, {"case": "not_an_address"}),
        (RIGHT.replace("corpId", "corpid"), Kind.HOMEPAGE_PARAMETER, {"found": "corpid"}),
        (RIGHT.replace("corpId", "CorpID"), Kind.HOMEPAGE_PARAMETER, {"found": "CorpID"}),
        (RIGHT.partition("?")[0], Kind.HOMEPAGE_PARAMETER, {"found": "", "case": "absent"}),
        (RIGHT.replace("corpId", "id"), Kind.HOMEPAGE_PARAMETER, {"found": "", "case": "absent"}),
        (RIGHT.replace("$CORPID$", "ding1"), Kind.HOMEPAGE_PLACEHOLDER, {"found": "ding1"}),
        (RIGHT.replace("$CORPID$", ""), Kind.HOMEPAGE_PLACEHOLDER, {"found": ""}),
        (RIGHT.replace("$CORPID$", "$corpId$"), Kind.HOMEPAGE_PLACEHOLDER, {"found": "$corpId$"}),
        (RIGHT.replace("$", "%24"), Kind.HOMEPAGE_PLACEHOLDER, {"case": "encoded"}),
        (RIGHT.replace("/bi-h5/", "/bi/"), Kind.HOMEPAGE_SHAPE, {"case": "path", "found": "/bi/"}),
        (RIGHT.replace("/bi-h5/", "/bi-h5"), Kind.HOMEPAGE_SHAPE, {"case": "path"}),
        (RIGHT.replace(DOMAIN, "x.org"), Kind.HOMEPAGE_SHAPE, {"case": "domain", "found": "x.org"}),
    ],
)
def test_each_fault_of_the_address_has_its_own_finding(
    case: Make, homepage: str, kind: Kind, values: dict[str, str]
) -> None:
    finding = judged(case, homepage)["homepage"]
    assert (finding.state, finding.kind) == (State.FAILED, kind)
    assert {**finding.values, **values} == finding.values
    assert (finding.values["homepage"], finding.values["wanted"]) == (homepage, RIGHT)


def test_an_address_that_was_not_pasted_is_asked_for_with_the_one_wanted(case: Make) -> None:
    finding = judged(case, "")["homepage"]
    assert (finding.state, finding.kind) == (State.MANUAL, Kind.LIST_NOT_PASTED)
    assert finding.values["wanted"] == RIGHT


def test_without_a_domain_there_is_nothing_to_look_at(case: Make, facts: Facts) -> None:
    (finding,) = judged(case, "", domain="").values()
    assert (finding.state, finding.kind) == (State.SKIPPED, Kind.NOT_FILLED_IN)
    assert asks(profile(), facts) == ()


def test_a_page_that_answers_passes_with_its_status(case: Make) -> None:
    finding = judged(case, RIGHT, page=answer(status=302))["reached"]
    assert (finding.state, finding.kind) == (State.PASSED, Kind.HOMEPAGE_REACHED)
    assert finding.values == {"status": 302}


@pytest.mark.parametrize("status", [401, 404, 502])
def test_a_page_that_refuses_fails_with_its_status(case: Make, status: int) -> None:
    finding = judged(case, RIGHT, page=answer(Kind.UNKNOWN, status=status))["reached"]
    assert (finding.state, finding.kind) == (State.FAILED, Kind.HOMEPAGE_ANSWER)
    assert finding.values == {"status": status}


@pytest.mark.parametrize("kind", [Kind.TLS_FAILED, Kind.DNS_FAILED, Kind.UNREACHABLE])
def test_a_page_that_is_not_reached_fails_with_why(case: Make, kind: Kind) -> None:
    silent = answer(kind, values={"host": DOMAIN})
    finding = judged(case, RIGHT, page=silent)["reached"]
    assert (finding.state, finding.kind, finding.values) == (State.FAILED, kind, {"host": DOMAIN})


def test_a_page_without_an_address_is_not_opened(case: Make, facts: Facts) -> None:
    nowhere = profile(homepage="bi-h5", domain=DOMAIN)
    assert asks(nowhere, facts) == ()
    found = by_check(judge(case(nowhere, {"homepage": None})))
    assert found["reached"].values == {"blocked_by": "mobile/homepage"}
    assert found["homepage"].state is State.FAILED


def test_the_question_about_the_web_app_grows_old_with_the_homepage(case: Make) -> None:
    found = judged(case, RIGHT)["web_app"]
    assert (found.state, found.kind) == (State.MANUAL, Kind.ASK_WEB_APP)
    about = found.values["about"]
    kept = profile(homepage=RIGHT, domain=DOMAIN).answer(Kind.ASK_WEB_APP, True, about)
    assert by_check(judge(case(kept)))["web_app"].values["answer"] == "yes"
    changed = profile(homepage=RIGHT + "&x=1", domain=DOMAIN, answers=kept.answers)
    assert "answer" not in by_check(judge(case(changed)))["web_app"].values


def test_the_page_is_opened_as_a_visitor_would_with_his_corp_id(facts: Facts) -> None:
    opened: list[str] = []

    class Visitor(Client):
        def visit(self, url: str) -> Answer:
            opened.append(url)
            return answer(status=200)

    typed = profile(homepage=RIGHT)
    (ask,) = asks(typed, facts)
    assert (ask.needs_token, ask.put(Visitor(Credentials("", ""), facts)).ok) == (False, True)
    assert opened == [RIGHT.replace("$CORPID$", typed.corp_id)]


def test_the_page_of_the_practice_tenant_answers_and_others_do_not(
    journey: Callable[..., Journey],
) -> None:
    admin = journey()
    assert admin.find("mobile")["mobile/reached"].kind is Kind.HOMEPAGE_REACHED
    admin.edit(homepage=admin.profile.homepage.replace("/bi-h5/", "/_practice/nowhere/"))
    found = admin.find("mobile")
    assert (found["mobile/reached"].state, found["mobile/reached"].kind) == (
        State.FAILED,
        Kind.HOMEPAGE_ANSWER,
    )
    assert found["mobile/homepage"].values["case"] == "path"


def test_the_page_of_a_customer_is_the_tenants_that_stands_in_for_him(facts: Facts) -> None:
    opened: list[str] = []

    class Visitor(Client):
        def visit(self, url: str) -> Answer:
            opened.append(url)
            return answer(status=200)

    base = {"domain": DOMAIN, "homepage": RIGHT, "base_url": "http://127.0.0.1:9"}
    for typed in (profile(**base), profile(**base, edition="practice", id="support")):
        (ask,) = asks(typed, facts)
        ask.put(Visitor(Credentials("", ""), facts))
        assert opened.pop().startswith("http://127.0.0.1:9/bi-h5/?corpId=ding")
    (ask,) = asks(profile(**base, edition="practice"), facts)
    ask.put(Visitor(Credentials("", ""), facts))
    assert opened.pop().startswith(f"https://{DOMAIN}/")


@given(st.text() | st.text().map(lambda text: f"https://{text}"), st.text())
def test_any_text_may_stand_in_the_two_fields(homepage: str, domain: str) -> None:
    typed = profile(homepage=homepage, domain=domain)
    asks(typed, FACTS)
    assert judge(Case(profile=typed, facts=FACTS, at=now()))
