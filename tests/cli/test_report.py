"""`dingsetup report`: the sheet to hand over, of a profile, a practice tenant or a support file."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dingsetup.practice import PracticeTenant
from tests.cli.bound import refused
from tests.cli.conftest import Dingsetup, Keys
from tests.cli.test_check import add_profile

MISSING = "scope-missing:qyapi_ext_read"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let files without a path land in the test's own folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("form", "beginning"), [("html", "<!doctype html>"), ("md", "# "), ("json", "{")]
)
def test_each_form_goes_to_stdout_or_into_a_file(
    form: str, beginning: str, dingsetup: Dingsetup, folder: Path
) -> None:
    said = dingsetup("report", "--practice", MISSING, "--format", form)
    assert said.exit_code == 0, said.output
    assert said.stdout.lower().startswith(beginning)
    assert "qyapi_ext_read" in said.stdout
    kept = dingsetup("report", "--practice", MISSING, "--format", form, "-o", "sheet")
    assert "sheet" in kept.stdout
    assert (folder / "sheet").read_text("utf-8").lower().startswith(beginning)


def test_the_report_of_a_profile_tells_what_changed_since_it_worked(
    dingsetup: Dingsetup, tenant: Callable[..., PracticeTenant], keys: Keys
) -> None:
    started = tenant()
    add_profile(dingsetup, started)
    dingsetup("check", "--profile", "a")
    started.set_scenarios([MISSING])
    sheet = json.loads(dingsetup("report", "--profile", "a", "--check", "--format", "json").stdout)
    assert [change["kind"] for change in sheet["changes"]] == ["permission"]
    assert started.identity.app_secret not in json.dumps(sheet)
    assert started.identity.app_key in json.dumps(sheet)


def test_a_support_file_has_a_report_too(dingsetup: Dingsetup) -> None:
    dingsetup("bundle", "create", "--practice", MISSING, "-o", "a.dingsetup")
    result = dingsetup("report", "--from-bundle", "a.dingsetup", "--format", "json")
    assert result.exit_code == 0, result.output
    assert "qyapi_ext_read" in result.stdout
    assert refused(dingsetup("report", "--from-bundle", "a.dingsetup", "--practice"))


def test_a_file_is_not_replaced_unasked(dingsetup: Dingsetup, folder: Path) -> None:
    (folder / "sheet.md").write_text("mine", "utf-8")
    assert refused(dingsetup("report", "--practice", "-o", "sheet.md"))
    assert (folder / "sheet.md").read_text("utf-8") == "mine"
    assert dingsetup("report", "--practice", "-o", "sheet.md", "--force").exit_code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_what_is_no_file_is_not_replaced_even_when_asked(
    dingsetup: Dingsetup, folder: Path
) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "place").mkdir()
    for name in ("pipe", "/dev/null"):
        said = dingsetup("report", "--practice", "-o", name, "--force")
        assert refused(said)
        assert "no ordinary file" in said.stderr
    assert refused(dingsetup("report", "--practice", "-o", "place", "--force"))
    assert (folder / "pipe").is_fifo()
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    "choice", [("--practice", "--profile", "a"), ("healthy",), ("--practice", "no-such")]
)
def test_what_does_not_go_together_is_refused(
    choice: tuple[str, ...], dingsetup: Dingsetup
) -> None:
    assert refused(dingsetup("report", *choice))


def test_it_comes_in_the_language_asked_for(dingsetup: Dingsetup) -> None:
    said = dingsetup("report", "--practice", "--format", "html", "--language", "zh_CN").stdout
    assert 'lang="zh' in said
