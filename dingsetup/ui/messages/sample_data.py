"""The figures of the sample dashboard: made up, but always the same for the same date."""

import contextlib
import datetime
import hashlib
import random
from collections.abc import Iterable, Mapping

import msgspec

from dingsetup.facts import Text

DAYS = 14


class Figure(msgspec.Struct, frozen=True):
    """A number card: what it counts, its value as written, and the change in percent."""

    name: Text
    value: str
    change: float


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """All that the dashboard shows."""

    title: str
    date: datetime.date
    name: str
    """Of the dashboard, or of the sheets."""
    figures: tuple[Figure, ...]
    regions: tuple[tuple[Text, float], ...]
    """Largest first."""
    days: tuple[tuple[datetime.date, float, float], ...]
    """Day, its value, and that of the same day a week before."""


SALES = Text(zh="销售额（万元）", en="Sales (10k)")
ORDERS = Text(zh="订单量", en="Orders")
ORDER_VALUE = Text(zh="客单价（元）", en="Order value")
CONVERSION = Text(zh="转化率", en="Conversion")
TITLE = Text(zh="销售日报", en="Daily sales")
REGIONS = (
    Text(zh="上海", en="Shanghai"),
    Text(zh="杭州", en="Hangzhou"),
    Text(zh="南京", en="Nanjing"),
    Text(zh="苏州", en="Suzhou"),
    Text(zh="宁波", en="Ningbo"),
    Text(zh="合肥", en="Hefei"),
)
ORDINARY = datetime.date(2026, 1, 5)
"""Where no date is given, or none that can be read."""


def sample_of(values: Mapping[str, str], language: str) -> Sample:
    """The sample of a push's values: `title`, `date`, `dashboard` and `sheets`, where given.

    Without `date` it is the day of whatever other value starts with one.
    """
    date = _date([values.get("date", ""), *values.values()])
    name = values.get("dashboard", "")
    # The same seed on every computer, and no two days alike.
    chance = random.Random(hashlib.sha256(f"{date}{name}".encode()).digest())
    days = _days(chance, date)
    total = days[-1][1]
    orders = total * chance.uniform(38, 46)
    rise = round((total / days[-2][1] - 1) * 100, 1)
    return Sample(
        title=values.get("title", "") or (TITLE.zh if language == "zh" else TITLE.en),
        date=date,
        name=_sheets(values.get("sheets", "")) or name,
        figures=(
            Figure(SALES, f"{total:,.1f}", rise),
            Figure(ORDERS, f"{orders:,.0f}", _change(chance)),
            Figure(ORDER_VALUE, f"{total * 1e4 / orders:,.2f}", _change(chance)),
            Figure(CONVERSION, f"{chance.uniform(3.1, 5.9):.2f}%", _change(chance)),
        ),
        regions=_regions(chance, total),
        days=days,
    )


def _date(texts: Iterable[str]) -> datetime.date:
    """The first that starts with a date."""
    for text in texts:
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(text.strip()[:10])
    return ORDINARY


def _sheets(text: str) -> str:
    names = [name.strip() for name in text.replace("\n", ",").replace("，", ",").split(",")]
    return " · ".join(name for name in names if name)


def _change(chance: random.Random) -> float:
    return round(chance.uniform(-9, 14), 1)


def _days(
    chance: random.Random, date: datetime.date
) -> tuple[tuple[datetime.date, float, float], ...]:
    level = chance.uniform(900, 1300)
    days: list[tuple[datetime.date, float, float]] = []
    for back in range(DAYS - 1, -1, -1):
        day = datetime.date.fromordinal(max(1, date.toordinal() - back))
        weekend = 1.18 if day.weekday() >= 5 else 1.0
        rise = 1 + (DAYS - back) * 0.008
        now = level * weekend * rise * chance.uniform(0.93, 1.07)
        days.append((day, now, level * weekend * chance.uniform(0.9, 1.04)))
    return tuple(days)


def _regions(chance: random.Random, total: float) -> tuple[tuple[Text, float], ...]:
    shares = sorted((chance.uniform(0.4, 1.6) for _ in REGIONS), reverse=True)
    whole = sum(shares)
    return tuple((name, total * share / whole) for name, share in zip(REGIONS, shares, strict=True))
