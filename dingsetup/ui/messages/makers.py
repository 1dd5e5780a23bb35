"""Loads what makes messages, on a thread: the first one takes as long as a hundred others."""

from pathlib import Path
from typing import TYPE_CHECKING

from dingsetup.messages.values import MessageType

if TYPE_CHECKING:
    from dingsetup.messages.pushes import Pushes


def load_makers() -> None:
    """Load what makes messages, and make one: on a thread, before anybody waits for it."""
    from dingsetup.messages.pushes import load_pushes

    _make_one(load_pushes())


def load(folder: Path) -> "Pushes":
    """Read the pushes and the user's own templates, and load the rest as well: on a thread."""
    from dingsetup.messages.pushes import load_pushes

    pushes = load_pushes(folder)
    _make_one(pushes)
    return pushes


def _make_one(pushes: "Pushes") -> None:
    from dingsetup.messages.compose import compose, sample_values
    from dingsetup.messages.lint import lint  # noqa: F401
    from dingsetup.messages.outline import bubble

    for push in pushes.all[:1]:
        made = compose(push, MessageType.MARKDOWN, "zh", sample_values(push, "zh"))
        bubble(made.message)
