"""A table in a folder of its own."""

from pathlib import Path

import pytest

from dingsetup.bindings.table import Table
from tests.bindings.scanning import scanner

__all__ = ["scanner"]


@pytest.fixture
def table(tmp_path: Path) -> Table:
    return Table(tmp_path / "profile")
