"""`dingsetup check`: every scenario has its own verdict, exit code and JSON."""

import json
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from dingsetup.checks.runner import network_of
from dingsetup.dingtalk.transport import Network
from dingsetup.facts import load_facts
from dingsetup.practice import SCENARIOS
from dingsetup.profile import Profile, Profiles
from tests.cli.conftest import Dingsetup, Keys, states

PERMISSIONS = [permission.code for permission in load_facts().permissions]

VERDICTS: dict[str, tuple[int, dict[str, str]]] = {
    "healthy": (0, {}),
    "bad-secret": (1, {"credentials/token": "bad_secret"}),
    "wrong-corp": (1, {"credentials/corp_id": "corp_id_wrong"}),
    "app-disabled": (1, {"credentials/token": "app_disabled"}),
    "ip-blocked": (3, {}),
    "ip-blocked-v6": (3, {}),
    "org-disabled": (1, {"credentials/token": "org_disabled"}),
    "org-disbanded": (1, {"credentials/token": "org_disbanded"}),
    "refuse-call:/topapi/user/count=987654:x": (1, {"permissions/qyapi_get_member": "unknown"}),
    "proxy-refused": (1, {"network/oapi": "proxy_refused", "network/api": "proxy_refused"}),
    "silent": (
        1,
        {"network/oapi": "timed_out", "network/api": "timed_out", "mobile/reached": "timed_out"},
    ),
    "homepage:502": (1, {"mobile/reached": "homepage_answer"}),
    "narrow-range": (1, {"permissions/range": "out_of_scope"}),
    "narrow-visible": (0, {}),
    "field-hidden:mobile": (0, {"permissions/fields": "fields_hidden"}),
    "foreign-agent": (1, {"credentials/agent_id": "agent_id_wrong"}),
    "expired-token": (1, {"credentials/token": "token_invalid"}),
    "throttled": (3, {}),
    "quota-exhausted": (1, {"permissions/quota": "quota_exhausted"}),
    "server-error": (3, {}),
    "portal": (1, {"network/oapi": "not_dingtalk", "network/api": "not_dingtalk"}),
    "slow:30": (0, {}),
    "flaky": (0, {"network/service": "unstable"}),
    "reset": (
        1,
        {
            "network/oapi": "unreachable",
            "network/api": "unreachable",
            "mobile/reached": "unreachable",
        },
    ),
    **{
        f"scope-missing:{code}": (1, {f"permissions/{code}": "scope_missing"})
        for code in PERMISSIONS
    },
}
"""Exit code, and the kinds of all that failed or warns."""

FIRST = {
    "ip-blocked": "security/this_computer",
    "ip-blocked-v6": "security/this_computer",
    "org-disabled": "credentials/token",
    "org-disbanded": "credentials/token",
    "proxy-refused": "network/oapi",
    "silent": "network/oapi",
    "throttled": "network/service",
    "server-error": "network/service",
    "bad-secret": "credentials/token",
    "expired-token": "credentials/token",
    "portal": "network/oapi",
    "quota-exhausted": "permissions/quota",
    "app-disabled": "credentials/token",
    "reset": "network/oapi",
}
"""What stands on top, with what waits for it below."""
KEYS = {"step", "check", "state", "kind", "values", "title", "cause", "remedy", "links"}


def key(finding: dict[str, Any]) -> str:
    return f"{finding['step']}/{finding['check']}"


