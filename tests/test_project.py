"""What the project promises about itself: pins, contracts, catalogues, and the files' form."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hatch_build import catalogues
from tools.catalogue import LANGUAGES, mismatched, missing, untranslated
from tools.freezing import kept

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
PACKAGE = ROOT / "dingsetup"
# The ground everything stands on, and the entry; nobody is kept from importing these.
OPEN = {"__init__", "__main__"}


def rooms() -> set[str]:
    files = {file.stem for file in PACKAGE.glob("*.py")} - OPEN
    return files | {file.parent.name for file in PACKAGE.glob("*/__init__.py")}


def pins(lines: list[str]) -> dict[str, str]:
    found = [re.match(r"([\w.-]+)(?:\[\w+\])?==([\w.]+)", line) for line in lines]
    return {pin[1].lower().replace("_", "-"): pin[2] for pin in found if pin}


def declared() -> list[str]:
    groups = PROJECT["dependency-groups"].values()
    entries = [entry for group in groups for entry in group if isinstance(entry, str)]
    return PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"] + entries


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.name)
def test_requirements_are_hashed_and_name_no_address(file: Path) -> None:
    text = file.read_text("utf-8")
    entries = re.findall(r"^[\w.-]+==.*(?:\n {4}.*)*", text, re.MULTILINE)
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--(extra-)?index-url|--find-links|^-i ", text, re.MULTILINE)


def test_every_dependency_is_pinned_exactly() -> None:
    assert len(pins(declared())) == len({re.split(r"[\[=]", line)[0] for line in declared()})


def test_the_requirements_hold_the_declared_versions() -> None:
    locked = pins((ROOT / "requirements" / "dev.txt").read_text("utf-8").splitlines())
    assert pins(declared()).items() <= locked.items()


@pytest.mark.parametrize("name", ["run.txt", "build.txt"])
def test_what_is_tested_is_what_is_shipped(name: str) -> None:
    part = pins((ROOT / "requirements" / name).read_text("utf-8").splitlines())
    whole = pins((ROOT / "requirements" / "dev.txt").read_text("utf-8").splitlines())
    assert part.items() <= whole.items()


def test_plain_file_key_stores_are_not_installed() -> None:
    texts = [file.read_text("utf-8") for file in REQUIREMENTS]
    assert not any(re.search(r"^keyrings[.-]alt", text, re.MULTILINE) for text in texts)


def test_every_room_has_an_import_contract() -> None:
    held = {module for contract in CONTRACTS for module in contract["protected_modules"]}
    assert {f"dingsetup.{room}" for room in rooms()} <= held


def test_every_room_but_the_window_is_checked_strictly() -> None:
    strict = set(PROJECT["tool"]["pyright"]["strict"])
    folders = {file.parent.name for file in PACKAGE.glob("*/__init__.py")} - {"ui"}
    assert {f"dingsetup/{folder}" for folder in folders} | {"dingsetup/*.py"} == strict


def test_the_window_is_loaded_without_the_collector_and_without_qts_features() -> None:
    program = (
        "import builtins, gc, dingsetup.__main__ as entry; entry.load_window();"
        " print(gc.isenabled(), builtins.__import__ is builtins.__feature_import__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "False"]


def test_starting_the_command_line_loads_no_heavy_library() -> None:
    heavy = ["PySide6", "requests", "flask", "keyring", "rich", "segno", "asyncio"]
    program = f"import sys, dingsetup.__main__; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_text_is_translated_and_names_the_same_values() -> None:
    found = {source.parts[-3]: source for source in catalogues(ROOT)}
    assert set(found) == set(LANGUAGES)
    for source in found.values():
        assert missing(source) == []
        assert untranslated(source) == []
        assert mismatched(source) == []


def test_no_source_is_left_unfinished() -> None:
    marks = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")))
    files = [
        *PACKAGE.rglob("*.py"),
        *(ROOT / "tests").glob("*.py"),
        *(ROOT / "tools").rglob("*.py"),
    ]
    assert [file.name for file in files if marks.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("place", "stays"),
    [
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_en.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/styles/libqmacstyle.dylib", True),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", True),
        ("PySide6/Qt/lib/QtQuick.framework/Versions/A/QtQuick", False),
        ("PySide6/Qt/lib/QtQuick.framework/Resources/Info.plist", False),
        ("PySide6/Qt/lib/QtWidgets.framework/Resources/Info.plist", True),
        ("PySide6/Qt6Network.dll", False),
        ("libQt6Qml.so.6", False),
        ("cryptography/hazmat/bindings/_rust.abi3.so", True),
        ("dingsetup/resources/facts/steps.toml", True),
    ],
)
def test_freezing_keeps_what_a_window_needs_and_no_more(place: str, stays: bool) -> None:
    assert kept(place) is stays
