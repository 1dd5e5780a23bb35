"""Keyed digests: what every pseudonym is made of, another one for each sort of thing."""

import hashlib
from enum import StrEnum

DRAWN = 32
"""Characters that one digest is good for."""


class Sort(StrEnum):
    """What a value is: equal texts of two sorts have nothing in common."""

    __hash__ = str.__hash__  # an enum's own is several times as slow

    PERSON = "person"
    USERNAME = "username"
    NAME = "name"
    MOBILE = "mobile"
    EMAIL = "email"
    JOB_NUMBER = "job_number"
    CREDENTIAL = "credential"
    DEPARTMENT = "department"
    HOST = "host"
    ADDRESS = "address"
    PATH = "path"
    TOKEN = "token"
    """What may be a secret: nothing leads back from its pseudonym."""


class Digests:
    """Digests under one key. Safe to share among threads."""

    def __init__(self, key: bytes) -> None:
        self._bases = {
            sort: hashlib.blake2b(key=key, person=sort.encode(), digest_size=32) for sort in Sort
        }

    def hex(self, sort: Sort, value: str) -> str:
        """64 hexadecimal digits; twelve of them keep a hundred thousand values apart."""
        state = self._bases[sort].copy()
        state.update(value.encode("utf-8", "surrogatepass"))
        return state.hexdigest()

    def number(self, sort: Sort, value: str) -> int:
        """A number with bits enough to draw every character of the value anew."""
        more = (self.hex(sort, f"{at} {value}") for at in range(len(value) // DRAWN))
        return int(self.hex(sort, value) + "".join(more), 16)

    def permutation(self, sort: Sort, name: str, size: int) -> tuple[int, ...]:
        """The numbers below `size` in an order of the key's own."""
        return tuple(sorted(range(size), key=lambda at: self.hex(sort, f"{name} {at}")))
