"""Pictures are made without a screen: the preview as a file, and the sample dashboard."""

import datetime
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from dingsetup.language import LANGUAGES, Language
from dingsetup.messages.push import Push
from dingsetup.messages.pushes import load_pushes
from dingsetup.messages.values import MessageType
from dingsetup.ui.messages.dashboard import as_png, draw_dashboard
from dingsetup.ui.messages.drawing.colours import DARK, LIGHT
from dingsetup.ui.messages.drawing.pictures import covering
from dingsetup.ui.messages.gallery import sheet
from dingsetup.ui.messages.png import render_png
from dingsetup.ui.messages.sample_data import DAYS, sample_of
from tests.ui.bubbles import AT, bubble, colours_of, plain_image

VALUES = {"title": "华东销售日报", "date": "2026-11-22", "dashboard": "华东销售看板"}


@pytest.mark.usefixtures("app")
class TestPreviewFile:
    @pytest.mark.parametrize("type", MessageType)
    def test_it_is_as_wide_as_the_device_and_as_high_as_the_message(
        self, type: MessageType
    ) -> None:
        for device, width in (("phone", 720), ("pc", 840)):
            made = render_png(
                bubble(type), language=Language("en"), device=device, app_name="DataWind", at=AT
            )
            image = QImage.fromData(made)
            assert image.width() == width
            assert 200 < image.height() < 2000

    def test_it_has_clear_corners_and_the_users_picture(self) -> None:
        made = render_png(
            bubble(MessageType.IMAGE),
            language=Language("zh_CN"),
            app_name="DataWind",
            at=AT,
            picture=plain_image("#12ab34"),
        )
        image = QImage.fromData(made)
        assert image.pixelColor(0, 0).alpha() == 0
        assert "#12ab34" in colours_of(image)

    def test_another_device_is_refused(self) -> None:
        with pytest.raises(ValueError, match="fax"):
            render_png(
                bubble(MessageType.TEXT), language=Language("en"), device="fax", app_name="", at=AT
            )


def test_no_screen_and_no_application_are_needed() -> None:
    script = (
        "import datetime, sys\n"
        "from dingsetup.language import Language\n"
        "from dingsetup.messages.bubble import Block, BlockKind, Bubble, Span\n"
        "from dingsetup.messages.values import MessageType\n"
        "from dingsetup.ui.messages.dashboard import draw_dashboard\n"
        "from dingsetup.ui.messages.png import render_png\n"
        "picture = draw_dashboard({}, 'zh')\n"
        "one = Bubble(type=MessageType.TEXT, blocks=(Block(BlockKind.PARAGRAPH, (Span('好'),)),))\n"
        "at = datetime.datetime.now().astimezone()\n"
        "made = render_png(one, language=Language('en'), app_name='x', at=at, picture=picture)\n"
        "sys.stdout.buffer.write(made[:4])\n"
    )
    # Nothing that names a screen is handed on.
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, env={}, check=True)
    assert found.stdout == b"\x89PNG"
    assert found.stderr == b""


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("push", load_pushes().all, ids=lambda push: push.id)
def test_every_push_is_drawn_in_every_type(push: Push, code: str) -> None:
    light, dark = (sheet(push, Language(code), dark=dark) for dark in (False, True))
    count = len(MessageType) + 2
    assert light.width() > 420 * count
    assert {LIGHT.bubble, LIGHT.ink} <= colours_of(light.copy(0, 0, 400, 300))
    assert {DARK.bubble, DARK.ink} <= colours_of(dark.copy(0, 0, 400, 300))


@pytest.mark.usefixtures("app")
class TestDashboard:
    def test_the_same_values_give_the_same_picture(self) -> None:
        first = as_png(draw_dashboard(VALUES, "zh"))
        draw_dashboard({"title": "another"}, "zh")
        draw_dashboard({"title": "a third"}, "zh")
        assert as_png(draw_dashboard(dict(VALUES), "zh")) == first

    @pytest.mark.parametrize(
        "change", [{"title": "周报"}, {"date": "2026-11-23"}, {"dashboard": "华北"}]
    )
    def test_another_value_gives_another_picture(self, change: dict[str, str]) -> None:
        assert draw_dashboard({**VALUES, **change}, "zh") != draw_dashboard(VALUES, "zh")

    def test_each_language_has_its_own(self) -> None:
        assert draw_dashboard(VALUES, "zh") != draw_dashboard(VALUES, "en")

    def test_it_has_the_size_that_is_asked_for(self) -> None:
        assert draw_dashboard(VALUES, "en").size().toTuple() == (1200, 800)
        assert draw_dashboard(VALUES, "en", (600, 400)).size().toTuple() == (600, 400)

    def test_the_file_of_it_is_small_enough_to_upload(self) -> None:
        made = as_png(draw_dashboard(VALUES, "zh"))
        assert made.startswith(b"\x89PNG")
        assert len(made) < 500_000

    @given(st.dictionaries(st.sampled_from(["title", "date", "dashboard", "sheets"]), st.text()))
    def test_any_values_give_a_picture(self, values: dict[str, str]) -> None:
        assert not draw_dashboard(values, "zh", (120, 80)).isNull()


class TestSample:
    def test_its_numbers_agree_with_each_other(self) -> None:
        sample = sample_of(VALUES, "zh")
        (_, before, _), (day, today, _) = sample.days[-2:]
        assert day == sample.date == datetime.date(2026, 11, 22)
        assert sample.figures[0].value == f"{today:,.1f}"
        assert sample.figures[0].change == round((today / before - 1) * 100, 1)
        assert sum(value for _name, value in sample.regions) == pytest.approx(today)

    def test_the_largest_city_stands_first(self) -> None:
        values = [value for _name, value in sample_of(VALUES, "zh").regions]
        assert values == sorted(values, reverse=True)

    @pytest.mark.parametrize("date", ["", "tomorrow", "0001-01-01", "9999-12-31", "2026-02-30"])
    def test_a_date_that_is_odd_or_none_gives_two_weeks_all_the_same(self, date: str) -> None:
        assert len(sample_of({"date": date}, "zh").days) == DAYS

    def test_sheets_stand_beside_each_other(self) -> None:
        assert sample_of({"sheets": "总览，明细\n城市"}, "zh").name == "总览 · 明细 · 城市"


def test_a_picture_is_cut_in_its_middle() -> None:
    assert covering(plain_image("#000000", 100, 40), 1.0).getRect() == (30, 0, 40, 40)
    assert covering(plain_image("#000000", 40, 100), 2.0).getRect() == (0, 40, 40, 20)
    assert covering(plain_image("#000000", 3, 1), 0.01).getRect() == (1, 0, 1, 1)


def test_a_thin_picture_is_shown(app: QApplication) -> None:
    image = plain_image("#12ab34", 2000, 1)
    made = render_png(
        bubble(MessageType.IMAGE), language=Language("en"), app_name="", at=AT, picture=image
    )
    assert "#12ab34" in colours_of(QImage.fromData(made))
