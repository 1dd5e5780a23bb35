"""Words for what a row of questions to DingTalk takes: calls, the month's quota, and time."""

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dingsetup.language import Language


def about_span(language: "Language", least: int, most: int) -> str:
    """From and to, told as an estimate unless both are the same."""
    about = language.gettext("about {span}")
    span = plain_span(language, least, most)
    return span if least == most else about.format(span=span)


def plain_span(language: "Language", least: int, most: int) -> str:
    if least == most:
        return f"{least:,}"
    return language.gettext("{least} to {most}").format(least=f"{least:,}", most=f"{most:,}")


def counted_line(language: "Language", calls: int) -> str:
    """Calls that count in the organisation's month."""
    text = language.gettext("Of the month's calls this uses: {count}")
    return text.format(count=f"{calls:,}")


def time_line(language: "Language", least: float, most: float) -> str:
    """From and to, in seconds; told in minutes where it is long."""
    _ = language.gettext
    text, each = (_("Time: about {span} s"), 1) if most < 100 else (_("Time: about {span} min"), 60)
    span = plain_span(language, math.ceil(least / each), math.ceil(most / each))
    return text.format(span=span)
