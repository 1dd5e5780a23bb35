"""What no API can tell: questions to a person, whose dated answers are kept in the profile."""

from typing import Any

from dingsetup.checks.case import Case, Check
from dingsetup.findings import Finding, Kind, State


def asked(case: Case, step: str, check: str, kind: Kind, about: str = "", **values: Any) -> Finding:
    """Return the question as a finding, with its answer while that still holds.

    `about` is what the answer depends on; when it has changed since, the question is open again.
    A "no" is a failure: somebody who knows has said that it is not done.
    """
    if about:
        values["about"] = about
    answer = case.profile.answers.get(kind)
    if answer is None or answer.about != about:
        return Finding(step=step, check=check, state=State.MANUAL, kind=kind, values=values)
    said = {"answer": "yes" if answer.yes else "no", "answered_at": answer.at.isoformat()}
    state = State.MANUAL if answer.yes else State.FAILED
    return Finding(step=step, check=check, state=state, kind=kind, values={**values, **said})


def question_check(step: str, *questions: tuple[str, Kind]) -> Check:
    """Return a check that only asks a person."""

    def judge(case: Case) -> list[Finding]:
        return [asked(case, step, check, kind) for check, kind in questions]

    return Check(step, step, judge)


CREATE = question_check("create", ("app_created", Kind.ASK_APP_CREATED))
INFO = question_check("info", ("app_info", Kind.ASK_APP_INFO))
DATAWIND = question_check(
    "datawind",
    ("integration_form", Kind.ASK_INTEGRATION_FORM),
    ("message_channel", Kind.ASK_MESSAGE_CHANNEL),
    ("accounts_bound", Kind.ASK_ACCOUNTS_BOUND),
    ("users_enabled", Kind.ASK_USERS_ENABLED),
    ("subscription_switch", Kind.ASK_SUBSCRIPTION_SWITCH),
    ("monitoring_switch", Kind.ASK_MONITORING_SWITCH),
    ("third_party_switch", Kind.ASK_THIRD_PARTY_SWITCH),
    ("mobile_switch", Kind.ASK_MOBILE_SWITCH),
)
WORKBENCH = question_check("workbench", ("pinned", Kind.ASK_PINNED))
