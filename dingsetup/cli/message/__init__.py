"""`dingsetup message`: test messages on the command line, the same as in the window."""

from dingsetup.cli.message import (
    asking_why,
    following,
    kinds,
    linting,
    past,
    recalling,
    rendering,
    sending,
    templates,
)
from dingsetup.cli.message.group import message

__all__ = [
    "asking_why",
    "following",
    "kinds",
    "linting",
    "message",
    "past",
    "recalling",
    "rendering",
    "sending",
    "templates",
]
"""The group; importing the others puts their commands into it."""
