"""Proves a package: starts the window without a screen, builds every page, checks, and ends."""

import asyncio
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
    from dingsetup.ui.tasks import event_loop
    from dingsetup.ui.tour import check_practice
    from dingsetup.ui.window import ORDER, Window

    app = make_app()
    loop = event_loop(app)
    workspace = make_workspace(loop)
    window = Window(app, workspace)

    async def walk() -> list[str]:
        await check_practice(workspace, ())
        window.show()
        for language in LANGUAGES:
            workspace.set_language(language)
            for step in ORDER:
                assert window.shell is not None
                window.shell.go(step)
                await asyncio.sleep(0)
        assert workspace.session is not None
        bad = (State.FAILED, State.BLOCKED)
        return [f"{f.key} {f.kind}" for f in workspace.session.all_findings() if f.state in bad]

    try:
        wrong = loop.run_until_complete(walk())
    finally:
        workspace.stop_practice()
        window.close()
        loop.run_until_complete(workspace.tasks.drained())
    for finding in wrong:
        print(finding, file=sys.stderr)  # noqa: T201
    return 1 if wrong else 0
