"""What stands after the colon of a scenario: people, ranges, hosts, numbers, what is answered."""

import ipaddress
import re
from collections.abc import Container, Mapping

import msgspec

LEARNER = "learner"
"""Stands for the userid the learner is handed."""
LAST = "last"
"""Stands for the last person whom each send would reach."""


class Reason(msgspec.Struct, frozen=True):
    """Why somebody does not get a message: the result's code, and the threshold told with it."""

    code: str
    count: int


REASONS: Mapping[str, Reason] = {
    "duplicate": Reason("143106", 1),
    "daily-limit": Reason("143105", 500),
    "app-throttled": Reason("143103", 5000),
    "corp-throttled": Reason("143104", 5000),
    "content": Reason("1430002", 1),
    "protected": Reason("1430004", 1),
    "system": Reason("1430003", 1),
}
"""What `refuse` takes (KB 0773). UNCONFIRMED: the counts of all but the first three."""

FIELDS = {
    "mobile": ("mobile", "state_code"),
    "email": ("email", "work_place", "remark", "extension"),
    "job_number": ("job_number",),
    "title": ("title",),
    "telephone": ("telephone",),
    "hired_date": ("hired_date",),
}
"""What `field-hidden` takes: the field, and what the same permission covers (KB 0056)."""
HOSTS = ("oapi", "api", "homepage")
PORTAL_FORMS = ("page", "empty", "cut", "text", "list", "redirect")
"""How a portal answers: a page, nothing, half an answer, mere words, the wrong sort, elsewhere."""
_LONGEST_WORDS = 1000
_MOST_NAMED = 100_000
_RANGE = re.compile(r"((?:\d{1,15},)*\d{1,15})?(?:\+(\d{1,6}))?", re.ASCII)
_VISIBLE = re.compile(r"(\d{1,6})\+(\d{1,6})\+(\d{1,6})", re.ASCII)
_CALL = re.compile(r"(/[^=]*)=([\w.-]{1,100})(?::(.*))?", re.DOTALL)


class NarrowRange(msgspec.Struct, frozen=True):
    """Whom the app may read: departments by id, and how many people beside them."""

    departments: tuple[int, ...] | None = None
    """None for two of the company's own."""
    people: int = 0


class NarrowVisible(msgspec.Struct, frozen=True):
    """Whom the app is for, as how many of each."""

    people: int = 1
    departments: int = 1
    roles: int = 0
    only_admins: bool = False


class Known(msgspec.Struct, frozen=True):
    """What there is for a scenario to speak of."""

    scopes: frozenset[str]
    """Codes of permissions."""
    paths: frozenset[str]
    people: Container[str]
    """Userids."""


_LONGEST_MS = 60_000
_DAY = 24 * 3600
_MOST_CALLS = 1_000_000
_BOUNDS: Mapping[str, tuple[int, int]] = {
    "slow": (0, _LONGEST_MS),
    "slow-delivery": (0, _DAY),
    "reads-after": (0, _DAY),
    "lost-answer": (1, _MOST_CALLS),
    "token-expires-after": (1, _MOST_CALLS),
    "quota-ends-after": (0, _MOST_CALLS),
    "homepage": (200, 599),
}
"""The least and the most of each scenario's number."""


def wrong_person(text: str, people: Container[str]) -> str:
    """Say why this names nobody; empty for a userid, `learner` and `last`."""
    return "" if text in (LEARNER, LAST) or text in people else f"nobody has the userid {text}"


def wrong_refusal(text: str, people: Container[str]) -> str:
    """Say why this is no `PERSON=REASON`; empty where it is."""
    person, _, reason = text.rpartition("=")
    if reason not in REASONS:
        return f"REASON is one of {', '.join(REASONS)}"
    return wrong_person(person, people)


def wrong_number(scenario: str, name: str, text: str) -> str:
    """Say why this is no number for the scenario; empty where it is."""
    least, most = _BOUNDS[scenario]
    # isdecimal alone would let full-width digits through.
    if text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most:
        return ""
    return f"{name} is a whole number from {least} to {most}"


