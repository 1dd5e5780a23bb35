"""Builds what is shipped and proves that it starts: `python -m tools.package [frozen] [wheel]`.

`dist/dingsetup/` is the frozen program, `dist/*.whl` the wheel. Both must pass `dingsetup smoke`,
with a home of their own and nothing of this folder within reach.
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
SMOKE_LIMIT = 180.0
"""Seconds."""


def freeze(spec: Path, dist: Path = DIST) -> Path:
    """Run PyInstaller on a spec and return the folder it made."""
    work = ROOT / "build" / spec.stem
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"]
    _run([*command, f"--distpath={dist}", f"--workpath={work}", str(spec)])
    return dist / ("dingsetup" if spec.stem == "build" else spec.stem)


def build_wheel() -> Path:
    """Build the wheel and return it."""
    for old in DIST.glob("*.whl"):
        old.unlink()
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(DIST)])
    return next(DIST.glob("*.whl"))


def install(wheel: Path, folder: Path) -> Path:
    """Install a wheel and the pinned requirements in an empty environment; return its program."""
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--no-input"]
    _run([*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt")])
    _run([*pip, "--no-deps", str(wheel)])
    return scripts / "dingsetup"


def smoke(program: Path) -> None:
    """Run the program's own smoke test, away from the sources. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("PYTHON")
        }
        environment |= {"QT_QPA_PLATFORM": "offscreen", "DINGSETUP_HOME": folder}
        command = [str(program), "smoke"]
        subprocess.run(command, cwd=folder, env=environment, check=True, timeout=SMOKE_LIMIT)
    print(f"{program.name} smoke: passed ({program.parent})")


def frozen_program(folder: Path) -> Path:
    """The program inside what `freeze` returned."""
    return folder / ("dingsetup.exe" if os.name == "nt" else "dingsetup")


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True)


def main(parts: list[str]) -> None:
    """Build and smoke-test the parts named, or all."""
    from hatch_build import compile_resources

    compile_resources(ROOT)
    if "frozen" in parts or not parts:
        smoke(frozen_program(freeze(ROOT / "build.spec")))
    if "wheel" in parts or not parts:
        wheel = build_wheel()
        with tempfile.TemporaryDirectory() as folder:
            smoke(install(wheel, Path(folder)))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except subprocess.SubprocessError as error:
        # The failed program has said why on the lines above.
        sys.exit(f"tools.package: {error}")
