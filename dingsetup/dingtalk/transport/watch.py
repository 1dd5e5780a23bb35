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

    def __init__(self, seconds: float, patience: float = 0.0) -> None:
        self.ends = time.monotonic() + seconds
        self.sent = False
        self.cut: Literal["deadline", "cancelled"] | None = None
        self._patience = patience
        self._lock = threading.Lock()
        self._given_up = float("inf")
        self._socket: socket.socket | None = None

    def depart(self, sock: socket.socket | None) -> None:
        """Note that from now on the server may have the request; raises EOFError if it was cut."""
        with self._lock:
            if self.cut:
                raise EOFError(self.cut)
            self.sent = True
        self.attach(sock)

    def cancel(self, now: float) -> None:
        """Cut it at once before it was sent, else when the patience is over."""
        with self._lock:
            self._given_up = min(self._given_up, now + self._patience)
            if not self.sent or now >= self._given_up:
                self.cut = self.cut or "cancelled"
        self._shut_if_cut()

    def attach(self, sock: socket.socket | None) -> None:
        """Name the socket to shut when the request is cut."""
        self._socket = sock
        self._shut_if_cut()

    def end(self) -> None:
        """Cut it, as its time is over: whoever reads from the socket finds it at its end."""
        with self._lock:
            self.cut = self.cut or "deadline"
        self._shut_if_cut()

    def _shut_if_cut(self) -> None:
        if self.cut and self._socket is not None:
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
    def line(self, seconds: float, patience: float = 0.0) -> Generator[Line]:
        """Open a line that is cut after so many seconds, or when the event is set.

        A line with patience that was sent by then is cut so much later, if it still lasts.
        """
        line = Line(seconds, patience)
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
                    line.cancel(now)
                if now > line.ends:
                    line.end()
