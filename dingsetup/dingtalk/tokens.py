"""The app's token, shared by all threads: fetched by one of them, early enough, and once."""

import threading
import time
from collections.abc import Callable

import msgspec

from dingsetup.dingtalk.body import field
from dingsetup.dingtalk.errors import Answer
from dingsetup.findings import Kind

RENEW_BEFORE = 600.0
"""Seconds before its end at which a token is renewed (KB 0001 advises ten minutes)."""
LIFE = 7200.0
"""Seconds a token lives where the answer does not say (KB 1444)."""


class Token(msgspec.Struct, frozen=True):
    """A token as it was once answered; a later answer may well bring the same value."""

    value: str
    renew_at: float
    """By the monotonic clock."""
    number: int
    """How many tokens had been answered by then."""

    def __repr__(self) -> str:
        return f"Token({self.number})"


class Tokens:
    """Holds the token. While one thread fetches, the others wait and share what it got."""

    def __init__(self) -> None:
        self._fetching = threading.Lock()
        self._keeping = threading.Lock()
        self._token: Token | None = None
        self._last = Answer(kind=Kind.TOKEN_MISSING)
        self._fetches = 0
        self._seen: tuple[str, ...] = ()

    def get(
        self, fetch: Callable[[], Answer], *, refused: Token | None = None
    ) -> tuple[Token | None, Answer]:
        """Return the token, or None and the answer that says why there is none.

        `refused` is a token DingTalk did not take: it is fetched anew, unless another thread has
        done so since. Within its life DingTalk answers the same value again (KB 1444).
        """
        fetches = self._fetches
        if (token := self._fresh(refused)) is not None:
            return token, self._last
        with self._fetching:
            if (token := self._fresh(refused)) is not None:
                return token, self._last
            if self._fetches != fetches and not self._last.ok:
                return None, self._last
            self._last = fetch()
            self._fetches += 1
            return (self._token if self._last.ok else None), self._last

    def keep(self, answer: Answer) -> Answer:
        """Keep the token in a token route's answer; an ok without a token is not DingTalk's."""
        if not answer.ok:
            return answer
        value: object = field(answer.data, "access_token")
        if not isinstance(value, str) or not value:
            values = {"reason": "wrong_type"}
            return Answer(kind=Kind.NOT_DINGTALK, values=values, status=answer.status)
        seconds = _life(field(answer.data, "expires_in", "expire_in"))
        # Of a life that is hardly longer than the lead, half is used.
        early = RENEW_BEFORE if seconds > 2 * RENEW_BEFORE else seconds / 2
        with self._keeping:
            number = self._token.number + 1 if self._token else 1
            self._token = Token(value, time.monotonic() + seconds - early, number)
            self._seen = (*(seen for seen in self._seen[-3:] if seen != value), value)
        return answer

    def all(self) -> tuple[str, ...]:
        """Return the latest tokens, for masking."""
        return self._seen

    def _fresh(self, refused: Token | None) -> Token | None:
        token = self._token
        if token is None or time.monotonic() >= token.renew_at:
            return None
        return token if refused is None or token.number > refused.number else None


def _life(answered: object) -> float:
    """Believe a life from one second to the documented one; anything else lives that long."""
    if isinstance(answered, bool) or not isinstance(answered, int | float) or answered != answered:
        return LIFE
    return float(min(max(answered, 1), LIFE))  # bounded first: a long integer is no float
