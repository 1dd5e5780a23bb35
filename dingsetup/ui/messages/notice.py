"""What went wrong on the page, inline: DingTalk's refusals, sends refused here, files."""

from typing import TYPE_CHECKING

from dingsetup.messages.deliveries import SendError
from dingsetup.ui.bindings.notice import Notice, Way

if TYPE_CHECKING:
    from dingsetup.dingtalk.errors import Answer


class MessageNotice(Notice):
    """One trouble at a time, as above the binding table."""

    def tell(self, error: Exception, way: Way | None = None) -> None:
        from dingsetup.dingtalk.transport import Cancelled
        from dingsetup.messages.pushes import PushError

        if isinstance(error, Cancelled):
            return
        if isinstance(error, SendError):
            from dingsetup.language.deliveries import error_told

            self.say(error_told(self._language, error), way=way)
        elif isinstance(error, PushError):
            from dingsetup.language.message_faults import fault_told

            self.say(fault_told(self._language, error.fault), way=way)
        else:
            super().tell(error, way)

    def tell_answer(self, answer: "Answer") -> None:
        """Say why DingTalk refused something."""
        self.say(self._language.tell_kind(answer.kind, answer.values))
