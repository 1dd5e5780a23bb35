"""Takes people, addresses, keys and folders out of free text, as of an answer or an error."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

from dingsetup.dingtalk.values import unescape

LEAST_WORD, LEAST_NUMBER, LEAST_NAME = 4, 6, 2
"""Shorter ones are not looked for: `Li` and `1001` stand in texts that mean nobody."""
MOST = 20_000
"""Characters of a text that are kept; DingTalk's own longest have under a thousand."""
LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
URL_END = r"\s,，;；、\"'<>“”「」()（）\[\]{}"
NO_FOLDER = r"\\/:\"'<>|,，;；：。“”「」\r\n\t"
"""What ends a folder's name. A blank does where nothing shows that the name goes on behind it."""
WORD = rf"[^\s{NO_FOLDER}]"
ROOT = (
    r"(?<![\w.])/(?:home|users|root|volumes|media|mnt)/"
    r"|(?<![a-z0-9])[a-z]:[\\/]+(?:users[\\/]+)?|\\\\+(?!u[0-9a-f]{4})"
)
"""Below these lies what people named: a home folder, a drive, another computer's share."""
FOLDER = (
    rf"(?:{ROOT})(?:[^{NO_FOLDER}]{{1,80}}[\\/]+)*"
    rf"(?:{WORD}{{1,80}}(?:[ ]{WORD}{{1,80}}){{1,2}}(?=[\"'<>|“”「」\r\n\t]|\Z)|{WORD}*)"
    rf"|/(?:home|users|root)/{WORD}+"
)
PATTERNS: tuple[tuple[str, str], ...] = (
    ("url", rf"\b[a-z][a-z0-9+.-]{{1,15}}://[^{URL_END}]+"),
    ("email", r"[a-z0-9._%+'-]{1,64}(?:@|%40)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}"),
    ("folder", FOLDER),
    ("escaped", r"(?:%[0-9a-f]{2}){3,}|(?:\\+u[0-9a-f]{4}){2,}"),
    ("address", r"(?<![\w.:])(?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4})"
     r"(?![\w:])"),
    ("address", r"(?<!\d)(?<!\d\.)\d{1,3}(?:\.\d{1,3}){3}(?:\.\d{1,5})?(?!\d)"),
    ("host", r"(?<![a-z0-9.-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|cn|net|org|local|lan|corp|intra"
     r"|internal)(?![a-z0-9-]|\.[a-z0-9])"),
    ("credential", r"(?<![a-z0-9])(?:ding|suite)(?=[a-z]*\d)[0-9a-z]{12,40}(?![a-z0-9])"),
    ("mobile", r"(?<![\da-z.])(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?(?:\d{4}|\*{4})[ -]?\d{4}"
     r"(?![\da-z])"),
    ("token", r"(?<![a-z0-9_-])(?=[a-z_-]*\d)(?=[\d_-]*[a-z])[a-z0-9_-]{20,}(?![a-z0-9_-])"),
    ("number", r"(?<![a-z\d])\d{14,}x?(?![a-z\d])"),
)  # fmt: skip
"""Tried in this order at each place; without case."""
DATED = re.compile(r"\d{4}-\d\d-\d\d")


