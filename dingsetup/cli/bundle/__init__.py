"""`dingsetup bundle`: the support file: what goes into it, what one holds, and what changed."""

from dingsetup.cli.bundle import comparing, creating, inspecting, revealing
from dingsetup.cli.bundle.group import bundle

__all__ = ["bundle", "comparing", "creating", "inspecting", "revealing"]
"""The group; importing the others puts their commands into it."""
