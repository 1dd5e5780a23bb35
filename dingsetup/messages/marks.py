"""The mark by which everybody sees that a message is a test, and which one of the day."""

import re

from dingsetup.messages.push import TextLanguage

_OPENING = re.compile(r"(?:(?:#{1,6}|>|[-*+]|\d{1,9}[.)])[ ]+)*")
"""What stands in front of the words of a markdown line."""
_NO_WORDS = ("!", "`", "~~~", "|", "<", "---", "***", "___", "===")
"""How a line starts that is no text, or would be none with something before it."""


def mark_for(language: TextLanguage, number: int = 1) -> str:
    """The mark of a test; the second one of a day and later ones carry their number."""
    counted = f" {number}" if number > 1 else ""
    return f"【测试{counted}】" if language == "zh" else f"[Test{counted}]"


def marked(text: str, mark: str) -> str:
    """Plain text with the mark in front."""
    return f"{mark}{_blank(mark)}{text}".rstrip()


def marked_markdown(body: str, mark: str) -> str:
    """Markdown with the mark at the start of its first line's words, else in a line before it."""
    opening = _OPENING.match(body)
    start = opening.end() if opening else 0
    if body.startswith(_NO_WORDS, start):
        return f"{mark}\n\n{body}"
    return f"{body[:start]}{mark}{_blank(mark)}{body[start:]}".rstrip()


def _blank(mark: str) -> str:
    return " " if mark.endswith("]") else ""
