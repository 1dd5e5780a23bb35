"""Colours and sizes: taken from the palette and the font, so that every platform keeps its own."""

import sys

import msgspec
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from dingsetup.findings import State
from dingsetup.ui.widgets.by_name import set_by_name

MUTE = 0.62
"""How much of the ink there is in a text beside the point."""


class Theme(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a widget paints with, as `#rrggbb`."""

    dark: bool
    window: str
    pane: str
    chip: str
    line: str
    ink: str
    mute: str
    accent: str
    on_accent: str
    states: dict[State, str]
    em: float
    """Height of a line of text in pixels: the measure of every distance."""

    def gap(self, ems: float) -> int:
        """A distance in whole pixels."""
        return max(1, round(self.em * ems))


LIGHT_STATES = {
    State.PASSED: "#1f8a4c",
    State.FAILED: "#c8372d",
    State.WARNING: "#a15f00",
    State.BLOCKED: "#7a5cc0",
    State.MANUAL: "#1668dc",
    State.SKIPPED: "#6b7480",
}
DARK_STATES = {
    State.PASSED: "#4cc38a",
    State.FAILED: "#ff7b72",
    State.WARNING: "#e2a33c",
    State.BLOCKED: "#b39ddb",
    State.MANUAL: "#6ea8ff",
    State.SKIPPED: "#9aa3ad",
}


def theme_of(app: QApplication) -> Theme:
    """Derive the theme from the application's palette and font."""
    palette = app.palette()
    window = palette.color(QPalette.ColorRole.Window)
    ink = palette.color(QPalette.ColorRole.WindowText)
    dark = _is_dark(palette)
    accent = palette.color(QPalette.ColorRole.Accent)
    # In the dark a field is lighter than its card; in the light both are white.
    pane = _mix(window, ink, 0.05) if dark else palette.color(QPalette.ColorRole.Base).name()
    return Theme(
        dark=dark,
        window=window.name(),
        pane=pane,
        chip=_mix(QColor(pane), ink, 0.08),
        line=_mix(window, ink, 0.14),
        ink=ink.name(),
        mute=_mix(window, ink, MUTE),
        accent=accent.name(),
        on_accent="#ffffff" if accent.lightness() < 150 else "#10131a",
        states=DARK_STATES if dark else LIGHT_STATES,
        em=QFontMetricsF(app.font()).height(),
    )


def _mix(ground: QColor, ink: QColor, share: float) -> str:
    def part(a: int, b: int) -> int:
        return round(a + (b - a) * share)

    return QColor(
        part(ground.red(), ink.red()),
        part(ground.green(), ink.green()),
        part(ground.blue(), ink.blue()),
    ).name()


def apply_colours(app: QApplication, colours: str) -> None:
    """Choose light, dark, or with an empty name the system's; Fusion gets palettes of its own."""
    schemes = {"light": "Light", "dark": "Dark"}
    set_by_name(QGuiApplication.styleHints(), colorScheme=schemes.get(colours, "Unknown"))
    if sys.platform.startswith("linux"):
        if not colours:
            app.setPalette(QPalette())  # without ours, the palette is the system's
        dark = _is_dark(app.palette()) if not colours else colours == "dark"
        app.setPalette(_palette(dark))


def _is_dark(palette: QPalette) -> bool:
    role = QPalette.ColorRole
    return palette.color(role.Window).lightness() < palette.color(role.WindowText).lightness()


def _palette(dark: bool) -> QPalette:
    role = QPalette.ColorRole
    names = (
        ("#222529", "#383d44", "#e6e8eb", "#3a3f46", "#6ea8ff", "#10131a", "#9aa3ad")
        if dark
        else ("#f6f7f9", "#ffffff", "#1d2129", "#ffffff", "#1668dc", "#ffffff", "#6b7480")
    )
    window, base, ink, button, accent, on_accent, mute = map(QColor, names)
    palette = QPalette(button, window)
    for roles, colour in (
        ((role.Window, role.AlternateBase), window),
        ((role.Base, role.ToolTipBase), base),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), ink),
        ((role.Button,), button),
        ((role.Highlight, role.Accent, role.Link), accent),
        ((role.HighlightedText,), on_accent),
        ((role.PlaceholderText,), mute),
    ):
        for each in roles:
            palette.setColor(each, colour)
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, mute)
    return palette


CHINESE_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


def use_chinese_font(app: QApplication) -> None:
    """On Linux the default face may lack Chinese: choose one that has it, whatever the language."""
    if not sys.platform.startswith("linux"):
        return
    font = app.font()
    # Which of them are there is not asked: that reads every face of the machine. Qt takes the first
    # it finds, and the default after them.
    font.setFamilies([*CHINESE_FAMILIES, font.family()])
    app.setFont(font)
