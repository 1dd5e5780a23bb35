"""What is said above the button: who got the same today, and what a send costs."""

from typing import TYPE_CHECKING

from dingsetup.messages.deliveries import SendPlan

if TYPE_CHECKING:
    from dingsetup.language import Language


def duplicate_note(language: "Language", plan: SendPlan) -> str:
    """DingTalk drops the same content for the same person on one day, and says nothing."""
    if not plan.duplicates:
        return ""
    n = len(plan.duplicates)
    _ = language.gettext
    first = next(one for one in plan.recipients if one.userid == plan.duplicates[0])
    said = _("{name} got the same today already: DingTalk would drop it in silence.")
    if n > 1:
        said = _(
            "{n} people, {name} among them, got the same today already: DingTalk would drop"
            " it in silence."
        )
    said = said.format(n=f"{n:,}", name=first.name or first.userid)
    if plan.number:
        numbered = _("This one is numbered: test {number}.")
        more = numbered.format(number=plan.number)
    else:
        more = _("Choose another picture, or another type.")
    return f"{said}{'' if language.chinese else ' '}{more}"


def cost_line(language: "Language", plan: SendPlan, used: int) -> str:
    """What a send takes of the month's calls, in one line."""
    said = language.gettext(
        "Takes {calls} of the month's calls, {most} at most with tracking; {used} used from here"
        " so far"
    )
    cost = plan.cost
    return said.format(calls=f"{cost.calls:,}", most=f"{cost.most:,}", used=f"{used:,}")


def cost_details(language: "Language", plan: SendPlan, used: int) -> str:
    """The same in full, for whoever rests on it."""
    from dingsetup.language.deliveries import cost_lines

    return "\n".join(cost_lines(language, plan.cost, used))
