"""The rules of style that only the binding table needs, and a time as a badge shows it."""

from dingsetup.ui.theme import Theme


def table_style(theme: Theme) -> str:
    gap = theme.gap
    return f"""
    QTableView#bindings {{
        background: {theme.pane}; border: 1px solid {theme.line}; border-radius: {gap(0.3)}px;
        selection-background-color: transparent;
    }}
    QTableView#bindings:focus {{ border-color: {theme.accent}; }}
    QTableView#bindings QHeaderView::section {{
        background: {theme.pane}; color: {theme.mute}; border: 0; font-weight: 600;
        border-bottom: 1px solid {theme.line}; padding: {gap(0.3)}px {gap(0.4)}px;
    }}
    QTableView#bindings QHeaderView {{ background: {theme.pane}; border: 0; }}
    QTableView#bindings QLineEdit {{
        background: {theme.pane}; border: 2px solid {theme.accent}; padding: 0 {gap(0.2)}px;
    }}
    QToolButton[look="filter"] {{
        color: {theme.ink}; background: {theme.pane}; border: 1px solid {theme.line};
        border-radius: {gap(0.6)}px; padding: {gap(0.12)}px {gap(0.5)}px;
    }}
    QToolButton[look="filter"]::menu-indicator {{ image: none; width: 0; }}
    QToolButton[look="filter"]:checked {{
        color: {theme.window}; background: {theme.ink}; border-color: {theme.ink};
        font-weight: 600;
    }}
    QToolButton[look="filter"]:hover {{ border-color: {theme.accent}; }}
    QToolButton[look="filter"]:focus {{ border: 2px solid {theme.accent}; }}
    QSplitter::handle {{ background: transparent; }}
    QScrollArea#rowpane {{
        background: {theme.pane}; border: 1px solid {theme.line}; border-radius: {gap(0.3)}px;
    }}
    QWidget#rowpanecontent {{ background: {theme.pane}; }}
    """
