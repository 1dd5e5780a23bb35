"""A caller that speaks to a practice tenant as bluntly as curl."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from dingsetup.facts import Facts
from dingsetup.practice import PracticeTenant

Caller = Callable[..., "Talk"]


class Clock:
    """A clock that stands still until it is moved."""

    now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


class Talk:
    """Calls one tenant with its token; every method returns the decoded body."""

    def __init__(self, tenant: PracticeTenant) -> None:
        self.tenant = tenant
        self.identity = tenant.identity
        self.session = requests.Session()
        self.token = ""

    def url(self, path: str) -> str:
        return self.tenant.base_url + path

    def login(self) -> "Talk":
        self.token = self.old_token()["access_token"]
        return self

    def old_token(self) -> dict[str, Any]:
        keys = {"appkey": self.identity.app_key, "appsecret": self.identity.app_secret}
        return self.session.get(self.url("/gettoken"), params=keys, timeout=10).json()

    def new_token(self) -> requests.Response:
        keys = {"appKey": self.identity.app_key, "appSecret": self.identity.app_secret}
        return self.session.post(self.url("/v1.0/oauth2/accessToken"), json=keys, timeout=10)

    def corp_token(self, corp_id: str) -> requests.Response:
        body = {
            "client_id": self.identity.app_key,
            "client_secret": self.identity.app_secret,
            "grant_type": "client_credentials",
        }
        return self.session.post(self.url(f"/v1.0/oauth2/{corp_id}/token"), json=body, timeout=10)

    def old(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Call an old route, a POST with a JSON body, a GET with a query."""
        method, path = name.split(" ")
        query = {"access_token": self.token}
        if method == "GET":
            return self.session.get(self.url(path), params=query | arguments, timeout=10).json()
        return self.session.post(self.url(path), params=query, json=arguments, timeout=10).json()

    def new(self, name: str, **arguments: Any) -> requests.Response:
        """Call a new route."""
        method, path = name.split(" ")
        place: dict[str, Any] = {"params" if method == "GET" else "json": arguments}
        return self.session.request(
            method,
            self.url(path),
            headers={"x-acs-dingtalk-access-token": self.token},
            timeout=10,
            **place,
        )

    def send(self, userids: str, text: str) -> int:
        answer = self.old(
            "POST /topapi/message/corpconversation/asyncsend_v2",
            agent_id=self.identity.agent_id,
            userid_list=userids,
            msg={"msgtype": "text", "text": {"content": text}},
        )
        return answer["task_id"]

    def result(self, task_id: int) -> dict[str, Any]:
        answer = self.old(
            "POST /topapi/message/corpconversation/getsendresult",
            agent_id=self.identity.agent_id,
            task_id=task_id,
        )
        return answer["send_result"]


@pytest.fixture
def talk(facts: Facts) -> Iterator[Caller]:
    """Start tenants and talk to them: `talk("ip-blocked", people=5)`; without the pace limits."""
    started: list[Talk] = []

    def start(*scenarios: str, **options: Any) -> Talk:
        tenant = PracticeTenant.start(facts, **{"limits": False, **options})
        started.append(Talk(tenant).login())
        tenant.set_scenarios(scenarios)
        return started[-1]

    yield start
    for one in started:
        one.session.close()
        one.tenant.stop()
