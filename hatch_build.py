"""Compiles catalogues and facts whenever the project is built, also as an editable install."""

import datetime
import json
import tomllib
import zlib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DOMAIN = "dingsetup"
LOCALE = Path("dingsetup", "resources", "locale")
FACTS = Path("dingsetup", "resources", "facts")


def catalogues(root: Path) -> list[Path]:
    """Return the translated catalogues (.po) under the project's root."""
    return sorted((root / LOCALE).glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def compile_catalogues(root: Path) -> list[Path]:
    """Write a .mo beside every .po and return them; a text not yet translated is left out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written: list[Path] = []
    for source in catalogues(root):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], domain=DOMAIN, abort_invalid=True)
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        written.append(target)
    return written


def compile_facts(root: Path) -> Path:
    """Write all facts as one JSON beside their TOML, which is slow to read, and return it.

    It carries the checksum of the files it was made of: the program believes it of no others.
    """
    contents = [source.read_bytes() for source in sorted((root / FACTS).glob("*.toml"))]
    sections: dict[str, Any] = {}
    for content in contents:
        sections |= tomllib.loads(content.decode("utf-8-sig"))
    compiled = {"of": zlib.crc32(b"".join(contents)), "facts": sections}
    target = root / FACTS / "compiled.json"
    text = json.dumps(compiled, ensure_ascii=False, default=datetime.date.isoformat)
    target.write_text(text, encoding="utf-8")
    return target


def compile_resources(root: Path) -> None:
    """Make all that the program reads and version control does not hold."""
    compile_catalogues(root)
    compile_facts(root)


class ResourcesHook(BuildHookInterface[Any]):
    """Hatchling's door to it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_resources(Path(self.root))
