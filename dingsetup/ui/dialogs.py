"""The only door to dialogs: opened, never executed, so that nothing waits for them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def open_file(
    parent: QWidget, title: str, pattern: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Ask for an existing file; `chosen` gets its path, or is never called."""
    dialog = QFileDialog(parent, title)
    dialog.setNameFilter(pattern)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog


def save_file(
    parent: QWidget, title: str, name: str, pattern: str, chosen: Callable[[str], None]
) -> QFileDialog:
    """Ask where to save; `name` is proposed, its ending the one that is added."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(pattern)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog
