"""Ends requests that last too long or were cancelled, also in the middle of a read."""

import contextlib
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

POLL = 0.05
"""Seconds between two looks; a cancelled request ends at the latest after this."""


class Line:
    """One request under way: its socket, whether it was sent, and why it was cut."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds
        self.sent = False
        self.cut: Literal["deadline", "cancelled"] | None = None
        self._socket: socket.socket | None = None

    def attach(self, sock: socket.socket | None) -> None:
        """Name the socket to shut when the request is cut."""
        self._socket = sock
        if self.cut:
            self._shut()

    def end(self, why: Literal["deadline", "cancelled"]) -> None:
        """Cut the request: whoever reads from the socket finds it at its end."""
        if self.cut is None:
            self.cut = why
        self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            # The plain socket's shutdown: the TLS one would tear its state from under the reader.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class Watch:
    """Looks after the lines under way, on one thread that lives only while there are any."""

    def __init__(self, cancel: threading.Event) -> None:
        self._cancel = cancel
        self._lock = threading.Lock()
        self._lines: set[Line] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def line(self, seconds: float) -> Generator[Line]:
        """Open a line that is cut after so many seconds, or when the event is set."""
        line = Line(seconds)
        with self._lock:
            self._lines.add(line)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
                self._thread.start()
        try:
            yield line
        finally:
            with self._lock:
                self._lines.discard(line)
            line.attach(None)

    def _look(self) -> None:
        while True:
            time.sleep(POLL)
            with self._lock:
                if not self._lines:
                    self._thread = None
                    return
                lines = tuple(self._lines)
            now = time.monotonic()
            for line in lines:
                if self._cancel.is_set():
                    line.end("cancelled")
                elif now > line.ends:
                    line.end("deadline")
