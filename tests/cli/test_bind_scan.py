"""`dingsetup bind scan` and `check`: planned, capped, gone on with; and the whole journey."""

import json
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dingsetup.facts import Facts
from dingsetup.practice import PracticeTenant
from dingsetup.profile import Profiles
from dingsetup.store import Store
from tests.cli.bound import bind, refused, some, staff, states, write
from tests.cli.conftest import Dingsetup, Keys
from tests.cli.test_check import add_profile
from tests.cli.test_secrecy import token_of

Start = Callable[..., PracticeTenant]

PLAN_KEYS = {"least", "most", "counted", "seconds", "basis", "people", "fields", "apis", "made"}
PLAN_KEYS |= {"made_counted", "doubtful", "resumes", "whole"}


@pytest.fixture
def company(facts: Facts, tmp_path: Path) -> str:
    """A sheet with the people of the practice tenant that `--practice` starts."""
    with PracticeTenant.start(facts) as started:
        return write(tmp_path, staff(started))


@pytest.fixture
def bound(dingsetup: Dingsetup, company: str) -> None:
    """The practice table after import, scan and match."""
    bind(dingsetup, "import", company)
    bind(dingsetup, "scan")
    bind(dingsetup, "match")


class Office:
    """A profile `a` of a tenant that runs, with all its people in the table."""

    def __init__(self, dingsetup: Dingsetup, started: PracticeTenant, folder: Path) -> None:
        self.started = started
        self._dingsetup = dingsetup
        add_profile(dingsetup, started)
        self("import", write(folder, staff(started)))
        self("scan")
        self("match")

    def __call__(self, *args: str) -> Any:
        return json.loads(self.run(*args, "--json").stdout)

    def run(self, *args: str) -> Any:
        return self._dingsetup("bind", *args, "--profile", "a")


@pytest.fixture
def office(dingsetup: Dingsetup, tenant: Start, keys: Keys, tmp_path: Path) -> Office:
    return Office(dingsetup, tenant(people=12), tmp_path)


def test_from_a_sheet_to_a_sheet_everybody_meets_their_account(
    dingsetup: Dingsetup, company: str, tmp_path: Path
) -> None:
    assert bind(dingsetup, "import", company)["plan"]["new"] == 60
    scanned = bind(dingsetup, "scan")
    assert (scanned["result"]["ended"], scanned["result"]["people"]) == ("whole", 60)
    bind(dingsetup, "match")
    listed = bind(dingsetup, "list")
    assert all(row["userid"] for row in listed["rows"])
    assert set(some(listed["counts"])) == {"bound", "inactive"}
    file = str(tmp_path / "out.xlsx")
    assert bind(dingsetup, "export", file)["rows"] == 60
    again = bind(dingsetup, "import", file)
    assert (again["plan"]["same"], again["change"]) == (60, None)
    assert bind(dingsetup, "list") == listed


def test_a_plan_says_what_it_takes_and_reads_nothing(dingsetup: Dingsetup, company: str) -> None:
    bind(dingsetup, "import", company)
    result = dingsetup("bind", "scan", "--plan", "--practice", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["result"]) == (0, None)
    plan = told["plan"]
    assert set(plan) == PLAN_KEYS
    assert (plan["people"], plan["made"], plan["resumes"]) == (60, 2, None)
    assert 0 < plan["least"] <= plan["most"]
    assert all(set(api) == {"endpoint", "counted", "least", "most"} for api in plan["apis"])
    assert dingsetup("bind", "match", "--practice").exit_code == 2, "nothing was read"


def test_what_a_scan_takes_is_said_before_it_and_beside_the_result(
    dingsetup: Dingsetup,
) -> None:
    only = dingsetup("bind", "scan", "--plan", "--practice")
    whole = dingsetup("bind", "scan", "--practice")
    assert whole.stderr == only.stdout
    assert "60 people" in whole.stdout
    scripted = dingsetup("bind", "scan", "--practice", "--json")
    assert scripted.stderr == "", "a script finds the plan in the JSON"


