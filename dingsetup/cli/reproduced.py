"""A practice tenant made from a support file, and how what is found on it differs from the file."""

import contextlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import msgspec

from dingsetup.cli.findings import Report
from dingsetup.cli.opening import open_bundle
from dingsetup.cli.output import Paper
from dingsetup.cli.practice import Tenancy, start_tenant
from dingsetup.cli.session import Session
from dingsetup.findings import Finding
from dingsetup.language import Language
from dingsetup.support.reproduction import Reproduction, differences, reproduce
from dingsetup.support.values import Bundle

if TYPE_CHECKING:
    from dingsetup.practice import PracticeTenant


class Played(msgspec.Struct, frozen=True):
    """A support file, and what a tenant has to be for it."""

    bundle: Bundle
    reproduction: Reproduction


def derived(session: Session, file: Path) -> Played:
    """Open a support file and derive its tenant. Raises Failure."""
    bundle = open_bundle(session, file)
    return Played(bundle, reproduce(bundle, session.facts))


@contextlib.contextmanager
def reproduced(
    session: Session, file: Path, **tenancy: Unpack[Tenancy]
) -> Generator["tuple[PracticeTenant, Played]"]:
    """Start the tenant that a support file tells of. Raises Failure."""
    from dingsetup.rehearsal import app_of

    played = derived(session, file)
    tenancy["app"] = app_of(played.reproduction.app)
    with start_tenant(session, played.reproduction.scenarios, **tenancy) as tenant:
        yield tenant, played


def differences_as_json(
    report: Report, played: Played, findings: Sequence[Finding]
) -> dict[str, Any]:
    """What was found otherwise than the file says, and what no tenant here can play."""
    left_out = played.reproduction.left_out
    return {
        "differences": [
            {
                "expected": report.row(one.expected) if one.expected else None,
                "found": report.row(one.found) if one.found else None,
            }
            for one in differences(played.bundle, findings, left_out)
        ],
        "left_out": [report.row(finding) for finding in left_out],
    }


def print_differences(
    language: Language, paper: Paper, played: Played, findings: Sequence[Finding]
) -> None:
    """Say whether the findings are those of the file."""
    _ = language.gettext
    left_out = played.reproduction.left_out
    found = differences(played.bundle, findings, left_out)
    if not found:
        paper.line(_("The findings are those of the support file."))
    for one in found:
        text = _("Not as in the support file: {name} (there: {there}, here: {here})")
        either = one.found or one.expected
        there, here = (_state(language, finding) for finding in (one.expected, one.found))
        if either is not None:
            name = language.subject(either)
            paper.line(text.format(name=name, there=there, here=here), "yellow")
    for finding in left_out:
        paper.line(cannot_be_played(language, finding))


def cannot_be_played(language: Language, finding: Finding) -> str:
    """Name what lies in the customer's own network or computer."""
    text = language.gettext("Cannot be played here: {title}")
    return text.format(title=language.tell(finding).title)


def _state(language: Language, finding: Finding | None) -> str:
    return language.state(finding.standing) if finding else language.gettext("not seen")
