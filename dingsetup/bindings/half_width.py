"""Full-width signs, as Chinese keyboards write them, brought to the width of ASCII."""

_HALF = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LEAD = b"\xef"
_BLANK = b"\xe3\x80\x80"


def half_width(text: str) -> str:
    """The text with `ＡＢ１２（），` as `AB12(),`, and ideographic blanks as blanks."""
    return text.translate(_HALF)


def may_be_full_width(encoded: bytes) -> bool:
    """Whether text in UTF-8 can hold full-width signs: a quick look, as few lines do."""
    return _LEAD in encoded or _BLANK in encoded
