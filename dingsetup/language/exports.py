"""Words of the sheets we write: the table, the work list and the template."""

from typing import TYPE_CHECKING

from dingsetup.bindings.sheets import (
    TABLE_COLUMNS,
    TEMPLATE_COLUMNS,
    TableText,
    TemplateText,
    WorkText,
)
from dingsetup.bindings.values import BindingState
from dingsetup.language.bindings import (
    column_name,
    reason_of,
    rule_name,
    state_name,
    yes_or_no,
)
from dingsetup.language.sentence import N_

if TYPE_CHECKING:
    from dingsetup.bindings.values import Row
    from dingsetup.language import Language

WORK_HEADERS = {
    "todo": N_("To do"),
    "username": N_("DataWind user"),
    "name": N_("Full name"),
    "person_name": N_("Name to search for"),
    "departments": N_("Departments"),
    "person_job_number": N_("Job number on DingTalk"),
    "userid": N_("DingTalk userid"),
    "why": N_("Why"),
}
NOTES = {
    "username": N_("Required: the username in DataWind, to the letter. Each one once."),
    "name": N_("People are also looked for by name, but a name alone only suggests somebody."),
    "email": N_("The e-mail address in DataWind."),
    "mobile": N_(
        "The whole number; the surest way to find somebody. A foreign one with + and its country"
        " code, none with asterisks."
    ),
    "job_number": N_("As in DingTalk's directory. Leading zeros stay."),
    "enabled": N_("Whether the user is enabled in DataWind; empty stays as it is."),
    "userid": N_("Only where it is known already; otherwise leave it empty and match."),
    "note": N_("For yourself."),
}
EXAMPLE = {
    "username": N_("Example: zhangsan"),
    "name": N_("Zhang San"),
    "email": "zhangsan@example.com",
    "mobile": "13800138000",
    "job_number": "001234",
    "note": N_("This row is passed over."),
}


def table_text(language: "Language") -> TableText:
    """Words of an export, with the state and reason of each row."""

    def verdict(row: "Row") -> tuple[str, str]:
        return state_name(language, row.state), reason_of(language, row).title

    return TableText(
        # The window's word for it is short, and here another column tells who is enabled.
        headers={name: column_name(language, name) for name in TABLE_COLUMNS}
        | {"state": language.gettext(N_("Binding state"))},
        yes=yes_or_no(language, True),
        no=yes_or_no(language, False),
        sheet=language.gettext(N_("Binding table")),
        verdict=verdict,
    )


def work_text(language: "Language") -> WorkText:
    """Words of a work list."""
    _ = language.gettext

    def why(row: "Row") -> str:
        if row.state is BindingState.BOUND:
            return rule_name(language, row.rule)
        parts = (state_name(language, row.state), reason_of(language, row).title)
        return (
            _("{state}: {reason}").format(state=parts[0], reason=parts[1]) if parts[1] else parts[0]
        )

    return WorkText(
        headers={name: _(title) for name, title in WORK_HEADERS.items()},
        bind=_("bind"),
        unbind=_("unbind"),
        cannot=_("cannot be bound"),
        sheet=_("Work list"),
        why=why,
    )


def template_text(language: "Language") -> TemplateText:
    """Words of a template."""
    _ = language.gettext
    return TemplateText(
        headers={name: column_name(language, name) for name in TEMPLATE_COLUMNS},
        notes={name: _(note) for name, note in NOTES.items()},
        example={name: _(text) for name, text in EXAMPLE.items()}
        | {"enabled": yes_or_no(language, True)},
        yes=yes_or_no(language, True),
        no=yes_or_no(language, False),
        sheet=_("Users"),
    )
