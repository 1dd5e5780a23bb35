"""The panels by name; each is loaded when it is first wanted."""

from dingsetup.ui.messages.panel import Panel, Tools


def make_panel(name: str, tools: Tools, about: str) -> Panel:
    """Build a panel: request, history or why. `about` is a person it begins with."""
    if name == "request":
        from dingsetup.ui.messages.request_panel import RequestPanel

        return RequestPanel(tools)
    if name == "history":
        from dingsetup.ui.messages.history_panel import HistoryPanel

        return HistoryPanel(tools)
    from dingsetup.ui.messages.why_panel import WhyPanel

    return WhyPanel(tools, about)
