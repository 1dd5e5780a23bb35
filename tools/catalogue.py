"""Keeps the message catalogues: `python -m tools.catalogue extract|update|compile|all`.

`extract` writes the template of all texts marked in the sources, `update` brings every language in
line with it, `compile` writes what the program reads.
"""

import datetime
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from dingsetup import __version__
from hatch_build import DOMAIN, LOCALE, compile_catalogues

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "build" / f"{DOMAIN}.pot"
KEYWORDS = {
    "_": None,
    "N_": None,
    "NN_": (1, 2),
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
LANGUAGES = ("zh_CN",)
"""Besides English, which the sources are written in."""
AUTHORS = "the dingsetup authors"
HEADER = "# Texts of dingsetup, kept by tools/catalogue.py."
TRANSLATORS = ["Translators:"]
Text = str | tuple[str, ...] | list[str]
FIELD = re.compile(r"\{\w*[^{}]*\}")
WIDTH = 100


def extracted() -> Catalog:
    """Collect every text marked in the sources; places without line numbers keep diffs small."""
    template = _empty()
    found = extract_from_dir(
        ROOT / "dingsetup", [("**.py", "python")], keywords=KEYWORDS, comment_tags=TRANSLATORS
    )
    for name, _line, message, comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        place = (f"dingsetup/{Path(name).as_posix()}", None)
        template.add(message, None, [place], auto_comments=comments, context=context)  # pyright: ignore[reportArgumentType]
    return template


def untranslated(source: Path) -> list[str]:
    """Return the texts of a catalogue that have no translation or one to be looked at again."""
    catalogue = _read(source)
    return [
        str(message.id)
        for message in catalogue
        if message.id and (message.fuzzy or not message.string or not all(message.string))
    ]


def mismatched(source: Path) -> list[str]:
    """Return the texts whose translation names other values than the text does."""
    return [
        str(message.id)
        for message in _read(source)
        for text in _texts(message.string or ())
        if message.id and text and _fields(text) != _fields(message.id)
    ]


def missing(source: Path) -> list[str]:
    """Return the texts of the sources that a catalogue does not know."""
    known = {(message.id, message.context) for message in _read(source)}
    return [str(m.id) for m in extracted() if (m.id, m.context) not in known]


def extract() -> None:
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    _write(TEMPLATE, extracted())


def update() -> None:
    template = extracted()
    for language in LANGUAGES:
        source = ROOT / LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        source.parent.mkdir(parents=True, exist_ok=True)
        catalogue = _read(source) if source.exists() else _empty(language)
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        _write(source, catalogue)


def _texts(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _fields(text: Text) -> set[str]:
    # Of a singular and its plural, only the plural has to name the number.
    return set(FIELD.findall(_texts(text)[-1]))


def _empty(language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        domain=DOMAIN,
        header_comment=HEADER,
        project=DOMAIN,
        version=__version__,
        copyright_holder=AUTHORS,
        msgid_bugs_address=AUTHORS,
        last_translator=AUTHORS,
        language_team=AUTHORS,
        revision_date=datetime.datetime.now(datetime.UTC),
        fuzzy=False,
    )


def _read(source: Path) -> Catalog:
    with source.open("rb") as file:
        return read_po(file, locale=source.parts[-3], domain=DOMAIN)


def _write(target: Path, catalogue: Catalog) -> None:
    with target.open("wb") as file:
        write_po(file, catalogue, width=WIDTH, omit_header=False, ignore_obsolete=True)


def main(verb: str) -> None:
    """Do one of the verbs, or all."""
    steps = {"extract": extract, "update": update, "compile": lambda: compile_catalogues(ROOT)}
    for step in list(steps.values()) if verb == "all" else [steps[verb]]:
        step()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "all")
