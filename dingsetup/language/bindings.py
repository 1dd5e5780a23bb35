"""Words for the binding table: columns, states, rules, changes, and why a row stands as it does."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from dingsetup.bindings.values import MOST_CANDIDATES
from dingsetup.language import Told
from dingsetup.language.binding_reasons import REASONS, TROUBLES
from dingsetup.language.sentence import N_, NN_, Sentence, choose

if TYPE_CHECKING:
    from dingsetup.bindings.values import BindingError, BindingState, Change, Event, Person, Row
    from dingsetup.language import Language

COLUMNS = {
    "username": N_("DataWind user"),
    "name": N_("Full name"),
    "email": N_("E-mail"),
    "mobile": N_("Mobile number"),
    "job_number": N_("Job number"),
    "enabled": N_("Enabled"),
    "userid": N_("DingTalk userid"),
    "person_name": N_("Name on DingTalk"),
    "person_mobile": N_("Mobile on DingTalk"),
    "person_email": N_("E-mail on DingTalk"),
    "person_job_number": N_("Job number on DingTalk"),
    "departments": N_("Departments"),
    "active": N_("Activated"),
    "unionid": N_("unionid"),
    "rule": N_("Matched by"),
    "confidence": N_("How sure"),
    "state": N_("Binding"),
    "reason": N_("Reason"),
    "checked_at": N_("Last seen"),
    "note": N_("Note"),
}
FIELDS = {
    **COLUMNS,
    "candidates": N_("Candidates"),
    "rejected": N_("Turned down"),
    "searched": N_("Rules tried"),
    "ignored": N_("Needs no binding"),
    "duplicate_lines": N_("Lines of the sheet"),
}
"""Columns, and what else of a row a change may touch."""

STATES = {
    "bound": N_("bound"),
    "suggested": N_("suggested"),
    "conflict": N_("conflict"),
    "not_found": N_("not found"),
    "out_of_range": N_("out of range"),
    "inactive": N_("not activated"),
    "gone": N_("departed"),
    "not_bound": N_("not bound"),
    "ignored": N_("needs no binding"),
}
RULES = {
    "mobile": N_("mobile number"),
    "email": N_("e-mail"),
    "job_number": N_("job number"),
    "name": N_("full name"),
    "hand": N_("by hand"),
    "sheet": N_("from the sheet"),
}
CONFIDENCES = {"high": N_("high"), "medium": N_("medium"), "low": N_("low")}
YES = N_("yes")
NO = N_("no")

ACTIONS = {
    "import": (N_("Import"), NN_("Import of {count} user", "Import of {count} users")),
    "match": (N_("Match"), NN_("Matching of {count} user", "Matching of {count} users")),
    "edit": (N_("Typing"), NN_("Typing in {count} row", "Typing in {count} rows")),
    "paste": (N_("Paste"), NN_("Pasting into {count} row", "Pasting into {count} rows")),
    "fill": (N_("Fill"), NN_("Filling of {count} row", "Filling of {count} rows")),
    "bind": (N_("Bind"), NN_("Binding of {count} user", "Binding of {count} users")),
    "unbind": (N_("Unbind"), NN_("Unbinding of {count} user", "Unbinding of {count} users")),
    "accept": (
        N_("Accept"),
        NN_("Accepting of {count} suggestion", "Accepting of {count} suggestions"),
    ),
    "reject": (
        N_("Turn down"),
        NN_("Turning down for {count} user", "Turning down for {count} users"),
    ),
    "ignore": (N_("Leave out"), NN_("Leaving out of {count} user", "Leaving out of {count} users")),
    "unignore": (
        N_("Take in again"),
        NN_("Taking in again of {count} user", "Taking in again of {count} users"),
    ),
    "delete": (N_("Take out"), NN_("Taking out of {count} user", "Taking out of {count} users")),
}
"""Each action in a word, and what it did to how many rows."""


def column_name(language: "Language", column: str) -> str:
    return language.gettext(FIELDS.get(column, column))


def state_name(language: "Language", state: "BindingState") -> str:
    return language.gettext(STATES[str(state)])


def rule_name(language: "Language", rule: str) -> str:
    """How a userid was found; nothing for no rule."""
    return language.gettext(RULES.get(rule, rule))


def confidence_name(language: "Language", confidence: str) -> str:
    return language.gettext(CONFIDENCES.get(confidence, ""))


def yes_or_no(language: "Language", value: bool) -> str:
    return language.gettext(YES if value else NO)


def action_name(language: "Language", action: str) -> str:
    return language.gettext(ACTIONS[str(action)][0])


def change_name(language: "Language", change: "Change") -> str:
    """What a change did, as a button that undoes it says: “Import of 12 users”."""
    one, many = ACTIONS[str(change.action)][1]
    counted = language.ngettext(one, many, change.count)
    return counted.format(count=f"{change.count:,}")


def reason_of(language: "Language", row: "Row") -> Told:
    """Why a row stands as it does: in a few words, why, and what to do. All may be empty."""
    _ = language.gettext
    if row.reason not in REASONS:
        return Told("", "", "")
    values = dict(row.values)
    if more := values.pop("more", 0):
        values["usernames"] = [*values["usernames"], _("{more} more").format(more=f"{more:,}")]
    count = len(row.open_candidates)
    said = {"count": f"{count}+"} if count >= MOST_CANDIDATES else None
    return _told(language, REASONS[str(row.reason)], values, said)


def short_reason(language: "Language", reason: str) -> str:
    """A reason in a few words, of no row in particular."""
    sentence = REASONS.get(str(reason))
    return language.gettext(sentence.title[-1]) if sentence is not None else ""


def trouble_of(language: "Language", error: "BindingError") -> Told:
    """Why a change was refused, and what to do."""
    return _told(language, TROUBLES[str(error.kind)], error.values)


def likeness(language: "Language", row: "Row", person: "Person") -> str:
    """What a user and a person have in common, and what the app may not see of the person."""
    _ = language.gettext
    fields = ("mobile", "email", "job_number", "name")
    same = [one for one in fields if _same(getattr(row, one), getattr(person, one))]
    names = language.listed([rule_name(language, one) for one in same])
    parts = [_("Same {fields}.").format(fields=names)] if same else [_("Nothing is the same.")]
    if not person.mobile:
        parts.append(_("The mobile number is hidden from the app."))
    if not person.active:
        parts.append(_("The account is not activated."))
    return ("" if language.chinese else " ").join(parts)


def _same(one: str, other: str) -> bool:
    from dingsetup.bindings.numbers import normal_mobile

    number = normal_mobile(one).value
    return bool(one) and (
        one.strip().casefold() == other.strip().casefold()
        or (bool(number) and number == normal_mobile(other).value)
    )


def event_lines(language: "Language", event: "Event") -> list[str]:
    """What a change did to one row, field by field: `Mobile number: 138… → 139…`."""
    _ = language.gettext
    if event.before is None:
        return [_("Came into the table.")]
    if event.after is None:
        return [_("Was taken out of the table.")]
    lines: list[str] = []
    for field, before in event.before.items():
        was, is_ = (_value(language, field, value) for value in (before, event.after[field]))
        said = _("{field}: {before} → {after}")
        nothing = _("(empty)")
        lines.append(
            said.format(
                field=column_name(language, field), before=was or nothing, after=is_ or nothing
            )
        )
    return lines


def _value(language: "Language", field: str, value: Any) -> str:
    if field in ("enabled", "ignored"):
        return yes_or_no(language, bool(value))
    if field == "rule":
        return rule_name(language, str(value))
    if field == "confidence":
        return confidence_name(language, str(value))
    if field == "searched":
        return language.listed([rule_name(language, one) for one in _decoded(value)])
    if field == "candidates":
        return language.listed([one["userid"] for one in _decoded(value)])
    if field in ("rejected", "duplicate_lines"):
        return language.listed(_decoded(value))
    return str(value)


def _decoded(value: Any) -> list[Any]:
    """A list as its column keeps it; nothing where there is none."""
    import msgspec

    return msgspec.json.decode(value, type=list[Any]) if value else []


def _told(
    language: "Language",
    sentence: Sentence,
    values: Mapping[str, Any],
    said: Mapping[str, str] | None = None,
) -> Told:
    """Put values into a sentence; `said` are some of them in words already."""
    spoken: dict[str, Any] = {
        name: _spoken(language, name, value) for name, value in values.items()
    }
    spoken |= said or {}
    title = choose(sentence.title, values)
    if sentence.count and isinstance(count := values.get(sentence.count), int):
        title = language.ngettext(sentence.title[0], sentence.many, count)
    else:
        title = language.gettext(title)
    cause, remedy = (
        language.gettext(choose(part, values)) for part in (sentence.cause, sentence.remedy)
    )
    return Told(*(part.format_map(spoken) for part in (title, cause, remedy)))


def _spoken(language: "Language", name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        items = [str(one) for one in cast("Sequence[Any]", value)]
        shown = [rule_name(language, one) for one in items] if name == "rules" else items
        return language.listed(shown)
    if name == "rule":
        return rule_name(language, str(value))
    if name == "field":
        return column_name(language, str(value))
    return value
