"""Makes sure of what pip can't bring: Debian's libraries, a Chinese font, test programs.

Run by the Makefile with the system's Python and its standard library only:
`python3 tools/system.py GROUP...`. What is missing is installed
with apt when root; otherwise the command that installs it is printed, and the end is 1 where the
work can't go on without.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

PYTHON_LIBRARY = f"libpython3.{sys.version_info.minor}"
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
CHINESE_FONTS = ("*CJK*", "*wqy*", "*SourceHanSans*", "*uming*", "*DroidSansFallback*")


class Need(NamedTuple):
    """Something the system must have: the Debian package and how to see that it is there."""

    package: str
    there: Callable[[], bool]
    required: bool = True


def library(package: str, *files: str) -> Need:
    return Need(package, lambda: all(_loads(file) for file in files))


def program(package: str, name: str, *, required: bool = True) -> Need:
    return Need(package, lambda: shutil.which(name) is not None, required)


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _shared_python() -> bool:
    file = f"{PYTHON_LIBRARY}.so.1.0"
    return _loads(file) or Path(sysconfig.get_config_var("LIBDIR") or "/", file).exists()


def _chinese_font() -> bool:
    if fonts := shutil.which("fc-list"):
        found = subprocess.run([fonts, ":lang=zh-cn", "file"], capture_output=True, check=False)
        return bool(found.stdout.strip())
    return any(next(folder.rglob(name), None) for folder in FONT_FOLDERS for name in CHINESE_FONTS)


# What Qt's libraries, its offscreen and its xcb plug-in are linked against (seen with ldd).
NEEDS: dict[str, tuple[Need, ...]] = {
    "venv": (Need("python3-venv", lambda: importlib.util.find_spec("ensurepip") is not None),),
    "window": (
        library("libegl1", "libEGL.so.1"),
        library("libgl1", "libGL.so.1"),
        library("libglib2.0-0", "libglib-2.0.so.0", "libgthread-2.0.so.0"),
        library("libfontconfig1", "libfontconfig.so.1"),
        library("libfreetype6", "libfreetype.so.6"),
        library("libdbus-1-3", "libdbus-1.so.3"),
        library("libxkbcommon0", "libxkbcommon.so.0"),
        library("libx11-6", "libX11.so.6"),
        Need("fonts-noto-cjk", _chinese_font, required=False),
    ),
    "screen": (
        library("libx11-xcb1", "libX11-xcb.so.1"),
        library("libxcb-cursor0", "libxcb-cursor.so.0"),
        library("libxcb-icccm4", "libxcb-icccm.so.4"),
        library("libxcb-image0", "libxcb-image.so.0"),
        library("libxcb-keysyms1", "libxcb-keysyms.so.1"),
        library("libxcb-randr0", "libxcb-randr.so.0"),
        library("libxcb-render-util0", "libxcb-render-util.so.0"),
        library("libxcb-shape0", "libxcb-shape.so.0"),
        library("libxcb-shm0", "libxcb-shm.so.0"),
        library("libxcb-sync1", "libxcb-sync.so.1"),
        library("libxcb-xfixes0", "libxcb-xfixes.so.0"),
        library("libxcb-xkb1", "libxcb-xkb.so.1"),
        library("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    ),
    "keystore": (
        program("dbus", "dbus-run-session", required=False),
        program("gnome-keyring", "gnome-keyring-daemon", required=False),
    ),
    "xvfb": (program("xvfb", "Xvfb"), program("xauth", "xauth")),
    # PyInstaller takes libraries apart with objdump and ships Python's own.
    "package": (program("binutils", "objdump"), Need(PYTHON_LIBRARY, _shared_python)),
}


def main(groups: Iterable[str]) -> int:
    """Make sure of the groups named; return the exit code."""
    if sys.platform != "linux":
        return 0
    missing = _missing(groups)
    if not missing:
        return 0
    packages = [need.package for need in missing]
    if shutil.which("apt-get") is None:
        print(f"Please install what your system calls {' '.join(packages)}.", file=sys.stderr)
    elif os.geteuid() == 0:
        _install(packages)
        missing = [need for need in missing if not need.there()]
        if missing:
            print(f"apt did not bring {' '.join(n.package for n in missing)}.", file=sys.stderr)
    else:
        print("Missing from the system; please install it with:", file=sys.stderr)
        print(f"    sudo apt-get install {' '.join(packages)}", file=sys.stderr)
    return 1 if any(need.required for need in missing) else 0


def _missing(groups: Iterable[str]) -> list[Need]:
    return [need for group in groups for need in NEEDS[group] if not need.there()]


def _install(packages: list[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    print(f"Installing {' '.join(packages)}", file=sys.stderr)
    subprocess.run(["apt-get", "update", "-q"], env=environment, check=False)
    subprocess.run(install, env=environment, check=False)
    importlib.invalidate_caches()
    # The fonts' cache is made anew by the package; the loader finds new libraries by itself.


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
