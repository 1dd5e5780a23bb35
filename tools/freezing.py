"""What build.spec and the bench's bare window share, so that their sizes can be compared."""

import sys
from pathlib import PurePath
from typing import Any

# Parts of Qt and Python that no window of ours uses.
EXCLUDED_MODULES = [
    "PySide6.QtNetwork",
    "PySide6.QtOpenGL",
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtUiTools",
    "PySide6.QtXml",
    "pip",
    "pytest",
    "setuptools",
    "tkinter",
]
EXCLUDED_LIBRARIES = (
    "Network",
    "OpenGL",
    "Pdf",
    "Qml",
    "Quick",
    "Sql",
    "VirtualKeyboard",
    "opengl32sw",
)
KEPT_PLUGINS = {
    "iconengines": ("svg",),
    "imageformats": ("svg", "ico"),
    "platforms": ("xcb", "wayland", "offscreen", "minimal", "windows", "cocoa"),
    "platforminputcontexts": ("compose", "ibus"),
    "platformthemes": ("xdgdesktopportal",),
    "styles": ("",),
    "wayland-decoration-client": ("",),
    "wayland-graphics-integration-client": ("",),
    "wayland-shell-integration": ("",),
    "xcbglintegrations": ("",),
}
# Qt's own words, on standard buttons for instance, in our two languages.
KEPT_TRANSLATIONS = ("qt_en.qm", "qt_zh_CN.qm", "qtbase_en.qm", "qtbase_zh_CN.qm")


def kept(destination: str) -> bool:
    """Whether a collected file, named by its place in the package, is of use to a window."""
    path = PurePath(destination)
    if "PySide6" not in path.parts and not path.name.startswith(("libQt6", "Qt6")):
        return True
    if "plugins" in path.parts:
        group, name = path.parts[path.parts.index("plugins") + 1], path.stem.lower()
        return any(wanted in name for wanted in KEPT_PLUGINS.get(group, ()))
    if "translations" in path.parts:
        return path.name in KEPT_TRANSLATIONS
    # A framework of macOS goes or stays whole, else its signature is broken.
    names = [part for part in path.parts if part.endswith(".framework")] or [path.name]
    library = names[0].removeprefix("lib").removeprefix("Qt6").removeprefix("Qt")
    return "qml" not in path.parts and not library.startswith(EXCLUDED_LIBRARIES)


def trimmed(collected: list[Any]) -> list[Any]:
    """Return those of PyInstaller's entries (place, source, type) that are kept."""
    return [entry for entry in collected if kept(str(entry[0]))]


def settings() -> dict[str, Any]:
    """Arguments that EXE and COLLECT have in common."""
    # macOS signs what it links; stripping would break the signatures.
    return {"strip": sys.platform == "linux", "upx": False}
