"""Plans, progress and results of scans are told in words, each with what it holds."""

import datetime
from typing import Any

import msgspec
import pytest

from dingsetup.bindings.drift import KINDS, CheckPlan, Drift, Way
from dingsetup.bindings.scan import (
    ApiCalls,
    Basis,
    Ended,
    MobilePlan,
    MobileResult,
    ScanPlan,
    ScanProgress,
    ScanResult,
    ScanTrouble,
    Unfinished,
    Visible,
)
from dingsetup.bindings.scan.walk import ENDPOINTS, Ask
from dingsetup.bindings.values import Reason
from dingsetup.findings import Kind
from dingsetup.language import Language
from dingsetup.language import scans as words

ENGLISH = Language("en")
NOW = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
TROUBLE = ScanTrouble(kind=Kind.THROTTLED, values={"scope": "app"})

PLAN = ScanPlan(
    about="",
    agent_id="7",
    roots=(1,),
    given=(),
    people=10_000,
    fields=None,
    basis=Basis.GUESS,
    apis=tuple(
        ApiCalls(endpoint=ENDPOINTS[ask], counted=False, least=60, most=1200)
        for ask in Ask
        if ask not in (Ask.COUNT, Ask.MOBILE)
    ),
    made=2,
    made_counted=1,
    calls_per_second=20,
)
RESULT = ScanResult(
    ended=Ended.WHOLE,
    people=10_000,
    departments=72,
    calls=220,
    counted=2,
    all_calls=220,
    partial=False,
    passed_over=0,
    visible=Visible.JUDGED,
)
MOBILES = MobilePlan(
    numbers=("a", "b"), people=0, rows=3, shown=False, counted=False, calls_per_second=20
)
ASKED = MobileResult(ended=Ended.WHOLE, calls=2, found=1, nobody=1, refused=0, outside=0, left=0)
CHECK = CheckPlan(
    way=Way.ACCOUNTS,
    agent_id="7",
    about="",
    bound=12,
    calls=(14, 14),
    counted=1,
    seconds=(1.2, 1.2),
)
DRIFT = Drift(
    way=Way.SCAN,
    ended=Ended.WHOLE,
    at=NOW.isoformat(),
    calls=220,
    bound=12,
    rows=dict.fromkeys(KINDS, ()),
    newly=(),
)


ANSWERS = list(Kind)[1 : list(Kind).index(Kind.UNKNOWN) + 1]
"""What DingTalk may answer beside ok; the kinds after it are our checks' own."""


def changed(value: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(value, **fields)


def test_a_plan_is_told_with_its_calls_its_quota_and_its_time() -> None:
    lines = words.plan_lines(ENGLISH, PLAN)
    assert lines[0] == "Calls: about 300 to 6,000, judging by the 10,000 people DingTalk counts"
    assert "pages of 100 people 60 to 1,200" in lines[1]
    assert lines[-2:] == ["Of the month's calls this uses: 1", "Time: about 4 to 67 s"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"basis": Basis.EARLIER}, "by the last scan"),
        ({"basis": Basis.NOTHING, "people": 0}, "300 or more"),
        ({"doubtful": 9}, "Up to 9 more"),
        ({"roots": (5, 6), "given": ("a",)}, "departments 2, people named one by one 1"),
        ({"calls_per_second": 1}, "min"),
        (
            {"resumes": Unfinished(began_at=NOW.isoformat(), people=40, departments=9, calls=21)},
            "40 people in 9 departments are read, with 21 calls",
        ),
    ],
)
def test_what_a_plan_rests_on_is_told(fields: dict[str, Any], told: str) -> None:
    assert told in "\n".join(words.plan_lines(ENGLISH, changed(PLAN, **fields)))


def test_every_api_of_a_plan_has_a_name() -> None:
    asked = {endpoint for ask, endpoint in ENDPOINTS.items() if ask not in (Ask.COUNT, Ask.MOBILE)}
    assert asked == words.APIS.keys()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "40 of 60 people, 21 calls"),
        ({"expected": 0}, "40 people, 21 calls"),
        ({"people": 61}, "61 of 61 people, 21 calls"),
        ({"waiting": True}, "40 of 60 people, 21 calls; waiting for DingTalk …"),
    ],
)
def test_progress_is_one_line(fields: dict[str, Any], told: str) -> None:
    progress = ScanProgress(people=40, departments=9, calls=21, expected=60)
    assert words.progress_line(ENGLISH, changed(progress, **fields)) == told


