"""A program that is killed at any moment loses nothing that was committed, and opens again."""

import random
from pathlib import Path

from bench.kills import killed_and_opened


def test_killed_in_the_middle_of_imports_edits_and_runs_the_file_opens_again(
    tmp_path: Path,
) -> None:
    draw = random.Random(3)
    for _ in range(3):
        killed_and_opened(tmp_path / "profile", seconds=draw.uniform(0.05, 0.4))
