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
