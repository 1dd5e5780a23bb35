"""Sends requests: paced, within a deadline, repeated where that is harmless, each one logged."""

import datetime
import email.utils
import random
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.transport.content import read_content
from dingsetup.dingtalk.transport.failures import Cancelled, NoAnswer, name_failure
from dingsetup.dingtalk.transport.multipart import Multipart
from dingsetup.dingtalk.transport.network import Network, host_of, proxy_for
from dingsetup.dingtalk.transport.pace import Pace
from dingsetup.dingtalk.transport.probe import HostProbe, probe_host
from dingsetup.dingtalk.transport.values import Call, Reply, Request
from dingsetup.dingtalk.transport.watch import Watch
from dingsetup.findings import Kind

if TYPE_CHECKING:
    import requests

    from dingsetup.dingtalk.transport.wire import Wire, Wires

TRIES = 3
BACK_OFF = 0.2
"""Seconds before the second try; doubled before the third."""
HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",  # the answers are small, and what is not packed is no bomb
    "User-Agent": "dingsetup",
}


class Transport:
    """Sends requests of one app. Safe to use from many threads; every call blocks its own."""

    def __init__(
        self,
        network: Network,
        *,
        log: Callable[[Call], None] = lambda call: None,
        cancel: threading.Event | None = None,
        calls_per_second: int = 20,
    ) -> None:
        self.network = network
        self.cancel = cancel or threading.Event()
        self._log = log
        self._pace = Pace(calls_per_second)
        self._watch = Watch(self.cancel)
        self._made = threading.Lock()
        self._wires: Wires | None = None

    def ask(self, request: Request, read: Callable[[Reply], Answer]) -> Answer:
        """Send, read, and send again where that is harmless and promising. Raises Cancelled.

        `sent` of the answer, or of Cancelled, is about all tries: whether any may have arrived.
        """
        left = False
        for attempt in range(1, TRIES + 1):
            started, at = time.monotonic(), datetime.datetime.now(datetime.UTC)
            sent = True
            try:
                answer = read(self.send(request))
            except NoAnswer as failure:
                answer, sent = failure.answer, failure.sent
            except Cancelled as stop:
                raise Cancelled(sent=left or stop.sent) from None
            left = left or sent
            self._log(_logged(request, answer, at, started, attempt))
            pause = _pause(request, answer, attempt, sent=sent)
            if pause is None:
                return msgspec.structs.replace(answer, sent=left)
            if self.cancel.wait(pause):
                raise Cancelled(sent=left)
        raise AssertionError("the last try always returns")

    def send(self, request: Request) -> Reply:
        """Send once. Raises NoAnswer, or Cancelled when the event is set meanwhile."""
        if not request.paced:
            return self._exchange(request)
        with self._pace.place(f"{request.method} {request.path}", self.cancel):
            return self._exchange(request)

    def probe(self, url: str) -> HostProbe:
        """Connect as a call would, and hang up. Raises Cancelled once the event is set."""
        if self.cancel.is_set():
            raise Cancelled
        with self._watch.line(self.network.deadline) as line:
            found = probe_host(url, self.network, line)
        if line.cut == "cancelled":
            raise Cancelled
        return found

    def close(self) -> None:
        """Close idle connections."""
        with self._made:
            wires, self._wires = self._wires, None
        if wires is not None:
            wires.close()

    def _idle(self) -> "Wires":
        from dingsetup.dingtalk.transport.wire import Wires

        with self._made:
            self._wires = self._wires or Wires(self.network.ca_file)
            return self._wires

    def _exchange(self, request: Request) -> Reply:
        if self.cancel.is_set():
            raise Cancelled
        proxy = None
        seconds = self.network.deadline + request.seconds
        with (
            self._watch.line(seconds, request.patience) as line,
            self._idle().lend(line) as wire,
        ):
            try:
                proxy = proxy_for(request.url, self.network)
                with self._open(wire, request, proxy) as response:
                    at = datetime.datetime.now(datetime.UTC)
                    return _reply(response, read_content(response, line), at)
            except NoAnswer:
                raise
            except Exception as error:  # noqa: BLE001 - the HTTP library raises its own, urllib3's and the system's
                host = host_of(request.url) or request.host
                failure = name_failure(error, host, proxied=bool(proxy), sent=line.sent)
            if line.cut == "cancelled":
                raise Cancelled(sent=line.sent) from None
            if line.cut == "deadline":
                values = {"host": host, "reason": "deadline", "detail": ""}
                raise NoAnswer(Kind.TIMED_OUT, values, sent=line.sent) from None
            raise failure from None

    def _open(self, wire: "Wire", request: Request, proxy: str | None) -> "requests.Response":
        body, form = _content(request)
        headers = {**HEADERS, **request.headers, **form}
        if request.url.lower().startswith("https:"):
            wire.secure()
        return wire.session.request(
            request.method,
            request.url,
            params=dict(request.query),
            headers=headers,
            data=body,
            timeout=(self.network.connect_timeout, self.network.read_timeout),
            proxies={"http": proxy, "https": proxy} if proxy else {},
            allow_redirects=False,
            stream=True,
        )


def _content(request: Request) -> tuple[bytes | Multipart | None, dict[str, str]]:
    """What goes into the body, and the header that says what it is."""
    if request.upload is not None:
        form = Multipart(request.upload)
        return form, {"Content-Type": form.content_type}
    if request.body is None:
        return None, {}
    return msgspec.json.encode(request.body), {"Content-Type": "application/json"}


def _reply(response: "requests.Response", body: bytes, at: datetime.datetime) -> Reply:
    return Reply(
        status=response.status_code,
        headers=dict(response.headers),
        body=body,
        server_time=_date(response.headers.get("Date")),
        at=at,
    )


def _date(header: str | None) -> datetime.datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _pause(request: Request, answer: Answer, attempt: int, *, sent: bool) -> float | None:
    """Seconds until the next try; None where there is to be none."""
    if attempt == TRIES:
        return None
    back_off = BACK_OFF * 2 ** (attempt - 1) * random.uniform(1.0, 1.5)
    if answer.kind is Kind.UNREACHABLE:
        again = answer.values.get("reason") in ("reset", "refused")
        return back_off if again and (not sent or answer.kind in request.repeat) else None
    if answer.kind not in request.repeat:
        return None
    if answer.kind is Kind.THROTTLED:
        # The limit of one app lasts for its second; the others last longer than anybody waits.
        return 1.0 + back_off if answer.values.get("scope") == "app" else None
    return back_off


def _logged(
    request: Request, answer: Answer, at: datetime.datetime, started: float, attempt: int
) -> Call:
    return Call(
        at=at,
        method=request.method,
        host=request.host,
        path=request.path,
        verdict=answer.kind,
        ms=round((time.monotonic() - started) * 1000),
        counted=request.counted,
        attempt=attempt,
    )
