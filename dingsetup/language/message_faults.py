"""Sentences for what is wrong with a template, its values, or a message made of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dingsetup.language import Told
from dingsetup.language.message_words import (
    CONSTRUCTS,
    FORBIDDEN,
    REASONS,
    SHAPES,
    UNREACHED,
    part_name,
)
from dingsetup.language.sentence import N_, Sentence, choose, sentence
from dingsetup.language.template_faults import TEMPLATES
from dingsetup.messages.values import Problem

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.push import Push
    from dingsetup.messages.values import Fault

MESSAGES: dict[str, Sentence] = {
    Problem.PART_MISSING: sentence(
        N_("Missing: {part}"), N_("DingTalk refuses the message without it."), N_("Fill it in.")
    ),
    f"{Problem.PART_MISSING}/buttons": sentence(
        N_("The card has no button"),
        N_("DingTalk wants at least one; a button without a link is left out."),
        N_("Fill the link in, or choose another type of message."),
    ),
    Problem.TOO_LONG: sentence(
        N_("Too long: {part}, {used} characters, {limit} at most"),
        N_("DingTalk refuses what is longer."),
        N_("Shorten it."),
    ),
    f"{Problem.TOO_LONG}/bytes": sentence(
        N_("Too long: {part}, {used} bytes, {limit} at most"),
        N_("DingTalk refuses what is longer. A Chinese character takes three bytes."),
        N_("Shorten it."),
    ),
    f"{Problem.TOO_LONG}/lines": sentence(
        N_("Too long: {part}, {used} lines, {limit} at most"),
        N_("DingTalk refuses what is longer."),
        N_("Shorten it."),
    ),
    Problem.LONG: sentence(
        N_("Long: {part}, {used} characters, {limit} advised"),
        N_("It goes out, but DingTalk may show less of it."),
        N_("Put what matters first, or shorten it."),
    ),
    f"{Problem.LONG}/bytes": sentence(
        N_("Long: {part}, {used} bytes, {limit} advised"),
        N_("It goes out, but DingTalk may show less of it. A Chinese character takes three bytes."),
        N_("Put what matters first, or shorten it."),
    ),
    f"{Problem.LONG}/lines": sentence(
        N_("Long: {part}, {used} lines, of which DingTalk shows {limit}"),
        N_("It goes out, but what is beyond is not seen in the chat."),
        N_("Put what matters first, or shorten it."),
    ),
    Problem.BODY_BYTES: sentence(
        N_("The message takes {used} bytes; {limit} are documented as the most"),
        N_(
            "Whether DingTalk refuses more is UNCONFIRMED: other limits it names are larger. A"
            " Chinese character takes three bytes."
        ),
        N_("Shorten it to be safe; long links count, too."),
    ),
    Problem.PICTURE_MISSING: sentence(
        N_("There is no picture"),
        N_("This type of message needs one."),
        N_("Choose a file, or take the sample dashboard."),
    ),
    Problem.STATUS_TOO_MANY: sentence(
        N_("A status bar goes to {limit} people at most"),
        N_("DingTalk refuses the message for more."),
        N_("Choose fewer people, or leave the status bar out."),
    ),
    Problem.COLOUR_SHAPE: sentence(
        N_("“{colour}” is no colour here: {part}"), (), N_("Write it as {wanted}.")
    ),
    Problem.UNSUPPORTED: sentence(
        (
            N_("DingTalk does not show {construct} (line {line})"),
            N_("DingTalk does not show {construct}"),
        ),
        N_(
            "Work notices know headings, quotes, bold, italics, links, pictures and lists. Whether"
            " a client shows more is UNCONFIRMED."
        ),
        N_("Write it in another way."),
    ),
    f"{Problem.UNSUPPORTED}/emphasis": sentence(
        (
            N_("Bold or italics stay as they are written, with their asterisks (line {line})"),
            N_("Bold or italics stay as they are written, with their asterisks"),
        ),
        N_("Between a full-width sign and a Chinese character they are not recognised."),
        N_("Put a blank before or after the asterisks."),
    ),
    f"{Problem.UNSUPPORTED}/heading_blank": sentence(
        (N_("The heading on line {line} stays a # in the text"), N_("A heading stays a #")),
        N_("A heading needs a blank after its #."),
        N_("Put one there."),
    ),
    Problem.BREAK_LOST: sentence(
        (N_("The end of line {line} is lost"), N_("The end of a line is lost")),
        N_("DingTalk joins two lines to one unless two blanks stand before and after the break."),
        N_("Put them there, or an empty line between the two."),
    ),
    Problem.PICTURE_UNDOCUMENTED: sentence(
        N_("A picture within markdown is given by a media id, which is documented nowhere"),
        N_("DingTalk documents public https addresses there; others use media ids all the same."),
        N_("Try it with a message to yourself, or choose OA, which takes an uploaded picture."),
    ),
}
"""Parts, lengths and markdown of a message."""

LINKS: dict[str, Sentence] = {
    Problem.LINK_SHAPE: sentence(
        (N_("“{url}” is no address that DingTalk opens"), N_("An address is empty")),
        N_("It opens https://, http:// and its own dingtalk:// links."),
        N_("Copy the address from the browser's address bar."),
    ),
    Problem.LINK_DOMAIN: sentence(
        N_("The link leads to {host}, not to {domain}"),
        N_("{domain} is the domain of your DataWind, as it stands in the profile."),
        N_("Correct the link, or the domain in the profile."),
    ),
    Problem.LINK_PLACEHOLDER: sentence(
        N_("{placeholder} stays as it is in a message"),
        N_("DingTalk fills it in only when the app is opened from the workbench."),
        N_("Put the CorpId in its place."),
    ),
    Problem.LINK_PC_ONLY: sentence(
        N_("On a phone this link leads nowhere"),
        N_("A link into the PC's workbench jumps on a phone only from an OA message."),
        N_("Take an https address, a page/link or an open_platform_link, or send it as OA."),
    ),
    Problem.LINK_NOT_ENCODED: sentence(
        N_("The address within “{parameter}” is not encoded"),
        N_("What follows its first & would belong to the outer link."),
        N_("URL-encode it; twice where it is a dingtalk:// link within another."),
    ),
    Problem.LINK_MOBILE_ON_PC: sentence(
        N_("On a PC this link opens the page for phones"),
        (),
        N_("Give OA messages a link for PCs, or use a link with a place for each."),
    ),
    Problem.LINK_UNREACHED: sentence(
        N_("Nothing answers at {url}"),
        N_("It was tried from this computer: {reason}."),
        N_("Check the address; a page that only the company's network reaches may still be right."),
    ),
}
"""Where a message leads."""

SENTENCES = TEMPLATES | MESSAGES | LINKS
"""By `Problem`, or `problem/what` where one of its values makes another sentence of it."""


def fault_told(language: "Language", fault: "Fault", push: "Push | None" = None) -> Told:
    """What is wrong, why, and what to do. With the push, variables go by their labels."""
    variants = (fault.values.get(name) for name in ("part", "unit", "construct", "wanted"))
    keys = (*(f"{fault.kind}/{word}" for word in variants), str(fault.kind))
    entry = next(SENTENCES[key] for key in keys if key in SENTENCES)
    values = _spoken(language, fault, push)
    parts = (choose(part, values) for part in (entry.title, entry.cause, entry.remedy))
    return Told(*(language.gettext(part).format_map(values) if part else "" for part in parts))


def _spoken(language: "Language", fault: "Fault", push: "Push | None") -> dict[str, Any]:
    """A fault's values as they are read."""
    _ = language.gettext
    spoken = dict(fault.values)
    spoken["part"] = part_name(language, str(fault.values.get("part", fault.place)))
    for name, words in _WORDS.items():
        if name in spoken:
            spoken[name] = _(words.get(str(spoken[name]), str(spoken[name])))
    for name in ("used", "limit"):
        if isinstance(number := spoken.get(name), int):
            spoken[name] = f"{number:,}"
    if isinstance(known := spoken.get("known"), list | tuple):
        spoken["known"] = language.listed(known)  # pyright: ignore[reportUnknownArgumentType]
    if fault.line:
        spoken["line"] = fault.line
    return spoken | _named(language, fault, push)


_WORDS: Mapping[str, Mapping[str, str]] = {
    "construct": CONSTRUCTS,
    "reason": REASONS | UNREACHED,
    "wanted": SHAPES,
    "what": FORBIDDEN,
}


def _named(language: "Language", fault: "Fault", push: "Push | None") -> dict[str, Any]:
    """The label of what is named: of a part of the template, or of a variable and its choices."""
    name = fault.values.get("name")
    if name is not None and name == fault.values.get("part"):
        return {"name": part_name(language, str(name))}
    for variable in push.variables if push else ():
        if variable.name == name:
            labels = [language.pick(choice.label) for choice in variable.choices]
            return {"name": language.pick(variable.label), "choices": language.listed(labels)}
    return {}
