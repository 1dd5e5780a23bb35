"""Answers of threads that come after the widget they were for has gone."""

from collections.abc import Callable
from typing import ParamSpec

import shiboken6
from PySide6.QtCore import QObject

P = ParamSpec("P")


def while_there(owner: QObject, call: Callable[P, None]) -> Callable[P, None]:
    """A call that does nothing once Qt has deleted its owner: the window was drawn anew."""

    def guarded(*args: P.args, **named: P.kwargs) -> None:
        if shiboken6.isValid(owner):
            call(*args, **named)

    return guarded
