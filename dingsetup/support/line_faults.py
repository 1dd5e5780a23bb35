"""Which faults of the line a practice tenant must have: to DingTalk's two hosts, to the page."""

from collections.abc import Mapping

from dingsetup.checks.blocking import SERVICE, TOKEN
from dingsetup.checks.network import HOSTS, SLOW_MS
from dingsetup.findings import Finding, Kind, State
from dingsetup.support.symptoms import line_scenario, whole

REACHED, HOMEPAGE = "mobile/reached", "mobile/homepage"
CLOCK = "network/clock"
LONGEST_MS = 60_000
BEYOND_MS = 100
"""What is added to what counts as slow, where the finding does not say how slow it was."""


class LineFaults:
    """The scenarios of the line, and the keys of findings that no scenario can bring about."""

    def __init__(self, known: Mapping[str, Finding]) -> None:
        self._known = known
        self.scenarios: list[str] = []
        self.roots: set[str] = set()
        broken = {host: self._fault(f"network/{host}") for host in HOSTS}
        for name in ("reset", "silent", "portal", "proxy-refused"):
            self.scenarios += self._at_hosts(name, broken)
        self._pace()
        self._page()
        clock = known.get(CLOCK)
        if clock is not None and clock.state is State.FAILED:
            self.roots.add(CLOCK)

    def _fault(self, key: str) -> tuple[str, str]:
        """A fault of the line to one host: the scenario and its form; empty where there is none."""
        found = self._known.get(key)
        if found is None or found.state is not State.FAILED:
            return "", ""
        fault = line_scenario(found)
        token = self._known.get(TOKEN)
        if fault[0] and (token is None or token.state is not State.PASSED):
            return fault
        # It is nothing a tenant plays, or it broke for some calls only: both hosts gave a token.
        self.roots.add(key)
        return "", ""

    def _at_hosts(self, name: str, broken: Mapping[str, tuple[str, str]]) -> list[str]:
        """A fault of the line written for the hosts that have it, or for all in one word."""
        forms = {host: form for host, (fault, form) in broken.items() if fault == name}
        page = self._known.get(REACHED)
        page_too = page is None or page.state is State.BLOCKED or line_scenario(page)[0] == name
        whole_line = page_too or name in ("portal", "proxy-refused")
        if len(forms) == len(HOSTS) and set(forms.values()) <= {"", "page"} and whole_line:
            return [name]
        return [
            f"{name}:{host}" + (f"={form}" if form not in ("", "page") else "")
            for host, form in forms.items()
        ]

    def _pace(self) -> None:
        service = self._known.get(SERVICE)
        if service is not None and service.kind is Kind.SLOW:
            ms = whole(service.values.get("ms")) or 0
            self.scenarios.append(f"slow:{min(max(ms, SLOW_MS + BEYOND_MS), LONGEST_MS)}")
        if service is not None and service.kind is Kind.UNSTABLE:
            self.scenarios.append("flaky")

    def _page(self) -> None:
        """How DataWind's page answered."""
        found = self._known.get(REACHED)
        if found is None or found.state is State.BLOCKED:
            return
        status = whole(found.values.get("status"))
        if status is not None and 200 <= status <= 599:
            if status != 200 or self._is_another_page():
                self.scenarios.append(f"homepage:{status}")
            return
        name, _ = line_scenario(found)
        if name not in ("reset", "silent"):
            self.roots.add(REACHED)
        elif name not in self.scenarios:
            self.scenarios.append(f"{name}:homepage")

    def _is_another_page(self) -> bool:
        """Whether another address than the guide's was visited: our tenant answers only there."""
        homepage = self._known.get(HOMEPAGE)
        return homepage is not None and homepage.state is State.FAILED
