"""A file that is not a list of users is refused with its reason, and takes no time or memory."""

import errno
import io
import os
import struct
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dingsetup.bindings.sheets import SheetError, SheetTrouble, content, read_sheet
from dingsetup.bindings.sheets.package import Package
from tests.bindings.sheets.making import (
    ROW,
    USERNAMES,
    package,
    package_file,
    refusal,
    sheet_xml,
    text_file,
    workbook,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def made(folder: Path, content: bytes, name: str = "users.xlsx") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.csv") == (SheetTrouble.MISSING, {})
    file = text_file(tmp_path, "x")
    assert refusal(file / "below.csv")[0] is SheetTrouble.MISSING


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == (SheetTrouble.NOT_A_FILE, {})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") == (SheetTrouble.NOT_A_FILE, {})


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), SheetTrouble.FORBIDDEN),
        (OSError(errno.EIO, "Input/output error"), SheetTrouble.UNREADABLE),
    ],
)
def test_what_the_system_refuses_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, kind: SheetTrouble
) -> None:
    file = text_file(tmp_path, "用户名\nzhang3\n")

    def refuse(*arguments: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(file)[0] is kind


def test_a_file_that_another_program_holds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = text_file(tmp_path, "用户名\nzhang3\n")
    error = PermissionError(errno.EACCES, "being used by another process")
    monkeypatch.setattr(error, "winerror", 32, raising=False)

    def refuse(*arguments: Any, **options: Any) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(file) == (SheetTrouble.LOCKED, {})


@pytest.mark.parametrize("size", [0, 17, 40])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    file = text_file(tmp_path, "用户名\nzhang3\n")
    assert file.stat().st_size == 17
    opened = Path.open

    def change_then_open(path: Path, *arguments: Any, **options: Any) -> Any:
        stream = opened(path, *arguments, **options)
        os.truncate(file, size)
        os.utime(file, ns=(size, size))
        return stream

    monkeypatch.setattr(Path, "open", change_then_open)
    assert refusal(file) == (SheetTrouble.CHANGED, {})


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "MOST_BYTES", 1024 * 1024)
    kind, values = refusal(made(tmp_path, b"x" * (1024 * 1024 + 1)))
    assert (kind, values) == (SheetTrouble.TOO_LARGE, {"megabytes": 2, "limit": 1})


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b" \r\n\t", bytes(1000)])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    assert refusal(made(tmp_path, content)) == (SheetTrouble.EMPTY, {})


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"Rar!\x1a\x07", "archive"),
        (b"\x1f\x8b\x08", "archive"),
        (b"{\\rtf1", "document"),
        (b"SQLite format 3\x00", "database"),
        (OLE, "document"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "xml",
        ),
    ],
)
def test_another_kind_of_file_is_named(tmp_path: Path, content: bytes, found: str) -> None:
    file = made(tmp_path, content + b"\n" * 100)
    assert refusal(file) == (SheetTrouble.WRONG_KIND, {"found": found})


