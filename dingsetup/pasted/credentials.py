"""Recognises credentials and settings in a pasted block or page of the console."""

import re
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from dingsetup.pasted.lists import INVISIBLE, MOST_CHARACTERS, TAG, plain_text
from dingsetup.pasted.shapes import Shape, shape_of

FIELDS = (Shape.CLIENT_ID, Shape.CLIENT_SECRET, Shape.AGENT_ID, Shape.CORP_ID, Shape.APP_ID)
TOKEN = re.compile(
    r"(?<![A-Za-z0-9_])(?:"
    r"(?P<client_secret>(?:client|app|suite)[ _-]?secret)"
    r"|(?P<client_id>client[ _-]?id|(?:app|suite)[ _-]?key)"
    r"|(?P<agent_id>agent[ _-]?id)"
    r"|(?P<corp_id>(?:corp[ _-]?|企业 ?)id)"
    r"|(?P<app_id>(?:(?:unified ?)?app[ _-]?|应用 ?)id)"
    r")(?![A-Za-z0-9_])"
    r"|(?P<value>[A-Za-z0-9_*\u2022\u25cf-]{4,200})",
    re.IGNORECASE,
)
ENDS_URL = r"\s,，;；、\"'<>“”「」"
URL = re.compile(rf"https?://[^{ENDS_URL}【】]+(?=[{ENDS_URL}]|$)", re.IGNORECASE)
ADDRESS = re.compile(r"(?<![\d.*])(?:\d{1,3}|\*)(?:\.(?:\d{1,3}|\*)){3}(?![\d.*])")
APP_IN_URL = re.compile(r"/app/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/|$)", re.IGNORECASE)
MASK = re.compile(r"[*\u2022\u25cf]{2,}")
REACH = 200
"""How many characters after its label a value may stand."""


class Refusal(StrEnum):
    """Why a value that was there is not taken over."""

    MASKED = "masked"
    """The console showed stars instead of the secret: copy it with the console's button."""
    CONFLICT = "conflict"
    """Two different values for one field."""
    SHAPE = "shape"
    """The value beside the label does not look like one."""


class Recognised(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in pasted text; empty where nothing was."""

    client_id: str = ""
    client_secret: str = ""
    agent_id: str = ""
    corp_id: str = ""
    app_id: str = ""
    homepage: str = ""
    addresses: tuple[str, ...] = ()
    redirect_urls: tuple[str, ...] = ()
    refused: dict[Shape, Refusal] = {}
    swapped: dict[Shape, Shape] = {}
    """Label -> what the value beside it looks like; the value is taken for what it looks like."""

    def __repr__(self) -> str:
        """Name the fields only: a repr ends up in logs, and a secret must not."""
        named = [name for name in self.__struct_fields__ if getattr(self, name)]
        return f"Recognised({', '.join(named)})"

    @property
    def anything(self) -> bool:
        return any(getattr(self, name) for name in self.__struct_fields__)


def recognise(text: str) -> Recognised:
    """Read labelled values (same line or below), then unlabelled ones by their shape."""
    visible = TAG.sub(" ", INVISIBLE.sub("", text[:MOST_CHARACTERS]))
    page = plain_text(visible)
    # Not from the half-width page: a redirect URL is compared byte for byte later.
    urls = list(dict.fromkeys(URL.findall(visible)))
    finds = _Finds()
    for url in urls:
        hit = APP_IN_URL.search(url)
        if hit:
            finds.take(Shape.APP_ID, hit.group(1))
    for label, value in _pairs(ADDRESS.sub(" ", URL.sub(" ", page))):
        finds.judge(label, value)
    own = [url for url in urls if not _of_dingtalk(url)]
    homepages = [url for url in own if "$CORPID$" in url.upper() or "/bi-h5" in url]
    return Recognised(
        **{field.value: value for field, value in finds.values.items()},
        homepage=homepages[0] if homepages else "",
        addresses=tuple(dict.fromkeys(ADDRESS.findall(page))),
        redirect_urls=tuple(url for url in own if url not in homepages),
        refused=finds.refused,
        swapped=finds.swapped,
    )


def _of_dingtalk(url: str) -> bool:
    return re.match(r"https?://[^/?#]*dingtalk\.(?:com|io)(?:[/?#:]|$)", url) is not None


def _pairs(page: str) -> Iterator[tuple[Shape | None, str]]:
    """Yield values with the label they belong to, if any, in the order of the page."""
    label: Shape | None = None
    labelled_at = 0
    for hit in TOKEN.finditer(page):
        group = str(hit.lastgroup)
        if group != "value":
            # `Client ID（原 AppKey 和 SuiteKey）`: what stands in brackets is another name.
            between = page[labelled_at : hit.start()]
            if label is None or "(" not in between or ")" in between:
                label = Shape(group)
            labelled_at = hit.end()
            continue
        near = label is not None and hit.start() - labelled_at <= REACH
        if near and not _is_value(hit.group()):
            continue
        yield (label if near else None), hit.group()
        label = None


def _is_value(text: str) -> bool:
    """Whether it can be a credential rather than a word of the page, such as a button's."""
    return MASK.search(text) is not None or any(char.isdigit() for char in text) or len(text) > 15


class _Finds:
    """Collects the values of one page; a field's first value stands."""

    def __init__(self) -> None:
        self.values: dict[Shape, str] = {}
        self.refused: dict[Shape, Refusal] = {}
        self.swapped: dict[Shape, Shape] = {}

    def judge(self, label: Shape | None, value: str) -> None:
        shape = shape_of(value)
        if MASK.search(value):
            if label is not None:
                self.refused.setdefault(label, Refusal.MASKED)
        elif label is None:
            if shape is not None and shape in FIELDS:
                self.take(shape, value)
        elif shape is label or (shape is Shape.MOBILE and label is Shape.AGENT_ID):
            self.take(label, value)
        elif shape is not None and shape in FIELDS:
            self.swapped.setdefault(label, shape)
            self.take(shape, value)
        elif label is Shape.AGENT_ID and value.isascii() and value.isdigit():
            self.take(label, value)
        else:
            self.refused.setdefault(label, Refusal.SHAPE)

    def take(self, field: Shape, value: str) -> None:
        if self.values.setdefault(field, value) != value:
            self.refused[field] = Refusal.CONFLICT
