"""Words of the page that belong to no card alone."""

from typing import TYPE_CHECKING

from dingsetup.language.bundles import member_about, member_name

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.ui.support.lines import LineList

__all__ = ["heading_line", "member_name", "size_text"]

_STEP = 1024


def heading_line(language: "Language", lines: "LineList", member: str) -> str:
    """A member's name, how many lines it has, are found and struck, and what they tell."""
    size = lines.size(member)
    said = language.ngettext("{n} line", "{n} lines", size).format(n=f"{size:,}")
    parts = [member_name(language, member), said]
    if lines.searching:
        found = language.gettext("{n} found").format(n=f"{lines.shown(member):,}")
        parts.append(found)
    if gone := lines.struck_of(member):
        parts.append(language.gettext("{n} struck out").format(n=f"{gone:,}"))
    return " · ".join([*parts, member_about(language, member)])


def size_text(octets: int) -> str:
    """A size as people read it: `812 B`, `34 KB`, `1.2 MB`."""
    if octets < _STEP:
        return f"{octets} B"
    kilobytes = octets / _STEP
    return f"{kilobytes:.0f} KB" if kilobytes < _STEP else f"{kilobytes / _STEP:.1f} MB"
