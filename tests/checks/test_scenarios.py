"""Each thing that can be broken has its own verdict, with the first cause on top."""

import functools
import threading
from collections.abc import Callable

import msgspec
import pytest

from dingsetup.checks import runner
from dingsetup.checks.runner import Run, inspect
from dingsetup.dingtalk import routes
from dingsetup.dingtalk.transport import Network
from dingsetup.facts import Facts, load_facts
from dingsetup.findings import Finding, Kind, State, first_cause
from dingsetup.practice import SCENARIOS, PracticeTenant
from dingsetup.profile import Profile
from dingsetup.rehearsal import practice_profile
from tests.checks.conftest import Journey, verdicts

Start = Callable[..., Journey]
Found = Callable[[str], list[Finding]]
CODES = tuple(permission.code for permission in load_facts().permissions)

VERDICTS: dict[str, tuple[str, str, str]] = {
    "bad-secret": ("credentials/token", "failed", "bad_secret"),
    "wrong-corp": ("credentials/corp_id", "failed", "corp_id_wrong"),
    "app-disabled": ("credentials/token", "failed", "app_disabled"),
    "org-disabled": ("credentials/token", "failed", "org_disabled"),
    "org-disbanded": ("credentials/token", "failed", "org_disbanded"),
    "ip-blocked": ("security/this_computer", "blocked", "ip_not_whitelisted"),
    "ip-blocked-v6": ("security/this_computer", "blocked", "ip_not_whitelisted"),
    "narrow-range": ("permissions/range", "failed", "out_of_scope"),
    "narrow-range:+0": ("permissions/range", "failed", "out_of_scope"),
    "narrow-visible:admins": ("publication/visible_range", "failed", "visible_range"),
    "foreign-agent": ("credentials/agent_id", "failed", "agent_id_wrong"),
    "expired-token": ("credentials/token", "failed", "token_invalid"),
    "throttled": ("network/service", "blocked", "throttled"),
    "quota-exhausted": ("permissions/quota", "failed", "quota_exhausted"),
    "server-error": ("network/service", "blocked", "server_error"),
    "throttled:org": ("network/service", "blocked", "throttled"),
    "throttled:api": ("network/service", "blocked", "throttled"),
    "throttled:ip": ("network/service", "blocked", "throttled"),
    "throttled:/auth/scopes": ("network/service", "blocked", "throttled"),
    "server-error:calls": ("network/service", "blocked", "server_error"),
    "server-error:/auth/scopes": ("network/service", "blocked", "server_error"),
    "refuse-call:/topapi/user/count=987654:x": (
        "permissions/qyapi_get_member",
        "failed",
        "unknown",
    ),
    "portal": ("network/oapi", "failed", "not_dingtalk"),
    "portal:api=cut": ("network/api", "failed", "not_dingtalk"),
    "proxy-refused": ("network/oapi", "failed", "proxy_refused"),
    "reset": ("network/oapi", "failed", "unreachable"),
    "reset:api": ("network/api", "failed", "unreachable"),
    "reset:homepage": ("mobile/reached", "failed", "unreachable"),
    "silent": ("network/oapi", "failed", "timed_out"),
    "silent:homepage": ("mobile/reached", "failed", "timed_out"),
    "homepage:502": ("mobile/reached", "failed", "homepage_answer"),
    **{
        f"scope-missing:{code}": (f"permissions/{code}", "failed", "scope_missing")
        for code in CODES
    },
}
"""The first cause of each scenario that keeps something from being proved."""

WARNINGS: dict[str, tuple[str, str, str]] = {
    "field-hidden:mobile": ("permissions/fields", "warning", "fields_hidden"),
    "field-hidden:email": ("permissions/fields", "warning", "fields_hidden"),
    "flaky": ("network/service", "warning", "unstable"),
    "slow:60": ("network/service", "warning", "slow"),
}
"""What only warns, and has no first cause."""

TOLD: dict[str, tuple[str, dict[str, int]]] = {
    "narrow-visible": ("publication/visible_range", {"people": 1, "departments": 1, "roles": 0}),
    "narrow-visible:2+3+1": (
        "publication/visible_range",
        {"people": 2, "departments": 3, "roles": 1},
    ),
    "homepage:302": ("mobile/reached", {"status": 302}),
}
"""What is no fault, and only told."""

