"""The line between a client and the tenant: slow, flaky, cut, or ending at a log-in portal."""

from dingsetup.practice.answers import Reply
from dingsetup.practice.faults import HOMEPAGE
from dingsetup.practice.state import State

EVERY = 3
"""A flaky line drops the first try of every third call."""

LOST = "Practice-Lost"
"""Marks an answer that the server does not send: it ends the connection instead."""

PORTAL = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>网络认证 · Network log-in</title></head>
<body><h1>请先登录公司网络</h1><p>Please log in to the network first.</p>
<form method="post" action="/portal/login">
<label>账号 <input name="user"></label> <label>密码 <input name="password" type="password"></label>
<button>登录</button></form></body></html>
"""
LOGIN = "/portal/login"
PROXY = "<!DOCTYPE html><title>Proxy Authentication Required</title>"


class Cut(ConnectionError):
    """The connection ends without an answer; `reset` says with a TCP reset."""

    def __init__(self, *, reset: bool) -> None:
        super().__init__("reset" if reset else "dropped")
        self.reset = reset


class Line:
    """Remembers which calls a flaky line has dropped. Hold the state's lock."""

    def __init__(self) -> None:
        self._calls = 0
        self._owed: set[str] = set()

    def carry(self, state: State, name: str) -> None:
        """Let a call through or raise Cut; `name` tells a repeated call from another."""
        host = state.host_of(name)
        if state.faults.at("reset", host):
            raise Cut(reset=True)
        if state.faults.at("silent", host):
            raise Cut(reset=False)
        # DataWind's page is opened once: dropped or not, it would say nothing of DingTalk.
        if not state.faults.has("flaky") or host == HOMEPAGE:
            return
        if name in self._owed:
            self._owed.discard(name)
            return
        self._calls += 1
        if self._calls % EVERY == 0:
            self._owed.add(name)
            raise Cut(reset=False)


def portal_page(form: str = "") -> Reply:
    """What stands in the way of an answer, in one of `PORTAL_FORMS`; a page where none is named."""
    match form:
        case "empty":
            return Reply(body="", mime="text/plain")
        case "cut":
            return Reply(body='{"errcode":0,"errmsg":"o')
        case "text":
            return Reply(body="网络认证", mime="text/plain; charset=utf-8")
        case "list":
            return Reply(body="[]")
        case "redirect":
            return Reply(status=302, body="", mime="text/plain", location=LOGIN)
        case _:
            return Reply(body=PORTAL, mime="text/html; charset=utf-8")


def proxy_page() -> Reply:
    """A proxy between here and DingTalk, which wants a password first."""
    return Reply(status=407, body=PROXY, mime="text/html; charset=utf-8")


def homepage(status: int) -> Reply:
    """DataWind's page answering with a status; those that have no body get none."""
    body = "" if status in (204, 304) else f"<!DOCTYPE html><title>{status}</title>"
    return Reply(status=status, body=body, mime="text/html; charset=utf-8")
