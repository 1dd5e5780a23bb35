"""Is the mobile homepage right: its shape, the literal placeholder, and whether it answers."""

from urllib.parse import parse_qsl, unquote, urlsplit

from dingsetup.checks.case import Ask, Case, Check, finder
from dingsetup.checks.publication import published_state
from dingsetup.checks.questions import asked
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.plan import homepage_of
from dingsetup.profile import Profile

STEP = "mobile"
ASK = "homepage"
find = finder(STEP)


def asks(profile: Profile, facts: Facts) -> tuple[Ask, ...]:
    """Open the page as DingTalk would: with the visitor's CorpId in place of the placeholder.

    Where a tenant on this computer stands in for another one, so it does for that one's DataWind.
    """
    address = profile.homepage.strip() or homepage_of(facts, profile)
    if not _host(address):
        return ()
    if profile.reproduced:
        here = urlsplit(profile.base_url or "")
        address = urlsplit(address)._replace(scheme=here.scheme, netloc=here.netloc).geturl()
    url = address.replace(facts.homepage.placeholder, profile.corp_id)
    return (Ask(ASK, lambda client: client.visit(url), "homepage", needs_token=False),)


def _host(address: str) -> str:
    """The host an address names; empty where it is no address (`https://[x`, `https://a／b`)."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def judge(case: Case) -> list[Finding]:
    if not (case.profile.homepage.strip() or homepage_of(case.facts, case.profile)):
        return [find("homepage", State.SKIPPED, Kind.NOT_FILLED_IN, field="domain")]
    about = published_state(case.profile)
    return [
        _shape(case),
        _answer(case),
        asked(case, STEP, "web_app", Kind.ASK_WEB_APP, about=about),
    ]


def _shape(case: Case) -> Finding:
    """Compare the address that stands in the console with the one the guide asks for."""
    wanted = homepage_of(case.facts, case.profile)
    given = case.profile.homepage.strip()
    if not given:
        return find("homepage", State.MANUAL, Kind.LIST_NOT_PASTED, case="homepage", wanted=wanted)
    if given == wanted:
        return find("homepage", State.PASSED, Kind.OK, homepage=given)
    kind, values = _fault(case, given)
    return find("homepage", State.FAILED, kind, homepage=given, wanted=wanted, **values)


def _fault(case: Case, given: str) -> tuple[Kind, dict[str, str]]:
    facts = case.facts.homepage
    try:
        parts = urlsplit(given)
    except ValueError:
        return Kind.HOMEPAGE_SHAPE, {"case": "not_an_address"}
    if parts.scheme != "https" and case.profile.edition != "practice":
        return Kind.HOMEPAGE_SHAPE, {"case": "not_https"}
    if parts.fragment:
        return Kind.HOMEPAGE_SHAPE, {"case": "fragment"}
    names = dict(parse_qsl(parts.query, keep_blank_values=True))
    misspelt = next(
        (n for n in names if n != facts.parameter and n.lower() == facts.parameter.lower()), None
    )
    if misspelt is not None:
        return Kind.HOMEPAGE_PARAMETER, {"found": misspelt, "parameter": facts.parameter}
    if facts.parameter not in names:
        return Kind.HOMEPAGE_PARAMETER, {
            "found": "",
            "parameter": facts.parameter,
            "case": "absent",
        }
    if facts.placeholder not in parts.query:
        encoded = unquote(parts.query) != parts.query and facts.placeholder in unquote(parts.query)
        case_ = {"case": "encoded"} if encoded else {}
        return Kind.HOMEPAGE_PLACEHOLDER, {"found": names[facts.parameter], **case_}
    if parts.path != facts.path:
        return Kind.HOMEPAGE_SHAPE, {"case": "path", "found": parts.path, "path": facts.path}
    return Kind.HOMEPAGE_SHAPE, {"case": "domain", "found": parts.netloc}


def _answer(case: Case) -> Finding:
    answer = case.answers.get(ASK)
    if answer is None:
        return find("reached", State.BLOCKED, Kind.HOMEPAGE_SHAPE, blocked_by="mobile/homepage")
    if answer.ok:
        return find("reached", State.PASSED, Kind.HOMEPAGE_REACHED, status=answer.status)
    if answer.status:
        return find("reached", State.FAILED, Kind.HOMEPAGE_ANSWER, status=answer.status)
    return find("reached", State.FAILED, answer.kind, **answer.values)


CHECK = Check("mobile", STEP, judge, asks)
