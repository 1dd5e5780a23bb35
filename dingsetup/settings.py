"""The few things remembered for the program as a whole, whatever the profile."""

from pathlib import Path

import msgspec

from dingsetup.files import write_atomically


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Choices of the user; unknown keys of a newer version are passed over."""

    language: str = ""
    """`zh_CN` or `en`; empty for the system's."""
    colours: str = ""
    """`light` or `dark`; empty for the system's."""
    profile: str = ""
    """Id of the profile that was open last."""
    facts_file: str = ""
    """A facts file the user put over ours."""
    geometry: str = ""
    """The window's place, as Qt encodes it, in base 64."""
    binding_columns: str = ""
    """Columns of the binding table as they are shown, `name=width`; empty for the usual ones."""
    match_rules: str = ""
    """Rules of the last matching in their order, joined by commas; empty for the usual ones."""


def load_settings(home: Path) -> Settings:
    """Read the settings; a file that cannot be read counts as none, since nothing is lost by it."""
    try:
        return msgspec.json.decode((home / "settings.json").read_bytes(), type=Settings)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Settings()


def save_settings(home: Path, settings: Settings) -> None:
    """Write the settings whole. Raises OSError."""
    write_atomically(home / "settings.json", msgspec.json.format(msgspec.json.encode(settings)))
