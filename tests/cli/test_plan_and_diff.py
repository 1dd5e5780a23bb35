"""`dingsetup plan` and `dingsetup diff`: what is wanted, and what of it is missing."""

import datetime
import json
from pathlib import Path

import pytest

from dingsetup.cli.planned import ABOUT, DOMAIN_FAULTS, WARNINGS
from dingsetup.facts import Facts
from dingsetup.language.names import REASONS
from dingsetup.pasted.comparison import Reason
from dingsetup.plan import DomainFault, PlanWarning
from tests.cli.conftest import Dingsetup

PRIVATE = ("--edition", "private", "--domain", "bi.example.com")


def test_the_saas_plan_has_all_addresses_and_says_that_three_are_too_few(
    dingsetup: Dingsetup, facts: Facts
) -> None:
    result = dingsetup("plan", "--edition", "saas", "--show", "ips")
    assert tuple(result.stdout.split()) == facts.newest_addresses.addresses
    assert "14.103.128.84" in result.stderr


def test_every_part_can_be_shown_alone(dingsetup: Dingsetup, facts: Facts) -> None:
    def lines(part: str) -> list[str]:
        command = ("plan", "--edition", "saas", "--domain", "bi.example.com")
        return dingsetup(*command, "--show", part).stdout.splitlines()

    assert lines("redirect-urls") == [entry.url for entry in facts.redirect_urls]
    assert [line.split()[0] for line in lines("permissions")] == [p.code for p in facts.permissions]
    assert lines("homepage") == ["https://bi.example.com/bi-h5/?corpId=$CORPID$"]
    assert [line.split()[0] for line in lines("steps")] == [step.id for step in facts.steps]


def test_the_plan_names_source_and_date_of_what_it_shows(
    dingsetup: Dingsetup, facts: Facts
) -> None:
    result = dingsetup("plan", "--edition", "saas")
    newest = facts.newest_addresses
    assert f"{newest.source}, {newest.date}" in result.stdout
    assert "UNCONFIRMED" in result.stdout
    report = json.loads(dingsetup("plan", "--edition", "saas", "--json").stdout)
    dates = [
        entry["date"] for part in ("permissions", "steps", "sources") for entry in report[part]
    ]
    assert all(datetime.date.fromisoformat(date) for date in dates)
    assert all(entry["source"] for entry in report["permissions"] + report["steps"])


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_private_plan_names_no_host_of_the_vendor(form: list[str], dingsetup: Dingsetup) -> None:
    result = dingsetup("plan", *PRIVATE, "--address", "47.94.10.7", *form)
    assert result.exit_code == 0
    assert "volcengine" not in result.output
    assert "byteplus" not in result.output
    assert "47.94.10.7" in result.stdout


@pytest.mark.parametrize(
    "args",
    [
        [],
        ["--edition", "cloud"],
        ["--edition", "saas", "--domain", "*.example.com"],
        ["--edition", "saas", "--domain", "a.example.com b.example.com"],
        ["--edition", "saas", "--address", "47.94.10.7"],
    ],
)
def test_a_plan_of_nothing_sensible_is_refused(args: list[str], dingsetup: Dingsetup) -> None:
    result = dingsetup("plan", *args)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize(
    ("address", "reason"), [("10.0.0.1", "your own network"), ("47.94.10.0/24", "a network")]
)
def test_an_address_the_allowlist_cannot_use_is_warned_of(
    address: str, reason: str, dingsetup: Dingsetup
) -> None:
    command = ("plan", *PRIVATE, "--address", address, "--address", "47.94.10.7")
    warnings = dingsetup(*command, "--show", "ips").stderr.splitlines()
    assert len(warnings) == 1
    assert warnings[0].startswith(f"{address} cannot be used")
    assert reason in warnings[0]
    assert f"! {warnings[0]}" in dingsetup(*command).stdout


def test_everything_a_plan_can_warn_of_has_a_sentence() -> None:
    assert set(WARNINGS) == set(ABOUT) == set(PlanWarning)
    assert set(DOMAIN_FAULTS) == set(DomainFault)
    assert set(REASONS) == set(Reason)


def test_three_of_four_addresses_leave_one_missing(dingsetup: Dingsetup) -> None:
    result = dingsetup("diff", "ips", stdin="180.184.64.81,180.184.87.232，180.184.102.141")
    assert result.exit_code == 1
    assert result.stdout.startswith("1 of 4 addresses missing")
    assert "14.103.128.84" in result.stdout


def test_a_complete_list_ends_with_0(dingsetup: Dingsetup, tmp_path: Path) -> None:
    for what in ("ips", "redirect-urls", "permissions"):
        file = tmp_path / what
        file.write_text(dingsetup("plan", "--edition", "saas", "--show", what).stdout, "utf-8")
        assert dingsetup("diff", what, str(file)).exit_code == 0


def test_a_near_miss_is_named_with_what_differs(dingsetup: Dingsetup, facts: Facts) -> None:
    urls = [entry.url for entry in facts.redirect_urls]
    pasted = "\n".join([*urls[1:], urls[0].replace("https", "http")])
    result = dingsetup("diff", "redirect-urls", stdin=pasted)
    assert result.exit_code == 1
    assert "http:// instead of https://" in result.stdout
    seen = json.loads(dingsetup("diff", "redirect-urls", "--json", stdin=pasted).stdout)
    assert seen["missing"] == [urls[0]]
    assert [remark["reason"] for remark in seen["near"]] == ["scheme"]


def test_surplus_and_unusable_addresses_are_named(dingsetup: Dingsetup, facts: Facts) -> None:
    pasted = ",".join([*facts.newest_addresses.addresses, "8.8.8.8", "10.0.0.1"])
    result = dingsetup("diff", "ips", stdin=pasted)
    assert result.exit_code == 0
    assert "8.8.8.8" in result.stdout
    assert "10.0.0.1 (an address of your own network)" in result.stdout


def test_a_private_list_is_compared_with_the_deployments_own(dingsetup: Dingsetup) -> None:
    own = ("--edition", "private", "--address", "47.94.10.7")
    assert dingsetup("diff", "ips", *own, stdin="47.94.10.7").exit_code == 0
    assert dingsetup("diff", "ips", *own, stdin="47.94.10.8").exit_code == 1
    assert dingsetup("diff", "ips", "--edition", "private", stdin="x").exit_code == 2


@pytest.mark.parametrize("args", [["ips", "/no/such/file"], ["addresses"], []])
def test_wrong_usage_ends_with_2(args: list[str], dingsetup: Dingsetup) -> None:
    result = dingsetup("diff", *args)
    assert (result.exit_code, result.stdout) == (2, "")
