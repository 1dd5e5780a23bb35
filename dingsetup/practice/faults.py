"""The practice tenant's scenarios: what can be broken, how it is written, what combines."""

from collections.abc import Container, Iterator, Sequence

import msgspec

from dingsetup.practice.errors import UnknownScenario
from dingsetup.practice.parameters import (
    FIELDS,
    PORTAL_FORMS,
    Known,
    NarrowRange,
    NarrowVisible,
    read_call,
    read_range,
    read_visible,
    wrong_parameter,
)

CALLER_V4 = "203.0.113.7"
"""The address a blocked caller is said to come from (RFC 5737, documentation only)."""
CALLER_V6 = "2001:db8::7"
"""Its IPv6 twin (RFC 3849)."""
HOMEPAGE = "homepage"
"""The third of the hosts a scenario may name: DataWind's page, beside `oapi` and `api`."""
READ_SECONDS = 2
"""How long active people take to read, unless told otherwise; the others never do."""


class ScenarioKind(msgspec.Struct, frozen=True):
    """A kind of scenario; `parameter` says what stands after the colon, None where nothing does."""

    name: str
    parameter: str | None = None
    example: str = ""
    optional: bool = False
    """Whether it means something without its parameter too."""
    sends: bool = False
    """Whether it shows only when work notifications are sent, and in no check of a set-up."""

    @property
    def written(self) -> str:
        """How it is written, such as `slow:MS` or `lost-answer[:N]`."""
        if self.parameter is None:
            return self.name
        return (
            f"{self.name}[:{self.parameter}]" if self.optional else f"{self.name}:{self.parameter}"
        )


SCENARIOS = (
    ScenarioKind("healthy", None, "healthy"),
    ScenarioKind("bad-secret", None, "bad-secret"),
    ScenarioKind("wrong-corp", None, "wrong-corp"),
    ScenarioKind("app-disabled", None, "app-disabled"),
    ScenarioKind("org-disabled", None, "org-disabled"),
    ScenarioKind("org-disbanded", None, "org-disbanded"),
    ScenarioKind("ip-blocked", "ADDRESS", "ip-blocked:198.51.100.7", optional=True),
    ScenarioKind("ip-blocked-v6", None, "ip-blocked-v6"),
    ScenarioKind("scope-missing", "CODE", "scope-missing:qyapi_ext_read"),
    ScenarioKind("narrow-range", "DEPTS+PEOPLE", "narrow-range:512000001+3", optional=True),
    ScenarioKind("narrow-visible", "WHOM", "narrow-visible:2+1+0", optional=True),
    ScenarioKind("field-hidden", "FIELD", "field-hidden:mobile"),
    ScenarioKind("foreign-agent", None, "foreign-agent"),
    ScenarioKind("expired-token", None, "expired-token"),
    ScenarioKind("throttled", "REACH", "throttled:org", optional=True),
    ScenarioKind("quota-exhausted", None, "quota-exhausted"),
    ScenarioKind("server-error", "CALLS", "server-error:calls", optional=True),
    ScenarioKind("refuse-call", "PATH=CODE:WORDS", "refuse-call:/auth/scopes=40078:不存在的授权码"),
    ScenarioKind("portal", "HOST=FORM", "portal:oapi=empty", optional=True),
    ScenarioKind("proxy-refused", "HOST", "proxy-refused:api", optional=True),
    ScenarioKind("slow", "MS", "slow:800"),
    ScenarioKind("flaky", None, "flaky"),
    ScenarioKind("reset", "HOST", "reset:api", optional=True),
    ScenarioKind("silent", "HOST", "silent:oapi", optional=True),
    ScenarioKind("homepage", "STATUS", "homepage:502"),
    ScenarioKind("refuse", "PERSON=REASON", "refuse:learner=duplicate", sends=True),
    ScenarioKind("send-invalid", "PERSON", "send-invalid:learner", sends=True),
    ScenarioKind("send-failed", "PERSON", "send-failed:last", sends=True),
    ScenarioKind("slow-delivery", "SECONDS", "slow-delivery:30", sends=True),
    ScenarioKind("lost-answer", "N", "lost-answer:2", optional=True, sends=True),
    ScenarioKind("result-never", None, "result-never", sends=True),
    ScenarioKind("nobody-reads", None, "nobody-reads", sends=True),
    ScenarioKind("reads-after", "SECONDS", "reads-after:10", sends=True),
    ScenarioKind("token-expires-after", "N", "token-expires-after:5", sends=True),
    ScenarioKind("quota-ends-after", "N", "quota-ends-after:5", sends=True),
)


