"""Is the app published, with today's settings, and who may see it.

No API tells an H5 app's version state, so a person is asked; the answer goes stale when something
that needs a new version changes. The visible range is read where the app may read it.
"""

import hashlib

import msgspec

from dingsetup.checks.blocking import THIS_COMPUTER, block_of
from dingsetup.checks.case import Ask, Case, Check, finder
from dingsetup.checks.credentials import agent_asks
from dingsetup.checks.questions import asked
from dingsetup.checks.shapes import is_number
from dingsetup.dingtalk.contacts import read_visible_range
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.profile import Profile

STEP = "publication"
find = finder(STEP)


def asks(profile: Profile, facts: Facts) -> tuple[Ask, ...]:
    if not is_number(profile.agent_id):
        return ()
    return (agent_asks(profile.agent_id)[0],)


def judge(case: Case) -> list[Finding]:
    return [_published(case), _visible(case)]


def published_state(profile: Profile) -> str:
    """A mark of what a publication carries: another homepage asks for another version."""
    homepage = profile.homepage or profile.domain
    return hashlib.sha256(homepage.encode(errors="replace")).hexdigest()[:12] if homepage else ""


def _published(case: Case) -> Finding:
    answer = case.profile.answers.get(Kind.ASK_PUBLISHED)
    state = published_state(case.profile)
    if answer is not None and answer.yes and answer.about != state:
        at = answer.at.isoformat()
        return find("published", State.WARNING, Kind.PUBLISH_AGAIN, about=state, answered_at=at)
    return asked(case, STEP, "published", Kind.ASK_PUBLISHED, about=state)


def _visible(case: Case) -> Finding:
    question = asked(case, STEP, "visible_range", Kind.ASK_VISIBLE_RANGE)
    answer = case.answers.get("visible_range")
    if answer is None:
        return question
    block = block_of(case, "visible_range")
    # A person can tell where only this computer is not let through.
    if block is not None and block.by != THIS_COMPUTER:
        return block.finding(STEP, "visible_range")
    if not answer.ok:
        return question
    try:
        visible = read_visible_range(answer)
    except msgspec.ValidationError:
        return question
    counts = {
        "people": len(visible.users),
        "departments": len(visible.departments),
        "roles": len(visible.roles),
    }
    if visible.only_admins:
        return find("visible_range", State.FAILED, Kind.VISIBLE_RANGE, case="admins", **counts)
    if not any(counts.values()):
        # Whether an empty range means everybody or nobody is UNCONFIRMED, so a person is asked.
        return question
    return find("visible_range", State.PASSED, Kind.VISIBLE_RANGE, **counts)


CHECK = Check("publication", STEP, judge, asks)
