"""Writes a template as TOML that people can read and edit; the standard library only reads it."""

import json
from collections.abc import Mapping
from typing import Any, cast


def toml_text(values: Mapping[str, Any]) -> str:
    """TOML of texts, flags, and lists and mappings of them; nothing else."""
    plain = {key: value for key, value in values.items() if _inline(value)}
    lines = [f"{key} = {_value(value)}" for key, value in plain.items()]
    for key, value in values.items():
        if key not in plain:
            lines += _tables(key, value)
    return "\n".join(lines) + "\n"


def _inline(value: Any) -> bool:
    """Whether it goes on one line: texts, flags and small mappings of texts."""
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).values()
        return all(isinstance(item, str) and "\n" not in item for item in items)
    return not isinstance(value, list | tuple)


def _tables(key: str, value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return _table(f"[{key}]", key, cast("Mapping[str, Any]", value))
    lines: list[str] = []
    for item in cast("list[Mapping[str, Any]]", value):
        lines += _table(f"[[{key}]]", key, item)
    return lines


def _table(head: str, key: str, values: Mapping[str, Any]) -> list[str]:
    lines = ["", head]
    inner: list[str] = []
    for name, value in values.items():
        if isinstance(value, Mapping) and not _inline(value):
            inner += _tables(f"{key}.{name}", value)
        else:
            lines.append(f"{name} = {_value(value)}")
    # A table of tables alone has no line of its own.
    return (lines if len(lines) > 2 or not inner else []) + inner


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        items = cast("Mapping[str, Any]", value).items()
        return "{ " + ", ".join(f"{key} = {_value(item)}" for key, item in items) + " }"
    listed = [f"  {_value(item)}," for item in cast("list[Any]", value)]
    return "\n".join(["[", *listed, "]"]) if listed else "[]"


def _text(text: str) -> str:
    if "\n" not in text:
        return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
    lines = (json.dumps(line, ensure_ascii=False)[1:-1] for line in text.split("\n"))
    joined = "\n".join(line.replace("\x7f", "\\u007f") for line in lines)
    return f'"""\n{joined}"""'
