"""A window on its test messages, typed into as a person would, with a heartbeat on its main thread.

`python -m bench._keystroke` prints the longest block of each action as JSON.
"""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from bench._block import live_for
from bench._hand import KEY_MS, Hand, main
from dingsetup.messages.values import MessageType
from dingsetup.ui.messages.page import MessagesPage

LINE = "Sales 2026 & more, with a rather long remark"
MARKDOWN = "**bold** and [a link](https://bi.example.com/bi), | a | table |  "


class Typist(Hand):
    """Types into the page of test messages."""

    @property
    def page(self) -> MessagesPage:
        page = self.shell.page
        assert isinstance(page, MessagesPage)
        return page

    def open(self) -> None:
        self.shell.go("messages")

    def type(self, field: QWidget, text: str) -> None:
        """Key by key, so that each is drawn."""
        for sign in text:
            QTest.keyClicks(field, sign)
            live_for(KEY_MS)

    def go_to(self, field: QWidget) -> None:
        """Put the keyboard into a field, which scrolls it into sight."""
        field.setFocus()
        live_for(300)

    def change_type(self) -> None:
        for one in MessageType:
            self.page.composer.edit(type=one)
            live_for(KEY_MS)

    def change_push(self) -> None:
        pushes = self.page.composer.pushes
        assert pushes is not None
        for one in pushes.all:
            self.page.composer.edit(push=one.id, type=None)
            live_for(2 * KEY_MS)

    def long_text(self) -> str:
        """A text of several screens, so that a key in it draws all of them."""
        return "\n\n".join([MARKDOWN * 3] * 8)


def used(hand: Typist) -> Typist:
    """Open the page; type a title, a long text and a template; change type and push."""
    hand.measure("open", hand.open)
    live_for(500)
    page = hand.page
    page.composer.edit(push="subscription-scheduled", type=MessageType.CARD)
    live_for(500)
    title = page.form.variables.findChildren(QLineEdit)[0]
    hand.go_to(title)
    hand.measure("type a title", lambda: hand.type(title, LINE))
    text = page.form.variables.findChildren(QPlainTextEdit)[-1]
    text.setPlainText(hand.long_text()[:1500])
    hand.measure("go to a long text", lambda: hand.go_to(text))
    hand.measure("type in a long text", lambda: hand.type(text, LINE))
    hand.measure("change the type", hand.change_type)
    hand.measure("change the push", hand.change_push)
    page.composer.edit(push="subscription-scheduled", type=MessageType.MARKDOWN)
    hand.measure("open the template", page.edit_template)
    body = page.first.findChildren(QPlainTextEdit)[-1]
    hand.go_to(body)
    hand.measure("type in the template", lambda: hand.type(body, LINE))
    return hand


if __name__ == "__main__":
    main(lambda *opened: used(Typist(*opened)))