class Faults(msgspec.Struct, frozen=True):
    """What is broken now. `names` are as asked for, once each; none means healthy."""

    names: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        return name in self.names

    def parameters(self, kind: str) -> tuple[str, ...]:
        prefix = f"{kind}:"
        return tuple(name.removeprefix(prefix) for name in self.names if name.startswith(prefix))

    def at(self, kind: str, host: str) -> bool:
        """Whether something that names hosts, or none for all of them, is broken at this one."""
        return self.has(kind) or host in self.parameters(kind)

    def portal(self, host: str) -> str | None:
        """In which of `PORTAL_FORMS` something else than this host answers; None where it does."""
        for parameter in self.parameters("portal"):
            named, _, form = parameter.partition("=")
            if named == host:
                return form or PORTAL_FORMS[0]
        return PORTAL_FORMS[0] if self.has("portal") else None

    @property
    def page_status(self) -> int | None:
        """What DataWind's page answers with; None for its own 200."""
        return next((int(status) for status in self.parameters("homepage")), None)

    @property
    def narrow_range(self) -> NarrowRange | None:
        """Of several the first; None where the app may read everybody."""
        named = (read_range(one) for one in self.parameters("narrow-range"))
        return next(named, NarrowRange() if self.has("narrow-range") else None)

    @property
    def narrow_visible(self) -> NarrowVisible | None:
        """Of several the first; None where the app is for everybody."""
        named = (read_visible(one) for one in self.parameters("narrow-visible"))
        return next(named, NarrowVisible() if self.has("narrow-visible") else None)

    @property
    def refused_calls(self) -> dict[str, tuple[str, str]]:
        """Paths that answer with an error of their own: its code and words."""
        return dict(read_call(one) for one in self.parameters("refuse-call"))

    @property
    def missing_scopes(self) -> frozenset[str]:
        return frozenset(self.parameters("scope-missing"))

    @property
    def hidden_fields(self) -> frozenset[str]:
        return frozenset(
            field for name in self.parameters("field-hidden") for field in FIELDS[name]
        )

    def numbers(self, kind: str) -> Iterator[tuple[str, int]]:
        """Yield each name of a kind with its number; 1 where it stands without."""
        for name in self.names:
            word, _, number = name.partition(":")
            if word == kind:
                yield name, int(number or 1)

    def _longest(self, kind: str) -> int:
        return max((number for _, number in self.numbers(kind)), default=0)

    @property
    def slow_ms(self) -> int:
        return self._longest("slow")

    @property
    def delivery_seconds(self) -> int:
        """How long a send is on its way."""
        return self._longest("slow-delivery")

    @property
    def read_seconds(self) -> int | None:
        """How long people take to read what arrived; None where nobody does."""
        if self.has("nobody-reads"):
            return None
        return self._longest("reads-after") if self.parameters("reads-after") else READ_SECONDS

    @property
    def token_calls(self) -> int | None:
        """How many calls a token is good for; None for any number."""
        return min((number for _, number in self.numbers("token-expires-after")), default=None)

    @property
    def caller(self) -> str | None:
        """The address DingTalk sees and does not like; None while addresses are not in question."""
        if self.has("ip-blocked"):
            return CALLER_V4
        if named := self.parameters("ip-blocked"):
            return named[0]
        return CALLER_V6 if self.has("ip-blocked-v6") else None


def parse_faults(names: Sequence[str], known: Known, standing: Container[str] = ()) -> Faults:
    """Read scenario names such as `slow:800`.

    What is `standing` already is taken as it is: whom it speaks of may have left. Raises
    UnknownScenario for the first that cannot be.
    """
    for name in names:
        reason = "" if name in standing else _wrong(name, known)
        if reason:
            raise UnknownScenario(name, reason)
    return Faults(tuple(dict.fromkeys(name for name in names if name != "healthy")))


def _wrong(name: str, known: Known) -> str:
    word, colon, parameter = name.partition(":")
    kind = next((entry for entry in SCENARIOS if entry.name == word), None)
    if kind is None:
        return "there is no such scenario"
    if kind.parameter is None:
        return "takes no parameter" if colon else ""
    if not parameter:
        return "" if kind.optional and not colon else f"write it as {kind.example}"
    return wrong_parameter(word, kind.parameter, parameter, known)
