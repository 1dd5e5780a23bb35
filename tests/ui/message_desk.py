"""The page of test messages on a desk: opened on a practice tenant, and driven as people do."""

from dingsetup.messages.deliveries import Fate
from dingsetup.ui.messages.page import MessagesPage
from dingsetup.ui.tour import fill_table
from tests.ui.desk import Desk


class Post:
    """The open page, and what is on it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def open(self, *scenarios: str, people: bool = False) -> "Post":
        """Open the page of a practice tenant; with `people` its binding table is filled."""
        self.desk.practise(*scenarios)
        if people:
            fill_table(self.desk.workspace)
        self.desk.go("messages")
        self.settle()
        return self

    @property
    def page(self) -> MessagesPage:
        page = self.desk.shell.page
        assert isinstance(page, MessagesPage)
        return page

    def settle(self) -> None:
        """Wait until all that was begun has ended and is shown."""
        tasks = self.desk.workspace.tasks
        self.desk.run_until(lambda: self.page.at_rest and not tasks.busy)
        self.desk.breathe()
        self.desk.run_until(lambda: self.page.at_rest and not tasks.busy)

    def send(self) -> None:
        """Press the one main button twice, and wait until DingTalk took it."""
        go = self.page.card.send.go
        self.desk.click_on(go)
        self.desk.click_on(go)
        self.desk.run_until(lambda: self.page.dispatch.standing is not None)
        self.settle()

    def fates(self) -> dict[str, Fate]:
        """What the file has of the last send."""
        standing = self.page.dispatch.standing
        assert standing is not None
        found = self.page.post.outbox.deliveries(standing.sending.id)
        return {one.recipient.userid: one.fate for one in found}

    def add(self, count: int) -> list[str]:
        """Choose the first so many people who can receive something; their userids."""
        card = self.page.card
        self.desk.click_on(card.choose)
        self.settle()
        rows = card.chooser.list.rows.entries
        keys = [one.key for one in rows if one.state is None][:count]
        card.chooser.list.choose(set(keys))
        self.desk.click_on(card.chooser.add)
        self.settle()
        return keys
