"""Learning only whom a text may name is as good as learning everybody."""

from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dingsetup.support.scrubbing import PATTERNS, Overheard, Scrubber

NAMES = (
    "张三", "张三丰", "欧阳建国", "ΑΣ", "İpek", "Ａnna", "zhang.san", "Zhang San", "manager77",
    "1001001", "a@b.cn", "13812345678", "x" * 80, "dingabcdefgh12345678", " li.wei ", "é é",
)  # fmt: skip
PIECES = (
    *NAMES, "ΑΣΑ", "ΑΣ1.2.3.4", "zhang.san8.8.8.8", "ZHANG.SAN", "İPEK", "manager778", "47.1.2.3",
    "%E5%BC%A0%E4%B8%89", "a%40b.com%E5%BC%A0%E4%B8%89", "\\u5f20\\u4e09", "https://", "/",
    "/home/", "C:\\Users\\", " ", "：", "(", ")", ",", ".", "@", "%", "ding", "0123456789abcdef",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=8).map("".join)
VALUES = st.lists(st.sampled_from(NAMES) | st.text(max_size=6), max_size=12)


def scrubber() -> Scrubber:
    makers: dict[str, Callable[[str], str]] = {
        kind: lambda text, kind=kind: f"<{kind}>" for kind, _ in PATTERNS
    }
    return Scrubber(makers | {"token": lambda text: "<token>"})


@given(TEXTS, VALUES)
@settings(max_examples=300, deadline=None)
@example("zhang.san1.2.3.4", ["zhang.san"])
@example("ΑΣΑ", ["ΑΣ"])
@example("a%40b.com%E5%BC%A0%E4%B8%89", ["张三"])
@example("x" * 80, ["x" * 80])
def test_whoever_was_overheard_is_all_that_need_be_learned(text: str, values: list[str]) -> None:
    everybody, some = scrubber(), scrubber()
    everybody.learn(values, lambda value: f"<{value.strip()}>")
    overheard = some.overheard(lambda: some.scrub(text))
    some.learn(overheard.among(values), lambda value: f"<{value.strip()}>")
    assert some.scrub(text) == everybody.scrub(text)


def test_of_many_only_those_who_are_named_are_learned() -> None:
    overheard = Overheard(["the userid u00077 of 张三丰 is refused", ""])
    people = [f"u{number:05d}" for number in range(1000)]
    assert overheard.among([*people, "张三丰", "李四", ""]) == ["u00077", "张三丰"]
    assert Overheard([]).among(people) == []


def test_nobody_listens_after_work_that_failed() -> None:
    made = scrubber()

    def fails() -> None:
        made.scrub("张三")
        raise KeyboardInterrupt

    try:
        made.overheard(fails)
    except KeyboardInterrupt:
        made.scrub("李四")
    assert made.overheard(lambda: None).among(["张三", "李四"]) == []
