"""Turns a report into HTML, Markdown or JSON: one file, nothing in it runs or loads anything."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import msgspec

from dingsetup.language import Language
from dingsetup.language.report_words import HEADINGS, LABELS
from dingsetup.language.reports import Sheet, ToldValue, told_report
from dingsetup.support.links import SAFE
from dingsetup.support.markdown_text import Written, address, code, escaped, linked
from dingsetup.support.report import Report

if TYPE_CHECKING:
    from jinja2 import Template

Form = Literal["html", "md", "json"]
FORMS: tuple[Form, ...] = ("html", "md", "json")
_ENGLISH = {"colon": Written(": "), "left": Written(" ("), "right": Written(")")}
_CHINESE = {"colon": Written("："), "left": Written("（"), "right": Written("）")}
"""Punctuation between a sheet's words."""
FOLDER = Path(__file__).parent.parent / "resources" / "support"


def render(report: Report, language: Language, form: Form) -> str:
    """Write a report in a language. Whatever texts it holds, they come out as text."""
    sheet = told_report(language, report)
    if form == "json":
        return msgspec.json.format(msgspec.json.encode(sheet), indent=2).decode() + "\n"
    words: dict[str, str] = {
        name: language.gettext(text) for name, text in (LABELS | HEADINGS).items()
    }
    words |= _CHINESE if language.chinese else _ENGLISH
    shown: dict[str, Any] = {"sheet": sheet, "words": words, "parts": _parts(sheet)}
    if form == "md":
        return _markdown().render(shown)
    return _html().render(shown, **_style())


def _parts(sheet: Sheet) -> list[dict[str, Any]]:
    """The guide's values by part, with what is to be known of it; a source that all of them share
    is named once."""
    parts: list[dict[str, Any]] = []
    for id in ("addresses", "redirect_urls", "permissions", "homepage"):
        rows: list[ToldValue] = getattr(sheet, id)
        notes = [note.text for note in sheet.notes if note.about == id]
        sources = {(row.source, row.date, row.unconfirmed) for row in rows}
        shared = rows[0] if len(sources) == 1 else None
        parts.append({"id": id, "rows": rows, "notes": notes, "shared": shared})
    return parts


def _style() -> dict[str, Any]:
    """The style sheet, and the mark by which it is the only one let through."""
    import base64
    import hashlib

    from markupsafe import Markup

    style = (FOLDER / "report.css").read_text("utf-8")
    mark = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return {"style": Markup(style), "style_mark": mark}


@lru_cache(maxsize=1)
def _html() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters = {"safe_link": _safe_link, "host": _host}
    return environment.from_string((FOLDER / "report.html.j2").read_text("utf-8"))


@lru_cache(maxsize=1)
def _markdown() -> "Template":
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=False,
        finalize=escaped,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters = {
        "address": address,
        "code": code,
        "linked": linked,
        "plain": Written,
    }
    return environment.from_string((FOLDER / "report.md.j2").read_text("utf-8"))


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


def _safe_link(url: str) -> str:
    """The address where it may become a link, else nothing."""
    return url if SAFE.fullmatch(url) else ""
