"""What the binding table holds: its rows, people, states and reasons."""

import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import msgspec


class BindingState(StrEnum):
    """What a row needs; a person filters by it."""

    BOUND = "bound"
    SUGGESTED = "suggested"
    """Somebody was found, not surely enough to bind unasked."""
    CONFLICT = "conflict"
    NOT_FOUND = "not_found"
    """Looked for, and nobody found."""
    OUT_OF_RANGE = "out_of_range"
    INACTIVE = "inactive"
    GONE = "gone"
    NOT_BOUND = "not_bound"
    """Not looked for yet, or turned down by hand."""
    IGNORED = "ignored"


class Rule(StrEnum):
    """How a userid was found."""

    MOBILE = "mobile"
    EMAIL = "email"
    JOB_NUMBER = "job_number"
    NAME = "name"
    HAND = "hand"
    SHEET = "sheet"
    """It stood in an imported sheet."""


MATCHING = (Rule.MOBILE, Rule.EMAIL, Rule.JOB_NUMBER, Rule.NAME)
"""The rules a run can use, in the order they are asked unless the admin sets another."""


class Confidence(StrEnum):
    """How sure a binding is."""

    HIGH = "high"
    """By hand, or a second rule says the same."""
    MEDIUM = "medium"
    """One rule that names one person."""
    LOW = "low"
    """A name alone."""
    NONE = ""


class Reason(StrEnum):
    """Why a row stands as it does; `Row.values` holds what is named in brackets."""

    NONE = ""
    SHARED_USERID = "shared_userid"
    """[usernames, more] of the others bound to the same account: some names, and how many more"""
    TWO_CANDIDATES = "two_candidates"
    """[count, rule]; of MOST_CANDIDATES there may be more"""
    EQUAL_NAMES = "equal_names"
    """[count, name]; of MOST_CANDIDATES there may be more"""
    NAME_ONLY = "name_only"
    ONE_LEFT = "one_left"
    """[rule]; the others were turned down, or the user was enabled since: the next run binds"""
    RULES_DISAGREE = "rules_disagree"
    """[rules]"""
    DISABLED_USER = "disabled_user"
    DUPLICATE_USERNAME = "duplicate_username"
    """[lines] of the sheet"""
    DUPLICATE_MOBILE = "duplicate_mobile"
    """[usernames, more] of the others"""
    MOBILE_MASKED = "mobile_masked"
    """[mobile]"""
    NO_MATCH = "no_match"
    """[rules] that were tried"""
    NOTHING_TO_MATCH = "nothing_to_match"
    REJECTED = "rejected"
    """[count]"""
    INACTIVE = "inactive"
    GONE = "gone"
    CONTACT_RANGE = "contact_range"
    VISIBLE_RANGE = "visible_range"
    NOT_SCANNED = "not_scanned"
    """Bound, but the directory has not been read, so nothing is proved."""
    USERID_UNKNOWN = "userid_unknown"
    """Bound to somebody whom the last scan did not meet."""
    MOBILE_CHANGED = "mobile_changed"
    """Bound by mobile number, and here and on DingTalk it is not the same by now."""
    NAME_DIFFERS = "name_differs"
    """[ours, theirs] Bound by a rule to somebody of another name: numbers are handed on."""


class Standing(StrEnum):
    """Where a person was when last looked for."""

    HERE = "here"
    GONE = "gone"
    OUT_OF_RANGE = "out_of_range"


class Department(msgspec.Struct, frozen=True, gc=False):
    id: int
    name: str
    parent_id: int | None = None


class Person(msgspec.Struct, frozen=True, gc=False):
    """A member of the DingTalk directory, as last read."""

    userid: str
    unionid: str = ""
    name: str = ""
    mobile: str = ""
    """Empty where the app is not shown it."""
    email: str = ""
    job_number: str = ""
    departments: tuple[int, ...] = ()
    active: bool = True
    standing: Standing = Standing.HERE
    visible: bool = True
    """Whether the app's visible range holds this person."""


MOST_CANDIDATES = 20
"""Kept of one user: nobody looks through more, and a common name has thousands."""
MOST_NAMED = 5
"""Usernames named in a reason."""


