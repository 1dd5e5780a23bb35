"""A server that gives out tokens and cuts the line of any other call wherever it is told to."""

import contextlib
import socket
import struct
import threading
from typing import Literal

import msgspec

from tests.dingtalk.conftest import TOKEN, reply

How = Literal["fin", "reset", "silence"]
ALL = -1
"""The whole request is read before the cut."""


class Cut(msgspec.Struct, frozen=True):
    """How much of the request is read, how much of the answer goes out, and how the line ends."""

    reads: int
    says: bytes = b""
    how: How = "fin"


class Cutter:
    """Each call but the token's comes over a connection of its own, so counting those counts it."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        self.arrived = 0
        """Connections over which something else than a token was asked for."""
        self.over = threading.Event()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self.over.set()
        for sock in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._sockets.append(sock)
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError), sock:
            first = sock.recv(14, socket.MSG_PEEK | socket.MSG_WAITALL)
            if first == b"GET /gettoken?":
                _read(sock, ALL)
                body = {"errcode": 0, "access_token": TOKEN, "expires_in": 7200}
                reply(sock, body, Connection="close")
                return
            self.arrived += 1
            _read(sock, self.cut.reads)
            sock.sendall(self.cut.says)
            if self.cut.how == "silence":
                self.over.wait()
            if self.cut.how == "reset":
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _read(sock: socket.socket, most: int) -> None:
    """Read so many bytes, or the request with all of its body."""
    data = b""
    while most == ALL or len(data) < most:
        head, end, body = data.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head):
            return
        part = sock.recv(65_536 if most == ALL else min(65_536, most - len(data)))
        if not part:
            return
        data += part


def _length(head: bytes) -> int:
    lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    return next((int(value) for name, _, value in lines if name == b"content-length"), 0)
