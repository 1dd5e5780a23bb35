"""The DingTalk client: one shared token per app, both API generations, an Answer for every call."""

import datetime
import threading
from collections.abc import Callable, Mapping
from typing import Any, Self

import msgspec

from dingsetup.dingtalk.errors import Answer, AnswerReader
from dingsetup.dingtalk.masking import mask
from dingsetup.dingtalk.routes import (
    CORP_TOKEN,
    NEW_TOKEN,
    OLD_TOKEN,
    request_to,
    route_of,
)
from dingsetup.dingtalk.tokens import Token, Tokens
from dingsetup.dingtalk.transport import (
    Call,
    Cancelled,
    HostProbe,
    Network,
    Reply,
    Request,
    Transport,
    Upload,
)
from dingsetup.facts import Endpoint, Facts
from dingsetup.findings import Kind

PACE = "calls_per_second"
"""Id of the limit of calls of one app to one API."""
REFUSED = frozenset({Kind.TOKEN_INVALID, Kind.TOKEN_EXPIRED})
"""Kinds that a fresh token may mend."""
SLOWEST_UPLOAD = 64 * 1024
"""Bytes a second below which a file is given up."""

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
        self.facts = facts
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
        who = self._credentials
        arguments = {"appkey": who.app_key, "appsecret": who.app_secret}
        return self._fetched(OLD_TOKEN, arguments)

    def new_token(self) -> Answer:
        """Ask the new generation for a token (KB 0033), also where one is held already."""
        who = self._credentials
        arguments = {"appKey": who.app_key, "appSecret": who.app_secret}
        return self._fetched(NEW_TOKEN, arguments)

    def corp_token(self, corp_id: str) -> Answer:
        """Ask for a token of one organisation (KB 0037): ties the credentials to the CorpId.

        A CorpId that is none gets `unknownError` (seen live), so that is not asked again.
        """
        who = self._credentials
        arguments = {
            "client_id": who.app_key,
            "client_secret": who.app_secret,
            "grant_type": "client_credentials",
        }
        route = route_of(self.facts, CORP_TOKEN)
        request = self._to(route, arguments, {"corpId": corp_id})
        repeat = request.repeat - {Kind.SERVER_ERROR}
        return self._clean(self._ask(route, msgspec.structs.replace(request, repeat=repeat)))

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
        route = route_of(self.facts, endpoint)
        return self._with_token(route, self._to(route, arguments or {}, path))

    def upload(self, endpoint: str, query: Mapping[str, str], upload: Upload) -> Answer:
        """Send a file to `METHOD /path` as `call` does; a cancel cuts it at once."""
        route = route_of(self.facts, endpoint)
        request = msgspec.structs.replace(
            self._to(route, None),
            query=query,
            upload=upload,
            seconds=len(upload.content) / SLOWEST_UPLOAD,
            patience=0.0,
        )
        return self._with_token(route, request)

    def refusal(self, code: str) -> Kind:
        """Name why the result of a send says somebody was kept from it."""
        return self._reader.refusal(code)

    def counts(self, endpoint: str) -> bool:
        """Whether a call of `METHOD /path` counts in the organisation's month."""
        return route_of(self.facts, endpoint).counted

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

    def _to(
        self,
        route: Endpoint,
        arguments: Mapping[str, Any] | None,
        path: Mapping[str, str] | None = None,
    ) -> Request:
        return request_to(route, self.network.base(route.host), arguments, path or {})

    def _with_token(self, route: Endpoint, request: Request) -> Answer:
        token, failure = self._token(route)
        if token is None:
            return failure
        answer = self._once(route, request, token)
        if answer.kind not in REFUSED:
            return answer
        fresh, failure = self._token(route, refused=token)
        return failure if fresh is None else self._once(route, request, fresh)

    def _token(
        self, route: Endpoint, *, refused: Token | None = None
    ) -> tuple[Token | None, Answer]:
        """Get the token, or why there is none: then the call itself never left, whatever did."""
        try:
            token, failure = self._tokens.get(self._fetch(route), refused=refused)
        except Cancelled:
            raise Cancelled from None
        return token, msgspec.structs.replace(failure, sent=False)

    def _once(self, route: Endpoint, request: Request, token: Token) -> Answer:
        if route.host == "api":
            headers = {"x-acs-dingtalk-access-token": token.value}
            request = msgspec.structs.replace(request, headers=headers)
        elif route.host == "oapi":
            query = {**request.query, "access_token": token.value}
            request = msgspec.structs.replace(request, query=query)
        return self._clean(self._ask(route, request))

    def _ask(self, route: Endpoint, request: Request) -> Answer:
        return self._transport.ask(request, lambda reply: self._read(route, reply))

    def _read(self, route: Endpoint, reply: Reply) -> Answer:
        answer = self._reader.read(route.host, route.path, reply.status, reply.body, reply.headers)
        if reply.server_time is not None and answer.kind is not Kind.NOT_DINGTALK:
            self._clock = (reply.at, reply.server_time)
        if answer.kind is Kind.NOT_DINGTALK:
            host = {"host": self.network.base(route.host).partition("//")[2]}
            return msgspec.structs.replace(answer, values=host | answer.values)
        return answer

    def _fetched(self, name: str, arguments: Mapping[str, Any]) -> Answer:
        """Ask a token route; keep the token of its answer, and take it out of the answer."""
        route = route_of(self.facts, name)
        return self._clean(self._tokens.keep(self._ask(route, self._to(route, arguments))))

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
