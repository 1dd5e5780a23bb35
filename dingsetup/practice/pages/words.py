"""The inbox page's own words: Chinese first, English for browsers that ask for it."""

import msgspec


class Words(msgspec.Struct, frozen=True, kw_only=True):
    language: str
    inboxes: str
    practice: str
    find: str
    search: str
    nobody: str
    nothing_sent: str
    empty: str
    choose: str
    me: str
    notices: str
    task: str
    read: str
    unread: str
    unread_count: str
    open: str
    open_all: str
    refresh: str
    live: str
    still: str
    recalled: str
    picture: str
    no_picture: str
    outside_picture: str
    voice: str
    file: str
    link: str
    seconds: str
    files: str
    by: str
    more_people: str


ZH = Words(
    language="zh-CN",
    inboxes="收件箱",
    practice="练习租户",
    find="姓名、手机号或 userid",
    search="查找",
    nobody="没有找到这样的人。",
    nothing_sent="还没有人收到工作通知。",
    empty="还没有工作通知。",
    choose="在左边选一个人，看看他收到了什么。",
    me="您",
    notices="工作通知：{company}",
    task="任务",
    read="已读",
    unread="未读",
    unread_count="{count} 条未读",
    open="打开",
    open_all="全部打开",
    refresh="刷新",
    live="每 5 秒自动刷新",
    still="停止自动刷新",
    recalled="这条消息已撤回",
    picture="[图片]",
    no_picture="图片不在练习租户里",
    outside_picture="外部图片，这里不加载",
    voice="[语音]",
    file="[文件]",
    link="[链接]",
    seconds="{count} 秒",
    files="{count} 个附件",
    by="发送人：{name}",
    more_people="只列出前 {count} 个人，其余的人请查找。",
)
EN = Words(
    language="en",
    inboxes="Inboxes",
    practice="Practice tenant",
    find="name, mobile or userid",
    search="Find",
    nobody="There is no such person.",
    nothing_sent="Nobody has received a work notification yet.",
    empty="No work notifications yet.",
    choose="Choose somebody at the left to see what they received.",
    me="you",
    notices="Work notifications: {company}",
    task="Task",
    read="read",
    unread="unread",
    unread_count="{count} unread",
    open="Open",
    open_all="Open all",
    refresh="Refresh",
    live="Refresh every 5 seconds",
    still="Stop refreshing",
    recalled="This message was recalled",
    picture="[Picture]",
    no_picture="The practice tenant does not have this picture",
    outside_picture="A picture from elsewhere, not loaded here",
    voice="[Voice]",
    file="[File]",
    link="[Link]",
    seconds="{count} seconds",
    files="{count} files",
    by="Sent by {name}",
    more_people="Only the first {count} people are listed; find the others by name.",
)
