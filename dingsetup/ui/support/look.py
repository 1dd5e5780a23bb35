"""The rules of style that only this page needs."""

from dingsetup.ui.theme import Theme


def support_style(theme: Theme) -> str:
    gap = theme.gap
    return f"""
    QTableView#lines {{
        background: {theme.pane}; border: 1px solid {theme.line}; border-radius: {gap(0.3)}px;
    }}
    QTableView#lines:focus {{ border-color: {theme.accent}; }}
    """
