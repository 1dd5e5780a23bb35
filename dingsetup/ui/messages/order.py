"""One message on its way: what is sent to whom, as the page knew it when the button was pressed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dingsetup.messages.deliveries import Content, Recipient, Sender, SendPlan
from dingsetup.messages.outbox import Outbox
from dingsetup.messages.values import Message
from dingsetup.ui.bindings.tenant import Tenant

if TYPE_CHECKING:
    from dingsetup.dingtalk.client import Client
    from dingsetup.dingtalk.errors import Answer

Progress = Callable[[int, int], None]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """All that a send needs; made on the main thread, used on others."""

    tenant: Tenant
    push: str
    language: str
    message: Callable[[str], Message]
    """The message with the picture of this media id; empty for a message without."""
    number: int
    variables: dict[str, str]
    recipients: tuple[Recipient, ...]
    picture: Callable[[], Path | bytes] | None = None
    """What is to be uploaded; None for a message without. Raises PictureError."""

    def plan(self, outbox: Outbox) -> SendPlan:
        """What it takes, with the picture's id where it was uploaded before.

        Raises SendError, PictureError and DatabaseError.
        """
        if self.picture is None:
            return self._plan(outbox, "")
        from dingsetup.messages.media_store import MediaStore, known_media_id

        store = MediaStore(self.tenant.folder)
        media_id = known_media_id(store, self.tenant.profile.tenant, self.picture())
        return self._plan(outbox, media_id, pictures=0 if media_id else 1)

    def prepared(self, client: "Client", outbox: Outbox, progress: Progress) -> "SendPlan | Answer":
        """Upload what is to be uploaded, and plan; an Answer where the picture was refused.

        Raises as `plan`, and Cancelled.
        """
        if self.picture is None:
            return self._plan(outbox, "")
        from dingsetup.messages.media_store import MediaStore, media_id_of

        store, about = MediaStore(self.tenant.folder), self.tenant.profile.tenant
        media_id = media_id_of(client, store, about, self.picture(), progress)
        return self._plan(outbox, media_id) if isinstance(media_id, str) else media_id

    def _plan(self, outbox: Outbox, media_id: str, pictures: int = 0) -> SendPlan:
        from dingsetup.messages.sending import plan_send

        content = Content(
            push=self.push,
            language=self.language,
            message=self.message(media_id),
            number=self.number,
            variables=self.variables,
        )
        profile = self.tenant.profile
        sender = Sender(profile.agent_id, profile.tenant)
        return plan_send(outbox, content, self.recipients, sender, pictures=pictures)