def test_a_scan_stops_at_the_cap_and_the_next_one_goes_on(dingsetup: Dingsetup) -> None:
    capped = dingsetup("bind", "scan", "--max-calls", "6", "--practice", "--json")
    first = json.loads(capped.stdout)["result"]
    assert (capped.exit_code, first["ended"], first["calls"]) == (3, "capped", 6)
    more = bind(dingsetup, "scan", "--plan")["plan"]["resumes"]
    assert more["calls"] == 6
    rest = bind(dingsetup, "scan")["result"]
    assert (rest["ended"], rest["people"]) == ("whole", 60)
    assert rest["all_calls"] == rest["calls"] + 6


def test_a_scan_begins_anew_where_that_is_wanted(dingsetup: Dingsetup) -> None:
    bind(dingsetup, "scan", "--max-calls", "6")
    anew = bind(dingsetup, "scan", "--anew")["result"]
    assert (anew["ended"], anew["all_calls"]) == ("whole", anew["calls"])


@pytest.mark.parametrize("command", ["scan", "check"])
def test_what_dingtalk_refuses_is_told_with_its_cause(
    command: str, dingsetup: Dingsetup, bound: None
) -> None:
    args = ["--way", "scan"] if command == "check" else []
    result = dingsetup("bind", command, *args, "--scenario", "bad-secret", "--practice", "--json")
    trouble = json.loads(result.stdout)["result"]["trouble"]
    assert (result.exit_code, trouble["kind"]) == (3, "bad_secret")
    assert trouble["title"] in result.stderr


def test_a_scan_that_breaks_off_keeps_the_table_as_it_was(
    dingsetup: Dingsetup, bound: None
) -> None:
    before = states(dingsetup)
    result = dingsetup("bind", "scan", "--scenario", "reset", "--practice", "--json")
    assert result.exit_code == 3
    assert states(dingsetup) == before


def test_where_numbers_are_hidden_they_are_asked_for_one_by_one(
    dingsetup: Dingsetup, tmp_path: Path, company: str
) -> None:
    hidden = ["--scenario", "field-hidden:mobile"]
    sheet = [line.split(",") for line in Path(company).read_text("utf-8").splitlines()]
    only_numbers = "\n".join(f"{line[0]},{line[3]}" for line in sheet[:6])
    bind(dingsetup, "import", write(tmp_path, only_numbers, "numbers.csv"))
    scanned = bind(dingsetup, "scan", *hidden)["result"]
    assert scanned["hidden_fields"] == ["mobile"]
    bind(dingsetup, "match")
    assert set(states(dingsetup).values()) == {"not_found"}
    plan = bind(dingsetup, "scan", "--ask-mobiles", "--plan", *hidden)["plan"]
    assert (plan["rows"], plan["least"]) == (5, 5)
    asked = bind(dingsetup, "scan", "--ask-mobiles", *hidden)["result"]
    assert (asked["ended"], asked["found"]) == ("whole", 5)
    bind(dingsetup, "match")
    assert set(states(dingsetup).values()) <= {"bound", "inactive"}


