"""Words for the parts of a message and of its templates, and for what can be wrong in them."""

from typing import TYPE_CHECKING

from dingsetup.language.sentence import N_

if TYPE_CHECKING:
    from dingsetup.language import Language

PARTS = {
    "": N_("the whole message"),
    "title": N_("title"),
    "text": N_("text"),
    "body": N_("text in markdown"),
    "plain": N_("plain text"),
    "summary": N_("short text"),
    "url": N_("link"),
    "pc_url": N_("link for PCs"),
    "buttons": N_("buttons"),
    "form": N_("form"),
    "head": N_("head"),
    "head_colour": N_("colour of the head"),
    "rich_number": N_("large number"),
    "rich_unit": N_("unit of the large number"),
    "author": N_("author"),
    "media_id": N_("picture"),
    "picture_url": N_("picture"),
    "status": N_("status bar"),
    "status.value": N_("text of the status bar"),
    "status.colour": N_("colour of the status bar"),
}
"""By the place of a fault; those with a number are in NUMBERED."""

NUMBERED = {
    "buttons.title": N_("button {number}"),
    "buttons.url": N_("link of button {number}"),
    "form.key": N_("form line {number}, name"),
    "form.value": N_("form line {number}"),
}

SHAPES = {
    "text": N_("a text"),
    "long": N_("a text"),
    "number": N_("a number such as 1,284.5"),
    "date": N_("a date such as 2026-11-21"),
    "time": N_("a time such as 2026-11-21 09:00"),
    "url": N_("an address that begins with https://, http:// or dingtalk://"),
    "flag": N_("yes or no"),
    "choice": N_("one of its choices"),
    "list": N_("a list, one per line or divided by commas"),
}
"""By `Shape`: what a variable wants."""

CONSTRUCTS = {
    "table": N_("a table"),
    "code": N_("code"),
    "strikethrough": N_("struck-out text"),
    "html": N_("HTML"),
    "rule": N_("a dividing line"),
    "task_list": N_("a list of tasks"),
    "footnote": N_("a footnote"),
    "reference": N_("the definition of a link"),
    "autolink": N_("an address without a text"),
    "emphasis": N_("bold or italics that were not recognised"),
    "heading_blank": N_("a heading without a blank after #"),
    "nesting": N_("too deep a nesting"),
}
"""Markdown that work notices do not show, as `UNSUPPORTED` names it."""

FORBIDDEN = {
    "depth": N_("too deep a nesting"),
    "steps": N_("loops that could take too long"),
    "loops": N_("a loop within two loops"),
    "loop_over": N_("a loop over something that is no variable"),
}
"""What `TEMPLATE_FORBIDDEN` names and no author wrote; anything else is shown as written."""

REASONS = {
    "id_taken": N_("Another template has the same id."),
    "id_shape": N_("Its id may hold small letters, digits and hyphens only, 40 at most."),
    "too_large": N_("It is larger than 256 KB."),
    "not_utf8": N_("It is not UTF-8 text."),
    "no_parts": N_("It has texts in no language."),
    "name_shape": N_("A name or label is empty, too long, or holds characters nobody can see."),
    "variables": N_("It has too many variables, or two of one name."),
    "variable_name": N_(
        "The name of a variable is taken, or holds more than small letters, digits and underscores."
    ),
    "choices": N_("A variable has too many choices, or none where it needs them."),
    "entries": N_("It has too many buttons or lines of a form."),
}
"""Why a file is no template; anything else is what its reader said."""

UNREACHED = {
    "dns_failed": N_("the name is not known"),
    "proxy_refused": N_("the proxy refuses it"),
    "timed_out": N_("no answer in time"),
    "tls_failed": N_("the certificate is not trusted"),
    "unreachable": N_("no connection"),
}
"""Why a link that was tried leads nowhere; anything else is a status of HTTP."""


def part_name(language: "Language", place: str) -> str:
    """The name of a part, by the place of a fault; a place without a name stays as it is."""
    pieces = place.split(".")
    if len(pieces) == 3 and pieces[1].isdigit():
        numbered = NUMBERED.get(f"{pieces[0]}.{pieces[2]}", "")
        if numbered:
            return language.gettext(numbered).format(number=int(pieces[1]) + 1)
    return language.gettext(PARTS.get(place, place))
