"""HTML put together so that nothing is forgotten to be escaped."""

from html import escape

VOID = ("img", "input", "br", "meta")


class Html(str):
    """Text that is HTML already. Any other text is escaped where it is put in."""

    __slots__ = ()


def join(*parts: str) -> Html:
    """Put parts behind each other: those that are HTML as they are, the others escaped."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def tag(element: str, /, *parts: str, **attributes: str | bool) -> Html:
    """Make an element. `class_` is the class; an attribute that is False or empty is left out."""
    words = [element]
    for name, value in attributes.items():
        attribute = name.rstrip("_").replace("_", "-")
        if value is True:
            words.append(attribute)
        elif value:
            words.append(f'{attribute}="{escape(value)}"')
    start = f"<{' '.join(words)}>"
    return Html(start) if element in VOID else Html(f"{start}{join(*parts)}</{element}>")
