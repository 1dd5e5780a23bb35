"""A company for the benchmarks of the binding table: users, their directory, and a workbook."""

import datetime
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

from dingsetup.bindings.imports import apply_import, plan_import
from dingsetup.bindings.sheets import read_pasted
from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Department, Person

HEADERS = ("用户名", "姓名", "邮箱", "手机号", "工号", "状态")
TEAMS = 200

_SURNAMES = {
    "张": "zhang",
    "王": "wang",
    "李": "li",
    "赵": "zhao",
    "刘": "liu",
    "陈": "chen",
    "杨": "yang",
    "黄": "huang",
    "周": "zhou",
    "吴": "wu",
    "徐": "xu",
    "孙": "sun",
    "马": "ma",
    "朱": "zhu",
    "胡": "hu",
    "郭": "guo",
    "何": "he",
    "高": "gao",
    "林": "lin",
    "罗": "luo",
    "郑": "zheng",
    "梁": "liang",
    "谢": "xie",
    "宋": "song",
    "唐": "tang",
    "许": "xu",
    "韩": "han",
    "冯": "feng",
    "邓": "deng",
    "曹": "cao",
}
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国文辉力"
_OPERATORS = ("130", "131", "135", "136", "137", "138", "139", "150", "151", "158", "180", "186")


def users(rows: int, seed: int = 1) -> Iterator[tuple[str, str, str, str, str, str]]:
    """People as a sheet has them, in the order of HEADERS; the same seed, the same people."""
    draw = random.Random(seed)
    surnames = list(_SURNAMES)
    for number in range(rows):
        surname = draw.choice(surnames)
        name = surname + "".join(draw.choices(_GIVEN, k=draw.choice((1, 2))))
        login = f"{_SURNAMES[surname]}.{number:06d}"
        mobile = f"{draw.choice(_OPERATORS)}{(number * 7_919 + 1_234_567) % 10**8:08d}"
        yield login, name, f"{login}@corp.example", mobile, f"P{number:07d}", "启用"


def directory(rows: int, seed: int = 1) -> Iterator[Person]:
    """The same people on DingTalk."""
    for number, (_, name, mail, mobile, job, _) in enumerate(users(rows, seed)):
        userid = f"0{number:07d}{number % 99_991:05d}"
        yield Person(userid, f"un{number}iE", name, mobile, mail, job, (2 + number % TEAMS,))


def departments() -> list[Department]:
    teams = [Department(2 + number, f"{number} 组", 1) for number in range(TEAMS)]
    return [Department(1, "公司"), *teams]


def put_directory(table: Table, people: Iterable[Person]) -> None:
    table.put_directory(people, departments(), datetime.datetime.now(datetime.UTC), whole=True)


def filled(table: Table, rows: int) -> None:
    """Bring users and directory into a table, unmatched."""
    lines = ["\t".join(line) for line in (HEADERS, *users(rows))]
    apply_import(table, plan_import(table, read_pasted("\n".join(lines))))
    put_directory(table, directory(rows))


def workbook(file: Path, rows: int, seed: int = 1) -> Path:
    """Write the users as Excel would have them."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(file), {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate((HEADERS, *users(rows, seed))):
        sheet.write_row(number, 0, line)
    book.close()
    return file
