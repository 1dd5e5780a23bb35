"""The list of steps at the left, with a mark for the state of each."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from dingsetup.findings import State
from dingsetup.ui.session import Session
from dingsetup.ui.theme import MUTE, Theme
from dingsetup.ui.widgets.by_name import elided, set_by_name
from dingsetup.ui.widgets.mark import paint_mark

Index = QModelIndex | QPersistentModelIndex

# Numbers of `Qt`, which is not to be loaded for the first frame: see `by_name`.
SPOKEN = 11  # ItemDataRole.AccessibleTextRole
STEP = 256  # ItemDataRole.UserRole
STATE = STEP + 1
STALE = STEP + 2
NOTE = STEP + 3
RIGHT = 0x02  # AlignmentFlag.AlignRight
MIDDLE = 0x80  # AlignmentFlag.AlignVCenter

OVERVIEW = "overview"
BINDINGS = "bindings"
MESSAGES = "messages"
REPORT = "report"
NO_STEPS = (OVERVIEW, BINDINGS, MESSAGES, REPORT)
"""Pages in the list that are no steps of the guide."""
NO_MARK = (OVERVIEW, REPORT)
"""Pages that tell of all steps, and have no state of their own."""


class StepList(QListWidget):
    """Groups and steps; the arrow keys go from step to step."""

    chosen = Signal(str)
    leaving = Signal()
    """The keyboard is about to go on to what comes next."""

    def __init__(self, theme: Theme, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setObjectName("steps")
        self.setAccessibleName(session.language.gettext("Steps"))
        self.setItemDelegate(StepDelegate(theme, self))
        set_by_name(self, horizontalScrollBarPolicy="ScrollBarAlwaysOff")
        self._fill()
        self.currentItemChanged.connect(self._moved)
        session.findings_changed.connect(self.show_states)
        self.show_states()

    def _fill(self) -> None:
        _ = self._session.language.gettext
        groups = {"prepare": _("Prepare"), "setup": _("Set up"), "mobile": _("Mobile")}
        last = ""
        for step in self._session.facts.steps:
            if step.group != last:
                self._group(groups[step.group])
                last = step.group
            self._step(step.id, self._session.language.pick(step.title))
        self._group(_("People and messages"))
        self._step(BINDINGS, _("Account binding"))
        self._step(MESSAGES, _("Test messages"))
        self._group(_("All in all"))
        self._step(OVERVIEW, _("Overview"))
        self._step(REPORT, _("Report and support"))

    def _group(self, title: str) -> None:
        self._last(title)

    def _step(self, id: str, title: str) -> None:
        self._last(title).setData(STEP, id)

    def _last(self, title: str) -> QListWidgetItem:
        self.addItem(title)
        return self.item(self.count() - 1)

    def focusNextPrevChild(self, next: bool) -> bool:
        self.leaving.emit()
        return super().focusNextPrevChild(next)

    def complete(self) -> None:
        """Let no key or click reach the names of groups: after the first frame is soon enough."""
        from PySide6.QtCore import Qt

        for number in range(self.count()):
            item = self.item(number)
            if not item.data(STEP):
                item.setFlags(Qt.ItemFlag.NoItemFlags)

    def select(self, step: str) -> None:
        """Show a step as the current one, without choosing it anew; none for another page."""
        rows = (n for n in range(self.count()) if self.item(n).data(STEP) == step)
        self.setCurrentRow(next(rows, -1))

    def show_states(self) -> None:
        language = self._session.language
        for number in range(self.count()):
            item = self.item(number)
            step = item.data(STEP)
            if not step or step in NO_STEPS:
                continue
            state = self._session.state(step)
            stale = step in self._session.stale
            item.setData(STATE, state)
            item.setData(STALE, stale)
            item.setData(NOTE, self._note(step, state, stale))
            spoken = language.state(state) if state else language.gettext("not checked yet")
            item.setData(SPOKEN, f"{item.text()}, {spoken}")
            item.setToolTip(spoken)

    def show_bindings(self, bound: int, users: int) -> None:
        """Show how many users are bound of those who need it; nothing for no table."""
        said = self._session.language.gettext("{bound} of {users} users bound")
        spoken = said.format(bound=f"{bound:,}", users=f"{users:,}")
        self._show_share(BINDINGS, bound, users, spoken)

    def show_messages(self, arrived: int, people: int) -> None:
        """Show whom the last test reached of those it was for; nothing before there was one."""
        said = self._session.language.gettext("The last test reached {arrived} of {people}")
        spoken = said.format(arrived=f"{arrived:,}", people=f"{people:,}")
        self._show_share(MESSAGES, arrived, people, spoken)

    def _show_share(self, page: str, part: int, whole: int, spoken: str) -> None:
        state = (State.PASSED if part == whole else State.WARNING) if whole else None
        rows = (self.item(number) for number in range(self.count()))
        item = next(item for item in rows if item.data(STEP) == page)
        item.setData(STATE, state)
        item.setData(NOTE, f"{part:,} / {whole:,}" if whole else "")
        item.setData(SPOKEN, f"{item.text()}, {spoken}" if whole else item.text())
        item.setToolTip(spoken if whole else "")

    def _note(self, step: str, state: State | None, stale: bool) -> str:
        """A word beside the step where there is something to do."""
        _ = self._session.language.gettext
        if stale:
            return _("check again")
        if state not in (State.FAILED, State.MANUAL):
            return ""
        findings = self._session.findings(step)
        open_ = [f for f in findings if f.state is state and f.values.get("answer") != "yes"]
        return str(len(open_)) if open_ else ""

    def _moved(self, now: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        if now is not None and now.data(STEP):
            self.chosen.emit(now.data(STEP))


class StepDelegate(QStyledItemDelegate):
    """Paints a group's name, or a step with its mark and note."""

    def __init__(self, theme: Theme, steps: StepList) -> None:
        super().__init__(steps)
        self._theme = theme
        self._steps = steps

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.gap(8), self._theme.gap(1.55 if index.data(STEP) else 1.75))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        if index.data(STEP):
            self._paint_step(painter, option, index)
        else:
            self._paint_group(painter, option, index)
        painter.restore()

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        painter.setOpacity(MUTE)
        box = option.rect.adjusted(theme.gap(0.8), theme.gap(0.35), 0, 0)
        painter.drawText(box, MIDDLE, str(index.data()))

    def _paint_step(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self._theme
        # Asked of the list, not of `option.state`: QStyle's enumerations take long to load.
        current = index.row() == self._steps.currentRow()
        box = QRectF(option.rect).adjusted(theme.gap(0.3), 1, -theme.gap(0.3), -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Paths and opacity, not pen and brush: to set one loads all of `Qt`.
        if current:
            outline = QPainterPath()
            outline.addRoundedRect(box, theme.gap(0.3), theme.gap(0.3))
            painter.setOpacity(0.16)
            painter.fillPath(outline, option.palette.accent())
            painter.setOpacity(1)
            if self._steps.hasFocus():
                pen = QPen()
                pen.setColor(QColor(theme.accent))
                painter.strokePath(outline, pen)
        size = theme.gap(0.85)
        left = box.left() + theme.gap(0.5)
        if index.data(STEP) not in NO_MARK:
            state = index.data(STATE)
            mark = QRectF(left, box.center().y() - size / 2, size, size)
            paint_mark(
                painter, mark, theme, State(state) if state else None, stale=bool(index.data(STALE))
            )
        self._paint_words(
            painter,
            option,
            index,
            QRectF(
                left + size * 1.5,
                box.top(),
                box.right() - left - size * 1.5 - theme.gap(0.4),
                box.height(),
            ),
            current,
        )

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        box: QRectF,
        current: bool,
    ) -> None:
        note = str(index.data(NOTE) or "")
        font = QFont(option.font)
        if note:
            small = QFont(font)
            small.setPointSizeF(font.pointSizeF() * 0.85)
            painter.setFont(small)
            painter.setOpacity(MUTE)
            painter.drawText(box, MIDDLE | RIGHT, note)
            painter.setOpacity(1)
            box = box.adjusted(
                0, 0, -painter.fontMetrics().horizontalAdvance(note) - self._theme.gap(0.3), 0
            )
        font.setBold(current)
        painter.setFont(font)
        text = elided(painter.fontMetrics(), str(index.data()), int(box.width()))
        painter.drawText(box, MIDDLE, text)
