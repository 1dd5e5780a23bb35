"""Writes texts into Markdown so that they come out as text, whatever renders it."""

import re
from typing import Any

from dingsetup.support.links import SAFE

SPECIAL = re.compile(r"[\\`*_\[\]|~$#!]")
START = re.compile(r"^(\s*)([-+=:]|\d{1,9}(?=[.)](?:\s|$)))")
"""What would begin a list or underline a heading."""
ADDRESS = re.compile(r"(?<=:)/(?=/)|(?<=www)\.|@", re.IGNORECASE)
"""What makes some renderers link an address by themselves."""
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


class Written(str):
    """A piece of Markdown, to be taken over as it is."""

    __slots__ = ()


def escaped(value: Any) -> str:
    """A text or number as Markdown that shows just that."""
    if isinstance(value, Written):
        return value
    text = " ".join(str(value).split())
    text = ADDRESS.sub(lambda found: f"\\{found[0]}", SPECIAL.sub(r"\\\g<0>", text))
    text = START.sub(_begun, text)
    return "".join(ENTITIES.get(char, char) for char in text)


def _begun(found: re.Match[str]) -> str:
    first = found[2]
    return f"{found[1]}{first}\\" if first[0].isdigit() else f"{found[1]}\\{first}"


def code(value: Any) -> Written:
    """A value to be copied to the letter; one that would break out of its ticks is escaped."""
    text = " ".join(str(value).split())
    plain = bool(text) and not set("`|\\") & set(text)
    return Written(f"`{text}`" if plain else escaped(text))


def address(url: str) -> Written:
    """An address as a link that shows itself; as text where it may be none."""
    return Written(f"<{url}>" if SAFE.fullmatch(url) and "|" not in url else escaped(url))


def linked(title: str, url: str) -> Written:
    """A link where the address may be one, else the title and the address as text."""
    if SAFE.fullmatch(url) and not set("()\\|") & set(url):
        return Written(f"[{escaped(title)}](<{url}>)")
    return Written(escaped(f"{title} {url}"))
