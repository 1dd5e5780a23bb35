"""Routes of the API as a call needs them: their facts, their path with ids in, their query."""

import datetime
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

from dingsetup.dingtalk.transport import READS, Request
from dingsetup.facts import Endpoint, Facts
from dingsetup.findings import Kind

OLD_TOKEN = "GET /gettoken"
NEW_TOKEN = "POST /v1.0/oauth2/accessToken"
CORP_TOKEN = "POST /v1.0/oauth2/{corpId}/token"
TOKEN_ROUTES = frozenset({OLD_TOKEN, NEW_TOKEN, CORP_TOKEN})

NEVER = frozenset[Kind]()
PATIENCE = 5.0
"""Seconds that a cancel leaves a call which changes something, once it left: its answer tells."""

_NEW_PATH = re.compile(r"/v\d+\.\d+/")


def route_of(facts: Facts, name: str) -> Endpoint:
    """Find `METHOD /path`; one that no fact names is taken to count and to change things."""
    known = facts.endpoint(name)
    if known is not None:
        return known
    method, _, path = name.partition(" ")
    fields = {
        "method": method,
        "host": "api" if _NEW_PATH.match(path) else "oapi",
        "path": path,
        "counted": name not in TOKEN_ROUTES,
        "writes": name not in TOKEN_ROUTES,
        "source": "",
        "date": datetime.date.min,
    }
    return msgspec.convert(fields, Endpoint)


def request_to(
    route: Endpoint,
    base: str,
    arguments: Mapping[str, Any] | None,
    path: Mapping[str, str],
) -> Request:
    """Make the request, still without a token. What changes something is never repeated.

    Arguments go in the query of a GET or DELETE, else as JSON; None sends no body.
    """
    in_query = route.method in ("GET", "DELETE")
    return Request(
        method=route.method,
        host=route.host,
        url=base + filled(route.path, path),
        path=route.path,
        query=written(arguments or {}) if in_query else {},
        body=None if in_query or arguments is None else dict(arguments),
        counted=route.counted,
        repeat=NEVER if route.writes else READS,
        patience=PATIENCE if route.writes else 0.0,
    )


def filled(path: str, ids: Mapping[str, str]) -> str:
    """Put ids into a path's `{…}`; raises ValueError where one is missing."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in ids:
            raise ValueError(f"{path} needs {match[1]}")
        return quote(str(ids[match[1]]), safe="")

    return re.sub(r"\{(\w+)\}", value, path)


def written(arguments: Mapping[str, Any]) -> dict[str, str]:
    """Write arguments for a query as DingTalk reads them: `true`, not `True`; lists as JSON."""
    return {
        name: value if isinstance(value, str) else msgspec.json.encode(value).decode()
        for name, value in arguments.items()
    }
