"""A message as one reads it aloud: what a preview says to whoever does not see it."""

from collections.abc import Iterator

from dingsetup.messages.bubble import Block, BlockKind, Bubble


def spoken(bubble: Bubble) -> str:
    """The texts of a bubble from top to bottom, one to a line."""
    return "\n".join(line for line in _lines(bubble) if line.strip())


def _lines(bubble: Bubble) -> Iterator[str]:
    yield bubble.head
    yield bubble.title
    for line in bubble.form:
        yield f"{line.key} {line.value}"
    yield f"{bubble.rich_number} {bubble.rich_unit}"
    for block in bubble.blocks:
        yield _block(block)
    yield bubble.author
    if bubble.status is not None:
        yield bubble.status.value
    for button in bubble.buttons:
        yield button.title


def _block(block: Block) -> str:
    text = "".join(span.text for span in block.spans)
    if block.kind is BlockKind.NUMBERED:
        return f"{block.number}. {text}"
    return f"• {text}" if block.kind is BlockKind.BULLET else text
