"""The DingTalk client: one shared token per app, both API generations, an Answer for every call."""

import datetime
import threading
from collections.abc import Callable, Mapping
from typing import Any, Self

import msgspec

from dingsetup.dingtalk.errors import Answer, AnswerReader
from dingsetup.dingtalk.masking import mask
from dingsetup.dingtalk.routes import CORP_TOKEN, NEW_TOKEN, OLD_TOKEN, filled, route_of, written
from dingsetup.dingtalk.tokens import Token, Tokens
from dingsetup.dingtalk.transport import (
    Call,
    HostProbe,
    Network,
    Reply,
    Request,
    Transport,
)
from dingsetup.dingtalk.transport.exchange import READS
from dingsetup.facts import Endpoint, Facts
from dingsetup.findings import Kind

PACE = "calls_per_second"
"""Id of the limit of calls of one app to one API."""
REFUSED = frozenset({Kind.TOKEN_INVALID, Kind.TOKEN_EXPIRED})
"""Kinds that a fresh token may mend."""
NEVER = frozenset[Kind]()

_TOKEN_FIELDS = ("access_token", "accessToken", "refresh_token", "refreshToken")


class Credentials(msgspec.Struct, frozen=True):
    """The app's key and secret, also called Client ID and Client Secret."""

    app_key: str
    app_secret: str

    def __repr__(self) -> str:
        return f"Credentials(app_key={self.app_key!r})"


