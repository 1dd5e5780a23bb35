"""The shared token: how long one is believed to live, whatever the answer says of it."""

import time

import pytest

from dingsetup.dingtalk.errors import Answer
from dingsetup.dingtalk.tokens import LIFE, RENEW_BEFORE, Tokens
from dingsetup.findings import Kind


def renewed_after(life: object) -> float:
    """Seconds after which a token is renewed whose answer names this life."""
    data = {"access_token": "token-0001", "expires_in": life}
    tokens = Tokens()
    now = time.monotonic()
    tokens.keep(Answer(kind=Kind.OK, data=data))
    token, _ = tokens.get(lambda: Answer(kind=Kind.UNKNOWN))
    assert token is not None
    return token.renew_at - now


@pytest.mark.parametrize(
    ("life", "seconds"),
    [
        (7200, LIFE - RENEW_BEFORE),
        (3600, 3600 - RENEW_BEFORE),
        (100, 50),
        (0, 0.5),
        (-5, 0.5),
        (10**400, LIFE - RENEW_BEFORE),
        (float("inf"), LIFE - RENEW_BEFORE),
        (float("nan"), LIFE - RENEW_BEFORE),
        (True, LIFE - RENEW_BEFORE),
        ("60", LIFE - RENEW_BEFORE),
        (None, LIFE - RENEW_BEFORE),
        ([], LIFE - RENEW_BEFORE),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_life_that_makes_no_sense_is_the_documented_one(life: object, seconds: float) -> None:
    assert renewed_after(life) == pytest.approx(seconds, abs=0.4)
