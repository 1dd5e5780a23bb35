"""Whom the permissions reach: the app's contact range and the fields it may read.

A permission can be granted and still see nobody. `auth/scopes` tells the range and the readable
fields, never the permissions (KB 0053).
"""

import msgspec

from dingsetup.checks.blocking import block_of
from dingsetup.checks.case import Ask, Case, Check, finder
from dingsetup.dingtalk.contacts import (
    CONTACT_RANGE,
    MATCHING_FIELDS,
    WHOLE_ORGANISATION,
    ContactRange,
    OrgScopes,
    read_contact_range,
)
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Profile

STEP = "permissions"
ASK = "scopes"
find = finder(STEP)


def asks(profile: Profile, facts: Facts) -> tuple[Ask, ...]:
    return (Ask(ASK, lambda client: client.call(CONTACT_RANGE)),)


def judge(case: Case) -> list[Finding]:
    block = block_of(case, ASK)
    if block is not None:
        return [block.finding(STEP, "range")]
    answer = case.answers[ASK]
    if not answer.ok:
        return [find("range", State.FAILED, answer.kind, **answer.values)]
    try:
        seen = read_contact_range(answer)
    except msgspec.ValidationError as error:
        return [find("range", State.FAILED, Kind.UNKNOWN, code=answer.code, message=str(error))]
    return [_range(case, seen.auth_org_scopes), *_fields(seen)]


def _range(case: Case, scopes: OrgScopes) -> Finding:
    departments, people = sorted(scopes.authed_dept), len(scopes.authed_user)
    if WHOLE_ORGANISATION in departments:
        return find("range", State.PASSED, Kind.RANGE_WHOLE)
    values = {"departments": departments, "people": people}
    if not departments and not people:
        return find("range", State.FAILED, Kind.OUT_OF_SCOPE, case="nobody", **values)
    about = ",".join(map(str, departments)) + f"+{people}"
    meant = case.profile.answers.get(Kind.OUT_OF_SCOPE)
    if meant is not None and meant.yes and meant.about == about:
        return find("range", State.WARNING, Kind.OUT_OF_SCOPE, case="meant", **values)
    return find("range", State.FAILED, Kind.OUT_OF_SCOPE, about=about, **values)


def _fields(seen: ContactRange) -> list[Finding]:
    if seen.auth_user_field is None:
        return []
    hidden = [field for field in MATCHING_FIELDS if field not in seen.auth_user_field]
    if hidden:
        return [find("fields", State.WARNING, Kind.FIELDS_HIDDEN, fields=hidden)]
    return [find("fields", State.PASSED, Kind.OK, fields=list(MATCHING_FIELDS))]


CHECK = Check("contact_range", STEP, judge, asks)
