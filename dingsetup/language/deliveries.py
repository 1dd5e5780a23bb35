"""Words for sends: what one will take, where each person stands and why, what came of it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from dingsetup.language import Told
from dingsetup.language.sentence import N_, NN_, Sentence, choose, counted, sentence

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.costs import Cost
    from dingsetup.messages.deliveries import (
        Batch,
        Delivery,
        Fate,
        SendError,
        Sending,
        SendPlan,
    )
    from dingsetup.messages.history import Comparison, PersonChange

FATES: dict[str, Sentence] = {
    "waiting": sentence(
        N_("not sent yet"),
        N_("Their batch has not been sent."),
        N_("Go on with the send when you want to; nothing goes out by itself."),
    ),
    "sending": sentence(N_("being sent"), N_("The request is under way.")),
    "accepted": sentence(
        N_("accepted"),
        N_("DingTalk took the message, which proves no delivery yet."),
        N_("Wait for the result, or look now."),
    ),
    "running": sentence(N_("DingTalk is at it"), N_("DingTalk is still working at the delivery.")),
    "delivered": sentence(
        N_("delivered"), N_("It is in their work notices, and they have not opened it yet.")
    ),
    "read": sentence(N_("read")),
    "refused": sentence(
        N_("kept back"),
        N_("DingTalk took the message and kept it from this person, without saying why."),
    ),
    "invalid": sentence(
        N_("not reachable"),
        N_("DingTalk does not know this person, or the app is not for them."),
        N_("Read the directory again, and widen 可使用范围 in 版本管理与发布 if needed."),
    ),
    "failed": sentence(
        N_("not delivered"),
        N_("DingTalk could not deliver it, and gives no reason."),
        N_("Send it again later."),
    ),
    "not_sent": sentence(N_("not sent"), N_("The call was refused: nothing arrived.")),
    "unknown": sentence(
        N_("unknown"),
        N_("Nobody can tell whether it arrived."),
        N_("Ask the person. It is never sent again by itself."),
    ),
}
"""By `Fate`: a word, then why, and what to do."""

_UNKNOWN = {
    "cut_off": N_("The program ended before the answer was kept: it may have arrived or not."),
    "never_named": N_("DingTalk took it, and within 24 hours no result named this person."),
    "recalled": N_("It was taken back before any result named this person, who may have seen it."),
    "cancelled": N_("It was cancelled with the request under way: it may have arrived or not."),
}
_LOST = N_("The answer never came, so it may have arrived or not: {title}")

TROUBLES: dict[str, Sentence] = {
    "nobody": sentence(N_("Nobody is chosen"), (), N_("Choose at least one person.")),
    "too_many": counted(
        "count",
        NN_("{count} person is too many at once", "{count} people are too many at once"),
        N_("A test goes to {limit} people at most, and never to everybody."),
        N_("Choose fewer people."),
    ),
    "userid_shape": sentence(
        N_("“{userid}” cannot be a userid"),
        N_("A userid has no blanks or commas and at most 64 characters."),
        N_("Copy it from DingTalk's directory, or choose the person by name."),
    ),
    "agent_id_shape": sentence(
        (N_("“{agent_id}” is no AgentId"), N_("The AgentId is not filled in")),
        N_("Messages are sent by the app whose AgentId is given; it is a number."),
        N_("Fill it in on the credentials' page, from 凭证与基础信息."),
    ),
    "already_sent": sentence(
        N_("This was sent already"),
        N_("A send that was confirmed goes out once, however often the button is pressed."),
        N_("Look at it in the history, or prepare a new one."),
    ),
    "changed_meanwhile": counted(
        "count",
        NN_(
            "{count} person got the same message meanwhile",
            "{count} people got the same message meanwhile",
        ),
        N_("Another window or command sent it: {userids}"),
        N_("Look again at who is to get it, and number the test."),
    ),
    "sending_unknown": sentence(N_("There is no send with the number {id}")),
    "task_unknown": sentence(
        N_("There is no task {task} in this profile's history"),
        N_("Only what was sent from here, with this profile, can be followed."),
    ),
    "too_late": sentence(
        N_("It is too late for that"),
        N_("DingTalk does this only within {hours} hours of the send."),
    ),
    "no_status_bar": sentence(
        N_("This message has no status bar"),
        N_("Only an OA message to at most five people has one."),
    ),
}
"""By `SendTrouble`."""


def fate_name(language: "Language", fate: "Fate | str") -> str:
    """Where a message stands, in a word."""
    return language.gettext(FATES[str(fate)].title[0])


def fate_told(language: "Language", delivery: "Delivery") -> Told:
    """Where one person stands: a word, why, and what to do."""
    told = filled(language, FATES[str(delivery.fate)], {})
    cause, remedy = _why(language, str(delivery.fate), delivery.kind, delivery.values)
    return Told(told.title, cause or told.cause, remedy or told.remedy)


def tally_line(language: "Language", tally: "Mapping[Fate, int]") -> str:
    """How many people stand where: “97 delivered, 2 kept back, 1 unknown”."""
    text = language.gettext("{count} {state}")
    parts = [text.format(count=f"{n:,}", state=fate_name(language, f)) for f, n in tally.items()]
    return language.listed(parts)


def plan_lines(language: "Language", plan: "SendPlan") -> list[str]:
    """What a send will do: to how many, in how many calls, who would get it twice."""
    _ = language.gettext
    people, calls = len(plan.recipients), len(plan.batches)
    text = language.ngettext("To {count} person", "To {count} people", people)
    lines = [text.format(count=f"{people:,}")]
    if calls > 1:
        text = _("In {calls} batches of at most 100 people")
        lines.append(text.format(calls=calls))
    return [*lines, *duplicate_lines(language, plan)]


def duplicate_lines(language: "Language", plan: "SendPlan") -> list[str]:
    """Who got the same today, and what helps; nothing where nobody did."""
    _ = language.gettext
    lines: list[str] = []
    if plan.duplicates:
        count = len(plan.duplicates)
        text = language.ngettext(
            "{count} person got this same message today: DingTalk drops the second in silence.",
            "{count} people got this same message today: DingTalk drops the second in silence.",
            count,
        )
        lines.append(text.format(count=f"{count:,}"))
        another = _("Number the test {number}, and it is another message.")
        if not plan.number:
            another = _("A picture alone cannot be numbered: send another picture or another type.")
        lines.append(another.format(number=plan.number))
    if plan.waiting:
        count = len(plan.waiting)
        text = language.ngettext(
            "For {count} person this same message waits in a send that was not finished.",
            "For {count} people this same message waits in a send that was not finished.",
            count,
        )
        lines.append(text.format(count=f"{count:,}"))
    return lines


def cost_lines(language: "Language", cost: "Cost", used: int, month: int = 0) -> list[str]:
    """What a send costs of the month's calls, and what of them is known to be used.

    `month` is what the organisation has in a month, 0 where that is not known.
    """
    _ = language.gettext
    text = _("Of the month's calls: {calls} for sending, {most} at most with tracking")
    lines = [text.format(calls=f"{cost.calls:,}", most=f"{cost.most:,}")]
    known = _("Used from this computer this month: {used}; what others used is not known")
    if month:
        known = _(
            "Used from this computer this month: {used} of {month}; what others used is not known"
        )
    return [*lines, known.format(used=f"{used:,}", month=f"{month:,}")]


def sending_lines(language: "Language", sending: "Sending") -> list[str]:
    """How a send stands, and what went wrong with its batches."""
    lines = [tally_line(language, sending.tally)]
    said = dict.fromkeys(batch_line(language, batch) for batch in sending.batches)
    return [*lines, *(line for line in said if line)]


def batch_line(language: "Language", batch: "Batch") -> str:
    """Why a batch was not sent, is unknown, or told nothing when it was asked about."""
    _ = language.gettext
    if batch.kind is None:
        reason = _UNKNOWN.get(str(batch.values.get("reason", "")), "")
        return _(reason) if str(batch.fate) == "unknown" else ""
    told = language.tell_kind(batch.kind, batch.values)
    if str(batch.fate) == "unknown":
        return _(_LOST).format(title=told.title)
    if str(batch.fate) == "accepted":
        return _("Its result could not be asked for: {title}").format(title=told.title)
    return _("Not sent: {title}").format(title=told.title)


def error_told(language: "Language", error: "SendError") -> Told:
    """Why something was refused before any request, and what to do."""
    return filled(language, TROUBLES[str(error.kind)], error.values)


def comparison_lines(language: "Language", comparison: "Comparison") -> list[str]:
    """What differs between two sends: of the message, then of the people."""
    _ = language.gettext
    nothing = _("(empty)")
    text = _("{field}: {before} → {after}")
    lines = [
        text.format(
            field=one.field,
            before=nothing if one.before is None else one.before,
            after=nothing if one.after is None else one.after,
        )
        for one in comparison.message
    ]
    lines = lines or [_("The messages are the same.")]
    lines += [person_line(language, one) for one in comparison.people]
    count = comparison.same
    same = language.ngettext(
        "{count} person fared the same", "{count} people fared the same", count
    )
    return [*lines, same.format(count=f"{count:,}")]


def person_line(language: "Language", change: "PersonChange") -> str:
    """How somebody fared in one send and in the other."""
    _ = language.gettext
    nobody = _("not a recipient")
    before, after = (
        nobody if one is None else fate_name(language, one.fate)
        for one in (change.before, change.after)
    )
    name = change.recipient.name or change.recipient.username or change.recipient.userid
    return _("{field}: {before} → {after}").format(field=name, before=before, after=after)


def _why(language: "Language", fate: str, kind: Any, values: Mapping[str, Any]) -> tuple[str, str]:
    """What a fate's kind says beyond the fate itself."""
    reason = str(values.get("reason", ""))
    if kind is None:
        known = _UNKNOWN.get(reason, "") if fate == "unknown" else ""
        return language.gettext(known), ""
    told = language.tell_kind(kind, values)
    if fate == "unknown":
        return language.gettext(_LOST).format(title=told.title), ""
    if str(kind) == "unknown" and not values.get("message"):
        return "", ""  # named as kept back without a code
    return told.title, told.remedy


def filled(language: "Language", entry: Sentence, values: Mapping[str, Any]) -> Told:
    """Put values into a sentence."""
    spoken = {
        name: language.listed(cast("list[Any]", value)) if isinstance(value, list) else value
        for name, value in values.items()
    }
    title = language.gettext(choose(entry.title, values))
    if entry.count and isinstance(count := values.get(entry.count), int):
        title = language.ngettext(entry.title[0], entry.many, count)
    parts = (title, *(language.gettext(choose(p, values)) for p in (entry.cause, entry.remedy)))
    return Told(*(part.format_map(spoken) for part in parts))
