"""What a send costs: calls that count in the organisation's month, told beforehand."""

import datetime
from typing import TYPE_CHECKING

import msgspec

from dingsetup.database import transaction
from dingsetup.findings import Kind

if TYPE_CHECKING:
    from dingsetup.messages.outbox import Outbox

BATCH = 100
"""People of one call (KB 0769)."""
MOST_QUERIES = 6
"""How often a batch is asked about by itself: with a picture and the send, eight counted calls."""
_FREE = (
    *(Kind.THROTTLED, Kind.QUOTA_EXHAUSTED, Kind.TOKEN_MISSING, Kind.TOKEN_INVALID),
    *(Kind.TOKEN_EXPIRED, Kind.UNREACHABLE, Kind.DNS_FAILED, Kind.TLS_FAILED, Kind.TIMED_OUT),
    Kind.PROXY_REFUSED,
)
"""What a call came to that DingTalk does not count: refused for its pace, or never there (KB 1431).
That a refused token is none of its calls is taken for granted, UNCONFIRMED."""
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
"""By whose days DingTalk counts: taken for granted, UNCONFIRMED."""


class Cost(msgspec.Struct, frozen=True):
    """Counted calls of a send; tokens are none (KB 1432)."""

    calls: int
    """Uploads and the send itself."""
    most: int
    """With all that tracking asks by itself."""


def cost_of(people: int, uploads: int = 0) -> Cost:
    """What it takes to send something to so many people, and to follow it to its end."""
    batches = -(-people // BATCH)
    return Cost(uploads + batches, uploads + batches * (1 + MOST_QUERIES))


def used_this_month(outbox: "Outbox", now: datetime.datetime | None = None) -> int:
    """Counted calls of this month that this profile's log holds: at least so many were made.

    What DataWind and other computers used stands nowhere. Raises DatabaseError.
    """
    here = (now or outbox.now()).astimezone(BEIJING)
    first = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    since = first.astimezone(datetime.UTC).isoformat()
    with transaction(outbox.file, writes=False) as database:
        marks = ", ".join("?" * len(_FREE))
        query = f"SELECT count(*) FROM call WHERE counted AND at >= ? AND verdict NOT IN ({marks})"
        return database.execute(query, [since, *map(str, _FREE)]).fetchone()[0]