class Client:
    """Talks to one tenant as one app. Every call blocks its own thread; many may call at once.

    An expected failure is an Answer, never an exception. Raised are Cancelled, once the event is
    set, and ValueError for a path whose ids are not given.
    """

    def __init__(
        self,
        credentials: Credentials,
        facts: Facts,
        network: Network | None = None,
        *,
        log: Callable[[Call], None] = lambda call: None,
        cancel: threading.Event | None = None,
    ) -> None:
        """`log` is called once per request sent, from the thread that sent it."""
        self.network = network or Network()
        self._credentials = credentials
        self._facts = facts
        self._reader = AnswerReader(facts)
        pace = next((entry.value for entry in facts.limits if entry.id == PACE), 20)
        self.calls_per_second = pace
        """How many calls of one API it lets out in any second."""
        self._transport = Transport(self.network, log=log, cancel=cancel, calls_per_second=pace)
        self._tokens = Tokens()
        self._clock: tuple[datetime.datetime, datetime.datetime] | None = None

    def __repr__(self) -> str:
        return f"Client({self._credentials!r}, {self.network!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def old_token(self) -> Answer:
        """Ask the old generation for a token (KB 1444), also where one is held already."""
        query = {
            "appkey": self._credentials.app_key,
            "appsecret": self._credentials.app_secret,
        }
        return self._keep(self._ask(route_of(self._facts, OLD_TOKEN), query=query))

    def new_token(self) -> Answer:
        """Ask the new generation for a token (KB 0033), also where one is held already."""
        body = {
            "appKey": self._credentials.app_key,
            "appSecret": self._credentials.app_secret,
        }
        return self._keep(self._ask(route_of(self._facts, NEW_TOKEN), body=body))

    def corp_token(self, corp_id: str) -> Answer:
        """Ask for a token of one organisation (KB 0037): ties the credentials to the CorpId.

        A CorpId that is none gets `unknownError` (seen live), so that is not asked again.
        """
        body = {
            "client_id": self._credentials.app_key,
            "client_secret": self._credentials.app_secret,
            "grant_type": "client_credentials",
        }
        repeat = READS - {Kind.SERVER_ERROR}
        route = route_of(self._facts, CORP_TOKEN)
        answer = self._ask(route, body=body, path={"corpId": corp_id}, repeat=repeat)
        return self._clean(answer)

    def call(
        self,
        endpoint: str,
        arguments: Mapping[str, Any] | None = None,
        path: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call `METHOD /path` with the shared token, renewed once where DingTalk refuses it.

        Arguments go in the query of a GET or DELETE, else as JSON; `path` fills `{…}`.
        A refusal of the token comes before the call is carried out, so repeating it is harmless.
        """
        route = route_of(self._facts, endpoint)
        token, failure = self._tokens.get(self._fetch(route))
        if token is None:
            return failure
        answer = self._with_token(route, token, arguments or {}, path or {})
        if answer.kind not in REFUSED:
            return answer
        fresh, failure = self._tokens.get(self._fetch(route), refused=token)
        if fresh is None:
            return failure
        return self._with_token(route, fresh, arguments or {}, path or {})

    def counts(self, endpoint: str) -> bool:
        """Whether a call of `METHOD /path` counts in the organisation's month."""
        return route_of(self._facts, endpoint).counted

    def visit(self, url: str) -> Answer:
        """Open a page that is not DingTalk's; ok for any answer below 400, a redirect included."""
        request = Request(
            method="GET", host="homepage", url=url, path="", counted=False, paced=False
        )
        return self._transport.ask(request, _visited)

    def probe(self, host: str) -> HostProbe:
        """Show how far `oapi`, `api` or `login` is reached. Counts as no call."""
        return self._transport.probe(self.network.base(host))

    def clock_skew(self) -> datetime.timedelta | None:
        """This computer's clock against DingTalk's last answer; positive when ours is fast.

        None before the first answer. Exact to about a second: the header has no more.
        """
        if self._clock is None:
            return None
        ours, theirs = self._clock
        return ours - theirs - datetime.timedelta(seconds=0.5)

    def close(self) -> None:
        """Close idle connections; the client may still be used."""
        self._transport.close()

    def _fetch(self, route: Endpoint) -> Callable[[], Answer]:
        """Fetch the token from the host that is called: the other may be out of reach."""
        return self.new_token if route.host == "api" else self.old_token

    def _with_token(
        self, route: Endpoint, token: Token, arguments: Mapping[str, Any], path: Mapping[str, str]
    ) -> Answer:
        in_query = route.method in ("GET", "DELETE")
        query = written(arguments) if in_query else {}
        headers: dict[str, str] = {}
        if route.host == "api":
            headers["x-acs-dingtalk-access-token"] = token.value
        elif route.host == "oapi":
            query["access_token"] = token.value
        body = None if in_query else dict(arguments)
        return self._clean(self._ask(route, query=query, headers=headers, body=body, path=path))

    def _ask(
        self,
        route: Endpoint,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        path: Mapping[str, str] | None = None,
        repeat: frozenset[Kind] | None = None,
    ) -> Answer:
        request = Request(
            method=route.method,
            host=route.host,
            url=self.network.base(route.host) + filled(route.path, path or {}),
            path=route.path,
            query=query or {},
            headers=headers or {},
            body=body,
            counted=route.counted,
            repeat=repeat if repeat is not None else NEVER if route.writes else READS,
        )
        return self._transport.ask(request, lambda reply: self._read(route, reply))

    def _read(self, route: Endpoint, reply: Reply) -> Answer:
        answer = self._reader.read(route.host, route.path, reply.status, reply.body, reply.headers)
        if reply.server_time is not None and answer.kind is not Kind.NOT_DINGTALK:
            self._clock = (reply.at, reply.server_time)
        if answer.kind is Kind.NOT_DINGTALK:
            host = {"host": self.network.base(route.host).partition("//")[2]}
            return msgspec.structs.replace(answer, values=host | answer.values)
        return answer

    def _keep(self, answer: Answer) -> Answer:
        """Keep the token of a token answer, and take it out of the answer."""
        return self._clean(self._tokens.keep(answer))

    def _clean(self, answer: Answer) -> Answer:
        """Take secrets and tokens out of all that is passed on."""
        known = (self._credentials.app_secret, *self._tokens.all())
        data = {name: value for name, value in answer.data.items() if name not in _TOKEN_FIELDS}
        values = {
            name: mask(value, known) if isinstance(value, str) else value
            for name, value in answer.values.items()
        }
        return msgspec.structs.replace(
            answer, message=mask(answer.message, known), values=values, data=data
        )


def _visited(reply: Reply) -> Answer:
    kind = Kind.OK if reply.status < 400 else Kind.UNKNOWN
    return Answer(kind=kind, status=reply.status)
