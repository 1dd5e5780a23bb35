"""Looking through the lines of a support file: find, read whole, strike out."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from dingsetup.ui.alive import while_there
from dingsetup.ui.session import Session
from dingsetup.ui.support.lines import Found, LineList, search
from dingsetup.ui.support.lines_model import LinesModel
from dingsetup.ui.support.lines_view import LinesView
from dingsetup.ui.support.words import size_text
from dingsetup.ui.tasks import Task
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import label, row
from dingsetup.ui.widgets.chip import fixed_font

PAUSE_MS = 150
ROWS, WHOLE_EMS = 13, 4


class LinesPanel(QWidget):
    """The lines of one file, and how many of them go out."""

    struck = Signal()

    def __init__(self, theme: Theme, session: Session) -> None:
        super().__init__()
        self._session = session
        self._language = session.language
        _ = session.language.gettext
        self._task: Task | None = None
        self.model = LinesModel(theme, session.language)
        self.view = LinesView(theme, self.model, _("Lines of the support file"))
        self.view.show_rows(ROWS)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Find in all lines …"))
        self.field.setAccessibleName(_("Find in all lines"))
        self.field.setClearButtonEnabled(True)
        self.count = label("", "mute", wrap=False)
        self.whole = _whole_line(theme, _("The whole line"))
        self._lay_out(theme)
        self.pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.pause.timeout.connect(self._find)
        self.field.textChanged.connect(lambda text: self.pause.start())
        self.view.selectionModel().currentChanged.connect(self._show_whole)
        self.model.modelReset.connect(self._show_whole)
        self.model.struck.connect(self._struck)

    def _lay_out(self, theme: Theme) -> None:
        _ = self._language.gettext
        hint = _(
            "The space bar strikes the selected lines out, or lets them go out again. Left and"
            " Right fold a part. A heading stands for all its lines that are shown."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.gap(0.3))
        top = row(theme, self.field, self.count)
        top.setStretch(0, 1)
        column.addLayout(top)
        for part in (self.view, self.whole, label(hint, "small")):
            column.addWidget(part)

    @property
    def lines(self) -> LineList:
        return self.model.lines

    @property
    def at_rest(self) -> bool:
        return self._task is None and not self.pause.isActive()

    def show_lines(self, lines: LineList) -> None:
        """Look through these from now on."""
        self.field.clear()
        lines.show(None)
        self.model.show(lines)
        self._show_count()

    def begin(self) -> None:
        """Put the keyboard into the list, on its first row."""
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if self.model.rowCount():
            self.view.go_to(self.lines.place(0))

    # -- finding

    def _find(self) -> None:
        """On a thread: of several texts typed only the last is shown."""
        if self._task is not None:
            self._task.cancel()
        lines, text = self.lines, self.field.text()

        def work(task: Task) -> Found | None:
            return search(lines.lines, text, task.cancelled.is_set)

        def done(found: Found | None) -> None:
            if self.lines is lines:
                self.model.filter(found)
                self._show_count()

        def finished() -> None:
            if self._task is task:
                self._task = None

        task = self._session.tasks.start(
            work, while_there(self, done), finished=while_there(self, finished)
        )
        self._task = task

    # -- telling

    def _struck(self) -> None:
        self._show_count()
        self._show_whole()
        self.struck.emit()

    def _show_count(self) -> None:
        lines, language = self.lines, self._language
        out = lines.total - lines.count
        said = language.ngettext(
            "{out} of {n} line goes out", "{out} of {n} lines go out", lines.total
        )
        parts = [said.format(out=f"{out:,}", n=f"{lines.total:,}")]
        parts.append(size_text(lines.octets()))
        self.count.setText(" · ".join(parts))

    def _show_whole(self) -> None:
        place = self.view.currentIndex().row()
        shown = 0 <= place < self.model.rowCount()
        self.whole.setPlainText(self.model.text(place) if shown else "")


def _whole_line(theme: Theme, name: str) -> QPlainTextEdit:
    """What a row has no room for; Tab leaves it."""
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setFont(fixed_font())
    made.setFixedHeight(theme.gap(WHOLE_EMS))
    made.setAccessibleName(name)
    return made
