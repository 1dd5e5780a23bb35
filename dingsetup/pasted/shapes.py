"""Tells by its shape what kind of value a text is: which field it belongs to."""

import re
from enum import StrEnum


class Shape(StrEnum):
    """What a value looks like; the credentials have the names of their fields."""

    CLIENT_ID = "client_id"
    CLIENT_SECRET = "client_secret"
    AGENT_ID = "agent_id"
    CORP_ID = "corp_id"
    APP_ID = "app_id"
    """unifiedAppId, a UUID; often taken for the AgentId."""
    MOBILE = "mobile"
    ADDRESS = "address"
    URL = "url"


SHAPES: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    (Shape.CORP_ID, re.compile(r"ding[0-9a-fA-F]{32}")),
    (Shape.CLIENT_ID, re.compile(r"(?:ding|suite)[0-9a-z]{12,20}")),
    (Shape.APP_ID, re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
    (Shape.MOBILE, re.compile(r"(?:\+?86-?)?1[3-9]\d{9}")),
    (Shape.AGENT_ID, re.compile(r"[1-9]\d{7,11}")),
    (Shape.ADDRESS, re.compile(r"(?:\d{1,3}|\*)(?:\.(?:\d{1,3}|\*)){3}")),
    (Shape.URL, re.compile(r"https?://\S+", re.IGNORECASE)),
    (Shape.CLIENT_SECRET, re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[A-Za-z0-9_-]{40,128}")),
)
"""In the order in which they are tried. New AgentIds pass 32 bits (JeecgBoot#4499); an 11-digit
number that could be a mobile number is taken for one."""


SECRET = re.compile(
    r"(?<![A-Za-z0-9_/-])(?=[A-Z_a-z-]*[0-9])(?=[0-9_-]*[A-Za-z])[A-Za-z0-9_-]{40,}(?![A-Za-z0-9_-]|\.\w)"
)
"""A secret in a text; not a part of an address's path, nor of a host's name."""


def without_secrets(text: str) -> str:
    """Return the text with everything left out that looks like an app's secret."""
    return SECRET.sub("", text)


def shape_of(value: str) -> Shape | None:
    """Name what a value looks like, blanks around it aside; None where nothing fits."""
    bare = value.strip()
    return next((shape for shape, form in SHAPES if form.fullmatch(bare)), None)
