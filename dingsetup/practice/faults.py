"""The practice tenant's scenarios: what can be broken, how it is written, what combines."""

from collections.abc import Container, Iterator, Sequence

import msgspec

from dingsetup.practice.errors import UnknownScenario
from dingsetup.practice.parameters import wrong_number, wrong_person, wrong_refusal

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
        return CALLER_V6 if self.has("ip-blocked-v6") else None


def parse_faults(
    names: Sequence[str],
    scopes: frozenset[str],
    people: Container[str],
    standing: Container[str] = (),
) -> Faults:
    """Read scenario names such as `slow:800`.

    `scopes` are the permission codes that exist, `people` the userids. What is `standing` already
    is taken as it is: whom it speaks of may have left. Raises UnknownScenario for the first that
    cannot be.
    """
    for name in names:
        reason = "" if name in standing else _wrong(name, scopes, people)
        if reason:
            raise UnknownScenario(name, reason)
    return Faults(tuple(dict.fromkeys(name for name in names if name != "healthy")))


def _wrong(name: str, scopes: frozenset[str], people: Container[str]) -> str:
    word, colon, parameter = name.partition(":")
    kind = next((entry for entry in SCENARIOS if entry.name == word), None)
    if kind is None:
        return "there is no such scenario"
    if kind.parameter is None:
        return "takes no parameter" if colon else ""
    if not parameter:
        return "" if kind.optional and not colon else f"write it as {kind.example}"
    match kind.parameter:
        case "CODE":
            return "" if parameter in scopes else f"no route needs the permission {parameter}"
        case "FIELD":
            return "" if parameter in FIELDS else f"FIELD is one of {', '.join(FIELDS)}"
        case "PERSON":
            return wrong_person(parameter, people)
        case "PERSON=REASON":
            return wrong_refusal(parameter, people)
        case _:
            return wrong_number(word, kind.parameter, parameter)