@pytest.mark.parametrize(
    "page",
    [
        "<html><table><tr><td>用户名</td></tr></table></html>",
        "\ufeff \n<!DOCTYPE html>\n<table>",
        '<?xml version="1.0"?>\n<table border="1"><tr><td>用户名',
        "MIME-Version: 1.0\nContent-Type: multipart/related",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_a_web_page_named_xls_is_told(tmp_path: Path, page: str, encoding: str) -> None:
    file = made(tmp_path, page.encode(encoding, "ignore"), "users.xls")
    assert refusal(file) == (SheetTrouble.WEB_PAGE, {})


def test_a_workbook_of_the_old_format_is_told(tmp_path: Path) -> None:
    file = made(tmp_path, OLE + "Workbook".encode("utf-16-le"), "users.xls")
    assert refusal(file) == (SheetTrouble.OLD_EXCEL, {})


def test_a_workbook_with_a_password_is_told(tmp_path: Path) -> None:
    assert refusal(made(tmp_path, OLE + "EncryptedPackage".encode("utf-16-le"))) == (
        SheetTrouble.PASSWORD,
        {},
    )


def test_a_zip_with_a_password_is_told(tmp_path: Path) -> None:
    whole = bytearray(package(sheet_xml(USERNAMES)))
    at = whole.find(b"PK\x01\x02")
    whole[at + 8] |= 1
    assert refusal(made(tmp_path, bytes(whole)))[0] is SheetTrouble.PASSWORD


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("xl/workbook.bin", "xlsb"),
        ("content.xml", "ods"),
        ("word/document.xml", "document"),
        ("readme.txt", "archive"),
    ],
)
def test_another_kind_of_zip_is_named(tmp_path: Path, part: str, found: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(part, "x")
    file = made(tmp_path, buffer.getvalue())
    assert refusal(file) == (SheetTrouble.WRONG_KIND, {"found": found})


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95, 0.999])
def test_a_workbook_that_was_cut_off_is_damaged(tmp_path: Path, share: float) -> None:
    whole = workbook(tmp_path, [["用户名"], ["zhang3"]]).read_bytes()
    assert refusal(made(tmp_path, whole[: int(len(whole) * share)]))[0] is SheetTrouble.DAMAGED


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/workbook.xml": None},
        {"xl/workbook.xml": "<workbook"},
        {"xl/worksheets/sheet1.xml": None},
        {"xl/_rels/workbook.xml.rels": None},
        {"xl/_rels/workbook.xml.rels": "<Relationships/>"},
        {"_rels/.rels": "<Relationships/>"},
        {"_rels/.rels": "\0\0\0\0"},
        {"xl/sharedStrings.xml": '<sst uniqueCount="99999999999999999"><si><t>x</t></si></sst>'},
        {
            "xl/sharedStrings.xml": "<!--"
            + " " * 262_100
            + '--><sst uniqueCount="99999999999999999">'
        },
        {"xl/sharedStrings.xml": '<?xml version="1.0" encoding="UTF-16"?><sst/>'},
        {
            "xl/sharedStrings.xml": "<!--"
            + " " * 262_125
            + '--><sst uniqueCount="99999999999999999">'
        },
    ],
)
def test_a_workbook_with_a_broken_part_is_damaged(
    tmp_path: Path, parts: dict[str, str | bytes | None]
) -> None:
    assert refusal(package_file(tmp_path, sheet_xml(USERNAMES), parts))[0] is SheetTrouble.DAMAGED


@pytest.mark.parametrize(
    "sheet",
    [
        "",
        "<worksheet>",
        sheet_xml(USERNAMES)[:-40],
        sheet_xml(USERNAMES).replace("zhang3", "<zhang3>"),
        sheet_xml('<row r="1"><c r="A1" t="e"><v>#NO_SUCH!</v></c></row>'),
        sheet_xml('<row r="1"><c r="1A"><v>1</v></c></row>'),
        sheet_xml("<row r='1'><c r='A1' " + "x" * 2_000_000),
    ],
)
def test_a_sheet_that_is_no_xml_of_a_sheet_is_damaged(tmp_path: Path, sheet: str) -> None:
    kind, _ = refusal(package_file(tmp_path, sheet))
    assert kind in (SheetTrouble.DAMAGED, SheetTrouble.NO_ROWS)


def test_a_part_that_unpacks_to_more_than_it_says_is_not_unpacked_further(tmp_path: Path) -> None:
    whole = bytearray(package(sheet_xml(USERNAMES + " " * 4_000_000)))
    at = whole.rfind(b"PK\x01\x02")
    struct.pack_into("<I", whole, at + 24, 300_000)
    pieces = Package(bytes(whole)).pieces("xl/worksheets/sheet1.xml")
    got: list[int] = []
    with pytest.raises(SheetError):
        got.extend(map(len, pieces))
    assert sum(got) <= 300_000
    assert refusal(made(tmp_path, bytes(whole)))[0] is SheetTrouble.DAMAGED


def test_a_flipped_bit_in_a_stored_sheet_is_damage(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package(sheet_xml(USERNAMES)))) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive,
    ):
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    whole = buffer.getvalue()
    assert len(read_sheet(made(tmp_path, whole)).users) == 1
    assert refusal(made(tmp_path, whole.replace(b"zhang3", b"zhang4")))[0] is SheetTrouble.DAMAGED


