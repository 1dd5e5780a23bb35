"""Compiles the message catalogues whenever the project is built, also as an editable install."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DOMAIN = "dingsetup"
LOCALE = Path("dingsetup", "resources", "locale")


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


class CatalogueHook(BuildHookInterface[Any]):
    """Hatchling's door to it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(Path(self.root))
