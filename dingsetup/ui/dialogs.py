"""The only door to dialogs: opened, never executed, so that nothing waits for them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

_FOLDER = "lastFolder"
"""Property of the application: where a file was last chosen, as the next one often lies there."""


def open_file(
    parent: QWidget, title: str, pattern: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Ask for an existing file; `chosen` gets its path, or is never called."""
    dialog = _dialog(parent, title, pattern, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def save_file(
    parent: QWidget, title: str, name: str, pattern: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Ask where to save; `name` is proposed, its ending the one that is added."""
    dialog = _dialog(parent, title, pattern, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.open()
    return dialog


def _dialog(
    parent: QWidget, title: str, pattern: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Opens where the last one was left, at first with the person's own documents."""
    dialog = QFileDialog(parent, title, _folder())
    dialog.setNameFilter(pattern)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(_remember)
    dialog.fileSelected.connect(chosen)
    return dialog


def _remember(path: str) -> None:
    if (app := QApplication.instance()) is not None:
        app.setProperty(_FOLDER, str(Path(path).parent))


def _folder() -> str:
    app = QApplication.instance()
    last = str(app.property(_FOLDER) or "") if app is not None else ""
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    return last or QStandardPaths.writableLocation(documents)
