"""What the window's first frame does without, so that it stands soon."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from bench.start import environment, furnish
from dingsetup.language import LANGUAGES
from dingsetup.settings import Settings, save_settings
from dingsetup.ui import rail

ROOT = Path(__file__).parents[2]
# `AlignmentFlag` is one of the enumerations that come with the namespace, all at once.
WATCHED = """
import enum, gc, os, sys, traceback
make = enum.EnumType.__new__
def watched(kind, name, *rest, **more):
    if name == "AlignmentFlag":
        ours = [f for f in traceback.extract_stack() if "dingsetup" in f.filename]
        print(*(f"{f.filename}:{f.lineno}: {f.line}" for f in ours[-1:]), flush=True)
    return make(kind, name, *rest, **more)
enum.EnumType.__new__ = watched
def collecting(phase, about):
    if "dingsetup.ui.window" in sys.modules and phase == "start":
        print("collected", flush=True)
gc.callbacks.append(collecting)
from bench._start import main
main()
"""
WHY = (
    "The first frame has made the `Qt` namespace, which costs a tenth of the start: name the"
    " property (`set_by_name`), or do it after the first frame (`complete`). Or garbage was"
    " collected, which costs as much. Where:"
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", ["network", "credentials"])
def test_the_first_frame_does_without_the_qt_namespace_and_the_collector(
    tmp_path: Path, language: str, step: str
) -> None:
    profile = furnish(tmp_path, step=step)
    save_settings(tmp_path, Settings(profile=profile.id, language=language))
    done = subprocess.run(
        [sys.executable, "-c", WATCHED],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    first, *later = done.stdout.splitlines()
    assert first == "painted", f"{WHY} {first}"
    assert later, "The namespace was never seen being made: the watch above watches nothing."


def test_the_numbers_the_list_uses_are_those_of_qt() -> None:
    assert Qt.ItemDataRole.AccessibleTextRole == rail.SPOKEN
    assert Qt.ItemDataRole.UserRole == rail.STEP
    assert Qt.AlignmentFlag.AlignRight.value == rail.RIGHT
    assert Qt.AlignmentFlag.AlignVCenter.value == rail.MIDDLE
