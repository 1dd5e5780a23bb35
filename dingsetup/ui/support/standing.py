"""What the report would hold, in a few lines: counted from what the session knows."""

import datetime

import msgspec

from dingsetup.findings import Finding, Kind, State, first_cause
from dingsetup.profile import now
from dingsetup.ui.session import Session

OLD = datetime.timedelta(hours=12)
"""Findings older than this may no longer be so."""
_SURPLUS = (Kind.PERMISSIONS_EXTRA, Kind.ADDRESSES_EXTRA, Kind.REDIRECT_URLS_EXTRA)
_OPEN = (State.FAILED, State.BLOCKED, State.WARNING, State.MANUAL)


class Line(msgspec.Struct, frozen=True):
    """A state, what is said of it, and what stands below it in smaller words."""

    state: State
    text: str
    more: str = ""


def standing_lines(session: Session) -> list[Line]:
    """Proved, confirmed, open; what is to be given back or taken off."""
    findings, language = session.all_findings(), session.language
    _ = language.gettext
    if not findings:
        return [Line(State.SKIPPED, _("Nothing is checked yet: the report would be empty."))]
    confirmed = [f for f in findings if f.state is State.MANUAL and f.standing is State.PASSED]
    proved = sum(f.state is State.PASSED for f in findings)
    said = language.ngettext("{n} thing proved", "{n} things proved", proved)
    lines = [Line(State.PASSED, said.format(n=proved))]
    if confirmed:
        said = language.ngettext(
            "{n} thing confirmed by a person", "{n} things confirmed by a person", len(confirmed)
        )
        lines.append(Line(State.MANUAL, said.format(n=len(confirmed))))
    return [*lines, _open_line(session, findings), *_leftovers(session, findings)]


def _open_line(session: Session, findings: list[Finding]) -> Line:
    language = session.language
    _ = language.gettext
    open_ = [f for f in findings if f.standing in _OPEN]
    if not open_:
        return Line(State.PASSED, _("Nothing is open."))
    worst = next(state for state in _OPEN if any(f.standing is state for f in open_))
    said = language.ngettext("{n} thing open", "{n} things open", len(open_))
    cause = first_cause(findings)
    first = _("First of all: {cause}").format(cause=language.tell(cause).title) if cause else ""
    return Line(worst, said.format(n=len(open_)), first)


def _leftovers(session: Session, findings: list[Finding]) -> list[Line]:
    """What must not stay as it is once all is done."""
    language = session.language
    lines = [Line(f.state, language.tell(f).title) for f in findings if f.kind in _SURPLUS]
    allowance = session.profile.allowance
    if allowance is not None and allowance.open:
        said = language.gettext("{ip}, this computer, is still to be taken off the allowlist")
        lines.append(Line(State.WARNING, said.format(ip=allowance.ip)))
    return lines


def age_line(session: Session) -> str:
    """Why everything should be checked before anything is sent to anybody; empty for no reason."""
    _ = session.language.gettext
    unchecked = [step for step in session.steps if not session.findings(step)]
    if len(unchecked) == len(session.steps):
        return _("Nothing is checked yet.")
    if unchecked or session.stale:
        return _("Not all steps are checked as they stand now.")
    oldest = min(session.last[step].at for step in session.steps)
    if now() - oldest > OLD:
        said = _("The oldest finding is of {moment}.")
        return said.format(moment=session.language.moment(oldest))
    return ""
