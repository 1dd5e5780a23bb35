"""Where calls go and by which way: base addresses, proxy, own CA file, time-outs."""

import ipaddress
from typing import Literal
from urllib.parse import urlsplit

import msgspec

Host = Literal["oapi", "api", "login"]


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """How DingTalk is reached. Frozen: another way is another Network."""

    oapi: str = "https://oapi.dingtalk.com"
    api: str = "https://api.dingtalk.com"
    login: str = "https://login.dingtalk.com"
    proxy: str | None = None
    """None: the system's proxy. Empty: none. Else `http://[user:password@]host:port`."""
    ca_file: str | None = None
    """PEM file of a company's own authorities, trusted beside the system's store."""
    connect_timeout: float = 5.0
    """Seconds for a connection to one address, and for the TLS handshake."""
    read_timeout: float = 15.0
    """Seconds without a byte."""
    deadline: float = 30.0
    """Seconds for one request from its first byte to the answer's last."""

    @classmethod
    def at(cls, base_url: str) -> "Network":
        """Put all hosts at one base URL, as the practice tenant has them."""
        base = base_url.strip().rstrip("/")
        return cls(oapi=base, api=base, login=base)

    def base(self, host: str) -> str:
        """Return the base address of `oapi`, `api` or `login`."""
        return {"oapi": self.oapi, "api": self.api, "login": self.login}[host]

    def __repr__(self) -> str:
        """Leave the proxy out: its address may hold a password."""
        return f"Network(oapi={self.oapi!r}, api={self.api!r}, proxied={bool(self.proxy)})"


def host_of(url: str) -> str:
    """Return the host name of a URL, empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this computer."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def proxy_for(url: str, network: Network) -> str | None:
    """Return the proxy for this URL; NO_PROXY is respected and loopback never goes through one."""
    from requests.utils import get_environ_proxies, select_proxy, should_bypass_proxies

    if network.proxy == "" or is_loopback(host_of(url)):
        return None
    if network.proxy is None:
        proxy = select_proxy(url, get_environ_proxies(url))
    else:
        proxy = None if should_bypass_proxies(url, no_proxy=None) else network.proxy.strip()
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"
