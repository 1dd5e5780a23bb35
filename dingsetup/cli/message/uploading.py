"""Uploads the picture of a message, once: the same picture keeps its media id."""

from pathlib import Path

from dingsetup.cli.bind.desk import in_lines, saying
from dingsetup.cli.message.desk import Desk
from dingsetup.cli.message.planning import Order
from dingsetup.cli.message.tenant import Tenant
from dingsetup.dingtalk.errors import Answer
from dingsetup.language.pictures import picture_told
from dingsetup.messages.media_store import MediaStore, known_media_id, media_id_of
from dingsetup.messages.pictures import PictureError


def kept_media_id(desk: Desk, order: Order) -> str:
    """The id of the picture where this app has uploaded it before, else nothing. Raises Failure."""
    try:
        return known_media_id(_store(desk), order.profile.tenant, _source(order))
    except PictureError as error:
        desk.session.fail(in_lines(picture_told(desk.language, error)))


def uploaded(desk: Desk, order: Order, tenant: Tenant) -> str:
    """Upload the picture and return its id. Raises Failure and Cancelled; nothing is sent then."""
    language = desk.language
    text = language.gettext("Uploading the picture… {percent}%")
    with saying(desk, text.format(percent=0)) as say:
        try:
            found = media_id_of(
                tenant.client,
                _store(desk),
                order.profile.tenant,
                _source(order),
                lambda done, whole: say(text.format(percent=done * 100 // max(whole, 1))),
            )
        except PictureError as error:
            desk.session.fail(in_lines(picture_told(language, error)))
    if isinstance(found, Answer):
        told = in_lines(language.tell_kind(found.kind, found.values))
        text = language.gettext("The picture could not be uploaded, so nothing was sent. {why}")
        desk.session.fail(text.format(why=told))
    return found


def _source(order: Order) -> Path | bytes:
    return order.picture.file or order.picture.content(order.made)


def _store(desk: Desk) -> MediaStore:
    return MediaStore(desk.session.profiles.folder(desk.profile.id))