def test_a_check_names_who_left_and_whose_number_changed(office: Office) -> None:
    left, changed = office.started.company.people[3], office.started.company.people[4]
    office.started.leave(left.userid)
    office.started.change_person(changed.userid, mobile="15499990000")
    result = office.run("check", "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["result"]["rows"]["gone"] == ["u3"]
    assert told["result"]["rows"]["mobile_changed"] == ["u4"]
    assert {"u3", "u4"} <= set(told["result"]["newly"])
    assert told["plan"]["way"] in ("accounts", "scan")
    again = office("check")
    assert (again["result"]["rows"]["gone"], again["result"]["newly"]) == (["u3"], [])


def test_a_check_goes_the_way_it_is_told(office: Office) -> None:
    accounts = office("check", "--way", "accounts", "--plan")["plan"]
    assert (accounts["way"], accounts["bound"]) == ("accounts", 12)
    assert office("check", "--way", "scan", "--plan")["plan"]["way"] == "scan"
    assert office("check", "--way", "accounts", "--max-calls", "2")["result"]["ended"] == "capped"


def test_whoever_is_outside_the_contact_range_is_found_by_a_check(
    dingsetup: Dingsetup, bound: None
) -> None:
    told = bind(dingsetup, "check", "--way", "accounts", "--scenario", "narrow-range")
    assert told["result"]["rows"]["contact_range"]
    assert told["counts"]["out_of_range"] == len(told["result"]["rows"]["contact_range"])


def test_the_wizard_sums_the_table_up(dingsetup: Dingsetup, office: Office, home: Path) -> None:
    def found() -> tuple[str, str, dict[str, Any]]:
        result = dingsetup("check", "--profile", "a", "--step", "datawind", "--json")
        findings = {f["check"]: f for f in json.loads(result.stdout)["findings"]}
        assert "accounts_bound" in findings, "what DataWind has stays a question"
        finding = findings["bindings"]
        return finding["state"], finding["kind"], finding["values"]

    active = [n for n, one in enumerate(office.started.company.people) if one.active]
    inactive = [f"u{n}" for n in range(12) if n not in active]
    if inactive:
        office("ignore", *inactive)
    assert found()[:2] == ("passed", "bindings_complete")
    office("unset", "u0")
    state, kind, values = found()
    assert (state, kind, values["open"]) == ("warning", "bindings_open", 1)
    office("undo")
    office.started.leave(office.started.company.people[3].userid)
    office("check")
    state, kind, values = found()
    assert (state, kind, values["drifted"]) == ("warning", "bindings_drifted", 1)
    assert values["states"]["gone"] == 1


def test_a_profile_without_a_table_is_no_fault(
    dingsetup: Dingsetup, tenant: Start, keys: Keys, home: Path
) -> None:
    add_profile(dingsetup, tenant())
    result = dingsetup("check", "--profile", "a", "--json")
    findings = {f["check"]: f for f in json.loads(result.stdout)["findings"]}
    assert (result.exit_code, findings["bindings"]["kind"]) == (0, "bindings_empty")
    assert findings["bindings"]["state"] == "skipped"


def test_the_calls_of_a_scan_are_logged_as_those_of_a_check_are(office: Office, home: Path) -> None:
    logged = Store(Profiles(home).folder("a")).calls(1000)
    assert any(call.path == "/topapi/v2/user/list" for call in logged)


def test_no_secret_or_token_is_printed_or_kept(office: Office, home: Path, tmp_path: Path) -> None:
    hidden = [office.started.identity.app_secret.encode(), token_of(office.started).encode()]
    said = [
        office.run(*command).output.encode()
        for command in (
            ["scan", "--json"],
            ["check"],
            ["match", "--json"],
            ["list", "--json"],
            ["history", "u1"],
            ["export", str(tmp_path / "out.csv")],
        )
    ]
    files = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert all(said)
    assert not any(value in text for value in hidden for text in (*said, *files))


@pytest.mark.parametrize("command", ["scan", "check"])
def test_a_profile_that_is_not_filled_in_asks_nobody(command: str, dingsetup: Dingsetup) -> None:
    dingsetup("profile", "add", "a", "--no-secret")
    result = dingsetup("bind", command, "--profile", "a")
    assert refused(result)
    assert "Client ID" in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("--scenario", "reset"),
        ("--people", "5"),
        ("--latency", "5"),
        ("--practice", "--scenario", "no-such"),
    ],
)
def test_practice_options_go_with_practice_only(
    args: tuple[str, ...], dingsetup: Dingsetup
) -> None:
    dingsetup("profile", "add", "a", "--no-secret")
    profile = [] if "--practice" in args else ["--profile", "a"]
    assert refused(dingsetup("bind", "scan", *args, *profile))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_a_scan_at_once(
    program: Callable[..., Any], dingsetup: Dingsetup, tenant: Start
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dingsetup("profile", "add", "a", "--client-id", "dingabcdefgh12345678", "--no-secret")
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        dingsetup("profile", "set", "a", f"base_url={address}")
        secret = {"DINGSETUP_APP_SECRET": "x" * 64}
        running = program("bind", "scan", "--profile", "a", "--json", env=secret)
        silent.settimeout(20)
        with silent.accept()[0]:
            running.send_signal(signal.SIGINT)
            stdout, stderr = running.communicate(timeout=10)
    assert (running.returncode, stdout) == (130, "")
    assert "Traceback" not in stderr
