"""A table in a folder of its own."""

from pathlib import Path

import pytest

from dingsetup.bindings.table import Table


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path / "profile")
