"""The practice tenant's scenarios: what can be broken, how it is written, what combines."""

from collections.abc import Sequence

import msgspec

from dingsetup.practice.errors import UnknownScenario

CALLER_V4 = "203.0.113.7"
"""The address a blocked caller is said to come from (RFC 5737, documentation only)."""
CALLER_V6 = "2001:db8::7"
"""Its IPv6 twin (RFC 3849)."""
FIELDS = {
    "mobile": ("mobile", "state_code"),
    "email": ("email", "work_place", "remark", "extension"),
    "job_number": ("job_number",),
    "title": ("title",),
    "telephone": ("telephone",),
    "hired_date": ("hired_date",),
}
"""What `field-hidden` takes: the field, and what the same permission covers (KB 0056)."""
LONGEST_SLOW_MS = 60_000


class ScenarioKind(msgspec.Struct, frozen=True):
    """A kind of scenario; `parameter` says what stands after the colon, None where nothing does."""

    name: str
    parameter: str | None = None
    example: str = ""


SCENARIOS = (
    ScenarioKind("healthy", None, "healthy"),
    ScenarioKind("bad-secret", None, "bad-secret"),
    ScenarioKind("wrong-corp", None, "wrong-corp"),
    ScenarioKind("app-disabled", None, "app-disabled"),
    ScenarioKind("ip-blocked", None, "ip-blocked"),
    ScenarioKind("ip-blocked-v6", None, "ip-blocked-v6"),
    ScenarioKind("scope-missing", "CODE", "scope-missing:qyapi_ext_read"),
    ScenarioKind("narrow-range", None, "narrow-range"),
    ScenarioKind("narrow-visible", None, "narrow-visible"),
    ScenarioKind("field-hidden", "FIELD", "field-hidden:mobile"),
    ScenarioKind("foreign-agent", None, "foreign-agent"),
    ScenarioKind("expired-token", None, "expired-token"),
    ScenarioKind("throttled", None, "throttled"),
    ScenarioKind("quota-exhausted", None, "quota-exhausted"),
    ScenarioKind("server-error", None, "server-error"),
    ScenarioKind("portal", None, "portal"),
    ScenarioKind("slow", "MS", "slow:800"),
    ScenarioKind("flaky", None, "flaky"),
    ScenarioKind("reset", None, "reset"),
)


class Faults(msgspec.Struct, frozen=True):
    """What is broken now. `names` are as asked for, once each; none means healthy."""

    names: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        return name in self.names

    def parameters(self, kind: str) -> tuple[str, ...]:
        prefix = f"{kind}:"
        return tuple(name.removeprefix(prefix) for name in self.names if name.startswith(prefix))

    @property
    def missing_scopes(self) -> frozenset[str]:
        return frozenset(self.parameters("scope-missing"))

    @property
    def hidden_fields(self) -> frozenset[str]:
        return frozenset(
            field for name in self.parameters("field-hidden") for field in FIELDS[name]
        )

    @property
    def slow_ms(self) -> int:
        return max((int(value) for value in self.parameters("slow")), default=0)

    @property
    def caller(self) -> str | None:
        """The address DingTalk sees and does not like; None while addresses are not in question."""
        if self.has("ip-blocked"):
            return CALLER_V4
        return CALLER_V6 if self.has("ip-blocked-v6") else None


def parse_faults(names: Sequence[str], scopes: frozenset[str]) -> Faults:
    """Read scenario names such as `slow:800`; `scopes` are the permission codes that exist.

    Raises UnknownScenario for the first that cannot be.
    """
    for name in names:
        reason = _wrong(name, scopes)
        if reason:
            raise UnknownScenario(name, reason)
    return Faults(tuple(dict.fromkeys(name for name in names if name != "healthy")))


def _wrong(name: str, scopes: frozenset[str]) -> str:
    word, colon, parameter = name.partition(":")
    kind = next((entry for entry in SCENARIOS if entry.name == word), None)
    if kind is None:
        return "there is no such scenario"
    if kind.parameter is None:
        return "takes no parameter" if colon else ""
    if not parameter:
        return f"write it as {kind.example}"
    match word:
        case "scope-missing":
            return "" if parameter in scopes else f"no route needs the permission {parameter}"
        case "field-hidden":
            return "" if parameter in FIELDS else f"FIELD is one of {', '.join(FIELDS)}"
        case _:
            return _wrong_delay(parameter)


def _wrong_delay(parameter: str) -> str:
    # isdecimal alone would let full-width digits through.
    if parameter.isascii() and parameter.isdecimal() and int(parameter[:9]) <= LONGEST_SLOW_MS:
        return "" if len(parameter) <= 9 else f"MS is at most {LONGEST_SLOW_MS}"
    return f"MS is a whole number of milliseconds, at most {LONGEST_SLOW_MS}"
