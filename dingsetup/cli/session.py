"""What a command starts from: the language, the facts, the profiles on disk, the key store."""

import contextlib
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import click

from dingsetup.facts import Facts, load_facts
from dingsetup.language import Language
from dingsetup.profile import Profile, ProfileError, Profiles, data_folder
from dingsetup.secrets import SecretStore
from dingsetup.settings import Settings, load_settings
from dingsetup.store import Store


class Failure(click.ClickException):
    """One sentence for stderr, exit code 2: what is wrong, where, and what to do."""

    exit_code = 2


class Session:
    """One run of the program. Everything is read when it is first asked for."""

    def __init__(self, language: Language, asked_language: str | None = None) -> None:
        self.language = language
        self.asked_language = asked_language
        """Given by `--language`; None where the language was chosen without it."""
        self.facts_file: Path | None = None
        """Given by `--facts`; goes before the one in the settings."""

    @cached_property
    def home(self) -> Path:
        return data_folder()

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.home)

    @cached_property
    def facts(self) -> Facts:
        """The facts with the user's file over them. Raises FactsError."""
        chosen = self.settings.facts_file
        return load_facts(self.facts_file or (Path(chosen) if chosen else None))

    @cached_property
    def profiles(self) -> Profiles:
        return Profiles(self.home)

    @cached_property
    def secrets(self) -> SecretStore:
        return SecretStore()

    def profile(self, id: str | None) -> Profile:
        """Load the profile named, else the one opened last. Raises Failure and ProfileError."""
        _ = self.language.gettext
        wanted = id or self.settings.profile
        if not wanted:
            self.fail(
                _(
                    "No profile is named and none was opened before. Name one with --profile, make"
                    " one with “dingsetup profile add”, or use --practice."
                )
            )
        return self.profiles.load(self.known_id(wanted))

    def known_id(self, wanted: str) -> str:
        """The id of the profile of this id or name. Raises Failure where there is none."""
        known = self.profiles.ids()
        id = self._named(wanted, known)
        if id not in known:
            _ = self.language.gettext
            names = self.language.listed(known) or "-"
            text = _(
                "There is no profile {id}. Known ones: {names}. “dingsetup profile add” makes one."
            )
            self.fail(text.format(id=wanted, names=names))
        return id

    def _named(self, wanted: str, known: list[str]) -> str:
        """The id of the one profile of this name; else what was asked for."""
        if wanted in known:
            return wanted
        same: list[str] = []
        for id in known:
            with contextlib.suppress(ProfileError):
                same += [id] if self.profiles.load(id).name == wanted else []
        return same[0] if len(same) == 1 else wanted

    def store(self, id: str) -> Store:
        return Store(self.profiles.folder(id))

    def fail(self, sentence: str) -> NoReturn:
        """End the command with a sentence and exit code 2."""
        raise Failure(sentence)
