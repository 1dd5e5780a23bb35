"""The library `dingtalk-sdk` as its author published it, led to a practice tenant."""

from typing import Any

import requests
from dingtalk import AppKeyClient
from requests.adapters import HTTPAdapter

from .conftest import Talk


class Detour(HTTPAdapter):
    """Takes the address the library has no setting for to the tenant."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base_url = base_url

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        request.url = self.base_url + request.path_url
        return super().send(request, *args, **kwargs)


def old_client(talk: Talk) -> AppKeyClient:
    client: Any = AppKeyClient(
        talk.identity.corp_id, talk.identity.app_key, talk.identity.app_secret
    )
    client.API_BASE_URL = talk.tenant.base_url
    client._http = requests.Session()
    client._http.mount("https://eco.taobao.com", Detour(talk.tenant.base_url))
    return client
