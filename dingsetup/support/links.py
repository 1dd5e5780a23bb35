"""Which links a report may bear, for readers who must not be sent anywhere by a stranger's file."""

import re
from urllib.parse import urlsplit

from dingsetup.facts import Facts
from dingsetup.findings import Finding
from dingsetup.links import Link, LinkKind, Links
from dingsetup.plan import VENDOR_HOSTS
from dingsetup.profile import Profile

SAFE = re.compile(r"https?://[!#-;=?-\[\]_a-z~]{1,2000}", re.IGNORECASE)
"""An address without blanks, quotes, brackets or anything beyond ASCII."""


class ReportLinks:
    """Chooses among a finding's links. A redacted report gets none that would hold a stand-in."""

    def __init__(self, facts: Facts, profile: Profile, *, redacted: bool) -> None:
        self._links = Links(facts, None if redacted else profile)
        self._private = profile.edition == "private"
        self._redacted = redacted

    def of(self, finding: Finding) -> tuple[Link, ...]:
        """The page that mends it, the step's first screen, the code's documentation."""
        good = [link for link in self._links.of_finding(finding) if self._good(link)]
        screens = [link for link in good if link.kind is LinkKind.SCREEN]
        return tuple(link for link in good if link not in screens[1:])

    def _good(self, link: Link) -> bool:
        """A private plan is handed to people who must not open the vendor's public hosts."""
        if not SAFE.fullmatch(link.url) or (self._redacted and link.kind is LinkKind.APPLY):
            return False
        try:
            host = urlsplit(link.url).hostname or ""
        except ValueError:
            return False
        return bool(host) and not (self._private and host.endswith(VENDOR_HOSTS))
