"""Takes from `import` the features that PySide6 adds to it when it is loaded."""

import builtins

import PySide6.QtCore  # noqa: F401 - this is what adds them


def use_plain_import() -> None:
    """Import without PySide6 reading the source of each module for `from __feature__ import …`.

    Nothing here uses those features, and reading some hundred files takes a tenth of a start.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
