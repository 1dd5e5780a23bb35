"""A practice tenant in a process of its own, as the command line starts one."""

import contextlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import Generator
from pathlib import Path
from typing import Any

from bench.start import ROOT, environment


@contextlib.contextmanager
def tenant(home: Path, *scenarios: str, **options: int) -> Generator[dict[str, Any]]:
    """Run one with its limits on; what it tells at its start. Options are the command's own."""
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    words += [word for name in scenarios for word in ("--scenario", name)]
    with subprocess.Popen(
        [sys.executable, "-m", "dingsetup", "practice", "--json", *words],
        env=environment(home),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        try:
            assert child.stdout is not None
            yield json.loads(child.stdout.readline())
        finally:
            child.terminate()


def calls_of(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The newest calls by the tenant's own log."""
    with urllib.request.urlopen(f"{told['base_url']}/_practice/calls") as answer:
        return json.load(answer)["calls"]
