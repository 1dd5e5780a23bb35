"""Opens the pages a message leads to from this computer, before anybody taps on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dingsetup.language import Language
from dingsetup.ui.alive import while_there
from dingsetup.ui.messages.links import Links
from dingsetup.ui.messages.notice import MessageNotice
from dingsetup.ui.messages.panel import Tools
from dingsetup.ui.tasks import Task

if TYPE_CHECKING:
    from dingsetup.messages.values import Fault


class LinkTrial(QObject):
    """Tries all links at once, on a thread."""

    def __init__(self, tools: Tools, links: Links, notice: MessageNotice) -> None:
        super().__init__(links)
        self._tools = tools
        self._links = links
        self._notice = notice
        links.try_wanted.connect(self._try)

    def _try(self, urls: Sequence[str]) -> None:
        tenant = self._tools.tenant()
        if tenant is None:
            self._links.show_tried({})
            return

        def work(task: Task) -> "dict[str, tuple[Fault, ...]]":
            from dingsetup.messages.links import read_link, tried

            corp_id = tenant.profile.corp_id
            with tenant.client(task.cancelled) as client:
                return {url: tried(read_link(url), client.visit, corp_id) for url in urls}

        def done(found: "dict[str, tuple[Fault, ...]]") -> None:
            language = self._tools.session.language
            self._links.show_tried({url: _said(language, faults) for url, faults in found.items()})

        def failed(error: Exception) -> None:
            self._links.show_tried({})
            self._notice.tell(error)

        tasks = self._tools.session.tasks
        tasks.start(work, while_there(self, done), failed=while_there(self, failed))


def _said(language: Language, faults: "tuple[Fault, ...]") -> str:
    from dingsetup.language.message_faults import fault_told

    return "\n".join(fault_told(language, one).title for one in faults)
