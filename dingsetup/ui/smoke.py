"""Proves a package: starts the window without a screen, builds every page, checks, and ends."""

import os
import sys
import tempfile

from dingsetup.findings import State
from dingsetup.language import LANGUAGES


def main() -> int:
    """Return 0 when every page was built and the practice tenant's checks found no fault."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="dingsetup-smoke-") as home:
        os.environ["DINGSETUP_HOME"] = home
        return _smoke()


def _smoke() -> int:
    from dingsetup.ui.app import make_app, make_workspace
    from dingsetup.ui.tour import check_practice, settle
    from dingsetup.ui.window import ORDER, Window

    app = make_app()
    workspace = make_workspace()
    window = Window(app, workspace)
    try:
        check_practice(workspace, ())
        window.show()
        for language in LANGUAGES:
            workspace.set_language(language)
            for step in ORDER:
                assert window.shell is not None
                window.shell.go(step)
                settle()
        assert workspace.session is not None
        findings = workspace.session.all_findings()
    finally:
        workspace.stop_practice()
        window.close()
        settle()
    wrong = [finding for finding in findings if finding.state in (State.FAILED, State.BLOCKED)]
    for finding in wrong:
        print(f"{finding.key} {finding.kind}", file=sys.stderr)  # noqa: T201
    return 1 if wrong else 0
