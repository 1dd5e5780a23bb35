"""What is wrong with a file of facts, and where."""

from typing import NamedTuple


class FactsError(Exception):
    """A facts file that cannot be used: which file, which key, and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


class Fault(NamedTuple):
    """What is wrong with a file of facts, and where."""

    key: str
    reason: str