class Candidate(msgspec.Struct, frozen=True, gc=False):
    userid: str
    rule: Rule


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One DataWind user and the binding; `state`, `reason` and `values` follow from the rest."""

    id: int
    username: str
    name: str = ""
    email: str = ""
    mobile: str = ""
    job_number: str = ""
    enabled: bool = True
    userid: str = ""
    rule: str = ""
    """A Rule, or empty while nothing is bound."""
    confidence: Confidence = Confidence.NONE
    candidates: tuple[Candidate, ...] = ()
    rejected: tuple[str, ...] = ()
    """Userids a person turned down for this user."""
    searched: tuple[Rule, ...] = ()
    """Rules that the last matching run asked for this user."""
    ignored: bool = False
    note: str = ""
    checked_at: str = ""
    """When the account was last seen on DingTalk (ISO 8601, UTC); empty for never."""
    duplicate_lines: tuple[int, ...] = ()
    """Lines of the sheet with the same username and something else beside it."""
    state: BindingState = BindingState.NOT_BOUND
    reason: Reason = Reason.NONE
    values: dict[str, Any] = {}
    person: Person | None = None
    department_names: str = ""

    @property
    def open_candidates(self) -> list[Candidate]:
        """Who was found and not turned down."""
        return [one for one in self.candidates if one.userid not in self.rejected]


class Action(StrEnum):
    """What a person or a run did to the table."""

    IMPORT = "import"
    MATCH = "match"
    EDIT = "edit"
    PASTE = "paste"
    FILL = "fill"
    BIND = "bind"
    UNBIND = "unbind"
    ACCEPT = "accept"
    REJECT = "reject"
    IGNORE = "ignore"
    UNIGNORE = "unignore"
    DELETE = "delete"


class Change(msgspec.Struct, frozen=True):
    """One change of the table, which is undone as one."""

    id: int
    at: str
    action: Action
    count: int
    """Rows it touched."""
    about: dict[str, Any] = {}


class Event(msgspec.Struct, frozen=True):
    """One change as a single row met it: only the fields that differ, None for no row."""

    at: str
    action: Action
    about: dict[str, Any]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


COLUMNS = (
    "username",
    "name",
    "email",
    "mobile",
    "job_number",
    "enabled",
    "userid",
    "person_name",
    "person_mobile",
    "person_email",
    "person_job_number",
    "departments",
    "active",
    "unionid",
    "rule",
    "confidence",
    "state",
    "reason",
    "checked_at",
    "note",
)
"""What the table shows, in its order."""

EDITABLE = ("name", "email", "mobile", "job_number", "enabled", "userid", "note")
"""Columns that are typed into; a userid typed is a binding made by hand."""


class Trouble(StrEnum):
    """Why a change was refused; `BindingError.values` holds what is named in brackets."""

    ROW_GONE = "row_gone"
    """Another window took the row out of the table."""
    USERNAME_UNKNOWN = "username_unknown"
    """[username]"""
    USERID_UNKNOWN = "userid_unknown"
    """[userid] that nobody in the directory has"""
    USERID_SHAPE = "userid_shape"
    """[userid] with blanks or longer than DingTalk's 64 characters"""
    MOBILE_SHAPE = "mobile_shape"
    """[text]"""
    EMAIL_SHAPE = "email_shape"
    """[text]"""
    ENABLED_SHAPE = "enabled_shape"
    """[text]"""
    FIELD_FIXED = "field_fixed"
    """[field] that is not typed into"""
    TEXT_TOO_LONG = "text_too_long"
    """[field, limit]"""
    NO_CANDIDATE = "no_candidate"
    """[username] that has none, or several to choose from"""
    TOO_MANY_UNBOUND = "too_many_unbound"
    """[count, limit]"""
    CHANGED_MEANWHILE = "changed_meanwhile"
    """The table is not what the plan was made from."""


class BindingError(Exception):
    """A change that was refused; nothing was written."""

    def __init__(self, kind: Trouble, **values: Any) -> None:
        super().__init__(str(kind))  # the values may be somebody's number
        self.kind = kind
        self.values = values


class Cancelled(Exception):
    """The work was told to end; nothing of it was written."""


Cancel = threading.Event | None
"""Set from another thread to have the work end."""
Progress = Callable[[int, int], None]
"""Called with what is done and the total (0 while unknown), from the thread that works."""
