"""What asks a running command to end: Ctrl-C, and the system's signals."""

import contextlib
import signal
import threading
from collections.abc import Generator
from types import FrameType

ENDINGS = ("SIGINT", "SIGTERM", "SIGBREAK")
"""Signals that ask to end, where the system has them."""


@contextlib.contextmanager
def ending() -> Generator[threading.Event]:
    """An event that such a signal sets, instead of an exception at any place; a second one raises.

    Only for the main thread.
    """
    asked = threading.Event()

    def hear(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    known = [getattr(signal, name) for name in ENDINGS if hasattr(signal, name)]
    before = {one: signal.signal(one, hear) for one in known}
    try:
        yield asked
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
