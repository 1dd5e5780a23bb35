"""What tests of `dingsetup message` share: a practice tenant that runs on, and who is bound."""

import json
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from click.testing import Result

from dingsetup.bindings import edits
from dingsetup.practice import PracticeTenant
from tests.cli.bound import HEADER, practice_table, write
from tests.cli.bound import bind as bind_command
from tests.cli.conftest import Dingsetup


class Talk:
    """Commands that go to one practice tenant, which knows of the earlier ones."""

    def __init__(self, dingsetup: Dingsetup, tenant: PracticeTenant) -> None:
        self._dingsetup = dingsetup
        self.tenant = tenant
        self.me = tenant.identity.userid

    def run(self, *args: str, stdin: str = "") -> Result:
        identity = self.tenant.identity
        env = {
            "DINGSETUP_APP_KEY": identity.app_key,
            "DINGSETUP_APP_SECRET": identity.app_secret,
            "DINGSETUP_AGENT_ID": str(identity.agent_id),
            "DINGSETUP_CORP_ID": identity.corp_id,
        }
        address = ("--base-url", self.tenant.base_url)
        return self._dingsetup("message", *args, *address, env=env, stdin=stdin)

    def told(self, *args: str, code: int = 0) -> Any:
        """What a command prints as JSON; it must end with this exit code."""
        result = self.run(*args, "--json")
        assert result.exit_code == code, result.output
        return json.loads(result.stdout)

    @property
    def sent(self) -> int:
        """How many sends the tenant was asked for."""
        return sum(call.path.endswith("asyncsend_v2") for call in self.tenant.calls)


def colleagues(tenant: PracticeTenant, count: int = 3) -> list[str]:
    """Userids of people who can get a message, beside "me"."""
    people = tenant.company.people
    return [p.userid for p in people if p.active and p.userid != tenant.identity.userid][:count]


def bind_users(dingsetup: Dingsetup, home: Path, folder: Path, userids: Sequence[str]) -> list[str]:
    """Bind users `u0`, `u1`, … of the practice table to these accounts; return their names."""
    users = [f"u{number}" for number in range(len(userids))]
    lines = [f"{user},Name of {user},,,{number}" for number, user in enumerate(users)]
    bind_command(dingsetup, "import", write(folder, "\n".join((HEADER, *lines))))
    table = practice_table(home)
    for user, userid in zip(users, userids, strict=True):
        row = table.row(user)
        assert row is not None
        edits.bind(table, row.id, userid)
    return users


def png(width: int, height: int) -> bytes:
    """A grey picture."""
    rows = (b"\0" + b"\x80" * width) * height
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
