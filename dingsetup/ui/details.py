"""A finding as plain text, for the details of a row and for the clipboard."""

import json
import shlex

from dingsetup.findings import Finding
from dingsetup.profile import SUPPORT
from dingsetup.ui.session import Session


def as_text(session: Session, finding: Finding) -> str:
    """What was found in full: sentences, kind and values, and the command that repeats it."""
    told = session.language.tell(finding)
    values = json.dumps(dict(finding.values), ensure_ascii=False, sort_keys=True)
    command = f"dingsetup check --profile {session.profile.id} --step {finding.step}"
    if session.profile.id == SUPPORT:
        file = shlex.quote(f"{session.profile.name}.dingsetup")
        command = f"dingsetup check --from-bundle {file} --step {finding.step}"
    elif session.profile.edition == "practice":
        command = f"dingsetup check --practice --step {finding.step}"
    lines = (
        f"{session.language.state(finding.state)}: {told.title}",
        told.cause,
        told.remedy,
        f"{finding.key}  {finding.state}  {finding.kind}  {values}",
        f"$ {command}",
    )
    return "\n".join(line for line in lines if line)
