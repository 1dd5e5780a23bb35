"""Small servers on loopback that fail the way networks do, and clients that talk to them."""

import contextlib
import datetime
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import responses
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dingsetup.dingtalk.client import Client, Credentials
from dingsetup.dingtalk.errors import AnswerReader
from dingsetup.dingtalk.transport import Call, Network
from dingsetup.facts import Facts

SECRET = "the-app-secret-of-this-test"
TOKEN = "token-0001"


@pytest.fixture(autouse=True)
def short_back_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dingsetup.dingtalk.transport.exchange.BACK_OFF", 0.02)


class Seen(msgspec.Struct, frozen=True):
    """One request as a server read it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Handler = Callable[[Seen, socket.socket], None]


class Server:
    """Accepts connections, reads requests, and lets a handler do with the socket what it likes."""

    def __init__(self, handler: Handler, context: ssl.SSLContext | None = None) -> None:
        self._handler = handler
        self._context = context
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        self.seen: list[Seen] = []
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"{'https' if self._context else 'http'}://127.0.0.1:{self.port}"

    def close(self) -> None:
        for sock in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def close_listener(self) -> None:
        """Refuse further connections; those that stand go on."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._sockets.append(sock)
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self._context is not None:
                sock = self._context.wrap_socket(sock, server_side=True)
                self._sockets.append(sock)
            # By its thread, too: `close` may have come before the socket was in the list.
            with sock:
                while (request := _request(sock)) is not None:
                    self.seen.append(request)
                    self._handler(request, sock)


def _request(sock: socket.socket) -> Seen | None:
    data = b""
    while b"\r\n\r\n" not in data:
        part = sock.recv(65_536)
        if not part:
            return None
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += sock.recv(65_536)
    method, target, _ = first.split(" ", 2)
    return Seen(method, target, headers, body)


def reply(sock: socket.socket, body: Any, status: int = 200, **headers: str) -> None:
    """Answer with JSON, or with bytes as they are."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {"Content-Length": str(len(content)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
    sock.sendall(f"HTTP/1.1 {status} -\r\n{lines}\r\n".encode() + content)


def token_or(body: Any) -> Handler:
    """Answer token routes with a token, and all others with this body."""

    def handle(request: Seen, sock: socket.socket) -> None:
        reply(sock, token_body(request) or body)

    return handle


def token_body(request: Seen, token: str = TOKEN) -> dict[str, Any] | None:
    """Return what the token routes answer; None for other routes."""
    if request.path == "/gettoken":
        return {"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": 7200}
    if request.path == "/v1.0/oauth2/accessToken":
        return {"accessToken": token, "expireIn": 7200}
    return None


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start servers: `serve(handler)`; all are closed afterwards."""
    started: list[Server] = []

    def start(handler: Handler, context: ssl.SSLContext | None = None) -> Server:
        started.append(Server(handler, context))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def reader(facts: Facts) -> AnswerReader:
    return AnswerReader(facts)


class Harness(msgspec.Struct, frozen=True):
    """A client and the lines it logged."""

    client: Client
    calls: list[Call]


@pytest.fixture
def client_of(facts: Facts) -> Iterator[Callable[..., Harness]]:
    """Make clients of a base address: `client_of(server.url, read_timeout=1)`."""
    made: list[Client] = []

    def make(base: str, cancel: threading.Event | None = None, **options: Any) -> Harness:
        network = msgspec.structs.replace(Network.at(base), **options)
        calls: list[Call] = []
        key = Credentials("dingxxxx", SECRET)
        made.append(Client(key, facts, network, log=calls.append, cancel=cancel))
        return Harness(made[-1], calls)

    yield make
    for client in made:
        client.close()


@pytest.fixture
def tls_through(shut_network: responses.RequestsMock) -> Iterator[None]:
    """Let TLS on loopback through for one test."""
    before = shut_network.passthru_prefixes
    shut_network.passthru_prefixes = (*before, "https://127.0.0.1", "https://localhost")
    yield
    shut_network.passthru_prefixes = before


class Certificates:
    """A company's own authority, and server certificates right and wrong."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Company CA")])
        self.ca_file = folder / "ca.pem"
        authority = self._sign(self._name, self._key, days=30, ca=True, names=())
        self.ca_file.write_bytes(authority.public_bytes(serialization.Encoding.PEM))

    def context(
        self, *, days: int = 30, name: str = "127.0.0.1", self_signed: bool = False
    ) -> ssl.SSLContext:
        """Make a server's context; negative days mean a certificate that ended so long ago."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        names = (_name(name),)
        signer = key if self_signed else self._key
        issuer = subject if self_signed else self._name
        certificate = self._sign(subject, key, days, names=names, issuer=issuer, signer=signer)
        path = self._folder / f"{subject.rfc4514_string()}-{id(key)}.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        days: int,
        *,
        names: tuple[x509.GeneralName, ...],
        ca: bool = False,
        issuer: x509.Name | None = None,
        signer: ec.EllipticCurvePrivateKey | None = None,
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        end = now + datetime.timedelta(days=days)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer or self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(now, end) - datetime.timedelta(days=1))
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(signer or self._key, hashes.SHA256())


def _name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))
