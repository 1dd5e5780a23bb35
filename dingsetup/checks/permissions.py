"""Has the app the six permissions: one read-only probe for each, put side by side."""

from collections.abc import Callable

from dingsetup.checks.blocking import QUOTA, block_of
from dingsetup.checks.case import Ask, Case, Check, finder
from dingsetup.dingtalk.client import Client
from dingsetup.dingtalk.errors import Answer
from dingsetup.facts import Facts, Permission
from dingsetup.findings import Finding, Kind, State
from dingsetup.pasted.permissions import compare_permissions
from dingsetup.profile import Profile

STEP = "permissions"
find = finder(STEP)


def asks(profile: Profile, facts: Facts) -> tuple[Ask, ...]:
    return tuple(Ask(p.code, _probe(p), _host(facts, p)) for p in facts.permissions)


def _host(facts: Facts, permission: Permission) -> str:
    endpoint = facts.endpoint(permission.probe)
    return endpoint.host if endpoint else "oapi"


def _probe(permission: Permission) -> Callable[[Client], Answer]:
    return lambda client: client.call(permission.probe, permission.arguments)


def judge(case: Case) -> list[Finding]:
    findings = [_permission(case, permission) for permission in case.facts.permissions]
    return [*_quota(case), *findings, *_pasted(case)]


def _permission(case: Case, permission: Permission) -> Finding:
    code = permission.code
    names = {"name": permission.name, "english": permission.english, "scopes": [code]}
    block = block_of(case, code)
    if block is not None:
        return block.finding(STEP, code, **names)
    answer = case.answers[code]
    if answer.kind is Kind.SCOPE_MISSING:
        return find(code, State.FAILED, Kind.SCOPE_MISSING, **_missing(case, permission, answer))
    if answer.ok or answer.code in permission.present:
        return find(code, State.PASSED, Kind.SCOPE_PRESENT, **names)
    seen = {"code": answer.code, "message": answer.message}
    return find(code, State.FAILED, answer.kind, **{**answer.values, **names, **seen})


def _missing(case: Case, permission: Permission, answer: Answer) -> dict[str, object]:
    """The answer's own scopes and link; where it has none, ours."""
    scopes = answer.values.get("scopes") or [permission.code]
    url = answer.values.get("apply_url") or apply_url(case.facts, case.profile, permission.code)
    return {
        "name": permission.name,
        "english": permission.english,
        "scopes": scopes,
        "apply_url": url,
        "code": answer.code,
    }


def apply_url(facts: Facts, profile: Profile, scope: str) -> str:
    """The console's page that grants one permission to this app."""
    link = facts.link("apply_scope")
    return link.url.format(client_id=profile.app_key, scope=scope) if link else ""


def _quota(case: Case) -> list[Finding]:
    """Pushes count in the month's calls too: without any left none is sent."""
    if all(answer.kind is not Kind.QUOTA_EXHAUSTED for answer in case.answers.values()):
        return []
    limit = case.facts.limit("monthly_calls")
    return [find(QUOTA.partition("/")[2], State.FAILED, Kind.QUOTA_EXHAUSTED, limit=limit)]


def _pasted(case: Case) -> list[Finding]:
    """What the pasted permission page shows: missing ones, and those the guide does not need."""
    if not case.profile.pasted_permissions.strip():
        return []
    seen = compare_permissions(case.facts, case.profile.pasted_permissions)
    total = len(case.facts.permissions)
    if not seen.found and not seen.extra:
        return [find("pasted", State.WARNING, Kind.LIST_UNKNOWN)]
    findings = [
        find("pasted", State.WARNING, Kind.PERMISSIONS_MISSING, missing=list(seen.missing))
        if seen.missing
        else find("pasted", State.PASSED, Kind.LIST_COMPLETE, case="permissions", total=total)
    ]
    if seen.extra:
        extra = list(seen.extra)
        findings.append(find("surplus", State.WARNING, Kind.PERMISSIONS_EXTRA, extra=extra))
    return findings


CHECK = Check("permissions", STEP, judge, asks)
