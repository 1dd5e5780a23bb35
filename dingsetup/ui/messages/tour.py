"""The page of test messages in all its states, for the pictures of every page."""

from collections.abc import Callable, Iterator

from dingsetup.messages.values import MessageType
from dingsetup.ui.messages.page import MessagesPage
from dingsetup.ui.workspace import Workspace

REFUSED = ("refuse:last=content",)
"""Somebody is kept back, so that a fate with a reason is seen."""
PEOPLE = 6

Until = Callable[[Callable[[], bool]], None]


def message_states(page: MessagesPage, workspace: Workspace, until: Until) -> Iterator[str]:
    """Bring the page into one state after the other; each is to be shot when it is named."""

    def rest() -> None:
        until(lambda: page.at_rest and not workspace.tasks.busy)

    rest()
    yield from _sent(page, workspace, until, rest)
    yield from _panels(page, rest)
    yield from _types(page, rest)
    page.people.keep([page.people.me])
    rest()


def _sent(
    page: MessagesPage, workspace: Workspace, until: Until, rest: Callable[[], None]
) -> Iterator[str]:
    card = page.card
    card.open_chooser()
    rest()
    card.chooser.choose_some(PEOPLE)
    yield "choosing"
    card.chooser.add.click()
    rest()
    card.send.go.click()
    yield "confirming"
    workspace.set_scenarios(REFUSED)
    before = page.dispatch.standing
    card.send.go.click()
    until(lambda: page.dispatch.standing is not before and page.dispatch.told)
    rest()
    card.list.go_to(card.list.rows.entries[-1].key)
    yield "sent"
    workspace.set_scenarios(())


def _panels(page: MessagesPage, rest: Callable[[], None]) -> Iterator[str]:
    for name in ("request", "history", "why"):
        page.open_panel(name, page.card.list.current if name == "why" else "")
        rest()
        yield name
        page.close_panel()
    page.edit_template()
    rest()
    yield "template"
    page.end_template()


def _types(page: MessagesPage, rest: Callable[[], None]) -> Iterator[str]:
    for one in MessageType:
        page.composer.edit(type=one)
        rest()
        yield f"type-{one}"
    page.composer.edit(type=None)
    page.composer.set_value("link", "bi.example.com/bi")
    rest()
    yield "error"
    page.composer.to_samples()
    rest()
