"""States as an option takes them: by their names in JSON, or by the words that a person reads."""

from typing import Any, NoReturn

import click

from dingsetup.bindings.values import BindingState
from dingsetup.cli.spoken import session_of
from dingsetup.language import Language
from dingsetup.language.bindings import STATES, state_name


class State(click.ParamType[BindingState]):
    """`not_found`, `not found`, or the word for it in the language that runs."""

    name = "state"

    def __init__(self, *allowed: BindingState) -> None:
        self._allowed = allowed or tuple(BindingState)

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> BindingState:
        language = session_of(ctx).language if ctx else Language("en")
        wanted = _bare(str(value))
        for state in self._allowed:
            if wanted in map(_bare, (state, STATES[state], state_name(language, state))):
                return state
        return self._refuse(language, value, param, ctx)

    def _refuse(
        self,
        language: Language,
        value: Any,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> NoReturn:
        known = language.listed([_both(language, state) for state in self._allowed])
        text = language.gettext("“{value}” is no state. There are: {states}.")
        self.fail(text.format(value=value, states=known), param, ctx)


def _bare(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")


def _both(language: Language, state: BindingState) -> str:
    word = state_name(language, state)
    if _bare(word) == state:
        return str(state)
    return f"{state}（{word}）" if language.chinese else f"{state} ({word})"
