"""What is said above the button: who got the same today, and what a send costs."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from dingsetup.messages.deliveries import SendPlan

if TYPE_CHECKING:
    from dingsetup.language import Language


def duplicate_note(language: "Language", plan: SendPlan, doubtful: Collection[str] = ()) -> str:
    """DingTalk drops the same content for the same person on one day, and says nothing.

    `doubtful` are userids of whom nobody knows whether they got it.
    """
    if not plan.duplicates:
        return ""
    n = len(plan.duplicates)
    _ = language.gettext
    first = next(one for one in plan.recipients if one.userid == plan.duplicates[0])
    said = _text(language, n, doubtful=all(userid in doubtful for userid in plan.duplicates))
    said = said.format(n=f"{n:,}", name=first.name or first.userid)
    if plan.number:
        numbered = _("This one is numbered: test {number}.")
        more = numbered.format(number=plan.number)
    else:
        more = _("Choose another picture, or another type.")
    return f"{said}{'' if language.chinese else ' '}{more}"


def _text(language: "Language", n: int, *, doubtful: bool) -> str:
    """Not as plurals: a name beside a number of one reads wrong in Chinese."""
    _ = language.gettext
    if doubtful and n == 1:
        return _(
            "{name} may have got the same today already: DingTalk would then drop it in silence."
        )
    if doubtful:
        return _(
            "{n} people, {name} among them, may have got the same today already: DingTalk would"
            " then drop it in silence."
        )
    if n == 1:
        return _("{name} got the same today already: DingTalk would drop it in silence.")
    return _(
        "{n} people, {name} among them, got the same today already: DingTalk would drop"
        " it in silence."
    )


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
