"""The panels by name; each is loaded when it is first wanted."""

from collections.abc import Sequence

from dingsetup.ui.bindings.panel import Panel, Tools


def make_panel(name: str, tools: Tools, shown: Sequence[int]) -> Panel:
    """Build a panel: import, scan, mobiles, match, export or check.

    `shown` are the rows the table shows now.
    """
    if name == "import":
        from dingsetup.ui.bindings.import_panel import ImportPanel

        return ImportPanel(tools)
    if name == "scan":
        from dingsetup.ui.bindings.scan_panel import ScanPanel

        return ScanPanel(tools)
    if name == "mobiles":
        from dingsetup.ui.bindings.mobiles_panel import MobilesPanel

        return MobilesPanel(tools)
    if name == "match":
        from dingsetup.ui.bindings.match_panel import MatchPanel

        return MatchPanel(tools)
    if name == "export":
        from dingsetup.ui.bindings.export_panel import ExportPanel

        return ExportPanel(tools, shown)
    from dingsetup.ui.bindings.check_panel import CheckPanel

    return CheckPanel(tools)


def read_file(panel: Panel, path: str) -> None:
    from dingsetup.ui.bindings.import_panel import ImportPanel

    assert isinstance(panel, ImportPanel)
    panel.read_file(path)


def resume(panel: Panel) -> None:
    from dingsetup.ui.bindings.import_panel import ImportPanel

    assert isinstance(panel, ImportPanel)
    panel.resume()


def read_text(panel: Panel, text: str) -> None:
    from dingsetup.ui.bindings.import_panel import ImportPanel

    assert isinstance(panel, ImportPanel)
    panel.read_text(text)
