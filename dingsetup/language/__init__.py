"""The only door to translations: texts in the chosen language, and sentences for findings."""

import datetime
import gettext
import os
from collections.abc import Mapping, Sequence, Sized
from pathlib import Path
from typing import Any, cast

import msgspec

from dingsetup.facts import Text
from dingsetup.findings import Finding, Kind, State
from dingsetup.language.names import FIELDS, LIMITED, REASONS, STATES, SUBJECTS
from dingsetup.language.sentence import Sentence, choose

LANGUAGES = ("zh_CN", "en")


class Told(msgspec.Struct, frozen=True):
    """A finding in words: what was found, why, and what to do. Cause and remedy may be empty."""

    title: str
    cause: str
    remedy: str


class Language:
    """One of our languages. English is what the catalogue's keys are written in."""

    def __init__(self, code: str) -> None:
        self.code = code if code in LANGUAGES else "en"
        folder = Path(__file__).parent.parent / "resources" / "locale"
        self._catalogue = gettext.NullTranslations()
        if self.chinese:
            # Opened by its name: gettext's own search for it takes longer than reading it.
            with (folder / self.code / "LC_MESSAGES" / "dingsetup.mo").open("rb") as file:
                self._catalogue = gettext.GNUTranslations(file)

    @property
    def chinese(self) -> bool:
        return self.code == "zh_CN"

    def gettext(self, message: str) -> str:
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self._catalogue.ngettext(one, many, count)

    def pick(self, text: Text | None) -> str:
        """The text of a fact in this language."""
        if text is None:
            return ""
        return text.zh if self.chinese else text.en

    def state(self, state: State) -> str:
        return self.gettext(STATES[state])

    def field(self, field: str) -> str:
        return self.gettext(FIELDS.get(field, field))

    def reason(self, reason: str) -> str:
        """Why a pasted entry is not as it should be."""
        return self.gettext(REASONS.get(reason, reason))

    def listed(self, items: list[Any] | tuple[Any, ...]) -> str:
        return ("、" if self.chinese else ", ").join(str(item) for item in items)

    def moment(self, at: datetime.datetime) -> str:
        """A point in time as people here write it, in local time."""
        local = at.astimezone()
        return local.strftime("%Y-%m-%d %H:%M")

    def subject(self, finding: Finding) -> str:
        """What a finding is about, whatever was found."""
        if "name" in finding.values:
            named = "name" if self.chinese else "english"
            return str(finding.values.get(named, finding.values["name"]))
        return self.gettext(SUBJECTS.get(finding.key, finding.check))

    def tell(self, finding: Finding) -> Told:
        """Put a finding into words."""
        if finding.state is State.BLOCKED and "blocked_by" in finding.values:
            return self._tell_blocked(finding)
        entry = self._entry(finding)
        values = self._spoken(finding)
        title = entry.title
        if entry.count and isinstance(count := values.get(entry.count), int):
            title = (self.ngettext(entry.title[0], entry.many, count),)
        return Told(*(self._fill(part, values) for part in (title, entry.cause, entry.remedy)))

    def tell_kind(self, kind: Kind, values: Mapping[str, Any]) -> Told:
        """Put a bare kind of answer into words, as the explainer needs it."""
        return self.tell(Finding(step="", check="", state=State.FAILED, kind=kind, values=values))

    def _tell_blocked(self, finding: Finding) -> Told:
        _ = self.gettext
        why = self._entry(msgspec.structs.replace(finding, step="", check=""))
        cause = self._fill(why.title, self._spoken(finding))
        root = _(SUBJECTS.get(str(finding.values["blocked_by"]), str(finding.values["blocked_by"])))
        return Told(
            _("{subject}: could not be checked").format(subject=self.subject(finding)),
            _("Waits for “{root}”: {cause}").format(root=root, cause=cause),
            "",
        )

    def _entry(self, finding: Finding) -> Sentence:
        from dingsetup.language.sentences import SENTENCES  # not needed to paint the first page

        kind = finding.kind
        variants = [f"{kind}/{finding.values.get(name)}" for name in ("case", "reason")]
        keys = (*variants, f"{kind}@{finding.key}", str(kind))
        return next(SENTENCES[key] for key in keys if key in SENTENCES)

    def _fill(self, templates: tuple[str, ...], values: Mapping[str, Any]) -> str:
        template = choose(templates, values)
        return self.gettext(template).format_map(dict(values)) if template else ""

    def _spoken(self, finding: Finding) -> dict[str, Any]:
        """A finding's values as they are read: lists joined, times local, fields by their names."""
        spoken: dict[str, Any] = {
            key: self._word(key, value) for key, value in finding.values.items()
        }
        spoken["subject"] = self.subject(finding)
        spoken["permission"] = self._permission(finding.values) if "name" in finding.values else ""
        for key in ("field", "looks_like"):
            if key in finding.values:
                spoken[f"{key}_label"] = self.field(str(finding.values[key]))
        for key, number in (("missing", "missing_count"), ("departments", "department_count")):
            if isinstance(items := finding.values.get(key), Sized):
                spoken[number] = len(items)
        if "scope" in finding.values:
            spoken["scope"] = self.gettext(LIMITED.get(str(finding.values["scope"]), ""))
        if isinstance(states := finding.values.get("states"), Mapping):
            spoken["states"] = self._states(cast("Mapping[str, int]", states))
        if "seconds" in finding.values:
            spoken["duration"] = self._duration(abs(int(finding.values["seconds"])))
        return spoken

    def _word(self, key: str, value: Any) -> Any:
        if isinstance(value, list | tuple):
            items = cast("Sequence[Any]", value)
            return self.listed([self._item(key, item) for item in items])
        if key.endswith("_at") and isinstance(value, str):
            return self.moment(datetime.datetime.fromisoformat(value))
        return value

    def _item(self, key: str, item: Any) -> str:
        """One of several values; a pasted entry is a mapping with the reason it is not right."""
        if isinstance(item, Mapping):
            remark = cast("Mapping[str, str]", item)
            reason = self.reason(remark["reason"])
            return self.gettext("{entry} ({reason})").format(entry=remark["entry"], reason=reason)
        return self.field(str(item)) if key == "fields" else str(item)

    def _permission(self, values: Mapping[str, Any]) -> str:
        code = self.listed(values.get("scopes", []))
        name = values["name"] if self.chinese else values.get("english", values["name"])
        return f"{name}（{code}）" if self.chinese else f"{name} ({code})"

    def _states(self, counts: Mapping[str, int]) -> str:
        """Users of the binding table by state: “3 suggested, 2 not found”."""
        from dingsetup.language.bindings import STATES as BINDING_STATES

        text = self.gettext("{count} {state}")
        known = ((n, BINDING_STATES.get(state, state)) for state, n in counts.items())
        return self.listed([text.format(count=n, state=self.gettext(name)) for n, name in known])

    def _duration(self, seconds: int) -> str:
        minutes = round(seconds / 60)
        if minutes < 120:
            return self.ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
        hours = round(minutes / 60)
        return self.ngettext("{n} hour", "{n} hours", hours).format(n=hours)


def choose_language(asked: str | None = None) -> Language:
    """The language asked for, else `DINGSETUP_LANGUAGE`, else the system's.

    Chinese where the system says nothing, English for whoever reads neither.
    """
    code = asked or os.environ.get("DINGSETUP_LANGUAGE") or _system() or "zh_CN"
    return Language("zh_CN" if code.lower().startswith(("zh", "chinese")) else "en")


def _system() -> str:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value and value.split(".")[0] not in ("C", "POSIX"):
            return value
    import locale  # not needed where something else names the language

    return locale.getlocale()[0] or ""
