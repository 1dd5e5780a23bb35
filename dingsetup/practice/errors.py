"""Why a practice tenant cannot be started or changed."""


class UnknownScenario(Exception):
    """A scenario that does not exist or whose parameter is wrong: its name and the reason."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


class PortTaken(Exception):
    """The port asked for is in use or not ours to take."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken")
        self.port = port


class CompanyError(Exception):
    """A change of the company that cannot be made: why."""
