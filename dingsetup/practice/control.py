"""The tenant's own pages: `/_practice/`, to look into it and change it; `/bi-h5/` and `/bi`.

Only a loopback `Host` and `Origin` may ask: a page of the open web could otherwise reach the
tenant through the browser, by a name that resolves to this machine.

GET `/_practice/state`, `/_practice/calls`; PUT `/_practice/state` with any of `scenarios`,
`addresses`, `redirect_urls`, `limits`; POST `/_practice/expire-tokens`. The people's pages are in
`personnel`, the inboxes' in `pages`.
"""

import json
from html import escape
from typing import Any
from urllib.parse import urlsplit

import msgspec
from flask import Flask, Response, request

from dingsetup.practice.errors import UnknownScenario
from dingsetup.practice.state import CALLS_A_MONTH, State

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a change may hold; each route reads its own field."""

    scenarios: tuple[str, ...] | None = None
    addresses: tuple[str, ...] | None = None
    redirect_urls: tuple[str, ...] | None = None
    limits: bool | None = None


def add_control(app: Flask, state: State) -> None:
    """Add the pages to the application."""
    app.before_request(_guard)
    app.add_url_rule("/_practice/state", "practice-state", lambda: as_json(_state(state)))
    app.add_url_rule("/_practice/calls", "practice-calls", lambda: as_json(_calls(state)))
    app.add_url_rule("/_practice/state", "practice-change", lambda: _change(state), methods=["PUT"])
    app.add_url_rule(
        "/_practice/expire-tokens", "practice-expire", lambda: _expire(state), methods=["POST"]
    )
    app.add_url_rule("/bi-h5/", "practice-home", lambda: _home("移动端"))
    app.add_url_rule("/bi", "practice-pc", lambda: _home("电脑端"))


def _guard() -> Response | None:
    if not request.path.startswith("/_practice/"):
        return None
    origin = request.headers.get("Origin")
    hosts = [f"//{request.host}"] + ([origin] if origin is not None else [])
    if all(_is_loopback(host) for host in hosts):
        return None
    return as_json({"error": "only loopback may ask"}, status=403)


def _is_loopback(address: str) -> bool:
    try:
        return urlsplit(address).hostname in _LOOPBACK
    except ValueError:
        return False


def as_json(content: Any, status: int = 200) -> Response:
    """Answer one of the tenant's own pages."""
    text = json.dumps(msgspec.to_builtins(content), ensure_ascii=False)
    # What was sent may hold half a character, or a number beyond any format but JSON's own.
    return Response(text.encode(errors="replace"), status=status, mimetype="application/json")


def _state(state: State) -> dict[str, Any]:
    with state.lock:
        return {
            "scenarios": state.faults.names,
            "addresses": state.allowlist,
            "redirect_urls": state.redirect_urls,
            "limits": state.limits,
            "people": len(state.company.people),
            "departments": len(state.company.departments),
            "quota": {"used": state.counted, "limit": CALLS_A_MONTH},
        }


def _calls(state: State) -> dict[str, Any]:
    with state.lock:
        return {"calls": tuple(state.calls)}


def _change(state: State) -> Response:
    """Change any of scenarios, addresses, redirect_urls and limits; answers with the new state."""
    try:
        wanted = msgspec.json.decode(request.get_data(), type=_Wanted)
        with state.lock:
            if wanted.scenarios is not None:
                state.set_faults(wanted.scenarios)
            if wanted.addresses is not None:
                state.allowlist = wanted.addresses
            if wanted.redirect_urls is not None:
                state.redirect_urls = wanted.redirect_urls
            if wanted.limits is not None:
                state.limits = wanted.limits
    except (msgspec.DecodeError, UnknownScenario) as error:
        return as_json({"error": str(error)}, status=400)
    return as_json(_state(state))


def _expire(state: State) -> Response:
    with state.lock:
        state.expire_tokens()
    return as_json(_state(state))


def _home(device: str) -> Response:
    """Stand in for DataWind's pages on a phone and on a PC."""
    corp_id = request.args.get("corpId", "")
    page = (
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>DataWind 练习</title>'
        '<meta name="viewport" content="width=device-width"></head><body>'
        f"<h1>DataWind {device}（练习）</h1><p>corpId: {escape(corp_id)}</p></body></html>"
    )
    return Response(page, mimetype="text/html")
