"""Shows where a connection stops: name, TCP, proxy or TLS. Sends no request."""

import base64
import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec

from dingsetup.dingtalk.transport.failures import NoAnswer, name_failure
from dingsetup.dingtalk.transport.network import Network, proxy_for
from dingsetup.dingtalk.transport.watch import POLL, Line
from dingsetup.findings import Kind

Done = TypeVar("Done")


class HostProbe(msgspec.Struct, frozen=True, kw_only=True):
    """How far a host was reached, and how long each part took; None: not reached or not used."""

    host: str
    kind: Kind
    values: dict[str, Any] = {}
    address: str | None = None
    """Where the connection went: the host's address, or the proxy's."""
    dns_ms: int | None = None
    tcp_ms: int | None = None
    tls_ms: int | None = None


def probe_host(url: str, network: Network, line: Line) -> HostProbe:
    """Connect to the URL's host as a call would, and hang up; also where the line is cut."""
    from dingsetup.dingtalk.transport.trust import make_context

    try:
        proxy = proxy_for(url, network)
    except ValueError:  # no address at all, which is told below
        proxy = None
    steps = _Steps(network.connect_timeout, line, proxied=bool(proxy))
    host = ""
    try:
        target = urlsplit(url)
        host = target.hostname or ""
        port = target.port or (443 if target.scheme == "https" else 80)
        by_way = urlsplit(proxy) if proxy else None
        near = (by_way.hostname or "", by_way.port or 8080) if by_way else (host, port)
        with contextlib.closing(steps.connect(*near)) as sock:
            tunnels = by_way is None or by_way.scheme == "http"  # of others only the line is tried
            if target.scheme == "https" and tunnels:
                if by_way is not None:
                    _tunnel(sock, by_way, host, port)
                steps.handshake(sock, host, make_context(network.ca_file))
    except NoAnswer as failure:
        return steps.probe(host, failure.kind, {"host": host} | failure.values)
    except (OSError, ValueError) as error:
        failure = steps.failure(error, host)
        return steps.probe(host, failure.kind, failure.values)
    return steps.probe(host, Kind.OK, {})


class _Steps:
    """Takes the time of each step, and knows in which one it stopped."""

    def __init__(self, seconds: float, line: Line, *, proxied: bool) -> None:
        self._seconds = seconds
        self._line = line
        self._proxied = proxied
        self._address: str | None = None
        self._ms: dict[str, int] = {}

    def connect(self, host: str, port: int) -> socket.socket:
        found = self._timed("dns", lambda: _resolve(host, port, self._seconds, self._line))
        return self._timed("tcp", lambda: self._first(found))

    def handshake(self, sock: socket.socket, host: str, context: ssl.SSLContext) -> None:
        # The TLS socket takes the plain one's handle, so that only a duplicate can shut both.
        with contextlib.closing(sock.dup()) as same:
            self._line.attach(same)
            secure = self._timed("tls", lambda: context.wrap_socket(sock, server_hostname=host))
            secure.close()

    def probe(self, host: str, kind: Kind, values: dict[str, Any]) -> HostProbe:
        return HostProbe(
            host=host,
            kind=kind,
            values=values,
            address=self._address,
            dns_ms=self._ms.get("dns"),
            tcp_ms=self._ms.get("tcp"),
            tls_ms=self._ms.get("tls"),
        )

    def failure(self, error: Exception, host: str) -> NoAnswer:
        """Name the failure; what stops short of a proxy is the proxy's."""
        failure = name_failure(error, host, proxied=self._proxied, sent=False)
        if self._proxied and "tcp" not in self._ms:
            return NoAnswer(Kind.PROXY_REFUSED, failure.values)
        if failure.kind is Kind.TIMED_OUT or self._line.cut:
            reason = "connect" if "tcp" not in self._ms else "tls"
            return NoAnswer(Kind.TIMED_OUT, failure.values | {"reason": reason})
        return failure

    def _first(self, found: list[tuple[Any, ...]]) -> socket.socket:
        last: OSError = OSError("the name has no address")
        for family, kind, protocol, _, address in found:
            if self._line.cut:
                break
            sock = socket.socket(family, kind, protocol)
            sock.settimeout(self._seconds)
            self._line.attach(sock)
            try:
                sock.connect(address)
            except OSError as error:
                sock.close()
                last = error
                continue
            self._address = str(address[0])
            return sock
        raise last

    def _timed(self, step: str, work: Callable[[], Done]) -> Done:
        started = time.monotonic()
        done = work()
        self._ms[step] = round((time.monotonic() - started) * 1000)
        return done


def _resolve(host: str, port: int, seconds: float, line: Line) -> list[tuple[Any, ...]]:
    """Ask for addresses, but not for ever: the system's resolver knows no time-out."""
    box: list[list[tuple[Any, ...]] | Exception] = []

    def work() -> None:
        try:
            box.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            box.append(error)

    thread = threading.Thread(target=work, name="resolve", daemon=True)
    thread.start()
    ends = time.monotonic() + seconds
    while thread.is_alive() and not line.cut and time.monotonic() < ends:
        thread.join(POLL)
    if not box:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer from the name server in time")
    if isinstance(box[0], Exception):
        raise box[0]
    return box[0]


def _tunnel(sock: socket.socket, proxy: SplitResult, host: str, port: int) -> None:
    """Ask an HTTP proxy for a tunnel; raises NoAnswer(proxy_refused) with the status it gave."""
    lines = [f"CONNECT {host}:{port} HTTP/1.1", f"Host: {host}:{port}"]
    if proxy.username is not None:
        pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(pair.encode()).decode()}")
    sock.sendall("\r\n".join([*lines, "", ""]).encode())
    head = b""
    while b"\r\n\r\n" not in head and len(head) < 16_384 and (part := sock.recv(1)):
        head += part
    status = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")[2][:3]
    if not status.startswith("2"):
        reason = "password" if status == "407" else f"status_{status}" if status else "reset"
        raise NoAnswer(Kind.PROXY_REFUSED, {"reason": reason})
