"""Sentences for pictures: what one is, and why one cannot be sent."""

from typing import TYPE_CHECKING

from dingsetup.language import Told
from dingsetup.language.sentence import N_, Sentence, choose, sentence

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.pictures import Picture, PictureError

_SAVE_ANEW = N_("Open it in a picture program and save it as PNG or JPEG.")
_GET_ANEW = N_("Copy or download it once more, or take the screenshot again.")

TROUBLES: dict[str, Sentence] = {
    "missing": sentence(N_("The picture is not there"), (), N_("Choose it again.")),
    "not_a_file": sentence(N_("This is no file"), (), N_("Choose a picture.")),
    "unreadable": sentence(N_("The picture cannot be read"), N_("{detail}"), N_("Choose a copy.")),
    "empty": sentence(N_("The picture is empty"), N_("The file has no content."), _GET_ANEW),
    "too_large": sentence(
        N_("The picture is too large: {megabytes} MB, {limit} at most"),
        N_("DingTalk takes no larger ones."),
        N_("Make it smaller; 600 × 400 pixels are enough for a message."),
    ),
    "not_a_picture": sentence(
        (
            N_("This is {found}, which DingTalk does not take as a picture"),
            N_("This is no picture that DingTalk takes"),
        ),
        N_("It takes JPEG, PNG, GIF and BMP."),
        _SAVE_ANEW,
    ),
    "suffix_lies": sentence(
        N_("The name ends in {suffix}, but the picture is {format}"),
        N_("The ending was changed, or a program saved it wrongly."),
        N_("Give it the right ending, or save it anew as PNG or JPEG."),
    ),
    "truncated": sentence(
        N_("The picture is not whole: its end is missing"),
        N_("A copy or download stopped before it was through."),
        _GET_ANEW,
    ),
    "damaged": sentence(
        N_("The picture is damaged"), N_("It does not say a size that can be."), _SAVE_ANEW
    ),
    "too_many_pixels": sentence(
        N_("The picture claims {width} × {height} pixels, {limit} million at most"),
        N_("Whoever shows it would have to hold them all in memory; it may be meant to do harm."),
        N_("Make it smaller; 600 × 400 pixels are enough for a message."),
    ),
}
"""By `PictureTrouble`."""

FOUND = {
    "pdf": N_("a PDF"),
    "webp": N_("a WebP picture"),
    "tiff": N_("a TIFF picture"),
    "archive": N_("an archive"),
    "heic": N_("an HEIC photo"),
    "avif": N_("an AVIF picture"),
    "video": N_("a video"),
    "svg": N_("an SVG drawing"),
    "web_page": N_("a web page"),
}
"""What a file turned out to be instead."""

FORMATS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "bmp": "BMP"}


def picture_told(language: "Language", error: "PictureError") -> Told:
    """Why a picture cannot be sent, and what to do."""
    entry = TROUBLES[error.kind]
    values = dict(error.values)
    if found := values.get("found"):
        values["found"] = language.gettext(FOUND[found])
    if "format" in values:
        values["format"] = FORMATS[values["format"]]
    parts = (choose(choices, values) for choices in (entry.title, entry.cause, entry.remedy))
    title, cause, remedy = (language.gettext(part).format_map(values) for part in parts)
    return Told(title, cause, remedy)


def picture_line(language: "Language", picture: "Picture") -> str:
    """A picture in one line: format, size, and a hint where its shape is far from the advised."""
    line = f"{FORMATS[picture.format]}, {picture.width:,} × {picture.height:,}, {_size(picture)}"
    if picture.advised:
        return line
    hint = language.gettext("DingTalk advises 3:2, such as 600 × 400; others may be shown cut.")
    return f"{line}\n{hint}"


def _size(picture: "Picture") -> str:
    kilobytes = -(-picture.bytes // 1024)
    return f"{kilobytes:,} KB" if kilobytes < 1024 else f"{picture.bytes / 1024 / 1024:.1f} MB"
