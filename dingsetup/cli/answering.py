"""Answers to the questions only a person can answer, as the check that asks them wants them."""

from dingsetup.checks import CHECKS
from dingsetup.checks.case import Case
from dingsetup.cli.session import Session
from dingsetup.findings import Finding, Kind
from dingsetup.profile import Profile, now

QUESTIONS = {
    **{kind.removeprefix("ask:"): kind for kind in Kind if kind.startswith("ask:")},
    "agent_id": Kind.AGENT_ID_UNPROVED,
    "limited_range": Kind.OUT_OF_SCOPE,
}
"""What may be answered, by the name the command line has for it."""


def answered_profile(session: Session, profile: Profile, question: str, yes: bool) -> Profile:
    """The profile with one question answered now. Raises Failure for an unknown question."""
    name = question.removeprefix("ask:").replace("-", "_")
    kind = QUESTIONS.get(name)
    if kind is None:
        text = session.language.gettext("There is no question “{name}”. Known ones: {names}.")
        session.fail(text.format(name=question, names=session.language.listed(list(QUESTIONS))))
    return profile.answer(kind, yes, _about(session, profile, kind))


def _about(session: Session, profile: Profile, kind: Kind) -> str:
    """What the answer depends on, as the check names it: now, or when it last ran."""
    if kind is Kind.AGENT_ID_UNPROVED:
        return profile.agent_id
    findings = [*_asked_offline(session, profile, kind), *_found_last(session, profile)]
    open_ones = (f for f in findings if f.kind is kind and "about" in f.values)
    found = next(open_ones, None)
    if found is not None:
        return str(found.values["about"])
    before = profile.answers.get(kind)
    return before.about if before else ""


def _asked_offline(session: Session, profile: Profile, kind: Kind) -> list[Finding]:
    """The findings without any answer of DingTalk: judging is pure, so the questions come out."""
    case = Case(profile=profile.answer(kind, False, "another"), facts=session.facts, at=now())
    return [finding for check in CHECKS for finding in check.judge(case)]


def _found_last(session: Session, profile: Profile) -> list[Finding]:
    return [kept.finding for kept in session.store(profile.id).findings()]