PAIRS: dict[tuple[str, str], str] = {
    ("ip-blocked", "scope-missing:qyapi_ext_read"): "security/this_computer",
    ("ip-blocked", "wrong-corp"): "security/this_computer",
    ("ip-blocked", "narrow-range"): "security/this_computer",
    ("ip-blocked", "foreign-agent"): "security/this_computer",
    ("ip-blocked", "quota-exhausted"): "security/this_computer",
    ("bad-secret", "ip-blocked"): "credentials/token",
    ("bad-secret", "wrong-corp"): "credentials/token",
    ("expired-token", "scope-missing:qyapi_ext_read"): "credentials/token",
    ("app-disabled", "narrow-range"): "credentials/token",
    ("portal", "bad-secret"): "network/oapi",
    ("reset", "ip-blocked"): "network/oapi",
    ("server-error", "bad-secret"): "network/service",
    ("quota-exhausted", "scope-missing:qyapi_ext_read"): "permissions/quota",
    ("foreign-agent", "scope-missing:qyapi_ext_read"): "credentials/agent_id",
    ("wrong-corp", "narrow-range"): "credentials/corp_id",
    ("scope-missing:qyapi_ext_read", "narrow-range"): "permissions/qyapi_ext_read",
    ("flaky", "ip-blocked"): "security/this_computer",
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Call it slow and silent sooner, and ask a throttling tenant only once."""
    network_of = runner.network_of

    def impatient(profile: Profile) -> Network:
        return msgspec.structs.replace(network_of(profile), read_timeout=0.4)

    monkeypatch.setattr("dingsetup.checks.runner.network_of", impatient)
    monkeypatch.setattr("dingsetup.checks.network.SLOW_MS", 50)
    reads = routes.READS - {Kind.THROTTLED}
    monkeypatch.setattr("dingsetup.dingtalk.routes.READS", reads)


def verdict(finding: Finding | None) -> tuple[str, str, str] | None:
    return None if finding is None else (finding.key, str(finding.state), str(finding.kind))


@pytest.fixture(scope="module")
def findings_of(facts: Facts) -> Callable[[str], list[Finding]]:
    """What a run finds on a tenant with this scenario; each is run once for all tests here."""

    @functools.cache
    def found(scenario: str) -> list[Finding]:
        with PracticeTenant.start(facts, scenarios=[scenario], people=12) as tenant:
            run = Run(facts=facts, cancel=threading.Event())
            return inspect(
                practice_profile(tenant, facts), tenant.identity.app_secret, run
            ).findings

    return found


def test_every_scenario_there_is_has_a_verdict() -> None:
    looked_at = {name.partition(":")[0] for name in (*VERDICTS, *WARNINGS, *TOLD)}
    # What shows only when something is sent is no matter of a set-up.
    assert looked_at == {one.name for one in SCENARIOS if not one.sends} - {"healthy"}


def test_what_breaks_sends_alone_changes_nothing_of_a_set_up(journey: Start) -> None:
    names = [one.example for one in SCENARIOS if one.sends and "after" not in one.example]
    assert verdicts(journey(*names, "reads-after:10").check().findings) == {}


@pytest.mark.parametrize("scenario", VERDICTS)
def test_a_scenario_has_its_own_verdict_and_first_cause(findings_of: Found, scenario: str) -> None:
    assert verdict(first_cause(findings_of(scenario))) == VERDICTS[scenario]


@pytest.mark.parametrize("scenario", WARNINGS)
def test_what_is_only_a_nuisance_is_a_warning_and_nothing_else(
    findings_of: Found, scenario: str
) -> None:
    key, state, kind = WARNINGS[scenario]
    assert verdicts(findings_of(scenario)) == {key: (state, kind)}
    assert first_cause(findings_of(scenario)) is None


@pytest.mark.parametrize("scenario", TOLD)
def test_what_is_no_fault_passes_with_what_is_so(findings_of: Found, scenario: str) -> None:
    key, values = TOLD[scenario]
    finding = next(f for f in findings_of(scenario) if f.key == key)
    assert (finding.state, finding.values) == (State.PASSED, values)
    assert verdicts(findings_of(scenario)) == {}


@pytest.mark.parametrize("code", CODES)
def test_a_permission_taken_away_fails_alone(journey: Start, code: str) -> None:
    admin = journey()
    before = {finding.key: finding for finding in admin.check("permissions", "security").findings}
    admin.tenant.set_scenarios([f"scope-missing:{code}"])
    after = {finding.key: finding for finding in admin.check("permissions", "security").findings}
    assert list(after) == list(before)
    changed = [key for key in after if after[key] != before[key]]
    assert changed == [f"permissions/{code}"]
    values = after[f"permissions/{code}"].values
    assert (values["scopes"], values["code"]) == ([code], "60011")
    assert values["apply_url"] == (
        f"https://open-dev.dingtalk.com/appscope/apply?content={admin.profile.app_key}%23{code}"
    )


@pytest.mark.parametrize(("scenarios", "root"), PAIRS.items())
def test_of_two_faults_the_one_in_the_way_comes_first(
    journey: Start, scenarios: tuple[str, str], root: str
) -> None:
    first = first_cause(journey(*scenarios).check().findings)
    assert first is not None
    assert first.key == root


@pytest.mark.parametrize("scenario", [*VERDICTS, *WARNINGS])
def test_whatever_waits_names_a_finding_of_the_same_run(findings_of: Found, scenario: str) -> None:
    findings = findings_of(scenario)
    known = {finding.key: finding for finding in findings}
    assert len(known) == len(findings)
    for finding in findings:
        if finding.state is not State.BLOCKED:
            assert "blocked_by" not in finding.values
            continue
        root = known[finding.values.get("blocked_by", finding.key)]
        assert root.state in (State.FAILED, State.BLOCKED), finding
        assert "blocked_by" not in root.values, "a root waits for nothing else"


def test_two_runs_of_one_state_find_the_same(journey: Start) -> None:
    admin = journey("scope-missing:qyapi_ext_read", "narrow-range")
    quiet = ("credentials", "security", "permissions", "publication")
    assert admin.check(*quiet).findings == admin.check(*quiet).findings
