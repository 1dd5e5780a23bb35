"""Who is to get a message: users of DataWind, userids, "me"; and who of them cannot."""

import re
import sys
from typing import TypedDict

import click
import msgspec

from dingsetup.cli.message.desk import Desk
from dingsetup.cli.spoken import Function, option
from dingsetup.dingtalk.body import decode_text
from dingsetup.language.sentence import N_
from dingsetup.messages.deliveries import Recipient
from dingsetup.messages.recipients import Choice, choices_named
from dingsetup.messages.sending import MOST_AT_ONCE

STREAM = "-"
USERID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")
"""A userid as DingTalk allows it; `@all` is none."""


class Wanted(TypedDict):
    """Whom the options name."""

    users: tuple[str, ...]
    more: tuple[str, ...]
    to_me: bool
    anyway: bool


class Chosen(msgspec.Struct, frozen=True):
    """Everybody once, in the order named."""

    choices: tuple[Choice, ...]
    anyway: bool = False
    """Whether those are taken too who have an account and probably cannot get it."""

    @property
    def reachable(self) -> list[Recipient]:
        """Those it is sent to."""
        return [one.recipient for one in self.choices if self._taken(one)]

    @property
    def hindered(self) -> list[Choice]:
        """Those against whom something speaks, whether it is sent to them or not."""
        return [one for one in self.choices if one.hindrance is not None]

    @property
    def left_out(self) -> int:
        return sum(not self._taken(one) for one in self.choices)

    def _taken(self, one: Choice) -> bool:
        return one.possible and (self.anyway or one.hindrance is None)


def people_options(function: Function) -> Function:
    """Take who is to get it; there is no way to name everybody."""
    for declare in (
        option(
            "--anyway",
            is_flag=True,
            help=N_("Also to those who have an account, but probably cannot get it."),
        ),
        option("--to-me", is_flag=True, help=N_("Send it to the profile's own userid, “me”.")),
        option(
            "--to",
            "users",
            metavar="USER...",
            multiple=True,
            help=N_(
                "Send it to this user of DataWind, or to this DingTalk userid; several may follow."
                " “-” reads them from stdin, one a line."
            ),
        ),
        click.argument("more", nargs=-1, metavar=""),
    ):
        function = declare(function)
    return function


def chosen(desk: Desk, wanted: Wanted, me: str) -> Chosen:
    """Look up whom the options name; DingTalk is not asked. Raises UsageError and Failure."""
    _ = desk.language.gettext
    if wanted["more"] and not wanted["users"]:
        text = _("Unexpected: {names}. People stand behind --to.")
        raise click.UsageError(text.format(names=" ".join(wanted["more"])))
    names = _names(wanted)
    if wanted["to_me"]:
        names.insert(0, _own_userid(desk, me))
    if not names:
        raise click.UsageError(_("Say to whom: --to-me, or --to USER."))
    names = list(dict.fromkeys(names))
    looked_up = zip(names, choices_named(desk.table, names), strict=True)
    found = [_proved(desk, name, choice, me) for name, choice in looked_up]
    once = {choice.recipient.userid or choice.recipient.username: choice for choice in found}
    if len(once) > MOST_AT_ONCE:
        text = _("{count} people are too many: at most {most} get a test at once.")
        desk.session.fail(text.format(count=f"{len(once):,}", most=f"{MOST_AT_ONCE:,}"))
    return Chosen(tuple(once.values()), wanted["anyway"])


def note_unproved(desk: Desk, one: Chosen, me: str) -> None:
    """Say kindly which userids beside one's own nobody has proved, and how they could be."""
    _ = desk.language.gettext
    known = (choice.recipient for choice in one.choices if choice.seen_at == "")
    userids = [one.userid for one in known if _bare(one) and one.userid != me]
    if not userids:
        return
    if desk.table.size() == 0:
        desk.note(_("The binding table is empty: fill it with “dingsetup bind import”."))
    text = _("Taken for DingTalk userids, which nobody has proved: {userids}.")
    desk.note(text.format(userids=desk.language.listed(userids)))


def _names(wanted: Wanted) -> list[str]:
    names = [*wanted["users"], *wanted["more"]]
    if names == [STREAM]:
        names = decode_text(sys.stdin.buffer.read()).splitlines()
    return [name.strip() for name in names if name.strip()]


def _bare(recipient: Recipient) -> bool:
    return not (recipient.name or recipient.username)


def _own_userid(desk: Desk, me: str) -> str:
    if not me:
        text = desk.language.gettext(
            "The profile {id} does not say who “me” is: “dingsetup profile set {id} me=USERID”."
        )
        desk.session.fail(text.format(id=desk.profile.id))
    return me


def _proved(desk: Desk, name: str, choice: Choice, me: str) -> Choice:
    """A user, somebody of the directory, or what may be a userid. Raises Failure for the rest."""
    if choice.row is None and not USERID.fullmatch(choice.recipient.userid):
        text = desk.language.gettext(
            "“{name}” is no user of the binding table and cannot be a DingTalk userid. “dingsetup"
            " bind list --find TEXT” finds people."
        )
        desk.session.fail(text.format(name=name[:80]))
    # A directory that was read some time ago says nothing against the person who set this up.
    return msgspec.structs.replace(choice, hindrance=None) if name == me else choice
