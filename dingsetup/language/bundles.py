"""Sentences for support files that are refused or could not be written, and names of their
parts."""

from typing import TYPE_CHECKING

from dingsetup.language import Told
from dingsetup.language.sentence import N_, Sentence, choose, sentence
from dingsetup.language.writing import WRITING

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.support.troubles import BundleError

MEMBERS = {
    "manifest": N_("About the file"),
    "profile": N_("What was filled in"),
    "findings": N_("Findings"),
    "calls": N_("Calls to DingTalk"),
    "bindings": N_("Account bindings"),
    "sends": N_("Test messages"),
    "deliveries": N_("Deliveries"),
    "system": N_("System and versions"),
    "directory": N_("People of the organisation"),
}
"""By the name without its suffix; also what may be missing in a file."""

ABOUT = {
    "profile": N_("the app's values and your answers; never its secret"),
    "findings": N_("what the checks found, and when"),
    "calls": N_("which call came to what, and how long it took"),
    "bindings": N_("one user a line, under made-up names and numbers"),
    "sends": N_("how many people a test message went to, not what it said"),
    "deliveries": N_("what became of it for each person, under made-up names"),
    "system": N_("the program's and the system's versions, and which facts were used"),
}
"""What the lines of each part tell."""

UNSAFE = {
    "encrypted": N_("a part under a password"),
    "method": N_("a part packed in another way"),
    "link": N_("a link or folder"),
    "zip64": N_("tables for huge files"),
    "comment": N_("a comment"),
    "prefix": N_("something in front of it"),
    "gap": N_("parts that overlap, or something between them"),
    "extra": N_("extra fields"),
    "names": N_("a part with two names or sizes"),
}
"""What a zip held that no support file does."""

DAMAGE = {
    "end": N_("Its end is missing: it was not copied or downloaded whole."),
    "length": N_("A part of it is missing."),
    "checksum": N_("It was changed on its way."),
    "header": N_("It was changed on its way."),
    "directory": N_("Its list of contents is wrong."),
}
"""What was seen of a damage; beside these, what zlib says."""

OTHER_KEYS = N_(
    "These two are of different profiles: names, numbers and ids have other pseudonyms in each,"
    " and are not compared."
)

_NEW_COPY = N_("Ask for the file once more, sent as it was saved.")
_NOT_OPENED = N_("It may be meant to do harm, so it was not opened.")
_BY_HAND = (N_("At: {where}. {detail}"), N_("At: {where}."), N_("{detail}"))
_AT = (N_("At: {where}."),)
_STRIKE = N_("Take lines out before saving, for instance those of the bindings.")

TROUBLES: dict[str, Sentence] = {
    "missing": sentence(N_("The file is not there"), (), N_("Choose it again.")),
    "not_a_file": sentence(N_("This is not a file"), (), N_("Choose a .dingsetup file.")),
    "forbidden": sentence(
        N_("The file may not be read"),
        N_("The system refuses access to it."),
        N_("Copy it to a folder of your own and choose the copy."),
    ),
    "locked": sentence(
        N_("Another program holds the file"), (), N_("Close it there, then try again.")
    ),
    "unreadable": sentence(N_("The file cannot be read"), N_("{detail}"), N_("Choose a copy.")),
    "empty": sentence(N_("There is nothing in the file"), (), _NEW_COPY),
    "too_large": sentence(
        N_("A support file has {limit} MB at most, and this one {megabytes} MB"), (), _STRIKE
    ),
    "not_a_bundle": sentence(
        N_("This is no support file"), (), N_("Choose the .dingsetup file that the admin saved.")
    ),
    "damaged": sentence(N_("The support file is damaged"), _BY_HAND, _NEW_COPY),
    "unsafe": sentence(
        N_("The file holds what no support file does: {what}"), _NOT_OPENED, _NEW_COPY
    ),
    "bomb": sentence(
        N_("The file would unpack to more than {limit} MB"),
        N_("No support file does."),
        _STRIKE,
    ),
    "member_unknown": sentence(
        (
            N_("The file holds a part that no support file has: {member}"),
            N_("The file holds a part without a name"),
        ),
        _NOT_OPENED,
        _NEW_COPY,
    ),
    "member_doubled": sentence(
        N_("The file holds the part “{part}” twice"), _NOT_OPENED, _NEW_COPY
    ),
    "member_missing": sentence(N_("The file lacks the part “{part}”"), (), _NEW_COPY),
    "manifest_wrong": sentence(
        N_("What the file says of itself cannot be read"), N_("{detail}"), _NEW_COPY
    ),
    "version_unknown": sentence(
        N_("The support file has form {version}; this program reads form {known}"),
        (),
        N_("Open it with the version of dingsetup that made it, or a newer one."),
    ),
    "too_many_lines": sentence(
        N_("A support file has {limit} lines at most"),
        N_("This one has more."),
        _STRIKE,
    ),
    "line_too_long": sentence(
        N_("A line has {limit} KB at most"),
        _AT,
        N_("Whoever saves the file can take this line out."),
    ),
    "line_not_json": sentence(N_("A line cannot be read"), _BY_HAND, _NEW_COPY),
    "line_too_deep": sentence(N_("A line is nested too deeply"), _AT, _NEW_COPY),
    "line_wrong": sentence(N_("A line says what no dingsetup writes"), _BY_HAND, _NEW_COPY),
    "line_doubled": sentence(N_("A line is about the same as line {first}"), _AT, _NEW_COPY),
    "key_wrong": sentence(
        N_("This is no key to a support file"),
        (),
        N_("Choose the file that was saved as the key."),
    ),
    **WRITING,
}
"""By `BundleTrouble`."""


def bundle_told(language: "Language", error: "BundleError") -> Told:
    """Why a file was refused or not written, where in it, and what to do."""
    entry = TROUBLES[str(error.kind)]
    values = dict(error.values) | {
        "member": error.member,
        "part": member_name(language, error.member),
        "where": _where(language, error),
    }
    if "what" in values:
        values["what"] = language.gettext(UNSAFE.get(str(values["what"]), str(values["what"])))
    if "detail" in values:
        values["detail"] = language.gettext(
            DAMAGE.get(str(values["detail"]), str(values["detail"]))
        )
    if isinstance(limit := values.get("limit"), int):
        values["limit"] = f"{limit:,}"
    parts = (choose(part, values) for part in (entry.title, entry.cause, entry.remedy))
    return Told(*(language.gettext(part).format_map(values) if part else "" for part in parts))


def member_name(language: "Language", member: str) -> str:
    """What a member of a support file is called."""
    stem = member.partition(".")[0]
    return language.gettext(MEMBERS.get(stem, member))


def member_about(language: "Language", member: str) -> str:
    """What the lines of a member tell; empty for the manifest."""
    return language.gettext(ABOUT.get(member.partition(".")[0], ""))


def _where(language: "Language", error: "BundleError") -> str:
    if not error.line:
        return member_name(language, error.member)
    text = language.gettext("{part}, line {line}")
    return text.format(part=member_name(language, error.member), line=f"{error.line:,}")
