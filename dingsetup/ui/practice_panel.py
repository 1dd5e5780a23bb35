"""The trainer's panel: switches the practice tenant's faults while everything runs."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from dingsetup.practice import CALLER_V4, SCENARIOS, ScenarioKind
from dingsetup.ui.practice_faults import NAMES, choices
from dingsetup.ui.practice_staff import StaffButtons
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button, label
from dingsetup.ui.widgets.box import Box
from dingsetup.ui.workspace import Workspace


class PracticePanel(QFrame):
    """One switch for each fault; what is switched is at work with the next call."""

    def __init__(self, theme: Theme, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("practice")
        self._workspace = workspace
        _ = workspace.language.gettext
        self._where = label("", "small")
        self._listed = QCheckBox()
        self._listed.clicked.connect(self._allow)
        self._switches = [
            Switch(workspace, kind, self._apply) for kind in SCENARIOS if kind.name in NAMES
        ]
        column = self._column(theme)
        for part in (
            label(_("Break something"), "heading"),
            label(_("Faults of the practice tenant. Switch some, then check."), "small"),
            self._where,
            *(switch for switch in self._switches if not switch.kind.sends),
            label(_("Break a test message"), "heading"),
            label(_("Switch some, then send a test message."), "small"),
            *(switch for switch in self._switches if switch.kind.sends),
            button(_("All in order again"), self._heal),
            label(_("Its console"), "heading"),
            label(_("What an admin would do in DingTalk's console."), "small"),
            self._listed,
            label(_("Its people"), "heading"),
            label(_("Change somebody, then check the bindings."), "small"),
            StaffButtons(theme, workspace),
        ):
            column.addWidget(part)
        column.addStretch(1)
        # As wide as its longest line; the bar at the right takes no room from it.
        needed = column.minimumSize().width() + self._scroll.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(max(theme.gap(16.5), needed))
        workspace.practice_changed.connect(self.show_faults)
        self.show_faults()

    def _column(self, theme: Theme) -> QVBoxLayout:
        """A column that scrolls up and down only."""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(scroll)
        content = QWidget()
        scroll.setWidget(content)
        column = QVBoxLayout(content)
        column.setContentsMargins(*[theme.gap(0.8)] * 4)
        column.setSpacing(theme.gap(0.3))
        return column

    def show_faults(self) -> None:
        tenant = self._workspace.tenant
        _ = self._workspace.language.gettext
        self.setEnabled(tenant is not None)
        self._where.setText(tenant.base_url if tenant else _("Starting …"))
        names = tenant.scenarios if tenant else ()
        for switch in self._switches:
            switch.show_faults(names)
        ip = tenant.caller if tenant else CALLER_V4
        self._listed.setText(_("{ip} is on the allowlist").format(ip=ip))
        self._listed.setChecked(tenant is not None and ip in tenant.allowlist)

    def _apply(self) -> None:
        self._workspace.set_scenarios([n for s in self._switches for n in s.scenarios()])

    def _allow(self) -> None:
        """Put the address the tenant sees on its allowlist, or take it off again."""
        tenant = self._workspace.tenant
        if tenant is None:
            return
        ip = tenant.caller
        others = [address for address in tenant.allowlist if address != ip]
        tenant.set_allowlist([*others, ip] if self._listed.isChecked() else others)

    def _heal(self) -> None:
        self._workspace.set_scenarios(())


class Switch(QWidget):
    """One fault: on or off, and of which kind where there is a choice."""

    def __init__(
        self, workspace: Workspace, kind: ScenarioKind, changed: Callable[[], None]
    ) -> None:
        super().__init__()
        self.kind = kind
        self._others: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._box = QCheckBox(workspace.language.gettext(NAMES[kind.name]))
        self._box.setToolTip(kind.name)
        column.addWidget(self._box)
        self._usual = workspace.language.gettext("As usual")
        self._choice = Box(self._box.text())
        for value, text in choices(workspace, kind):
            self._choice.addItem(text, value)
        self._choice.hide()
        column.addWidget(self._choice)
        self._box.clicked.connect(changed)
        self._choice.activated.connect(lambda: changed() if self._box.isChecked() else None)

    def isChecked(self) -> bool:
        return self._box.isChecked()

    def scenario(self) -> str:
        """The scenario as the practice tenant names it."""
        value = self._choice.currentData()
        return f"{self.kind.name}:{value}" if value else self.kind.name

    def scenarios(self) -> list[str]:
        """All of this kind that are to stand: those the choice does not show stay as they are."""
        return [self.scenario(), *self._others] if self.isChecked() else []

    def show_faults(self, names: tuple[str, ...]) -> None:
        mine = [n for n in names if n.partition(":")[0] == self.kind.name]
        self._others = mine[1:]
        self._box.setChecked(bool(mine))
        value = mine[0].partition(":")[2] if mine else ""
        if mine and (value or self._choice.count()):
            self._choose(value)
        self._choice.setVisible(bool(mine) and self._choice.count() > 0)

    def _choose(self, value: str) -> None:
        if self._choice.findData(value) < 0:
            # Switched on elsewhere, with something that is not offered here.
            self._choice.addItem(value or self._usual, value)
        self._choice.setCurrentIndex(self._choice.findData(value))
