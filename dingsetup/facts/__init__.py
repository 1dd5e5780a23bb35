"""Typed facts about DingTalk and DataWind, each with its source and date.

Facts are data in `resources/facts/*.toml`; a vendor's change is an edited file, not a new build.
A file given by the user may hold any of the sections; each section it holds replaces ours whole.
"""

from dingsetup.facts.files import load_facts
from dingsetup.facts.schema import (
    Action,
    AddressList,
    Edition,
    Endpoint,
    ErrorCode,
    Fact,
    Facts,
    Homepage,
    Limit,
    Link,
    Permission,
    RedirectUrl,
    Step,
    Text,
    Values,
)
from dingsetup.facts.trouble import FactsError

__all__ = [
    "Action",
    "AddressList",
    "Edition",
    "Endpoint",
    "ErrorCode",
    "Fact",
    "Facts",
    "FactsError",
    "Homepage",
    "Limit",
    "Link",
    "Permission",
    "RedirectUrl",
    "Step",
    "Text",
    "Values",
    "load_facts",
]
