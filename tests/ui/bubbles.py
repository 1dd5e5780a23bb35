"""Outlines of messages for the tests of their preview."""

import datetime

from PySide6.QtGui import QColor, QImage

from dingsetup.messages.bubble import Block, BlockKind, Bubble, Span
from dingsetup.messages.values import (
    Button,
    Fault,
    FormLine,
    MessageType,
    Problem,
    Severity,
    StatusBar,
)

AT = datetime.datetime(2026, 11, 22, 9, 5, tzinfo=datetime.UTC)
FAULT = Fault(Problem.UNSUPPORTED, Severity.WARNING, "text", 2, {"construct": "table"})
URL = "https://bi.example.com/bi-h5/"


def block(*spans: Span | str, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 1) -> Block:
    made = tuple(Span(span) if isinstance(span, str) else span for span in spans)
    return Block(kind, made, level=level)


def bubble(type: MessageType, *blocks: Block) -> Bubble:
    """A message of a type with all that the type has."""
    card = type in (MessageType.CARD, MessageType.BUTTONS)
    oa = type is MessageType.OA
    titled = oa or type is MessageType.LINK
    two = (Button("查看详情", URL), Button("订阅管理", URL))
    return Bubble(
        type=type,
        title="【测试】华东销售日报" if titled else "",
        blocks=blocks or (block("销售额 1,284 万，较前一日 +6.2%"),),
        buttons=two if type is MessageType.BUTTONS else two[:1] if card else (),
        form=(FormLine("规则：", "下降超过 10%"),) if oa else (),
        rich_number="-13.3" if oa else "",
        rich_unit="%" if oa else "",
        head="DataWind" if oa else "",
        head_colour="FF2F6BFF" if oa else "",
        author="张伟" if oa else "",
        status=StatusBar("进行中", "0xFFFF9D46") if oa else None,
        picture=oa or type in (MessageType.LINK, MessageType.IMAGE),
        list_line="【测试】华东销售日报",
        notification=("工作通知", "【测试】华东销售日报"),
    )


def plain_image(colour: str, wide: int = 60, high: int = 40) -> QImage:
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def colours_of(image: QImage) -> set[str]:
    """Colours in a grid of points, as `#rrggbb`."""
    wide, down = image.width(), range(0, image.height(), 3)
    plain = image.convertToFormat(QImage.Format.Format_RGB32)  # must live as long as its points
    points = memoryview(plain.constBits()).cast("I")
    seen = {point for y in down for point in points[y * wide : (y + 1) * wide : 3]}
    return {f"#{point & 0xFFFFFF:06x}" for point in seen}
