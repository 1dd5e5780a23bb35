"""Are the redirect URLs registered: the pasted list held against the guide's, byte for byte."""

from dingsetup.checks.case import Case, Check, finder
from dingsetup.findings import Finding, Kind, State
from dingsetup.pasted.redirect_urls import compare_redirect_urls
from dingsetup.plan import wanted_redirect_urls

STEP = "security"
find = finder(STEP)


def judge(case: Case) -> list[Finding]:
    wanted = wanted_redirect_urls(case.facts, case.profile)
    if not wanted:
        return [find("redirect_urls", State.SKIPPED, Kind.NOT_FILLED_IN, field="domain")]
    total = len(wanted)
    if not case.profile.pasted_redirect_urls.strip():
        kind, values = Kind.LIST_NOT_PASTED, {"case": "redirect_urls", "total": total}
        return [find("redirect_urls", State.MANUAL, kind, **values)]
    seen = compare_redirect_urls(wanted, case.profile.pasted_redirect_urls)
    surplus = (
        [find("surplus_urls", State.WARNING, Kind.REDIRECT_URLS_EXTRA, extra=list(seen.extra))]
        if seen.extra
        else []
    )
    if seen.complete:
        complete = find(
            "redirect_urls", State.PASSED, Kind.LIST_COMPLETE, case="redirect_urls", total=total
        )
        return [complete, *surplus]
    missing = find(
        "redirect_urls",
        State.FAILED,
        Kind.REDIRECT_URLS_MISSING,
        missing=list(seen.missing),
        near=[{"entry": r.entry, "reason": str(r.reason)} for r in seen.near],
        found=len(seen.found),
        total=total,
    )
    return [missing, *surplus]


CHECK = Check("redirect_urls", STEP, judge)
