"""A small HTTP/1.1 server for one application, on loopback only, that ends without a trace.

The library's own development server closes every connection and waits a little after each answer;
DingTalk keeps connections alive, and so must the tenant that stands in for it.
"""

import io
import os
import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import IO, Any, cast
from urllib.parse import unquote, urlsplit

from werkzeug.serving import DechunkedInput
from werkzeug.test import run_wsgi_app

from dingsetup.practice.errors import PortTaken
from dingsetup.practice.line import LOST, Cut

LOOPBACK = "127.0.0.1"
PROXY_REFUSED = 407
LARGEST_BODY = 24 * 1024 * 1024

Before = Callable[[str, str], None]
"""Called with method and path before each answer; may wait, or raise Cut."""


class Server(TCPServer):
    """Serves on a thread for each connection; `stop` ends them all."""

    # Elsewhere than on POSIX this would let two programs share the port.
    allow_reuse_address = os.name == "posix"
    request_queue_size = 128

    def __init__(self, port: int, app: Any, before: Before) -> None:
        self.app = app
        self.before = before
        self._lock = threading.Lock()
        self._open: dict[socket.socket, threading.Thread] = {}
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except (OSError, OverflowError) as error:
            raise PortTaken(port) from error
        self._thread = threading.Thread(
            target=self.serve_forever, args=(0.02,), name="practice-tenant", daemon=True
        )

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def base_url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the server, its connections and its threads; they are gone when this returns."""
        self.shutdown()
        self._thread.join()
        self.server_close()
        with self._lock:
            connections = dict(self._open)
        for connection in connections:
            _close_both_ways(connection)
        for thread in connections.values():
            thread.join()

    def process_request(self, request: Any, client_address: Any) -> None:
        thread = threading.Thread(
            target=self._converse, args=(request, client_address), name="practice-call", daemon=True
        )
        with self._lock:
            self._open[request] = thread
        thread.start()

    def _converse(self, request: socket.socket, client_address: Any) -> None:
        try:
            # The client may hang up, and so do we when we end.
            with suppress(OSError):
                self.finish_request(request, client_address)
        finally:
            self.shutdown_request(request)
            with self._lock:
                self._open.pop(request, None)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body are two writes; waiting to join them costs 40 ms each time.
    disable_nagle_algorithm = True

    @property
    def _home(self) -> Server:
        return cast("Server", self.server)

    def version_string(self) -> str:
        return "dingsetup-practice"

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet: the tenant keeps its own log, without arguments."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        body = self._read_body()
        if body is None:
            self.close_connection = True
            self.send_error(413)
            return
        try:
            self._home.before(self.command, unquote(urlsplit(self.path).path))
        except Cut as cut:
            self._cut(reset=cut.reset)
            return
        parts, status, headers = run_wsgi_app(self._home.app, self._environ(body), buffered=True)
        if LOST in headers:
            self._cut(reset=False)
            return
        content = b"".join(parts)
        code, _, reason = status.partition(" ")
        if int(code) == PROXY_REFUSED:
            # What a proxy says of the time is not DingTalk's.
            self.send_response_only(int(code), reason)
        else:
            self.send_response(int(code), reason)
        for key, value in headers.items():
            if key.lower() != "content-length":
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _read_body(self) -> bytes | None:
        """Read the whole body; None when it is too large or its length is nonsense."""
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return self._read_chunks()
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdecimal()) or int(length[:12]) > LARGEST_BODY:
            return None
        return self.rfile.read(int(length))

    def _read_chunks(self) -> bytes | None:
        source = DechunkedInput(cast("IO[bytes]", self.rfile))
        piece, content = bytearray(65536), bytearray()
        while size := source.readinto(piece):
            content += piece[:size]
            if len(content) > LARGEST_BODY:
                return None
        return bytes(content)

    def _environ(self, body: bytes) -> dict[str, Any]:
        address = urlsplit(self.path)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(address.path, "latin-1"),
            "QUERY_STRING": address.query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": self.client_address[0],
            "SERVER_NAME": LOOPBACK,
            "SERVER_PORT": str(self._home.port),
            "SERVER_PROTOCOL": self.request_version,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for key, value in self.headers.items():
            name = key.upper().replace("-", "_")
            if name not in ("CONTENT_TYPE", "CONTENT_LENGTH", "TRANSFER_ENCODING"):
                environ[f"HTTP_{name}"] = value
        return environ

    def _cut(self, *, reset: bool) -> None:
        self.close_connection = True
        if reset:
            # Closing with a linger time of zero sends RST instead of FIN.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            socket.close(self.connection.detach())
        else:
            _close_both_ways(self.connection)


def _close_both_ways(connection: socket.socket) -> None:
    # It may be closed already.
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
