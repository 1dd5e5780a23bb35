"""Reads a Flask request as a Call: arguments from query, form or JSON, the token from its place."""

import json
from typing import Any, cast

from flask import Request

from dingsetup.practice.answers import Form
from dingsetup.practice.calls import Call, Upload, form_of

TOKEN_HEADER = "x-acs-dingtalk-access-token"


def read_call(request: Request, name: str, path: dict[str, str]) -> Call:
    """Read a request for the route `name`. A body that is not what it says counts as none."""
    form = form_of(request.path)
    query: dict[str, Any] = request.args.to_dict()
    body = _body(request, json_only=form is Form.NEW)
    if form is Form.NEW:
        token = request.headers.get(TOKEN_HEADER)
    else:
        # A form may carry the token too; a JSON body or a header does not count.
        token = query.get("access_token") or request.form.get("access_token")
    return Call(
        name=name,
        form=form,
        path=path,
        arguments={**query, **body},
        token=token,
        query=query,
        files=_files(request),
    )


def _body(request: Request, *, json_only: bool) -> dict[str, Any]:
    if request.mimetype == "application/x-www-form-urlencoded" or request.files:
        return {} if json_only else request.form.to_dict()
    try:
        found: object = json.loads(request.get_data() or b"{}")
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _files(request: Request) -> tuple[Upload, ...]:
    found: list[Upload] = []
    for field, file in request.files.items():
        found.append(Upload(field=field, filename=file.filename or "", content=file.read()))
    return tuple(found)
