"""Uploads: a media id for a file, kept for the inbox page (KB 0646)."""

from collections.abc import Mapping

from dingsetup.practice.calls import Call
from dingsetup.practice.routes import Body, Route, refuse_old
from dingsetup.practice.shelf import ending
from dingsetup.practice.state import State

_MEGABYTE = 1024 * 1024
_TYPES: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "image": (20 * _MEGABYTE, ("jpg", "gif", "png", "bmp")),
    "voice": (2 * _MEGABYTE, ("amr", "mp3", "wav")),
    "video": (20 * _MEGABYTE, ("mp4",)),
    "file": (
        20 * _MEGABYTE,
        ("doc", "docx", "xls", "xlsx", "ppt", "pptx", "zip", "pdf", "rar"),
    ),
}


def _upload(state: State, call: Call) -> Body:
    # The type counts in the address only.
    kind = call.query.get("type", "")
    if kind not in _TYPES:
        raise refuse_old(40004, "不合法的媒体文件类型")
    file = next((one for one in call.files if one.field == "media"), None)
    if file is None:
        raise refuse_old(41005, "缺少多媒体文件数据")
    largest, endings = _TYPES[kind]
    if not file.content:
        raise refuse_old(44001, "多媒体文件为空")
    if ending(file.filename) not in endings:
        raise refuse_old(40005, "不合法的文件类型")
    if len(file.content) > largest:
        raise refuse_old(40006, "不合法的文件大小")
    media_id = f"@lADP{state.new_word(24)}"
    state.shelf.put(media_id, kind, file.filename, file.content)
    return {"media_id": media_id, "created_at": int(state.clock() * 1000), "type": kind}


ROUTES = {"POST /media/upload": Route(answer=_upload)}
