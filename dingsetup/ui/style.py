"""The one stylesheet: frames, links and marks of our own; controls keep the platform's style."""

from dingsetup.ui.theme import Theme


def stylesheet(theme: Theme) -> str:
    """Rules by object name and by the property `look`, in the theme's colours and measures."""
    gap = theme.gap
    return f"""
    QWidget#page, QScrollArea#scroll, QWidget#rail {{ background: {theme.window}; }}
    QScrollArea#scroll {{ border: 0; }}
    QFrame[look="card"] {{
        background: {theme.pane}; border: 1px solid {theme.line}; border-radius: {gap(0.45)}px;
    }}
    QToolButton[look="chip"] {{
        background: {theme.chip}; color: {theme.ink}; border: 1px solid {theme.chip};
        border-radius: {gap(0.3)}px; padding: {gap(0.1)}px {gap(0.4)}px;
    }}
    QToolButton[look="chip"]:hover, QToolButton[look="chip"]:focus {{
        border-color: {theme.accent};
    }}
    QFrame[look="line"] {{ background: {theme.line}; border: 0; max-height: 1px; min-height: 1px; }}
    QFrame#footer {{ background: {theme.pane}; border: 0; border-top: 1px solid {theme.line}; }}
    QFrame#railside {{
        background: {theme.window}; border: 0; border-right: 1px solid {theme.line};
    }}
    QFrame#practice {{ background: {theme.pane}; border: 0; border-left: 1px solid {theme.line}; }}
    QLabel[look="title"] {{ font-size: {gap(1.15)}px; font-weight: 600; }}
    QLabel[look="heading"] {{ font-weight: 600; color: {theme.ink}; }}
    QLabel[look="strong"] {{ font-weight: 600; color: {theme.ink}; }}
    QLabel[look="mute"] {{ color: {theme.mute}; }}
    QLabel[look="small"] {{ color: {theme.mute}; font-size: {gap(0.68)}px; }}
    QLabel[look="badge"] {{
        color: {theme.mute}; background: {theme.chip}; border-radius: {gap(0.4)}px;
        padding: {gap(0.05)}px {gap(0.4)}px; font-size: {gap(0.64)}px;
    }}
    QToolButton[look="link"] {{
        color: {theme.accent}; background: transparent; border: 1px solid transparent;
        padding: {gap(0.05)}px {gap(0.2)}px; border-radius: {gap(0.2)}px;
    }}
    QToolButton[look="link"]:hover {{ text-decoration: underline; }}
    QToolButton[look="link"]:focus {{ border: 1px solid {theme.accent}; }}
    QToolButton[look="link"]:disabled {{ color: {theme.mute}; }}
    QPlainTextEdit {{ border: 1px solid {theme.line}; border-radius: {gap(0.2)}px; }}
    QPlainTextEdit:focus {{ border: 1px solid {theme.accent}; }}
    QPushButton {{ padding: {gap(0.22)}px {gap(0.7)}px; }}
    QPushButton[look="primary"] {{
        color: {theme.on_accent}; background: {theme.accent}; border: 1px solid {theme.accent};
        border-radius: {gap(0.3)}px; padding: {gap(0.25)}px {gap(0.8)}px; font-weight: 600;
    }}
    QPushButton[look="primary"]:hover {{ border-color: {theme.ink}; }}
    QPushButton[look="primary"]:focus {{ border: 2px solid {theme.ink}; }}
    QPushButton[look="primary"]:disabled {{
        color: {theme.mute}; background: {theme.chip}; border-color: {theme.line};
    }}
    QListWidget#steps {{ background: {theme.window}; border: 0; outline: 0; }}
    QListWidget#steps::item {{ background: transparent; border: 0; outline: 0; }}
    """
