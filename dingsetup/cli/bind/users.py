"""The users a command is about: their names as arguments, or one a line on stdin."""

import sys
from collections.abc import Callable, Sequence

import click

from dingsetup.bindings.values import Row
from dingsetup.cli.bind.desk import Desk
from dingsetup.cli.spoken import Function
from dingsetup.dingtalk.body import decode_text

STDIN = ("-",)


def users_argument(*, required: bool) -> Callable[[Function], Function]:
    """Take usernames; a single `-` reads them from stdin."""
    return click.argument("users", nargs=-1, required=required, metavar="USER...")


def rows_of(desk: Desk, users: Sequence[str]) -> list[Row]:
    """The rows of users. Raises BindingError for a user the table does not have."""
    if tuple(users) == STDIN:
        lines = decode_text(sys.stdin.buffer.read()).splitlines()
        users = [line.strip() for line in lines if line.strip()]
    return desk.rows(users)


def ids_of(rows: Sequence[Row]) -> list[int]:
    return [row.id for row in rows]


def names_of(rows: Sequence[Row]) -> list[str]:
    return [row.username for row in rows]