def test_two_parts_with_one_name_are_damage(tmp_path: Path) -> None:
    parts: dict[str, str | bytes | None] = {"XL/worksheets/Sheet1.xml": sheet_xml("")}
    assert refusal(package_file(tmp_path, sheet_xml(USERNAMES), parts))[0] is SheetTrouble.DAMAGED


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    buffer = io.BytesIO(package(sheet_xml(USERNAMES)))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", bytes(64 * 1024 * 1024))
    assert refusal(made(tmp_path, buffer.getvalue())) == (SheetTrouble.BOMB, {"megabytes": 64})


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/sharedStrings.xml": f"{ENTITIES}<sst><si><t>&b;</t></si></sst>"},
        {"xl/workbook.xml": f"{ENTITIES}<workbook/>"},
        {"xl/worksheets/sheet1.xml": f"<?xml version='1.0'?>{ENTITIES}{sheet_xml(USERNAMES)}"},
    ],
)
def test_xml_with_entities_of_its_own_is_refused(
    tmp_path: Path, parts: dict[str, str | bytes | None]
) -> None:
    assert refusal(package_file(tmp_path, "", parts))[0] is SheetTrouble.UNSAFE_XML


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD2"><v>1</v></c>',
        '<c r="xfd2"><v>1</v></c>',
        '<c t="n" r="XFD2"><v>1</v></c>',
        "<c r = 'XFD2'><v>1</v></c>",
        '<c x=">" r="XFD2"><v>1</v></c>',
        '<x:c r="XFD2"><v>1</v></x:c>',
        '<c\tr="XFD2"><v>1</v></c>',
        "<c><v>1</v></c>" * 300,
        "<c/>" * 300 + "<c><v>1</v></c>",
    ],
)
def test_a_stray_cell_in_the_last_column_is_refused(tmp_path: Path, cell: str) -> None:
    rows = USERNAMES + f'<row r="3">{cell}</row>'
    kind, values = refusal(package_file(tmp_path, sheet_xml(rows)))
    assert (kind, values["limit"]) == (SheetTrouble.TOO_MANY_COLUMNS, 256)
    assert values["columns"] in (16384, 300, 301)


def test_a_tag_cut_in_two_by_the_pieces_it_is_unpacked_in_is_seen(tmp_path: Path) -> None:
    for padding in range(262_144 - 400, 262_144 - 100, 7):
        rows = USERNAMES + f'<!--{"x" * padding}--><row r="3"><c  r="XFD3"><v>1</v></c></row>'
        assert refusal(package_file(tmp_path, sheet_xml(rows)))[0] is SheetTrouble.TOO_MANY_COLUMNS


@pytest.mark.parametrize("line", ["1048576", "4294967295", "999999"])
def test_a_stray_cell_far_below_is_refused(tmp_path: Path, line: str) -> None:
    rows = USERNAMES + ROW.format(n=line, text="x")
    file = package_file(tmp_path, sheet_xml(rows))
    assert refusal(file) == (SheetTrouble.STRAY_CELL, {"line": int(line)})


def test_a_stray_cell_is_seen_where_rows_are_not_in_order(tmp_path: Path) -> None:
    after = "".join(ROW.format(n=line, text=f"u{line}") for line in range(3, 9))
    rows = USERNAMES + ROW.format(n=400_000_000, text="x") + after
    file = package_file(tmp_path, sheet_xml(rows))
    assert refusal(file) == (SheetTrouble.STRAY_CELL, {"line": 400_000_000})


def test_more_cells_than_memory_is_for_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dingsetup.bindings.sheets import extent

    monkeypatch.setattr(extent, "MOST_CELLS", 50)
    file = package_file(tmp_path, sheet_xml(USERNAMES + ROW.format(n=3, text="x")))
    assert refusal(file) == (SheetTrouble.TOO_MANY_CELLS, {"rows": 3, "columns": 26})


@pytest.mark.parametrize(
    "sheet", [sheet_xml(""), sheet_xml('<row r="1"/>'), "<worksheet><sheetData/></worksheet>"]
)
def test_a_sheet_without_cells_has_no_rows(tmp_path: Path, sheet: str) -> None:
    assert refusal(package_file(tmp_path, sheet)) == (SheetTrouble.NO_ROWS, {})


def test_headers_without_rows_are_told(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path, [["用户名", "姓名"]])) == (SheetTrouble.NO_ROWS, {})
    assert refusal(text_file(tmp_path, "用户名,姓名\n,\n示例：a,b\n")) == (SheetTrouble.NO_ROWS, {})