def read_range(text: str) -> NarrowRange:
    """Read `DEPTS+PEOPLE`; `+0` is nobody."""
    match = _RANGE.fullmatch(text)
    departments, people = match.groups() if match else (None, None)
    ids = tuple(int(one) for one in departments.split(",")) if departments else ()
    return NarrowRange(ids, int(people or 0))


def read_visible(text: str) -> NarrowVisible:
    """Read `PEOPLE+DEPTS+ROLES`, or `admins`."""
    match = _VISIBLE.fullmatch(text)
    if match is None:
        return NarrowVisible(0, 0, 0, only_admins=True)
    people, departments, roles = (int(number) for number in match.groups())
    return NarrowVisible(people, departments, roles)


def read_call(text: str) -> tuple[str, tuple[str, str]]:
    """Read `PATH=CODE:WORDS` as the path, and what it answers."""
    match = _CALL.fullmatch(text)
    assert match is not None, "it was looked at before"
    path, code, words = match.groups()
    return path, (code, words or "")


def wrong_parameter(scenario: str, name: str, text: str, known: Known) -> str:  # noqa: C901
    """Say why this cannot stand after the colon, where `name` says what should; empty if it can."""
    match name:
        case "CODE":
            return "" if text in known.scopes else f"no route needs the permission {text}"
        case "FIELD":
            return "" if text in FIELDS else f"FIELD is one of {', '.join(FIELDS)}"
        case "PERSON":
            return wrong_person(text, known.people)
        case "PERSON=REASON":
            return wrong_refusal(text, known.people)
        case "ADDRESS":
            return _wrong_address(text)
        case "HOST" | "HOST=FORM":
            return _wrong_host(text, forms="=" in name)
        case "PATH=CODE:WORDS":
            return _wrong_call(text, known)
        case "DEPTS+PEOPLE":
            return _wrong_range(text)
        case "WHOM":
            return _wrong_visible(text)
        case "REACH" | "CALLS":
            words = ("api", "org", "ip") if name == "REACH" else ("calls",)
            there = text in known.paths or text in words
            return "" if there else f"{name} is {', '.join(words)}, or the path of a route"
        case _:
            return wrong_number(scenario, name, text)


def _wrong_address(text: str) -> str:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return "ADDRESS is an IPv4 or IPv6 address"
    return "" if "%" not in text else "ADDRESS has no zone"


def _wrong_host(text: str, *, forms: bool) -> str:
    host, _, form = text.partition("=")
    if host not in HOSTS:
        return f"HOST is one of {', '.join(HOSTS)}"
    if "=" in text and (not forms or form not in PORTAL_FORMS):
        return f"FORM is one of {', '.join(PORTAL_FORMS)}" if forms else "takes a host alone"
    return ""


def _wrong_call(text: str, known: Known) -> str:
    match = _CALL.fullmatch(text)
    if match is None or len(text) > _LONGEST_WORDS:
        return "write it as /path=CODE:WORDS"
    path, code, _ = match.groups()
    if path not in known.paths:
        return f"no route has the path {path}"
    old = not path.startswith("/v1.0/")
    return "CODE of this route is a number" if old and not _is_code(code) else ""


def _is_code(text: str) -> bool:
    return re.fullmatch(r"-?\d{1,9}", text, re.ASCII) is not None


def _wrong_range(text: str) -> str:
    if _RANGE.fullmatch(text) is None:
        return "DEPTS+PEOPLE is ids with commas, and how many people: 5,6+2"
    return "" if read_range(text).people <= _MOST_NAMED else f"at most {_MOST_NAMED} people"


def _wrong_visible(text: str) -> str:
    if text == "admins":
        return ""
    match = _VISIBLE.fullmatch(text)
    if match is None or any(int(number) > _MOST_NAMED for number in match.groups()):
        return "write how many as PEOPLE+DEPTS+ROLES, or admins"
    return ""
