"""Are the four credentials right: shapes first, then both token routes, CorpId and AgentId."""

from dingsetup.checks.blocking import (
    CREDENTIALS_REFUSED,
    THIS_COMPUTER,
    TOKEN,
    TOKEN_ASKS,
    Block,
    block_of,
    token_block,
)
from dingsetup.checks.case import Ask, Case, Check, Fault, finder
from dingsetup.checks.network import asks as token_asks
from dingsetup.checks.questions import asked
from dingsetup.checks.shapes import fault_of, is_number
from dingsetup.dingtalk.contacts import VISIBLE_RANGE
from dingsetup.dingtalk.errors import Answer
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Profile

STEP = "credentials"

PROGRESS = "POST /topapi/message/corpconversation/getsendprogress"
NO_TASK = 1
"""A task that no app ever sent: the question is read-only, only the AgentId matters."""

find = finder(STEP)


def asks(profile: Profile, facts: Facts) -> tuple[Ask, ...]:
    questions = list(token_asks(profile, facts))
    fault = fault_of("corp_id", profile.corp_id)
    if fault is None or _weight(fault) is State.WARNING:
        corp_id = profile.corp_id
        questions.append(
            Ask("corp_token", lambda client: client.corp_token(corp_id), "api", needs_token=False)
        )
    if is_number(profile.agent_id):
        questions += agent_asks(profile.agent_id)
    return tuple(questions)


def agent_asks(agent_id: str) -> list[Ask]:
    """Two reads that name the app: its visible range, and the progress of a task it never sent."""
    arguments = {"agent_id": int(agent_id), "task_id": NO_TASK}
    return [
        Ask(
            "visible_range",
            lambda client: client.call(VISIBLE_RANGE, path={"agentId": agent_id}),
            "api",
        ),
        Ask("agent", lambda client: client.call(PROGRESS, arguments)),
    ]


def judge(case: Case) -> list[Finding]:
    profile = case.profile
    return [
        _shape("client_id", fault_of("client_id", profile.app_key)),
        _shape("client_secret", case.secret_fault),
        _token(case),
        _corp_id(case, fault_of("corp_id", profile.corp_id)),
        _agent_id(case, fault_of("agent_id", profile.agent_id)),
    ]


def _shape(check: str, fault: Fault | None) -> Finding:
    if fault is None:
        return find(check, State.PASSED, Kind.OK, field=check)
    return find(check, _weight(fault), fault.kind, **fault.values)


def _weight(fault: Fault) -> State:
    # A shape nobody has seen may still be right: only DingTalk's answer can refuse it.
    return State.WARNING if fault.kind is Kind.FIELD_SHAPE else State.FAILED


def _token(case: Case) -> Finding:
    """Both routes must give a token, and no route may refuse it afterwards."""
    routes = [ask for ask in TOKEN_ASKS if ask in case.answers]
    if not routes:
        return token_block(case).finding(STEP, "token")
    for ask in routes:
        answer = case.answers[ask]
        if answer.ok:
            continue
        block = block_of(case, ask)
        if block is not None and block.by != TOKEN:
            return block.finding(STEP, "token")
        missing = token_block(case)
        if missing.kind is Kind.NOT_FILLED_IN:
            return missing.finding(STEP, "token")
        return find("token", State.FAILED, answer.kind, **answer.values)
    later = (answer for ask, answer in case.answers.items() if ask != "corp_token")
    refused = next((answer for answer in later if answer.kind in CREDENTIALS_REFUSED), None)
    if refused is not None:
        return find("token", State.FAILED, refused.kind, **refused.values)
    return find("token", State.PASSED, Kind.OK)


def _corp_id(case: Case, fault: Fault | None) -> Finding:
    """Only the per-corp route ties the credentials to a CorpId (inferred, KB 0037)."""
    if fault is not None and _weight(fault) is State.FAILED:
        return find("corp_id", State.FAILED, fault.kind, **fault.values)
    answer = case.answers.get("corp_token")
    if answer is not None and answer.ok:
        return find("corp_id", State.PASSED, Kind.OK, field="corp_id")
    block = _corp_block(case, answer)
    if fault is not None:
        state = State.FAILED if block is None else State.WARNING
        return find("corp_id", state, fault.kind, **fault.values)
    if block is not None:
        return block.finding(STEP, "corp_id")
    return find("corp_id", State.FAILED, Kind.CORP_ID_WRONG, code=answer.code if answer else None)


def _corp_block(case: Case, answer: Answer | None) -> Block | None:
    """Why the per-corp route says nothing of the CorpId; None where it refused the CorpId itself.

    A CorpId that is none gets "unknown error" (seen live), which elsewhere is DingTalk's own fault.
    """
    token = case.answers.get("new_token")
    if answer is None or (token is not None and not token.ok):
        return token_block(case)
    block = block_of(case, "corp_token")
    return None if answer.kind in {Kind.SERVER_ERROR, *CREDENTIALS_REFUSED} else block


def _agent_id(case: Case, fault: Fault | None) -> Finding:
    if fault is not None:
        return find("agent_id", State.FAILED, fault.kind, **fault.values)
    answers = [case.answers[id] for id in ("visible_range", "agent") if id in case.answers]
    if any(answer.kind is Kind.AGENT_ID_WRONG for answer in answers):
        return find("agent_id", State.FAILED, Kind.AGENT_ID_WRONG, agent_id=case.profile.agent_id)
    if answers and answers[0].ok:
        return find("agent_id", State.PASSED, Kind.OK, field="agent_id")
    about = case.profile.agent_id
    question = asked(case, STEP, "agent_id", Kind.AGENT_ID_UNPROVED, about=about, agent_id=about)
    block = block_of(case, "agent")
    # What a person has compared stands also where only this computer is not let through.
    if block is None or (block.by == THIS_COMPUTER and "answer" in question.values):
        return question
    return block.finding(STEP, "agent_id")


CHECK = Check("credentials", STEP, judge, asks)
