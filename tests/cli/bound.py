"""What tests of `dingsetup bind` share: sheets of the practice company, tables filled by hand."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from click.testing import Result

from dingsetup.bindings.table import Table
from dingsetup.bindings.values import Department, Person
from dingsetup.practice import PracticeTenant
from dingsetup.profile import Profiles
from tests.bindings.furnish import NOW
from tests.cli.conftest import Dingsetup

HEADER = "username,name,email,mobile,job_number"
LI = Person("u-li", name="李四", mobile="15400000004", email="li@x.example", job_number="J4")
WANG = Person("u-wang", name="王五", departments=(1,))
WANG_TOO = Person("u-wang2", name="王五")
ZHAO = Person("u-zhao", name="赵六", mobile="15400000006")
PEOPLE = (LI, WANG, WANG_TOO, ZHAO)

USERS = f"""\
{HEADER}
li4,李四,li@x.example,154 0000 0004,
wang5,王五,,,
zhao6,赵六,,+86 15400000006,
sun7,孙七,sun7@x.example,,
"""


def write(folder: Path, text: str, name: str = "users.csv") -> str:
    file = folder / name
    file.write_text(text, "utf-8")
    return str(file)


def staff(tenant: PracticeTenant) -> str:
    """A sheet with all of the practice company as DataWind users."""
    people = tenant.company.people
    lines = (f"u{n},{p.name},{p.email},{p.mobile},{p.job_number}" for n, p in enumerate(people))
    return "\n".join((HEADER, *lines))


def practice_table(home: Path) -> Table:
    return Table(Profiles(home).folder("practice"))


def read_directory(home: Path, people: Iterable[Person] = PEOPLE) -> None:
    """Let the practice table know these people, as after a scan."""
    practice_table(home).put_directory(people, [Department(1, "总部")], NOW, whole=True)


def bind(dingsetup: Dingsetup, *args: str, **more: Any) -> Any:
    """What `dingsetup bind … --practice --json` prints."""
    result = dingsetup("bind", *args, "--practice", "--json", **more)
    assert result.exit_code in (0, 1, 3), result.output
    return json.loads(result.stdout)


def states(dingsetup: Dingsetup) -> dict[str, str]:
    """State of every row, by username."""
    return {row["username"]: row["state"] for row in bind(dingsetup, "list")["rows"]}


def some(counts: Mapping[str, int]) -> dict[str, int]:
    """Counts that are not 0."""
    return {name: count for name, count in counts.items() if count}


def refused(result: Result) -> bool:
    """Whether a command was refused in a sentence, and printed nothing else."""
    return (result.exit_code, result.stdout) == (2, "") and "Error:" in result.stderr