@pytest.mark.parametrize("ended", list(Ended))
def test_every_end_of_a_scan_is_told(ended: Ended) -> None:
    told = words.result_lines(ENGLISH, changed(RESULT, ended=ended))
    assert told
    assert ("goes on from there" in told[0]) is (ended not in (Ended.WHOLE, Ended.SUPERSEDED))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Read: 10,000 people in 72 departments, with 220 calls."),
        ({"partial": True, "outside": 3}, "Bound accounts outside: 3"),
        ({"passed_over": 2}, "closed to the app: 2"),
        ({"hidden_fields": ("mobile", "email")}, "nobody's mobile number, e-mail to the app"),
        ({"hidden_fields": ("mobile",)}, "can be asked by mobile number"),
        ({"visible": Visible.OPEN}, "unconfirmed"),
        ({"visible": Visible.ROLES}, "names roles"),
        ({"visible": Visible.UNKNOWN}, "could not be read"),
        ({"ended": Ended.TROUBLE, "trouble": TROUBLE}, "fewer calls"),
    ],
)
def test_what_came_of_a_scan_is_told(fields: dict[str, Any], told: str) -> None:
    assert told in "\n".join(words.result_lines(ENGLISH, changed(RESULT, **fields)))


@pytest.mark.parametrize("kind", ANSWERS)
def test_whatever_ends_a_scan_has_its_words(kind: Kind) -> None:
    values = {"code": "1", "message": "words"} if kind is Kind.UNKNOWN else {}
    assert words.trouble_told(ENGLISH, ScanTrouble(kind=kind, values=values)).title


def test_a_range_that_holds_nobody_is_told() -> None:
    trouble = ScanTrouble(kind=Kind.OUT_OF_SCOPE, values={"case": "nobody"})
    told = words.trouble_told(ENGLISH, trouble)
    assert "nobody" in told.title
    assert told.remedy


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Calls: 2, one for each number; users nobody was found for: 3"),
        ({"people": 2}, "Calls: about 2 to 4"),
        ({"numbers": ()}, "No user needs it"),
        ({"shown": True, "numbers": ()}, "nothing to ask for"),
        ({"counted": True}, "Of the month's calls this uses: 2"),
    ],
)
def test_a_plan_to_ask_by_number_is_told(fields: dict[str, Any], told: str) -> None:
    assert told in "\n".join(words.mobile_plan_lines(ENGLISH, changed(MOBILES, **fields)))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Found: 1. Nobody's: 1."),
        ({}, "Match again"),
        ({"refused": 2}, "in DingTalk's eyes: 2."),
        ({"outside": 4}, "contact range: 4."),
        ({"left": 5, "ended": Ended.CAPPED}, "Still to be asked for: 5."),
        ({"trouble": TROUBLE, "ended": Ended.TROUBLE}, "fewer calls"),
    ],
)
def test_what_came_of_asking_by_number_is_told(fields: dict[str, Any], told: str) -> None:
    assert told in "\n".join(words.mobile_result_lines(ENGLISH, changed(ASKED, **fields)))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Each of 12 bound accounts is asked for"),
        ({}, "Calls: 14"),
        ({"bound": 0}, "nothing to check"),
        ({"way": Way.SCAN, "scan": PLAN}, "less than asking for 12 accounts"),
        ({"way": Way.SCAN, "scan": PLAN}, "Calls: about 300"),
    ],
)
def test_a_plan_to_check_is_told(fields: dict[str, Any], told: str) -> None:
    assert told in "\n".join(words.check_plan_lines(ENGLISH, changed(CHECK, **fields)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_drift_is_told(kind: Reason) -> None:
    rows = dict.fromkeys(KINDS, ()) | {kind: (1, 2)}
    told = words.drift_lines(ENGLISH, changed(DRIFT, rows=rows, newly=(2,)))
    assert told[0] == "No longer right: 2 of 12 bindings, 1 of them newly."
    assert len(told) == 2
    assert told[1].endswith(": 2")
    assert not told[1].startswith(":")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Bindings that still hold: all 12."),
        ({"new_count": 2, "new_people": ("a", "b")}, "bound to nobody: 2"),
        ({"new_count": 2}, "2 at least"),
        ({"ended": Ended.CAPPED}, "Cut off after 220 calls"),
        ({"ended": Ended.TROUBLE, "trouble": TROUBLE}, "fewer calls"),
    ],
)
def test_what_came_of_a_check_is_told(fields: dict[str, Any], told: str) -> None:
    assert told in "\n".join(words.drift_lines(ENGLISH, changed(DRIFT, **fields)))


def test_of_a_check_that_was_cut_off_nothing_is_said_to_hold() -> None:
    told = words.drift_lines(ENGLISH, changed(DRIFT, ended=Ended.TROUBLE))
    assert not any("hold" in line for line in told)
