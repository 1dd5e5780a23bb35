"""Files: whoever reads one sees the old or the new, whatever happens to the writer."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from dingsetup.files import make_part, write_atomically

KILLS = 30


def test_what_was_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "c.json"
    write_atomically(file, b"one")
    write_atomically(file, b"\x00two")
    assert file.read_bytes() == b"\x00two"
    assert [entry.name for entry in file.parent.iterdir()] == ["c.json"]


def test_a_file_is_its_owners_alone(tmp_path: Path) -> None:
    write_atomically(tmp_path / "c.json", b"one")
    assert (tmp_path / "c.json").stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "c.json"
    write_atomically(file, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["c.json"]


def test_a_folder_in_the_files_place_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "c.json").mkdir()
    with pytest.raises(OSError, match=r"c\.json"):
        write_atomically(tmp_path / "c.json", b"new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["c.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for name in ("pipe", "link"):
        with pytest.raises(OSError, match=name):
            write_atomically(tmp_path / name, b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "pipe").is_fifo()


def left_behind(folder: Path, suffix: str = "") -> Path:
    """What a writer that was killed leaves."""
    handle, name = make_part(folder, suffix)
    os.close(handle)
    return Path(name)


@pytest.mark.parametrize("suffix", ["", ".csv"])
def test_what_a_killed_writer_left_goes_with_the_next_write(tmp_path: Path, suffix: str) -> None:
    others = [tmp_path / name for name in (".dingsetup-mine", ".dingsetup-ab.part", ".key.x12345")]
    for file in others:
        file.write_bytes(b"mine")
    (tmp_path / ".dingsetup-abcdefgh.part").mkdir()
    left = left_behind(tmp_path, suffix)
    for file in (*others, left, tmp_path / ".dingsetup-abcdefgh.part"):
        os.utime(file, (0, 0))
    at_work = left_behind(tmp_path, suffix)
    write_atomically(tmp_path / "key.json", b"key")
    assert not left.exists()
    assert at_work.exists(), "somebody may still be writing to it"
    assert all(file.exists() for file in others)
    assert (tmp_path / ".dingsetup-abcdefgh.part").is_dir()


def test_two_writers_never_mix(tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    write_atomically(file, b"a" * 50_000)
    stop = threading.Event()

    def write(content: bytes) -> None:
        while not stop.is_set():
            write_atomically(file, content)

    threads = [threading.Thread(target=write, args=(c * 50_000,)) for c in (b"a", b"b")]
    for thread in threads:
        thread.start()
    try:
        for _ in range(200):
            content = file.read_bytes()
            assert len(content) == 50_000
            assert len(set(content)) == 1
    finally:
        stop.set()
        for thread in threads:
            thread.join()


WRITER = """
import sys
from pathlib import Path
from dingsetup.files import write_atomically

print("go", flush=True)
number = 0
while True:
    number += 1
    write_atomically(Path(sys.argv[1]), str(number % 10).encode() * 200_000)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_writer_killed_at_any_time_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    file = tmp_path / "c.json"
    write_atomically(file, b"x" * 200_000)
    for turn in range(KILLS):
        command = [sys.executable, "-c", WRITER, str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.0007 * turn)
            writer.send_signal(signal.SIGKILL)
        content = file.read_bytes()
        assert len(content) == 200_000
        assert len(set(content)) == 1
