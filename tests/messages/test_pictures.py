"""A picture is looked at before it leaves: what cannot be sent is told, and nothing is unpacked."""

import contextlib
import struct
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from dingsetup.language import Language
from dingsetup.language.pictures import FORMATS, FOUND, TROUBLES, picture_line, picture_told
from dingsetup.messages.pictures import (
    MEGABYTE,
    Picture,
    PictureError,
    PictureTrouble,
    inspect,
    inspect_content,
)


def drawn(format: str, width: int = 600, height: int = 400) -> bytes:
    """A picture as Qt writes it: an opinion that is not ours."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFF2F6BFF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, format.upper())  # pyright: ignore[reportArgumentType, reportCallIssue]
    return bytes(buffer.data().data())


def gif(width: int = 600, height: int = 400) -> bytes:
    """The smallest whole GIF of one colour (Qt writes none)."""
    screen = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    return screen + b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\x00;"


WHOLE = {"png": drawn("png"), "jpg": drawn("jpg"), "bmp": drawn("bmp"), "gif": gif()}


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks or (chunk(b"IDAT"), chunk(b"IEND")))


def trouble_of(content: bytes, suffix: str = "") -> PictureTrouble:
    with pytest.raises(PictureError) as caught:
        inspect_content(content, suffix)
    return caught.value.kind


@pytest.mark.parametrize("format", WHOLE)
def test_a_whole_picture_is_told_with_its_size(tmp_path: Path, format: str) -> None:
    file = tmp_path / f"看板.{format}"
    file.write_bytes(WHOLE[format])
    found = inspect(file)
    assert found == Picture(found.format, 600, 400, len(WHOLE[format]))
    assert found.format == format
    assert found.advised


@pytest.mark.parametrize(
    ("width", "height", "advised"), [(1200, 800, True), (100, 100, False), (300, 2000, False)]
)
def test_the_advised_shape_is_three_to_two(width: int, height: int, advised: bool) -> None:
    assert inspect_content(drawn("png", width, height)).advised is advised


@pytest.mark.parametrize("format", WHOLE)
def test_a_picture_cut_anywhere_is_told_as_such(format: str) -> None:
    content = WHOLE[format]
    whole = len(content)
    # What is cut within the first bytes is no longer any format at all.
    for kept in {10, 14, 20, 30, whole // 2, whole - 13, whole - 5, whole - 1}:
        assert trouble_of(content[:kept]) in (PictureTrouble.TRUNCATED, PictureTrouble.DAMAGED)
    assert trouble_of(content[: whole - 1]) is PictureTrouble.TRUNCATED
    assert trouble_of(content[: whole // 2]) is PictureTrouble.TRUNCATED


def test_a_jpeg_whose_preview_has_an_end_is_still_cut_without_its_own() -> None:
    content = WHOLE["jpg"]
    preview = b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content
    whole = content[:2] + preview + content[2:]
    assert inspect_content(whole).width == 600
    assert trouble_of(whole[:-2]) is PictureTrouble.TRUNCATED


@pytest.mark.parametrize("format", ["png", "jpg", "gif"])
def test_what_a_program_puts_behind_the_end_does_no_harm(format: str) -> None:
    assert inspect_content(WHOLE[format] + bytes(100)).width == 600


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"\0\0\0\x18ftypisom", "video"),
        (b"PK\x03\x04", "archive"),
        (b"II*\x00", "tiff"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<svg/>', "svg"),
        (b"<!DOCTYPE html><html>", "web_page"),
        (b"hello", ""),
        (b"\0", ""),
    ],
)
def test_what_is_no_picture_is_named_for_what_it_is(content: bytes, found: str) -> None:
    with pytest.raises(PictureError) as caught:
        inspect_content(content, ".png")
    assert caught.value.kind is PictureTrouble.NOT_A_PICTURE
    assert caught.value.values["found"] == found


@pytest.mark.parametrize(
    ("suffix", "right"),
    [
        (".jpg", True),
        (".JPEG", True),
        ("", True),
        (".jfif", True),
        (".png", False),
        (".GIF", False),
    ],
)
def test_a_name_that_says_another_format_is_told(suffix: str, right: bool) -> None:
    if right:
        assert inspect_content(WHOLE["jpg"], suffix).format == "jpg"
    else:
        assert trouble_of(WHOLE["jpg"], suffix) is PictureTrouble.SUFFIX_LIES


@pytest.mark.parametrize("size", [(10_000, 5_001), (2**31, 2**31), (2**32 - 1, 1)])
def test_a_bomb_is_told_by_what_it_claims(size: tuple[int, int]) -> None:
    with pytest.raises(PictureError) as caught:
        inspect_content(png(*size))
    assert caught.value.kind is PictureTrouble.TOO_MANY_PIXELS
    assert (caught.value.values["width"], caught.value.values["height"]) == size


def test_fifty_megapixels_are_taken() -> None:
    assert inspect_content(png(10_000, 5_000)).width == 10_000


@pytest.mark.parametrize(
    "content",
    [
        png(0, 10),
        png(10, 0),
        png(10, 10, chunk(b"IEND")),
        png(10, 10, *[chunk(b"tEXt")] * 100_001),
        png(600, 400).replace(b"IHDR\x00\x00\x02\x58", b"IHDR\x00\x00\x02\x59"),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", bytes(13)) + chunk(b"IEND"),
        gif(0, 10),
        b"\xff\xd8\xff\xda\x00\x08" + bytes(20) + b"\xff\xd9",
        b"\xff\xd8\xff\xe0\x00\x02hello" + bytes(20),
        WHOLE["jpg"].replace(b"\x01\x90\x02\x58", b"\x00\x00\x02\x58"),
        b"BMW builds cars, of which this is no picture",
        WHOLE["bmp"][:18] + struct.pack("<i", -600) + WHOLE["bmp"][22:],
    ],
)
def test_a_size_that_cannot_be_is_damage(content: bytes) -> None:
    assert trouble_of(content) is PictureTrouble.DAMAGED


def test_a_bitmap_stored_from_the_top_down_is_taken() -> None:
    content = WHOLE["bmp"]
    upside = content[:22] + struct.pack("<i", -400) + content[26:]
    assert inspect_content(upside).height == 400


def test_a_bitmap_that_claims_more_than_it_holds_is_cut() -> None:
    content = WHOLE["bmp"]
    huge = content[:2] + bytes(4) + content[6:18] + struct.pack("<ii", 7000, 7000) + content[26:]
    assert trouble_of(huge) is PictureTrouble.TRUNCATED


def test_a_file_of_a_hundred_megabytes_is_told_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "big.png"
    with file.open("wb") as sparse:
        sparse.truncate(100 * MEGABYTE)
    with pytest.raises(PictureError) as caught:
        inspect(file)
    assert caught.value.kind is PictureTrouble.TOO_LARGE
    assert caught.value.values == {"megabytes": 100, "limit": 20}


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    troubles = {
        "empty.png": PictureTrouble.EMPTY,
        "none.png": PictureTrouble.MISSING,
        ".": PictureTrouble.NOT_A_FILE,
        "\0.png": PictureTrouble.MISSING,
        "n" * 300 + ".png": PictureTrouble.UNREADABLE,
    }
    for name, kind in troubles.items():
        with pytest.raises(PictureError) as caught:
            inspect(tmp_path / name)
        assert caught.value.kind is kind


@given(
    format=st.sampled_from(sorted(WHOLE)),
    at=st.integers(0, 700),
    junk=st.binary(max_size=12),
    kept=st.integers(0, 3_000),
)
def test_damaged_headers_raise_nothing_else(format: str, at: int, junk: bytes, kept: int) -> None:
    content = WHOLE[format]
    broken = (content[:at] + junk + content[at + len(junk) :])[:kept]
    with contextlib.suppress(PictureError):
        found = inspect_content(broken)
        assert 0 < found.width * found.height <= 50_000_000


@given(content=st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_told_why_not(content: bytes) -> None:
    for sign in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM"):
        with pytest.raises(PictureError):
            inspect_content(sign + content[:100])


def test_twenty_megabytes_of_tiny_pieces_end_quickly() -> None:
    pieces = png(10, 10, *[chunk(b"IDAT")] * 90_000, bytes(18 * MEGABYTE))
    markers = b"\xff\xd8\xff" + b"\xd0\xff" * (9 * MEGABYTE)
    started = time.process_time()
    for content in (pieces, markers, b"\xff\xd8" + b"\xff" * 19 * MEGABYTE):
        trouble_of(content)
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_every_trouble_has_its_words(code: str) -> None:
    assert set(TROUBLES) == {str(kind) for kind in PictureTrouble}
    values = {
        "detail": "x",
        "megabytes": 100,
        "limit": 20,
        "suffix": ".png",
        "format": "jpg",
        "width": 1,
        "height": 2,
    }
    for kind in PictureTrouble:
        told = picture_told(Language(code), PictureError(kind, **values))
        assert told.title
        assert "{" not in f"{told.title}{told.cause}{told.remedy}"
    for found in (*FOUND, ""):
        error = PictureError(PictureTrouble.NOT_A_PICTURE, found=found)
        assert "{" not in picture_told(Language(code), error).title


def test_a_picture_is_told_in_one_line_and_its_shape_where_that_matters() -> None:
    english = Language("en")
    assert picture_line(english, Picture("png", 1200, 800, 84_000)) == "PNG, 1,200 × 800, 83 KB"
    assert "3:2" in picture_line(english, Picture("jpg", 500, 500, 3 * MEGABYTE))
    assert set(FORMATS) == set(WHOLE)
