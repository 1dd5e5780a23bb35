"""What a command says to do next: the very line to type, for the same profile."""

import shlex
import subprocess
import sys

from dingsetup.cli.message.desk import Desk
from dingsetup.cli.output import Paper
from dingsetup.messages.deliveries import Fate, Sending
from dingsetup.messages.tracking import arrived

INBOX = "/_practice/inbox"
Words = tuple[str, ...]
"""What stands behind `dingsetup message`; empty where nothing is open."""


def typed(desk: Desk, words: Words) -> str:
    """The whole line, as the system's shell takes it."""
    line = ("dingsetup", "message", *words, *desk.given)
    return subprocess.list2cmdline(line) if sys.platform == "win32" else shlex.join(line)


def say_next(desk: Desk, paper: Paper, sending: Sending) -> None:
    """Name the next command on a line of its own, which is not wrapped: it is copied."""
    if words := next_words(desk, sending):
        paper.exact(desk.language.gettext("Next: {command}").format(command=typed(desk, words)))
    if desk.running:
        text = desk.language.gettext("As its people see it: {url}")
        paper.exact(text.format(url=f"{desk.profile.base_url}{INBOX}"))


def next_words(desk: Desk, sending: Sending) -> Words:
    """Go on with what waits, look again at what is under way, ask why of one who has not got it."""
    if sending.tally.get(Fate.WAITING):
        return ("resume", str(sending.id))
    if not arrived(sending):
        # A practice tenant that was started for one command is not asked by another.
        return () if desk.practice else ("status", str(sending.id))
    for fate in (Fate.REFUSED, Fate.INVALID, Fate.FAILED, Fate.NOT_SENT, Fate.UNKNOWN):
        if sending.tally.get(fate):
            who = desk.outbox.deliveries(sending.id, fate)[0].recipient
            return ("why", who.username or who.userid)
    return ()
