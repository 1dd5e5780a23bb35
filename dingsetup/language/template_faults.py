"""Sentences for what is wrong with a template, or with the values it is filled in with."""

from dingsetup.language.sentence import N_, Sentence, sentence
from dingsetup.messages.values import Problem

_TEMPLATE = N_("Correct the template, or go back to the one that came with the program.")
_TAKEN_OUT = N_("It often comes along when text is copied; nothing needs to be done.")

TEMPLATES: dict[str, Sentence] = {
    Problem.TEMPLATE_UNREADABLE: sentence(
        N_("“{file}” is no template that can be read"),
        N_("{reason}"),
        N_("Ask whoever shared it for the file again, or delete it."),
    ),
    Problem.TEMPLATE_SYNTAX: sentence(
        (
            N_("The template “{part}” cannot be read from line {line} on"),
            N_("The template “{part}” cannot be read"),
        ),
        N_("{reason}"),
        _TEMPLATE,
    ),
    Problem.TEMPLATE_FORBIDDEN: sentence(
        (
            N_("The template “{part}” uses what templates may not, on line {line}: {what}"),
            N_("The template “{part}” uses what templates may not: {what}"),
        ),
        N_(
            "Templates come from other people, too. They fill values in, choose with if and go"
            " through a list with for; nothing else, so that each of them ends."
        ),
        _TEMPLATE,
    ),
    Problem.TEMPLATE_FAILED: sentence(
        (
            N_("The template “{part}” could not be filled in, on line {line}"),
            N_("The template “{part}” could not be filled in"),
        ),
        N_("{reason}"),
        N_("Correct the template, or the values it is filled in with."),
    ),
    Problem.TEMPLATE_TOO_LARGE: sentence(
        N_("The template “{part}” comes to more than {limit} characters"),
        N_("No part of a message holds as much."),
        N_("Shorten it, or the values it is filled in with."),
    ),
    Problem.VARIABLE_MISSING: sentence(
        N_("“{name}” is not filled in"), (), N_("Fill it in, or go back to the sample data.")
    ),
    Problem.VARIABLE_UNKNOWN: sentence(
        (
            N_("The template “{part}” names “{name}” on line {line}, which does not exist"),
            N_("There is no variable “{name}”"),
        ),
        N_("There are: {known}."),
        N_("Correct the name."),
    ),
    Problem.VARIABLE_SHAPE: sentence(
        (N_("“{name}” wants {wanted}, not “{value}”"), N_("“{name}” wants {wanted}")),
        (),
        N_("Correct the value."),
    ),
    f"{Problem.VARIABLE_SHAPE}/choice": sentence(
        N_("“{name}” wants one of its choices, not “{value}”"),
        N_("The choices are: {choices}."),
        N_("Choose one of them."),
    ),
    Problem.VARIABLE_TOO_LONG: sentence(
        N_("“{name}” is longer than {limit} characters"),
        N_("What is beyond was left out."),
        N_("Shorten it."),
    ),
    f"{Problem.VARIABLE_TOO_LONG}/list": sentence(
        N_("“{name}” has more than {limit} entries"),
        N_("What is beyond was left out."),
        N_("Shorten the list."),
    ),
    Problem.CONTROL_CHARACTERS: sentence(
        N_("“{name}” held a character nobody can see ({code}); it was taken out"), (), _TAKEN_OUT
    ),
    Problem.DIRECTION_MARKS: sentence(
        N_("“{name}” held marks that turn text around; they were taken out"),
        N_("With them a text can look like another one, such as a link to another place."),
        N_("Text that is written from right to left needs none; nothing needs to be done."),
    ),
    Problem.MARK_IMPOSSIBLE: sentence(
        N_("A picture alone cannot be marked as a test"),
        N_("The message has no words that could say so."),
        N_("Say so in the picture, or send another type of message."),
    ),
}
"""By `Problem`, or `problem/what` where a value makes another sentence of it."""
