"""Posts against a practice tenant, for the tests of sending and of what came of it."""

from tests.messages.posting import post

__all__ = ["post"]
