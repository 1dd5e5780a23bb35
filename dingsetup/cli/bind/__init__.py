"""`dingsetup bind`: the binding table on the command line, the same as in the window."""

from dingsetup.cli.bind import (
    changes,
    checking,
    deciding,
    exporting,
    importing,
    listing,
    matching,
    scanning,
)
from dingsetup.cli.bind.group import bind

__all__ = [
    "bind",
    "changes",
    "checking",
    "deciding",
    "exporting",
    "importing",
    "listing",
    "matching",
    "scanning",
]
"""The group; importing the others puts their commands into it."""
