"""Reads a page as a browser does: its elements, and what of them would do something."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "aside", "nav", "main", "header", "section",
    "article", "footer", "form", "input", "button", "h1", "h2", "h3", "h4", "h5", "h6", "p", "a",
    "span", "div", "b", "strong", "em", "small", "time", "br", "ul", "ol", "li", "blockquote",
    "img",
}  # fmt: skip
ATTRIBUTES = {
    "charset", "name", "content", "http-equiv", "lang", "nonce", "type", "value", "placeholder",
    "class", "href", "title", "target", "rel", "src", "alt", "loading", "method", "action", "id",
    "aria-label", "aria-hidden", "aria-current",
}  # fmt: skip


class Page(HTMLParser):
    """A page taken apart; `harm` holds what no message may bring into it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.harm: list[str] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self.pictures: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.harm += [f"<{name}> left open" for name in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("img", "input", "br", "meta"):
            self._open.append(tag)
        if tag not in ELEMENTS:
            self.harm.append(f"<{tag}>")
        for name, value in attrs:
            self._judge(tag, name, value or "")

    def _judge(self, tag: str, name: str, value: str) -> None:
        if name not in ATTRIBUTES:
            self.harm.append(f"<{tag} {name}>")
        if name == "href":
            self.links.append(value)
            if not value.startswith("?") and urlsplit(value).scheme not in ("http", "https"):
                self.harm.append(f"href={value}")
        if name == "src":
            self.pictures.append(value)
            if not value.startswith("/_practice/media?id="):
                self.harm.append(f"src={value}")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.harm.append(f"</{tag}> out of place")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)
