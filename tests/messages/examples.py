"""Messages for tests: a usual one of each type, and any that a person could make."""

from hypothesis import strategies as st
from msgspec.structs import replace

from dingsetup.messages.values import Button, FormLine, Message, MessageType, StatusBar

PAGE = "https://bi.example.com/bi/dashboard/7?tab=1&day=2026-11-22"
PICTURE = "https://img.example.com/board.png"
END = "  "
"""A line goes on below where two blanks stand before the newline and two after it."""
BODY = f"""### 【测试】销售额告警

**指标**：销售额{END}
  **当前值**：1,024 万（较昨日 *-12.5%*）

> 规则：低于 1,200 万时通知

- 北京：320 万
- 上海：[查看看板]({PAGE})

1. 第一步
2. 第二步
"""
USUAL: dict[MessageType, Message] = {
    MessageType.TEXT: Message(type=MessageType.TEXT, text=f"【测试】销售额低于阈值\n详情：{PAGE}"),
    MessageType.MARKDOWN: Message(
        type=MessageType.MARKDOWN, title="【测试】销售额告警", text=BODY, picture_url=PICTURE
    ),
    MessageType.CARD: Message(
        type=MessageType.CARD, title="【测试】告警", text=BODY, buttons=(Button("查看看板", PAGE),)
    ),
    MessageType.BUTTONS: Message(
        type=MessageType.BUTTONS,
        title="【测试】告警",
        text=BODY,
        buttons=(Button("查看看板", PAGE), Button("管理订阅", "https://bi.example.com/bi")),
        vertical=False,
    ),
    MessageType.OA: Message(
        type=MessageType.OA,
        title="【测试】数据集同步失败",
        text="上游未就绪，已重试 3 次。",
        url=PAGE,
        pc_url="https://bi.example.com/bi",
        form=(FormLine("数据集：", "订单明细"), FormLine("状态：", "失败")),
        rich_number="12.5",
        rich_unit="%",
        head="DataWind",
        author="数据平台",
        status=StatusBar("处理中", "0xFFFF9D46"),
        media_id="@lADPDe7s2ySi18PNA6XNBXg",
    ),
    MessageType.LINK: Message(
        type=MessageType.LINK,
        title="【测试】每日看板",
        text="2026-11-22 的看板已更新",
        url=PAGE,
        media_id="@lADPDe7s2ySi18PNA6XNBXg",
    ),
    MessageType.IMAGE: Message(type=MessageType.IMAGE, media_id="@lADPDe7s2ySi18PNA6XNBXg"),
}

_PIECES = [
    "**",
    "*",
    "~~",
    "`",
    "```\n",
    "> ",
    "- ",
    "1. ",
    "# ",
    "[",
    "](",
    ")",
    "![",
    "<",
    "|-|",
    "\n",
]
_PIECES += [
    "\n\n",
    "  \n  ",
    "---",
    "\\",
    "&nbsp;",
    "指标",
    "a",
    " ",
    "\t",
    "$CORPID$",
    "https://a.b/",
]
_PIECES += [
    "dingtalk://dingtalkclient/",
    "page/link?url=",
    "\u202e",
    "\x00",
    "\r",
    "\ud800",
    "👩‍👩‍👧",
]
written = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join) | st.text(max_size=80)
"""Texts full of what means something in markdown and links."""
buttons = st.lists(st.builds(Button, written, written), max_size=4).map(tuple)
messages = st.builds(
    Message,
    type=st.sampled_from(MessageType),
    title=written,
    text=written,
    url=written,
    pc_url=written,
    buttons=buttons,
    vertical=st.booleans(),
    form=st.lists(st.builds(FormLine, written, written), max_size=8).map(tuple),
    rich_number=written,
    rich_unit=written,
    head=written,
    head_colour=written | st.just("FF2F6BFF"),
    author=written,
    status=st.none() | st.builds(StatusBar, written, written | st.just("0xFF78C06E")),
    media_id=written,
    picture_url=written,
)

_LONG = st.builds(lambda text, times: text * times, st.sampled_from("字a界"), st.integers(0, 5200))


@st.composite
def altered(draw: st.DrawFn) -> Message:
    """A usual message with one or two of its fields changed: many are still right."""
    usual = draw(st.sampled_from(list(USUAL.values())))
    names = st.sampled_from(["title", "text", "url", "pc_url", "rich_number", "author", "buttons"])
    changes = {
        name: draw(buttons if name == "buttons" else written | _LONG)
        for name in draw(st.lists(names, min_size=1, max_size=2))
    }
    return replace(usual, **changes)
