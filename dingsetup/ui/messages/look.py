"""The rules of style that only the page of test messages needs."""

from dingsetup.ui.theme import Theme


def messages_style(theme: Theme) -> str:
    gap = theme.gap
    return f"""
    QToolButton[look="toggle"] {{
        color: {theme.ink}; background: {theme.pane}; border: 1px solid {theme.line};
        border-radius: {gap(0.6)}px; padding: {gap(0.12)}px {gap(0.5)}px;
    }}
    QToolButton[look="toggle"]:checked {{
        color: {theme.window}; background: {theme.ink}; border-color: {theme.ink};
        font-weight: 600;
    }}
    QToolButton[look="toggle"]:hover {{ border-color: {theme.accent}; }}
    QToolButton[look="toggle"]:focus {{ border: 2px solid {theme.accent}; }}
    QListView#people, QListView#candidates, QListView#sendings {{
        background: {theme.pane}; border: 1px solid {theme.line}; border-radius: {gap(0.2)}px;
        outline: 0;
    }}
    QListView#people:focus, QListView#candidates:focus, QListView#sendings:focus {{
        border-color: {theme.accent};
    }}
    QScrollArea#inner, QWidget#innercontent {{ background: {theme.pane}; border: 0; }}
    QSplitter::handle {{ background: transparent; }}
    """
