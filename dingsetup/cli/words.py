"""Click's own words in our catalogue, so that usage and errors are in the chosen language too."""

import gettext
import os
from importlib import resources

from dingsetup.language import Language
from dingsetup.language.sentence import N_


def speak(language: Language) -> None:
    """Have click, which asks gettext for a default domain, find its texts in our catalogue."""
    folder = resources.files("dingsetup") / "resources" / "locale"
    gettext.bindtextdomain("dingsetup", str(folder))
    gettext.textdomain("dingsetup")
    # Where gettext looks for the language; there is no other way to tell it.
    os.environ["LANGUAGE"] = language.code


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Mark a text with a plural for the catalogue."""
    return one, many


CLICKS_TEXTS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Error: {message}"),
    N_("Aborted!"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Could not open file {filename!r}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is not readable."),
    N_("Choose from:\n\t{choices}"),
    N_("Error: invalid input"),
    N_("file"),
    N_("directory"),
    N_("path"),
)
"""What click 8.5 says in the cases our commands can meet."""

CLICKS_PLURALS = (
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ngettext(
        "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."
    ),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
)
