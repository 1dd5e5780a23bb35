"""DataWind users for learners: the practice company's people, with faults to find and settle."""

from typing import TYPE_CHECKING

from dingsetup.practice import PracticeTenant
from dingsetup.ui.bindings.clipboard import write_cells

if TYPE_CHECKING:
    from dingsetup.practice.company import Person

HEADERS = ("用户名", "姓名", "邮箱", "手机号", "工号", "状态")
ENABLED, DISABLED = "启用", "停用"
MOST = 48


def users_of(tenant: PracticeTenant) -> str:
    """A list of users as cells: most can be found at once, some need a person."""
    people = tenant.company.people[:MOST]
    lines = [_user(one) for one in people]
    faults = (_masked, _disabled, _by_name, _stranger, _twice, _foreign_form, _by_email)
    for place, spoil in enumerate(faults):
        spoil(lines, 3 + place * 5)
    return write_cells([HEADERS, *lines])


def _user(person: "Person") -> list[str]:
    username = person.email.partition("@")[0] or person.userid
    return [username, person.name, person.email, person.mobile, person.job_number, ENABLED]


def _masked(lines: list[list[str]], at: int) -> None:
    number = lines[at][3]
    lines[at][2:5] = ["", f"{number[:3]}****{number[-4:]}", ""]


def _disabled(lines: list[list[str]], at: int) -> None:
    lines[at][5] = DISABLED


def _by_name(lines: list[list[str]], at: int) -> None:
    lines[at][2:5] = ["", "", ""]


def _stranger(lines: list[list[str]], at: int) -> None:
    lines[at][:5] = ["visitor", "访客", "visitor@example.com", "13900000000", ""]


def _twice(lines: list[list[str]], at: int) -> None:
    """Two users with one number."""
    lines[at][2:5] = ["", lines[at + 1][3], ""]


def _foreign_form(lines: list[list[str]], at: int) -> None:
    number = lines[at][3]
    lines[at][3] = f"+86 {number[:3]} {number[3:7]} {number[7:]}"


def _by_email(lines: list[list[str]], at: int) -> None:
    lines[at][3:5] = ["", ""]