class Scrubber:
    """Replaces what it was told of, and what looks like more of it. In linear time."""

    def __init__(self, makers: Mapping[str, Callable[[str], str]]) -> None:
        """`makers` make a pseudonym each of what the patterns are named for, and of any `word`."""
        self._makers = makers
        groups = (f"(?P<_{at}>{form})" for at, (_, form) in enumerate(PATTERNS))
        self._pattern = re.compile("|".join(groups), re.IGNORECASE | re.ASCII)
        self._root = re.compile(ROOT, re.IGNORECASE | re.ASCII)
        self._words: dict[str, tuple[str, Callable[[str], str]]] = {}
        self._names: dict[str, tuple[str, Callable[[str], str]]] = {}
        self._lengths: tuple[list[int], list[int]] = ([], [])
        self._heard: list[str] = []
        """What was looked through for somebody's name while somebody listens."""
        self._listening = False

    def overheard(self, work: Callable[[], object]) -> "Overheard":
        """Do the work once for its texts alone."""
        self._listening = True
        try:
            work()
        finally:
            self._listening = False
            heard, self._heard = self._heard, []
        return Overheard(heard)

    def learn(self, values: Iterable[str], make: Callable[[str], str]) -> None:
        """Look for these from now on: whole words where they are ASCII, else anywhere."""
        for value in values:
            bare = value.strip()
            if not bare.isascii():
                if len(bare) >= LEAST_NAME:
                    self._names.setdefault(_lower(bare), (value, make))
            elif len(bare) >= (LEAST_NUMBER if bare.isdigit() else LEAST_WORD):
                self._words.setdefault(_lower(bare), (value, make))
        self._lengths = (_lengths(self._words), _lengths(self._names))

    def scrub(self, text: str) -> str:
        """The text with nothing of anybody in it."""
        text = text[:MOST]
        out: list[str] = []
        end = 0
        for found in self._pattern.finditer(text):
            out += [self._known(text[end : found.start()]), self._replaced(found)]
            end = found.end()
        return "".join([*out, self._known(text[end:])])

    def _replaced(self, found: re.Match[str]) -> str:
        text = found[0]
        self._hear(text)
        known = self._words.get(_lower(text))
        if known is not None:
            return known[1](known[0])
        kind = PATTERNS[int(str(found.lastgroup)[1:])][0]
        match kind:
            case "folder":
                root = self._root.match(text)
                end = root.end() if root else text.rfind("/") + 1
                return f"{text[:end]}{self._makers['token'](text[end:])}"
            case "escaped":
                return self._unescaped(text)
            case "token" if DATED.match(text):
                return text
            case _:
                return self._makers[kind](text)

    def _unescaped(self, text: str) -> str:
        """What is encoded stays so, unless it holds somebody."""
        plain = unquote(text) if text.startswith("%") else unescape(text)
        scrubbed = self._known(plain)
        if scrubbed == plain:
            return text
        return quote(scrubbed) if text.startswith("%") else scrubbed

    def _hear(self, text: str) -> None:
        if self._listening and text:
            self._heard.append(text)

    def _known(self, text: str) -> str:
        """Replace what was learned, the longest first at each place."""
        self._hear(text)
        if not text or not (self._words or self._names):
            return text
        lowered = _lower(text)
        out: list[str] = []
        end = 0
        for start, length, (value, make) in self._hits(lowered):
            if start >= end:
                out += [text[end:start], make(value)]
                end = start + length
        return "".join([*out, text[end:]])

    def _hits(self, text: str) -> Iterator[tuple[int, int, tuple[str, Callable[[str], str]]]]:
        words, names = self._lengths
        for start in range(len(text)):
            for length in names:
                hit = self._names.get(text[start : start + length])
                if hit is not None and start + length <= len(text):
                    yield start, length, hit
                    break
            if not _begins(text, start):
                continue
            for length in words:
                hit = self._words.get(text[start : start + length])
                if hit is not None and _ends(text, start + length):
                    yield start, length, hit
                    break


class Overheard:
    """Some texts that may name somebody. Of a hundred thousand people only those need be learned
    whose names are there."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = tuple(dict.fromkeys(map(_lower, texts)))
        self._longest = max(map(len, self._texts), default=0)
        self._pieces: dict[int, frozenset[str]] = {}

    def among(self, values: Iterable[str]) -> list[str]:
        """Those of the values that stand in one of the texts, if only as a part of a word."""
        return [value for value in values if self._holds(value.strip())]

    def _holds(self, bare: str) -> bool:
        length = len(bare)
        if not LEAST_NAME <= length <= self._longest:
            return False
        pieces = self._pieces.get(length)
        if pieces is None:
            # All of a length at once: names have few lengths, and texts are few.
            pieces = self._pieces[length] = frozenset(
                text[start : start + length]
                for text in self._texts
                for start in range(len(text) - length + 1)
            )
        return _lower(bare) in pieces


def _begins(text: str, start: int) -> bool:
    return text[start].isascii() and (start == 0 or not _joins(text[start - 1], text[start]))


def _ends(text: str, end: int) -> bool:
    return end == len(text) or (end < len(text) and not _joins(text[end - 1], text[end]))


def _joins(left: str, right: str) -> bool:
    return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()


def _lengths(known: Mapping[str, object]) -> list[int]:
    return sorted({len(value) for value in known}, reverse=True)


def _lower(text: str) -> str:
    """In small letters, ASCII's only: every character stays at its place."""
    return text.lower() if text.isascii() else text.translate(LOWER)
