"""How much of each length is used: the body always, the others folded until one is nearly full."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dingsetup.findings import State
from dingsetup.language.message_words import part_name
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label, link

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.limits import Meter

NEARLY = 0.85
"""From this share on a length is shown unasked."""


class Gauge(QWidget):
    """One length: what of it is used, as a bar and in numbers."""

    def __init__(self, theme: Theme, language: "Language") -> None:
        super().__init__()
        self._language = language
        self._bar = Bar(theme)
        self._said = label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.1))
        column.addWidget(self._said)
        column.addWidget(self._bar)

    def show_meter(self, meter: "Meter") -> None:
        _ = self._language.gettext
        units = {"bytes": _("bytes"), "characters": _("characters")}
        text = _("{part}: {used} of {limit} {unit}")
        if not meter.hard:
            text = _("{part}: {used} of {limit} {unit} (advised)")
        name = part_name(self._language, meter.part)
        said = text.format(
            part=name, used=f"{meter.used:,}", limit=f"{meter.limit:,}", unit=units[meter.unit]
        )
        self._said.setText(said)
        self._bar.setAccessibleName(said)
        share = meter.used / max(1, meter.limit)
        state = State.PASSED
        if share > 1:
            state = State.FAILED if meter.hard else State.WARNING
        self._bar.show_share(share, state)


class Bar(QWidget):
    """A thin bar that is coloured by its state."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self._state = State.PASSED
        self.setFixedHeight(theme.gap(0.22))

    def show_share(self, share: float, state: State) -> None:
        self._share, self._state = min(1.0, share), state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, theme = QRectF(self.rect()), self._theme
        painter.fillRect(box, QColor(theme.line))
        box.setWidth(box.width() * self._share)
        painter.fillRect(box, QColor(theme.states[self._state]))
        painter.end()


class Meters(QWidget):
    """The gauges of a message."""

    def __init__(self, theme: Theme, language: "Language") -> None:
        super().__init__()
        self._theme = theme
        self._language = language
        self._all = False
        self._meters: Sequence[Meter] = ()
        self._gauges: list[Gauge] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.gap(0.25))
        self._more = link(language.gettext("All lengths"), self._toggle)
        self._more.hide()
        self._column.addWidget(self._more)

    def show_meters(self, meters: Sequence["Meter"]) -> None:
        """Show these from now on; gauges that are there are used again."""
        self._meters = meters
        shown = [one for place, one in enumerate(meters) if not place or self._wanted(one)]
        while len(self._gauges) < len(shown):
            self._gauges.append(Gauge(self._theme, self._language))
            self._column.insertWidget(len(self._gauges) - 1, self._gauges[-1])
        for place, gauge in enumerate(self._gauges):
            gauge.setVisible(place < len(shown))
            if place < len(shown):
                gauge.show_meter(shown[place])
        _ = self._language.gettext
        self._more.setText(_("Fewer lengths") if self._all else _("All lengths"))
        self._more.setAccessibleName(self._more.text())
        self._more.setVisible(len(meters) > 1)

    def _wanted(self, meter: "Meter") -> bool:
        return self._all or meter.used > meter.limit * NEARLY

    def _toggle(self) -> None:
        self._all = not self._all
        self.show_meters(self._meters)
