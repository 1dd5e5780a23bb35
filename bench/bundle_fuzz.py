"""A hundred thousand damaged support files: each is opened or refused by a name, and nothing is
ever written."""

import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bench._bundle import small_bundle

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.support.values import Bundle

FILES = 100_000
LIMIT_S = 180.0
SHOWN = 5
"""Failures that are printed."""
_STRANGE: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**31, 2**63, 10**30, 1.5, "", "\u202e", "\x1b[2J", "<script>", "../../x"),
    *("bound", "failed", "unknown", "2026-11-22T09:00:00Z", "9999-12-31T23:59:59Z", "x" * 300),
    *([], {}, [[]], {"a": {"b": {}}}, [{"entry": 1}], ["x"] * 50),
)


class Damage:
    """Makes damaged files, always the same ones in the same order."""

    def __init__(self, whole: bytes, other: bytes) -> None:
        self._draw = random.Random(5)
        self._whole = whole
        self._other = other
        self._members = _members(whole)
        self._ways: tuple[Callable[[], bytes], ...] = (
            self._flipped,
            self._cut,
            self._spliced,
            self._doubled,
            self._renamed,
            self._mutated,
            self._mutated,
            self._torn,
        )

    def next(self) -> bytes:
        return self._draw.choice(self._ways)()

    def _flipped(self) -> bytes:
        content = bytearray(self._whole)
        for _ in range(self._draw.choice((1, 1, 2, 8))):
            content[self._draw.randrange(len(content))] ^= 1 << self._draw.randrange(8)
        return bytes(content)

    def _cut(self) -> bytes:
        start, end = sorted(self._draw.randrange(len(self._whole) + 1) for _ in range(2))
        pieces = (self._whole[:end], self._whole[start:], self._whole[:start] + self._whole[end:])
        return self._draw.choice(pieces)

    def _spliced(self) -> bytes:
        first = self._draw.randrange(len(self._whole) + 1)
        second = self._draw.randrange(len(self._other) + 1)
        return self._whole[:first] + self._other[second:]

    def _doubled(self) -> bytes:
        names = [*self._members, self._draw.choice(list(self._members))]
        self._draw.shuffle(names)
        return _packed([(name, self._members[name]) for name in names])

    def _renamed(self) -> bytes:
        victim = self._draw.choice(list(self._members))
        new = self._draw.choice(("../" + victim, "/" + victim, victim + "/", victim.upper(), "x"))
        left = self._draw.random() < 0.3
        pairs = ((new if name == victim else name, body) for name, body in self._members.items())
        return _packed([(name, body) for name, body in pairs if not (left and name == new)])

    def _mutated(self) -> bytes:
        """Whole zips in which a few values are others."""
        members = dict(self._members)
        for _ in range(self._draw.choice((1, 1, 1, 3))):
            name = self._draw.choice(list(members))
            lines = members[name].split(b"\n")
            at = self._draw.randrange(len(lines))
            if lines[at]:
                value = self._other_value(json.loads(lines[at]))
                lines[at] = json.dumps(value, ensure_ascii=self._draw.random() < 0.5).encode()
            members[name] = b"\n".join(lines)
        return _packed(list(members.items()))

    def _torn(self) -> bytes:
        """Whole zips in which the text of a member is damaged."""
        members = dict(self._members)
        name = self._draw.choice(list(members))
        text = bytearray(members[name])
        for _ in range(self._draw.choice((1, 2, 8))):
            at = self._draw.randrange(len(text))
            text[at : at + self._draw.choice((0, 1, 5))] = self._draw.randbytes(1)
        members[name] = bytes(text)
        return _packed(list(members.items()))

    def _other_value(self, value: Any) -> Any:
        """The value with one part of it taken out, or replaced by something strange."""
        if isinstance(value, dict) and value and self._draw.random() < 0.8:
            fields = cast("dict[str, Any]", value)
            name = self._draw.choice(list(fields))
            if self._draw.random() < 0.2:
                return {key: part for key, part in fields.items() if key != name}
            return fields | {name: self._other_value(fields[name])}
        if isinstance(value, list) and value and self._draw.random() < 0.8:
            parts = cast("list[Any]", value)
            at = self._draw.randrange(len(parts))
            return [*parts[:at], self._other_value(parts[at]), *parts[at + 1 :]]
        return self._draw.choice(_STRANGE)


class Watch:
    """Notices every file that is made, opened for writing, moved or run while it looks."""

    def __init__(self) -> None:
        self.looks = False
        self.seen: list[str] = []
        sys.addaudithook(self._heard)

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if not self.looks:
            return
        writes = event == "open" and bool(
            int(given[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        )
        acts = event.startswith(("os.mkdir", "os.rename", "os.remove", "os.symlink", "os.link"))
        runs = event.startswith(("subprocess", "os.system", "os.exec", "os.posix_spawn", "exec"))
        if writes or acts or runs or event.startswith(("socket", "shutil", "os.chmod")):
            self.seen.append(f"{event} {given[:1]}")


def measure() -> dict[str, Any]:
    """Read them all in a process of its own, as what watches it cannot be taken off again."""
    command = [sys.executable, "-m", "bench.bundle_fuzz"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def _measured() -> dict[str, Any]:
    """Whatever is neither a bundle nor a BundleError is a failure."""
    from dingsetup.language import Language
    from dingsetup.support.reading import read_bundle
    from dingsetup.support.troubles import BundleError

    counts: Counter[str] = Counter()
    failures: list[str] = []
    watch, language = Watch(), Language("en")
    with tempfile.TemporaryDirectory(prefix="dingsetup-bench-") as name:
        path = Path(name) / "in" / "bundle.dingsetup"
        path.parent.mkdir()
        other, whole = (_file(path, people) for people in (9, 3))
        damage = Damage(whole, other)
        _told(read_bundle(path), language)  # imports are over before anybody watches
        started = time.perf_counter()
        for _ in range(FILES):
            path.write_bytes(damage.next())
            watch.looks = True
            try:
                _told(read_bundle(path), language)
                counts["opened"] += 1
            except BundleError as error:
                counts[str(error.kind)] += 1
            except Exception:  # noqa: BLE001 - that is what is looked for
                failures.append(traceback.format_exc())
            watch.looks = False
        seconds = time.perf_counter() - started
        left = [str(file) for file in Path(name).rglob("*") if file not in (path, path.parent)]
    for text in failures[:SHOWN]:
        print(text, file=sys.stderr)
    return {
        "files": FILES,
        "opened": counts.pop("opened", 0),
        "refused": dict(counts.most_common()),
        "failures": len(failures),
        "written": [*left, *watch.seen][:SHOWN],
        "seconds": round(seconds, 1),
        "limit_s": LIMIT_S,
        "kept": not (failures or left or watch.seen) and seconds <= LIMIT_S,
    }


def _file(path: Path, people: int) -> bytes:
    from dingsetup.support.lines import manifest_of, to_lines
    from dingsetup.support.writing import write_bundle

    bundle = small_bundle(people)
    write_bundle(path, to_lines(bundle), manifest_of(bundle))
    return path.read_bytes()


def _told(bundle: "Bundle", language: "Language") -> None:
    """Put into words what was read, as a command would."""
    for kept in bundle.snapshot.findings:
        language.tell(kept.finding)
        language.moment(kept.at)
    language.moment(bundle.made_at)


def _members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(members: list[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    # Unpacked, which is made sooner; what is packed is damaged in the other ways.
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(buffer, "w") as archive:
        for name, body in members:
            archive.writestr(zipfile.ZipInfo(name), body)
    return buffer.getvalue()


if __name__ == "__main__":
    print(json.dumps(_measured()))
