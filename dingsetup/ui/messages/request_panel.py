"""The exact request as it leaves, and a command that sends it; the token is never shown."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from dingsetup.ui.messages.composer import PENDING
from dingsetup.ui.messages.panel import Panel, Tools
from dingsetup.ui.theme import Theme
from dingsetup.ui.widgets.basic import button, label, row
from dingsetup.ui.widgets.chip import fixed_font

BASE_URL = "https://oapi.dingtalk.com"
JSON_EMS, CURL_EMS = 15, 8


class RequestPanel(Panel):
    """Of the message as it is shown now, for the first batch of its people."""

    def __init__(self, tools: Tools) -> None:
        _ = tools.session.language.gettext
        super().__init__(tools, _("The request as it leaves"))
        self._json = _text(self.theme, _("Request JSON"), JSON_EMS)
        self._curl = _text(self.theme, _("curl command"), CURL_EMS)
        self._copy_json = button(_("Copy the JSON"), lambda: self._copy(self._json), "primary")
        self._copy_curl = button(_("Copy the command"), lambda: self._copy(self._curl))
        self._note = label("", "small")
        for part in (label(_("Request JSON"), "heading"), self._json):
            self.content.addWidget(part)
        self.content.addLayout(row(self.theme, self._copy_json, None))
        said = _("The same with curl; put your access token in place of ***")
        for part in (label(said, "heading"), self._curl):
            self.content.addWidget(part)
        self.content.addLayout(row(self.theme, self._copy_curl, None))
        self.content.addWidget(self._note)

    def begin(self) -> None:
        """Write the request of what is shown now."""
        from dingsetup.messages.costs import BATCH
        from dingsetup.messages.payload import as_json, curl, request_body

        composer, profile = self.tools.composer, self.tools.session.profile
        _ = self.language.gettext
        if composer.made is None:
            return
        people = self.tools.people.recipients
        userids = [one.userid for one in people[:BATCH]]
        body = request_body(composer.made.message, profile.agent_id, userids)
        self._json.setPlainText(as_json(body))
        self._curl.setPlainText(curl(profile.base_url or BASE_URL, body))
        notes: list[str] = []
        if PENDING in as_json(body):
            said = _("{id} stands for the picture, which is uploaded when the test is sent.")
            notes.append(said.format(id=PENDING))
        if len(people) > BATCH:
            notes.append(_("The other people follow in requests of the same form."))
        self._note.setText("\n".join(notes))
        self._note.setVisible(bool(notes))
        self._copy_json.setFocus()

    def _copy(self, text: QPlainTextEdit) -> None:
        QGuiApplication.clipboard().setText(text.toPlainText())
        self.tools.session.noted.emit(self.language.gettext("Copied"))


def _text(theme: Theme, name: str, ems: float) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    made.setFont(fixed_font())
    made.setFixedHeight(theme.gap(ems))
    return made
