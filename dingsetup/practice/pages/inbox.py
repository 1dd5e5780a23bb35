"""The routes of the inbox: the page, the same as JSON, opening a note, and uploaded files.

GET `/_practice/inbox?userid=` is the page for a browser, else JSON, which `format=json` asks for
too; POST `/_practice/inbox/read` opens a note, or all of a person's; GET `/_practice/media?id=`
gives an uploaded file. Only loopback may ask, as in `control`.
"""

import secrets
from functools import partial
from urllib.parse import urlencode

from flask import Flask, Response, request

from dingsetup.practice.control import as_json
from dingsetup.practice.inbox import notes, read_note
from dingsetup.practice.pages.bubbles import Painter
from dingsetup.practice.pages.page import Look, draw_page, gather
from dingsetup.practice.pages.words import EN, ZH
from dingsetup.practice.state import State

INBOX = "/_practice/inbox"
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'nonce-{nonce}'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer" a form's Origin would be "null", which is no loopback address.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def add_inbox(app: Flask, state: State) -> None:
    """Add the pages to the application."""
    app.add_url_rule(INBOX, "practice-inbox", lambda: _inbox(state))
    app.add_url_rule(f"{INBOX}/read", "practice-read", lambda: _read(state), methods=["POST"])
    app.add_url_rule("/_practice/media", "practice-media", lambda: _media(state))


def _inbox(state: State) -> Response:
    wanted = request.args.get("format")
    kinds = ("application/json", "text/html")
    # Whoever takes anything, as scripts do, gets the first.
    if wanted == "json" or (wanted != "html" and _best(kinds) == kinds[0]):
        with state.lock:
            return as_json({"notes": notes(state, request.args.get("userid", ""))})
    return _page(state)


def _best(kinds: tuple[str, ...]) -> str:
    return request.accept_mimetypes.best_match(kinds) or kinds[0]


def _page(state: State) -> Response:
    words = EN if request.accept_languages.best_match(("zh", "en")) == "en" else ZH
    look = Look(
        userid=request.args.get("userid", ""),
        find=request.args.get("find", "").strip(),
        live=request.args.get("live") == "1",
        nonce=secrets.token_urlsafe(16),
    )
    with state.lock:
        seen = gather(state, look)
    # Hundreds of notes take a while to draw; nobody else has to wait for it.
    page = draw_page(seen, look, Painter(words, partial(_is_picture, state)))
    policy = {"Content-Security-Policy": _POLICY.format(nonce=look.nonce)}
    content = page.encode(errors="replace")
    return Response(content, mimetype="text/html", headers={**_HEADERS, **policy})


def _is_picture(state: State, media_id: str) -> bool:
    with state.lock:
        return state.shelf.is_picture(media_id)


def _read(state: State) -> Response:
    userid, task = request.form.get("userid", ""), request.form.get("task_id", "0")
    number = int(task) if task.isascii() and task.isdecimal() and len(task) < 19 else -1
    with state.lock:
        read_note(state, userid, number)
    live = {"live": "1"} if request.form.get("live") else {}
    address = f"{INBOX}?{urlencode({'userid': userid, 'format': 'html', **live})}"
    return Response(status=303, headers={"Location": address, **_HEADERS})


def _media(state: State) -> Response:
    with state.lock:
        found = state.shelf.get(request.args.get("id", ""))
    if found is None or found.content is None:
        return as_json({"error": "there is no such file"}, status=404)
    # Whatever is inside, it is shown as what it was called, and never as a page.
    safety = {**_HEADERS, "Content-Security-Policy": "default-src 'none'; sandbox"}
    if not found.mime.startswith("image/"):
        safety["Content-Disposition"] = "attachment"
    return Response(found.content, mimetype=found.mime, headers=safety)
