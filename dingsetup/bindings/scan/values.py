"""What is told of a directory scan: its plan, how far it is, and what came of it."""

from enum import StrEnum
from typing import Any, Self

import msgspec

from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind


class Basis(StrEnum):
    """What the numbers of a plan rest on."""

    GUESS = "guess"
    """How many people there are; how many departments is not known."""
    EARLIER = "earlier"
    """What the last scan of this organisation took."""
    NOTHING = "nothing"
    """DingTalk did not say how many people there are: the numbers are the least only."""


class ApiCalls(msgspec.Struct, frozen=True, kw_only=True):
    """How many calls of one API there will be."""

    endpoint: str
    """`METHOD /path`"""
    counted: bool
    """Whether they count in the organisation's month."""
    least: int
    most: int


class Unfinished(msgspec.Struct, frozen=True, kw_only=True):
    """A scan that was cut off and can go on."""

    began_at: str
    """ISO 8601, UTC."""
    people: int
    departments: int
    calls: int


class ScanPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a scan will ask, before it asks. Pass it to `scan`."""

    about: str
    """Of which organisation and app; a scan is only resumed for the same."""
    agent_id: str
    """Empty where the app's visible range cannot be asked for."""
    roots: tuple[int, ...]
    """The departments the app may read, with all below them."""
    given: tuple[str, ...]
    """Userids the app may read one by one."""
    people: int
    """How many people the organisation has; 0 where that is not known."""
    fields: tuple[str, ...] | None
    """Fields the app may read, as DingTalk names them; None where it does not say."""
    basis: Basis
    apis: tuple[ApiCalls, ...]
    made: int
    """Calls already made for this plan."""
    made_counted: int
    calls_per_second: int
    doubtful: int = 0
    """So many calls more at most, where bound people are missing from the whole organisation."""
    resumes: Unfinished | None = None
    run: str = ""
    """Of the scan it goes on with: who worked on it last."""

    @property
    def whole(self) -> bool:
        """Whether the app may read the whole organisation."""
        return 1 in self.roots

    @property
    def least(self) -> int:
        return sum(api.least for api in self.apis)

    @property
    def most(self) -> int:
        return sum(api.most for api in self.apis)

    @property
    def likely(self) -> float:
        return (self.least + self.most) / 2

    @property
    def counted(self) -> int:
        """The most that will count in the month, those already made for the plan included."""
        return self.made_counted + sum(api.most for api in self.apis if api.counted)

    @property
    def seconds(self) -> tuple[float, float]:
        """From and to: the API with the most calls decides, the others run beside it."""
        busiest = (max((getattr(api, end) for api in self.apis), default=0) for end in _ENDS)
        least, most = (calls / self.calls_per_second * 1.1 + 0.5 for calls in busiest)
        return least, most


_ENDS = ("least", "most")


class ScanProgress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a scan is."""

    people: int
    departments: int
    calls: int
    """Of this run."""
    expected: int
    """People there are in all; 0 where that is not known."""
    waiting: bool = False
    """Whether it waits because DingTalk is too busy, or the line breaks off."""


class ScanTrouble(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that nothing could be done with."""

    kind: Kind
    values: dict[str, Any] = {}
    code: str | None = None
    message: str = ""
    endpoint: str = ""

    @classmethod
    def of(cls, answer: Answer, endpoint: str) -> Self:
        return cls(
            kind=answer.kind,
            values=answer.values,
            code=answer.code,
            message=answer.message,
            endpoint=endpoint,
        )


class Ended(StrEnum):
    """How a scan, or any other row of questions, came to an end."""

    WHOLE = "whole"
    """All was asked, and the table knows."""
    CAPPED = "capped"
    """As many calls were made as were allowed; the rest can follow."""
    CANCELLED = "cancelled"
    TROUBLE = "trouble"
    SUPERSEDED = "superseded"
    """Another window or command goes on with it."""


class Visible(StrEnum):
    """What is known of the app's visible range."""

    JUDGED = "judged"
    """Everybody was judged by it."""
    OPEN = "open"
    """It names nobody. UNCONFIRMED: that this means everybody; nobody is judged by it."""
    ROLES = "roles"
    """It names roles, whose members were not asked for; nobody is judged by it."""
    UNKNOWN = "unknown"
    """It could not be read, or nobody asked; what was known before stands."""


class ScanResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one run. Only a WHOLE one has changed the table's directory."""

    ended: Ended
    people: int
    """Met so far, those outside the contact range not among them."""
    departments: int
    calls: int
    """Of this run, those for its plan included."""
    counted: int
    """Of those, how many count in the month."""
    all_calls: int
    """Of the whole scan, earlier runs included."""
    partial: bool
    """Whether the app may read only a part of the organisation."""
    passed_over: int
    """Departments that were gone or closed to the app when they were asked for."""
    outside: int = 0
    """Bound accounts that are outside the contact range."""
    hidden_fields: tuple[str, ...] = ()
    """Of `mobile`, `email`, `job_number`: those that nobody's answer had."""
    visible: Visible = Visible.UNKNOWN
    trouble: ScanTrouble | None = None
