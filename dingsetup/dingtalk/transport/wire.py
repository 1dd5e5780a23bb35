"""Sessions on the wire: one per request under way, kept alive, with our trust and our watch."""

import contextlib
import logging
import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import requests.adapters
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from dingsetup.dingtalk.transport.trust import make_context
from dingsetup.dingtalk.transport.watch import Line

STALE = 20.0
"""Seconds without use after which a connection is opened anew: one that a firewall forgot loses
what is sent over it, and a send lost that way is in doubt for ever."""


class _WithoutQueries(logging.Filter):
    """Cuts the queries out of a line: the old token route has the secret in its query."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                arg.partition("?")[0] if isinstance(arg, str) else arg for arg in record.args
            )
        return True


# At DEBUG urllib3 logs every URL; whoever turns that on again gets them without their queries.
logging.getLogger("urllib3").setLevel(logging.INFO)
logging.getLogger("urllib3.connectionpool").addFilter(_WithoutQueries())


class Wire:
    """A session for one request at a time; `line` is the request now under way."""

    def __init__(self, context: Callable[[], ssl.SSLContext]) -> None:
        self.line: Line | None = None
        self._context = context
        self.session = requests.Session()
        self.session.trust_env = False  # no .netrc; the proxy is chosen by `network.proxy_for`
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self.session.mount("http://", _Adapter(self, None))
        self._secure = False
        self.used = time.monotonic()

    def secure(self) -> None:
        """Prepare for TLS: only then is the trust store read, which takes its time."""
        if not self._secure:
            self.session.mount("https://", _Adapter(self, self._context()))
            self._secure = True


class Wires:
    """Idle wires, lent one per request: a session is not promised to bear two threads."""

    def __init__(self, ca_file: str | None) -> None:
        self._ca_file = ca_file
        self._trust = threading.Lock()
        self._trusted: ssl.SSLContext | None = None
        self._lock = threading.Lock()
        self._idle: list[Wire] = []
        self._closed = False

    @contextmanager
    def lend(self, line: Line) -> Generator[Wire]:
        """Lend a wire, the one used last first: its connection is the likeliest to be alive."""
        with self._lock:
            wire = self._idle.pop() if self._idle else None
        wire = wire or Wire(self._context)
        if time.monotonic() - wire.used > STALE:
            wire.session.close()
        wire.line = line
        try:
            yield wire
        finally:
            wire.line = None
            wire.used = time.monotonic()
            self._give_back(wire)

    def close(self) -> None:
        """Close all idle connections; those lent out follow when they are given back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for wire in idle:
            wire.session.close()

    def _context(self) -> ssl.SSLContext:
        """Read the trust store once for all wires; raises NoAnswer for an unusable CA file."""
        with self._trust:
            self._trusted = self._trusted or make_context(self._ca_file)
            return self._trusted

    def _give_back(self, wire: Wire) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(wire)
                return
        wire.session.close()


class _Adapter(requests.adapters.HTTPAdapter):
    """Puts our trust and our watched connections under a session."""

    def __init__(self, wire: Wire, context: ssl.SSLContext | None) -> None:
        self._wire = wire
        self._context = context
        super().__init__(pool_connections=4, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options, ssl_context=self._context)
        self.poolmanager.pool_classes_by_scheme = _pools(self._wire)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options, ssl_context=self._context)
        manager.pool_classes_by_scheme = _pools(self._wire)
        return manager

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Leave trust to the context: the base class would add certifi's list to the system's."""


def _pools(wire: Wire) -> dict[str, Any]:
    """Make connection classes that tell the wire's line their socket, and when they send."""

    class Plain(HTTPConnection):
        def request(self, *args: Any, **options: Any) -> None:
            if self.sock is None:
                self.connect()
            _sending(wire, self.sock)
            super().request(*args, **options)

    class Secure(HTTPSConnection):
        _held: contextlib.ExitStack

        def connect(self) -> None:
            with contextlib.ExitStack() as self._held:
                super().connect()

        def _new_conn(self) -> socket.socket:
            # The TLS socket takes this one's handle: until it is there a duplicate can be shut.
            sock = super()._new_conn()
            if wire.line is not None:
                wire.line.attach(self._held.enter_context(sock.dup()))
            return sock

        def request(self, *args: Any, **options: Any) -> None:
            _sending(wire, self.sock)
            super().request(*args, **options)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain  # pyright: ignore[reportAssignmentType] - as urllib3 itself does

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure  # pyright: ignore[reportAssignmentType]

    return {"http": PlainPool, "https": SecurePool}


def _sending(wire: Wire, sock: Any) -> None:
    if wire.line is not None:
        wire.line.depart(sock)
