"""Settings: the few things remembered for the program, of which nothing is lost by losing them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.settings import Settings, load_settings, save_settings


def test_settings_come_back_as_they_were(home: Path) -> None:
    settings = Settings(language="en", colours="dark", profile="a", facts_file="/x", geometry="A=")
    save_settings(home, settings)
    assert load_settings(home) == settings


def test_there_need_be_none(home: Path) -> None:
    assert load_settings(home) == Settings()


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\x00" * 9, b"\xff\xfe", b'{"language": 5}', b"null"]
)
def test_a_file_that_cannot_be_read_counts_as_none(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / "settings.json").write_bytes(content)
    assert load_settings(home) == Settings()


def test_what_a_newer_version_remembers_is_passed_over(home: Path) -> None:
    home.mkdir()
    (home / "settings.json").write_text('{"language": "en", "telepathy": true}')
    assert load_settings(home) == Settings(language="en")


def test_a_home_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(OSError, match="home"):
        save_settings(tmp_path / "home", Settings())


@given(st.text(), st.text())
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, one: str, two: str) -> None:
    home = tmp_path_factory.getbasetemp() / "settings"
    save_settings(home, Settings(profile=one, facts_file=two))
    assert load_settings(home) == Settings(profile=one, facts_file=two)
