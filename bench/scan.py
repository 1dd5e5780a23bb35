"""How a scan of 10,000 people keeps the tenant's pace, against one question by number for each."""

import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import requests
from dingtalk import AppKeyClient

from bench._tenant import calls_of, tenant
from dingsetup.bindings.scan import Ended, plan_scan, scan
from dingsetup.bindings.scan.values import ScanPlan
from dingsetup.bindings.table import Table
from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.transport import Call, Network
from dingsetup.facts import load_facts
from dingsetup.practice.founding import make_company

PEOPLE = 10_000
SEED = 1
LATENCY_MS = 100
CALLS_A_SECOND = 20
ROUNDS = 3
SAMPLE = 300
"""People asked for one by one; of the rest the time is reckoned from theirs."""
CALLS_LIMIT = 0.03
"""Calls a person."""
TIME_LIMIT = 1.15
"""Of the calls of the busiest API at 20 a second."""


def measure() -> dict[str, Any]:
    """Scan a tenant of another process, and ask it by number, in the same run."""
    with (
        tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as home,
        tenant(Path(home), people=PEOPLE, seed=SEED, latency=LATENCY_MS) as told,
    ):
        rounds = [_scan(told, Path(home) / str(number)) for number in range(ROUNDS)]
        ours = sorted(rounds, key=lambda one: one["ratio"])[ROUNDS // 2]
        throttled = _throttled(told)
        theirs = _ask_one_by_one(told)
    calls = max(one["calls"] for one in rounds) / PEOPLE
    kept = calls <= CALLS_LIMIT and ours["ratio"] <= TIME_LIMIT and not throttled
    return {
        "people": PEOPLE,
        "calls": ours["calls"],
        "calls_counted_in_quota": ours["counted"],
        "calls_a_person": round(calls, 4),
        "calls_limit": CALLS_LIMIT,
        "throttle_answers": throttled,
        "busiest_api_calls": ours["busiest"],
        "plan_seconds": ours["plan_seconds"],
        "seconds": ours["seconds"],
        "seconds_at_the_limit": ours["least"],
        "ratio": ours["ratio"],
        "ratio_limit": TIME_LIMIT,
        "ratio_of_each_round": [one["ratio"] for one in rounds],
        "one_by_one_with_dingtalk_sdk": theirs,
        "kept": kept,
    }


def _scan(told: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Scan once into a table of its own. The plan, which is shown first, is timed apart."""
    calls: list[Call] = []
    credentials = Credentials(told["app_key"], told["app_secret"])
    table, network = Table(folder), Network.at(told["base_url"])
    with Client(credentials, load_facts(), network, log=calls.append) as client:
        client.old_token()  # so that what is loaded late is loaded, as in a window that checked
        calls.clear()
        began = time.monotonic()
        plan = plan_scan(table, client, agent_id=str(told["agent_id"]))
        assert isinstance(plan, ScanPlan), plan
        started = time.monotonic()
        result = scan(table, client, plan)
        seconds = time.monotonic() - started
    known = table.directory_read().get("people")
    if (result.ended, result.people, known) != (Ended.WHOLE, PEOPLE, PEOPLE):
        raise RuntimeError(f"not everybody was read: {result}")
    busiest = max(Counter(call.path for call in calls).values())
    least = busiest / CALLS_A_SECOND
    return {
        "calls": len(calls),
        "counted": sum(call.counted for call in calls),
        "busiest": busiest,
        "plan_seconds": round(started - began, 2),
        "seconds": round(seconds, 2),
        "least": round(least, 2),
        "ratio": round(seconds / least, 3),
    }


def _throttled(told: dict[str, Any]) -> int:
    """Answers of the tenant that asked for fewer calls, by its own log."""
    return sum(call["code"] in ("90018", "90002") for call in calls_of(told))


def _ask_one_by_one(told: dict[str, Any]) -> dict[str, Any]:
    """What anybody's first script does: `getbymobile` for everybody, here for a sample."""
    client: Any = AppKeyClient(told["corp_id"], told["app_key"], told["app_secret"])
    client.API_BASE_URL = told["base_url"]
    client._http = requests.Session()
    sample = make_company(PEOPLE, SEED).people[:SAMPLE]
    seconds: list[float] = []
    for person in sample:
        started = time.monotonic()
        answer = client.post("/topapi/v2/user/getbymobile", {"mobile": person.mobile})
        seconds.append(time.monotonic() - started)
        if answer["result"]["userid"] != person.userid:
            raise RuntimeError("somebody else was found")
    client._http.close()
    return {
        "people_asked": SAMPLE,
        "seconds_measured": round(sum(seconds), 2),
        "median_call_ms": round(statistics.median(seconds) * 1000, 1),
        "calls_reckoned_for_all": PEOPLE,
        "seconds_reckoned_for_all": round(sum(seconds) / SAMPLE * PEOPLE),
        "seconds_at_the_limit": round(PEOPLE / CALLS_A_SECOND),
    }
