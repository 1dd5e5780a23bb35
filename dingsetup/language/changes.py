"""Sentences for what changed between two checks of a set-up, one line each."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from dingsetup.findings import Finding, Kind, State
from dingsetup.language.names import EDITIONS, FIELDS, STATES, SUBJECTS
from dingsetup.language.sentence import N_, NN_
from dingsetup.support.changes import Change, ChangeKind, Weight

if TYPE_CHECKING:
    from dingsetup.language import Language

Values = Mapping[str, Any]

MOST_NAMED = 10
"""Entries of a list named in one line."""

LEADS = {
    Weight.CAUSE: N_("First cause: {text}"),
    Weight.WORSE: N_("Worse: {text}"),
    Weight.OTHER: N_("Changed: {text}"),
    Weight.BETTER: N_("Better: {text}"),
}
SECRETS = {
    "other": N_("The Client Secret was replaced"),
    "given": N_("There is a Client Secret now"),
    "gone": N_("There is no Client Secret any more"),
}
LABELS = {
    "app_key": FIELDS["client_id"],
    "edition": N_("Edition"),
    "base_url": N_("The tenant's address"),
    "proxy": N_("Proxy"),
    "ca_file": N_("CA file"),
    "pasted_addresses": SUBJECTS["security/addresses"],
    "redirect_urls": SUBJECTS["security/redirect_urls"],
}
"""Fields that have another name, or none, among those of the form."""
ANSWERS = {"yes": N_("yes"), "no": N_("no"), "": N_("not answered")}
QUESTIONS = {
    Kind.AGENT_ID_UNPROVED: SUBJECTS["credentials/agent_id"],
    Kind.OUT_OF_SCOPE: SUBJECTS["permissions/range"],
}
"""Questions whose own title needs values, or tells of something else."""
PEOPLE = {
    "total": N_("users"),
    "bound": N_("bound"),
    "open": N_("not bound"),
    "drifted": N_("no longer right"),
    "unproved": N_("not proved"),
}
WAITING = NN_("{count} check waits for “{root}”", "{count} checks wait for “{root}”")
RELEASED = NN_("{count} check that had to wait is done", "{count} checks that had to wait are done")
STEPS = {
    "checked": NN_(
        "{count} step was checked for the first time",
        "{count} steps were checked for the first time",
    ),
    "missing": NN_(
        "{count} step is no longer among what was checked",
        "{count} steps are no longer among what was checked",
    ),
}


def tell_change(language: "Language", change: Change) -> str:
    """Put a change into one line without a full stop, whatever stands in its values."""
    values = {"field": str(change.kind), **change.values}
    told = TELLERS.get(change.kind, _found)(language, values)
    return " ".join(told.split())


def change_line(language: "Language", change: Change) -> str:
    """The same behind a word on how it weighs: better, worse, the first cause."""
    text = tell_change(language, change)
    return language.gettext(LEADS[change.weight]).format(text=text)


def _first_check(language: "Language", values: Values) -> str:
    text = language.gettext("{count} {state}")
    shown = [
        text.format(count=count, state=language.gettext(STATES[State(state)]))
        for state, count in values["counts"].items()
        if count
    ]
    told = language.gettext("First check that is kept: {counts}. From now on changes are told.")
    return told.format(counts=language.listed(shown))


def _secret(language: "Language", values: Values) -> str:
    case = SECRETS[values["case"]]
    return language.gettext(case)


def _field(language: "Language", values: Values) -> str:
    field = str(values["field"])
    before, after = (_value(language, field, values[when]) for when in ("before", "after"))
    return _turned(language, _label(language, field), before, after)


def _label(language: "Language", field: str) -> str:
    return language.gettext(LABELS[field]) if field in LABELS else language.field(field)


def _value(language: "Language", field: str, value: Any) -> str:
    if field == "edition":
        return language.gettext(EDITIONS.get(str(value), str(value)))
    if field == "proxy" and value is None:
        return language.gettext("the system's")
    return str(value) if value else language.gettext("none")


def _turned(language: "Language", what: str, before: object, after: object) -> str:
    text = language.gettext("{what}: {before} → {after}")
    return text.format(what=what, before=before, after=after)


def _entries(language: "Language", values: Values) -> str:
    _ = language.gettext
    what = _label(language, str(values["field"]))
    gone, new = (_some(language, values[part]) for part in ("gone", "new"))
    text = _("{what}: gone {gone}; new {new}")
    if not new:
        text = _("{what}: gone {gone}")
    elif not gone:
        text = _("{what}: new {new}")
    return text.format(what=what, gone=gone, new=new)


def _some(language: "Language", entries: Sequence[str]) -> str:
    named = language.listed(list(entries[:MOST_NAMED]))
    if len(entries) <= MOST_NAMED:
        return named
    more = len(entries) - MOST_NAMED
    text = language.ngettext("{names} and {count} more", "{names} and {count} more", more)
    return text.format(names=named, count=more)


def _answer(language: "Language", values: Values) -> str:
    before, after = (language.gettext(ANSWERS[values[when]]) for when in ("before", "after"))
    return _turned(language, _question(language, str(values["question"])), before, after)


def _question(language: "Language", question: str) -> str:
    known = next((kind for kind in Kind if kind == question), None)
    if known is None:
        return question
    if known in QUESTIONS:
        return language.gettext(QUESTIONS[known])
    title = language.tell_kind(known, {}).title
    return language.gettext("“{title}”").format(title=title) if title else question


def _people(language: "Language", values: Values) -> str:
    before, after = values["before"], values["after"]
    turned = [
        _turned(language, language.gettext(name), before[count], after[count])
        for count, name in PEOPLE.items()
        if before[count] != after[count]
    ]
    table = SUBJECTS["datawind/bindings"]
    return language.gettext("{table} ({counts})").format(
        table=language.gettext(table), counts=language.listed(turned)
    )


def _facts(language: "Language", values: Values) -> str:
    _ = language.gettext
    if values["before"] == values["after"]:
        return _("The facts looked by are others of the same date, {date}").format(
            date=values["after"]
        )
    return _turned(language, _("The facts looked by"), values["before"], values["after"])


def _program(language: "Language", values: Values) -> str:
    return _turned(language, "dingsetup", values["before"], values["after"])


def _waiting(language: "Language", values: Values) -> str:
    by = str(values["by"])
    root = language.gettext(SUBJECTS.get(by, by))
    return language.ngettext(*WAITING, values["count"]).format(count=values["count"], root=root)


def _released(language: "Language", values: Values) -> str:
    return language.ngettext(*RELEASED, values["count"]).format(count=values["count"])


def _steps(language: "Language", values: Values) -> str:
    count, forms = len(values["steps"]), STEPS[values["case"]]
    return language.ngettext(*forms, count).format(count=count)


def _permission(language: "Language", values: Values) -> str:
    _ = language.gettext
    finding = _finding(values["after"]) or _finding(values["before"])
    text = _("Permission {name} ({code}) is granted now")
    if values["case"] == "lost":
        text = _("Permission {name} ({code}) is gone")
    name = language.subject(finding) if finding else values["code"]
    return text.format(name=name, code=values["code"])


def _found(language: "Language", values: Values) -> str:
    """What a check found now, and how it stood before."""
    _ = language.gettext
    before, after = _finding(values["before"]), _finding(values["after"])
    shown = after or before
    if shown is None:
        return str(values["key"])
    subject = language.subject(shown)
    title = language.tell(shown).title if after else subject
    states = [language.state(f.standing) if f else _("not seen") for f in (before, after)]
    if states[0] != states[1]:
        text = _("{title} ({before} → {after})")
        # Two connections may break alike, so it is said which; a question names itself.
        if subject != shown.check and not title.startswith(subject):
            text = _("{title} ({subject}: {before} → {after})")
        return text.format(title=title, subject=subject, before=states[0], after=states[1])
    earlier = language.tell(before).title if before else ""
    if earlier == title:
        return _("{title} (the details are others)").format(title=title)
    return _("{title} (before: {earlier})").format(title=title, earlier=earlier)


def _finding(value: Any) -> Finding | None:
    return msgspec.convert(value, Finding) if value else None


TELLERS: Mapping[ChangeKind, Callable[["Language", Values], str]] = {
    ChangeKind.FIRST_CHECK: _first_check,
    ChangeKind.SECRET: _secret,
    ChangeKind.APP: _field,
    ChangeKind.CONNECTION: _field,
    ChangeKind.DOMAIN: _field,
    ChangeKind.HOMEPAGE: _field,
    ChangeKind.ADDRESSES: _entries,
    ChangeKind.REDIRECT_URLS: _entries,
    ChangeKind.ANSWER: _answer,
    ChangeKind.PEOPLE: _people,
    ChangeKind.FACTS: _facts,
    ChangeKind.PROGRAM: _program,
    ChangeKind.WAITING: _waiting,
    ChangeKind.RELEASED: _released,
    ChangeKind.STEPS: _steps,
    ChangeKind.PERMISSION: _permission,
}
"""What is no finding before and after by itself."""
