"""Where the users of an import come from."""

import threading
from pathlib import Path

import msgspec

from dingsetup.bindings.sheets import Sheet, read_pasted, read_sheet
from dingsetup.ui.bindings.panel import Progress


class Source(msgspec.Struct, frozen=True):
    """Where users come from, and what was chosen about it."""

    path: Path | None = None
    text: str = ""
    sheet: str = ""
    mapping: dict[str, str | int] | None = None

    def read(self, cancel: threading.Event, progress: Progress) -> Sheet:
        """Read it. Raises SheetError, Cancelled."""
        if self.path is None:
            return read_pasted(self.text, self.mapping)
        return read_sheet(self.path, self.mapping, self.sheet, cancel=cancel, progress=progress)
