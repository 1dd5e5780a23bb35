"""A program killed in the middle of a send sends nothing twice, and its record has all of it."""

import random
from pathlib import Path

from bench.message_kills import check, ended, killed, tenant


def test_killed_in_the_middle_of_sends_with_lost_answers_nothing_goes_out_twice(
    tmp_path: Path,
) -> None:
    draw = random.Random(5)
    with tenant() as running:
        for _ in range(3):
            killed(tmp_path / "profile", running, draw.uniform(0.05, 0.4))
            check(tmp_path / "profile", running)
        assert running.tasks
        assert ended(tmp_path / "profile").total() > 0
