"""What a fact looks like: one type for each section of the facts files."""

import datetime
from typing import Any, Literal

import msgspec

Edition = Literal["saas", "private"]
Values = Literal["addresses", "redirect_urls", "permissions", "credentials", "homepage"]


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One text in both languages."""

    zh: str
    en: str


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every fact carries."""

    source: str
    """Address of the page the fact was read from, or a name for the evidence."""
    date: datetime.date
    """The day the source was published or seen."""
    unconfirmed: Text | None = None
    """What nobody has seen on a live tenant; shown to the user where the fact is."""


class AddressList(Fact, frozen=True, kw_only=True):
    """Addresses DataWind's SaaS servers call from, as one published page lists them."""

    id: str
    edition: Edition = "saas"
    addresses: tuple[str, ...]


class RedirectUrl(Fact, frozen=True, kw_only=True):
    """A redirect URL of the guide; compared byte for byte, never normalised."""

    url: str


class Permission(Fact, frozen=True, kw_only=True):
    """A permission the guide requires, and the read-only call that proves it."""

    code: str
    name: str
    """Its name in today's console."""
    guide_name: str
    """Its name in the guide of 2023."""
    english: str
    probe: str
    """`METHOD /path`, an entry of the endpoints."""
    arguments: dict[str, Any]
    present: tuple[str, ...] = ()
    """DingTalk's own codes, besides its success, that only come from behind the permission."""


class Endpoint(Fact, frozen=True, kw_only=True):
    """A route of DingTalk's API."""

    method: Literal["GET", "POST", "PUT", "DELETE"]
    host: Literal["oapi", "api", "login"]
    path: str
    scope: str | None = None
    """Code of the permission it needs; None where the app always may."""
    counted: bool = True
    """Whether a call counts in the organisation's monthly quota."""
    writes: bool = False
    """Whether it sends or changes something, so that repeating it may do harm."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


class ErrorCode(Fact, frozen=True, kw_only=True):
    """A code DingTalk answers with, the kind it belongs to, and what to do about it."""

    code: str
    generation: Literal["old", "new", "result", "robot"]
    kind: str
    cause: Text
    remedy: Text
    link: str | None = None
    """Id of a console link."""


class Limit(Fact, frozen=True, kw_only=True):
    """A number that DingTalk or this program keeps to."""

    id: str
    value: int
    meaning: Text


class Link(Fact, frozen=True, kw_only=True):
    """A screen of a console. `{client_id}`, `{agent_id}`, `{scope}` may stand in the address."""

    id: str
    url: str
    title: Text


class Action(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to do on a console's screen. `**…**` in the text marks the console's own words."""

    text: Text
    values: Values | None = None
    """Which values of the plan are typed here."""
    edition: Edition | None = None
    """The edition it belongs to; both where absent."""
    link: str | None = None
    """Id of the link it is done at, where that is not the step's own."""


class Step(Fact, frozen=True, kw_only=True):
    """A step of the guide."""

    id: str
    group: Literal["prepare", "setup", "mobile"]
    guide: str
    """Where the guide has it, e.g. 「第三步」; empty for what we add."""
    title: Text
    goal: Text
    console: str = ""
    """The path of screens in the console, in its own words."""
    link: str | None = None
    """Id of the link that opens the screen."""
    note: Text | None = None
    """What to beware of, shown below the actions."""
    actions: tuple[Action, ...] = ()


class Homepage(Fact, frozen=True, kw_only=True):
    """The mobile homepage: `{domain}` is the admin's, everything else stays literal."""

    template: str
    parameter: str
    placeholder: str
    path: str


class Facts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All facts the program knows."""

    address_lists: tuple[AddressList, ...]
    redirect_urls: tuple[RedirectUrl, ...]
    homepage: Homepage
    permissions: tuple[Permission, ...]
    endpoints: tuple[Endpoint, ...]
    error_codes: tuple[ErrorCode, ...]
    limits: tuple[Limit, ...]
    links: tuple[Link, ...]
    steps: tuple[Step, ...]

    @property
    def newest_addresses(self) -> AddressList:
        return max(self.address_lists, key=lambda entry: entry.date)

    def permission(self, code: str) -> Permission | None:
        return next((entry for entry in self.permissions if entry.code == code), None)

    def endpoint(self, name: str) -> Endpoint | None:
        """Look a route up by `METHOD /path`."""
        return next((entry for entry in self.endpoints if entry.name == name), None)

    def limit(self, id: str) -> int:
        return next(entry.value for entry in self.limits if entry.id == id)

    def link(self, id: str) -> Link | None:
        return next((entry for entry in self.links if entry.id == id), None)

    def step(self, id: str) -> Step:
        return next(entry for entry in self.steps if entry.id == id)

    def error(self, code: str) -> ErrorCode | None:
        return next((entry for entry in self.error_codes if entry.code == code), None)