@pytest.mark.parametrize("scenario", VERDICTS)
def test_a_scenario_has_its_own_verdict_with_the_first_cause_on_top(
    scenario: str, dingsetup: Dingsetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    def impatient(profile: Profile) -> Network:
        """Nobody here waits the fifteen seconds of a line that is silent."""
        return msgspec.structs.replace(network_of(profile), read_timeout=0.5)

    monkeypatch.setattr("dingsetup.checks.runner.network_of", impatient)
    result = dingsetup("check", "--practice", scenario, "--json")
    code, wrong = VERDICTS[scenario]
    findings = json.loads(result.stdout)["findings"]
    told = {key(f): f["kind"] for f in findings if f["state"] in ("failed", "warning")}
    assert (result.exit_code, told) == (code, wrong)
    assert result.stderr == ""
    first = FIRST.get(scenario, "")
    waiting = [f for f in findings if f["values"].get("blocked_by", "-") == first]
    assert (key(findings[0]) if waiting else "") == first
    assert findings[1 : len(waiting) + 1] == waiting


def test_every_scenario_there_is_has_been_looked_at() -> None:
    named = {name.partition(":")[0] for name in VERDICTS}
    assert named == {one.name for one in SCENARIOS if not one.sends}


def test_a_missing_permission_comes_with_its_code_and_where_to_apply(dingsetup: Dingsetup) -> None:
    result = dingsetup("check", "--practice", "scope-missing:qyapi_ext_read", "--json")
    finding = json.loads(result.stdout)["findings"][0]
    assert finding["values"]["scopes"] == ["qyapi_ext_read"]
    assert finding["links"][0]["url"] == finding["values"]["apply_url"]
    assert "qyapi_ext_read" in finding["title"]


def test_the_json_of_a_finding_has_exactly_the_keys_promised(dingsetup: Dingsetup) -> None:
    report = json.loads(dingsetup("check", "--practice", "--json").stdout)
    assert set(report) == {"findings", "counts"}
    assert {frozenset(finding) for finding in report["findings"]} == {frozenset(KEYS)}
    links = [link for finding in report["findings"] for link in finding["links"]]
    assert {frozenset(link) for link in links} == {frozenset({"title", "url"})}
    assert all(link["url"].startswith("https://") for link in links)
    assert not any("{" in link["url"] for link in links)


def test_counts_add_up_to_their_total(dingsetup: Dingsetup) -> None:
    report = json.loads(dingsetup("check", "--practice", "--json").stdout)
    counts = report["counts"]
    assert counts.pop("total") == sum(counts.values()) == len(report["findings"])
    assert set(counts) == {"passed", "failed", "warning", "blocked", "manual", "skipped"}


def test_scenarios_may_follow_one_practice_option(dingsetup: Dingsetup) -> None:
    code = "qyapi_ext_read"
    one = dingsetup("check", "--practice", "wrong-corp", f"scope-missing:{code}", "--json")
    two = dingsetup(
        "check", "--practice", "wrong-corp", "--practice", f"scope-missing:{code}", "--json"
    )
    assert states(one) == states(two)
    assert states(one)[f"permissions/{code}"] == "failed"
    assert states(one)["credentials/corp_id"] == "failed"


def test_only_the_steps_named_are_checked(dingsetup: Dingsetup) -> None:
    result = dingsetup(
        "check", "--practice", "--step", "permissions", "--step", "network", "--json"
    )
    assert {name.partition("/")[0] for name in states(result)} == {"permissions", "network"}


def test_a_step_that_does_not_exist_is_refused_with_those_that_do(dingsetup: Dingsetup) -> None:
    result = dingsetup("check", "--practice", "--step", "permision")
    assert result.exit_code == 2
    assert "permissions" in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["--practice", "--base-url", "http://127.0.0.1:9"],
        ["--practice", "--profile", "a"],
        ["ip-blocked"],
        ["--people", "5"],
        ["--practice", "no-such-scenario"],
        ["--practice", "scope-missing"],
        ["--base-url", "127.0.0.1:9"],
        ["--profile", "none"],
        [],
    ],
)
def test_wrong_usage_is_told_in_a_sentence_and_exit_code_2(
    args: list[str], dingsetup: Dingsetup
) -> None:
    result = dingsetup("check", *args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error:" in result.stderr


def test_people_read_the_first_cause_first_and_the_counts_last(dingsetup: Dingsetup) -> None:
    result = dingsetup("check", "--practice", "ip-blocked")
    lines = [line for line in result.stdout.splitlines() if line]
    assert lines[1] == "Mend this first"
    assert "203.0.113.7" in lines[2]
    assert "waiting" in lines[-2]
    assert "\x1b" not in result.stdout


def test_a_question_answered_yes_counts_as_passed_for_people_only(
    dingsetup: Dingsetup, tenant: Callable[..., Any], keys: Keys
) -> None:
    add_profile(dingsetup, tenant())
    step = ("check", "--profile", "a", "--step", "create")
    assert "? to confirm  Is the in-house app created?" in dingsetup(*step).stdout
    dingsetup("profile", "answer", "a", "app_created", "yes")
    lines = dingsetup(*step).stdout.splitlines()
    title = next(line for line in lines if "Is the in-house app created?" in line)
    assert title.startswith("  ✓ passed  ")
    assert "Confirmed by you on 20" in title
    assert "1 passed" in lines
    counts = json.loads(dingsetup(*step, "--json").stdout)["counts"]
    assert (counts["manual"], counts["passed"]) == (1, 0)


def test_another_tenant_is_checked_with_what_the_environment_says(
    dingsetup: Dingsetup, tenant: Callable[..., Any]
) -> None:
    started = tenant()
    result = dingsetup("check", "--base-url", started.base_url, "--json", env=environment(started))
    assert result.exit_code == 0
    assert states(result)["credentials/corp_id"] == "passed"
    assert states(result)["permissions/qyapi_ext_read"] == "passed"


def test_an_empty_environment_is_a_finding_for_each_value(
    dingsetup: Dingsetup, tenant: Callable[..., Any]
) -> None:
    result = dingsetup("check", "--base-url", tenant().base_url, "--json")
    assert result.exit_code == 1
    assert states(result)["credentials/client_id"] == "failed"
    assert states(result)["credentials/client_secret"] == "failed"


def test_nobody_there_is_a_finding_too(dingsetup: Dingsetup) -> None:
    result = dingsetup("check", "--base-url", "http://127.0.0.1:9", "--step", "network", "--json")
    assert result.exit_code == 1
    assert states(result)["network/oapi"] == "failed"


def test_the_allowlist_is_right_from_blocked_to_taken_off_again(
    dingsetup: Dingsetup, tenant: Callable[..., Any], keys: Keys, home: Any
) -> None:
    started = tenant("ip-blocked")
    add_profile(dingsetup, started)
    wanted = started.allowlist

    blocked = dingsetup("check", "--profile", "a", "--json")
    assert blocked.exit_code == 3
    assert states(blocked)["security/this_computer"] == "blocked"

    assert dingsetup("profile", "allow", "a").exit_code == 0
    assert Profiles(home).load("a").allowance is not None
    waiting = json.loads(dingsetup("check", "--profile", "a", "--json").stdout)["findings"][0]
    assert waiting["kind"] == "allowance_waiting"

    started.set_allowlist([*wanted, "203.0.113.7"])
    allowed = dingsetup("check", "--profile", "a", "--json")
    assert allowed.exit_code == 0
    assert states(allowed)["security/this_computer"] == "warning"

    started.set_allowlist(wanted)
    removed = dingsetup("check", "--profile", "a", "--json")
    assert removed.exit_code == 0
    assert states(removed)["security/this_computer"] == "passed"
    assert states(removed)["permissions/qyapi_ext_read"] == "skipped"
    allowance = Profiles(home).load("a").allowance
    assert allowance is not None
    assert not allowance.open


def test_a_profile_remembers_what_its_check_found(
    dingsetup: Dingsetup, tenant: Callable[..., Any], keys: Keys, home: Any
) -> None:
    from dingsetup.store import Store

    add_profile(dingsetup, tenant())
    shown = json.loads(dingsetup("check", "--profile", "a", "--json").stdout)["findings"]
    store = Store(Profiles(home).folder("a"))
    kept = {entry.finding.key for entry in store.findings()}
    assert kept == {key(finding) for finding in shown}
    assert any(call.path == "/gettoken" for call in store.calls())


def test_a_profile_without_a_secret_says_so(
    dingsetup: Dingsetup, tenant: Callable[..., Any], keys: Keys
) -> None:
    add_profile(dingsetup, tenant())
    keys.kept.clear()
    result = dingsetup("check", "--profile", "a", "--json")
    assert result.exit_code == 1
    assert states(result)["credentials/client_secret"] == "failed"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_a_check_at_once(program: Callable[..., Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        secrets = {"DINGSETUP_APP_KEY": "dingabcdefgh12345678", "DINGSETUP_APP_SECRET": "x" * 64}
        running = program("check", "--base-url", address, env=secrets)
        silent.settimeout(20)
        with silent.accept()[0]:
            running.send_signal(signal.SIGINT)
            stdout, stderr = running.communicate(timeout=5)
    assert (running.returncode, stdout) == (130, "")
    assert "Traceback" not in stderr


def environment(started: Any) -> dict[str, str]:
    identity = started.identity
    return {
        "DINGSETUP_APP_KEY": identity.app_key,
        "DINGSETUP_APP_SECRET": identity.app_secret,
        "DINGSETUP_AGENT_ID": str(identity.agent_id),
        "DINGSETUP_CORP_ID": identity.corp_id,
    }


def add_profile(dingsetup: Dingsetup, started: Any) -> None:
    """Add the profile `a` of a practice tenant, as a person would."""
    identity = started.identity
    values = ["--app-key", identity.app_key, "--agent-id", str(identity.agent_id)]
    secret = {"DINGSETUP_APP_SECRET": identity.app_secret}
    dingsetup("profile", "add", "a", *values, "--corp-id", identity.corp_id, env=secret)
    dingsetup("profile", "set", "a", f"base_url={started.base_url}")
