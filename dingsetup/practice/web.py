"""The Flask application: every route of the facts the practice tenant serves, and its own pages."""

import threading
from typing import Any, ClassVar

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import Map

from dingsetup.practice import (
    answers,
    apps,
    chats,
    contacts,
    contacts_old,
    departments,
    extcontacts,
    login,
    media,
    messages,
    roles,
    tokens,
    top,
)
from dingsetup.practice.answers import Reply
from dingsetup.practice.calls import Call, form_of
from dingsetup.practice.control import add_control
from dingsetup.practice.faults import HOMEPAGE, Faults
from dingsetup.practice.line import LOST, homepage, portal_page, proxy_page
from dingsetup.practice.pages.inbox import add_inbox
from dingsetup.practice.personnel import add_personnel
from dingsetup.practice.reading import read_call
from dingsetup.practice.routes import Route, serve
from dingsetup.practice.state import State

ROUTES: dict[str, Route] = {
    **tokens.ROUTES,
    **departments.ROUTES,
    **contacts.ROUTES,
    **contacts_old.ROUTES,
    **roles.ROUTES,
    **extcontacts.ROUTES,
    **chats.ROUTES,
    **messages.ROUTES,
    **media.ROUTES,
    **apps.ROUTES,
    **login.ROUTES,
}


class _App(Flask):
    """One tenant's application. All have the same addresses: the first makes them for all, which
    takes longer than the rest of a start."""

    _addresses: ClassVar[Map] = Map(merge_slashes=False)
    _known: ClassVar[set[str]] = set()
    _making: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self) -> None:
        super().__init__("dingsetup.practice", static_folder=None, template_folder=None)
        self.url_map = self._addresses

    def add_url_rule(
        self, rule: str, endpoint: str | None = None, view_func: Any = None, *rest: Any, **how: Any
    ) -> None:
        assert endpoint is not None
        with self._making:
            if endpoint not in self._known:
                super().add_url_rule(rule, endpoint, None, *rest, **how)
                self._known.add(endpoint)
        self.view_functions[endpoint] = view_func


def make_app(state: State) -> Flask:
    """Make the application of one tenant."""
    app = _App()
    add_control(app, state)
    add_personnel(app, state)
    add_inbox(app, state)
    for name in ROUTES:
        method, path = name.split(" ", 1)
        app.add_url_rule(
            path.replace("{", "<").replace("}", ">"),
            endpoint=name,
            view_func=_view(state, name),
            methods=[method],
            provide_automatic_options=False,
        )
    app.add_url_rule(top.PATH, "POST /router/rest", _top_view(state), methods=["POST"])
    app.before_request(_behind_portal(state))
    app.register_error_handler(HTTPException, _refuse(state))
    return app


def _view(state: State, name: str) -> Any:
    def view(**path: str) -> Response:
        call = read_call(request, name, path)
        with state.lock:
            reply, counted = _reply(state, call)
            return _finish(state, name, reply, counted=counted)

    return view


def _top_view(state: State) -> Any:
    def view() -> Response:
        arguments = {**request.args.to_dict(), **request.form.to_dict()}
        method = arguments.get("method", "")
        name = top.topapi_name(method)
        with state.lock:
            reply, counted = _reply(state, top.as_topapi(name, arguments))
            return _finish(state, name, top.wrap(method, reply), counted=counted)

    return view


def _reply(state: State, call: Call) -> tuple[Reply, bool]:
    """Answer, and say whether the call counted in the quota. Hold the lock.

    A route the facts do not know is nobody's: the facts may be a file of the user's.
    """
    endpoint, route = state.facts.endpoint(call.name), ROUTES.get(call.name)
    if endpoint is None or route is None:
        return answers.unknown_path(call.name.partition(" ")[2]), False
    before = state.counted
    reply = serve(state, route, endpoint, call)
    return reply, state.counted > before


def _behind_portal(state: State) -> Any:
    def ask() -> Response | None:
        if request.path.startswith("/_practice/"):
            return None
        name = _plain_name()
        reply = _in_the_way(state.faults, state.host_of(name))
        if reply is None:
            return None
        with state.lock:
            return _finish(state, name, reply, counted=False)

    return ask


def _in_the_way(faults: Faults, host: str) -> Reply | None:
    """What answers in the place of DingTalk, or of DataWind; None where nothing does."""
    if host == HOMEPAGE:
        return homepage(faults.page_status) if faults.page_status else _portal(faults, host)
    return proxy_page() if faults.at("proxy-refused", host) else _portal(faults, host)


def _portal(faults: Faults, host: str) -> Reply | None:
    form = faults.portal(host)
    return None if form is None else portal_page(form)


def _refuse(state: State) -> Any:
    def refuse(error: HTTPException) -> Response:
        if request.path.startswith("/_practice/") or not isinstance(error.code, int):
            return Response(error.name, status=error.code or 500, mimetype="text/plain")
        if isinstance(error, MethodNotAllowed):
            allowed = "GET" if "GET" in (error.valid_methods or ()) else "POST"
            reply = answers.wrong_verb(request.path, allowed)
        else:
            reply = answers.unknown_path(request.path)
        with state.lock:
            return _finish(state, _plain_name(), reply, counted=False)

    return refuse


def route_name(app: Flask, method: str, path: str) -> str:
    """Name a call as the facts do, without the values in its path; as it is if nobody knows it."""
    try:
        return app.url_map.bind("").match(path, method)[0]
    except HTTPException:
        return f"{method} {path}"


def _plain_name() -> str:
    return route_name(current_app, request.method, request.path)


def _finish(state: State, name: str, reply: Reply, *, counted: bool) -> Response:
    status = 0 if reply.lost else reply.status
    number = state.log(state.logged(name, status=status, code=reply.code, counted=counted))
    if reply.lost:
        return Response(headers={LOST: "1"})
    content = answers.encode(form_of(request.path), reply, number)
    response = Response(content, status=reply.status, content_type=reply.mime)
    if reply.location:
        response.location = reply.location
    return response
