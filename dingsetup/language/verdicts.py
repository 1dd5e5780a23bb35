"""Words for what keeps somebody from getting a message, and for why they did not get one."""

import datetime
from typing import TYPE_CHECKING

from dingsetup.language import Told
from dingsetup.language.deliveries import fate_told, filled
from dingsetup.language.sentence import N_, Sentence, sentence

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.recipients import Hindrance
    from dingsetup.messages.verdicts import Evidence, Verdict

_WIDEN = N_("Widen 可使用范围 in 版本管理与发布, and publish again.")
_BIND = N_("Bind the user to an account in the binding table.")

HINDRANCES: dict[str, Sentence] = {
    "not_bound": sentence(N_("not bound"), N_("No DingTalk account is bound."), _BIND),
    "suggested": sentence(
        N_("only suggested"),
        N_("An account was found, and nobody has decided yet."),
        N_("Accept the suggestion in the binding table, or choose somebody else."),
    ),
    "conflict": sentence(
        N_("in conflict"),
        N_("The binding table has more than one answer for this user."),
        N_("Decide in the binding table."),
    ),
    "not_found": sentence(N_("not found"), N_("Nobody on DingTalk was found."), _BIND),
    "ignored": sentence(
        N_("needs no binding"),
        N_("Somebody decided that this user needs no binding."),
        N_("Take the user in again in the binding table."),
    ),
    "disabled": sentence(
        N_("disabled in DataWind"),
        N_("A test arrives all the same; DataWind itself pushes nothing to a disabled user."),
        N_("Enable the user in DataWind."),
    ),
    "userid_unknown": sentence(
        N_("nobody has this userid"),
        N_("The directory that was read last has nobody with the userid {userid}."),
        N_("Correct the userid, or read the directory again if the person is new."),
    ),
    "inactive": sentence(
        N_("not activated"),
        N_("The account has never been signed in to."),
        N_("Have the person sign in to DingTalk once."),
    ),
    "gone": sentence(
        N_("departed"),
        N_("The account is no longer in the organisation."),
        N_("Bind the user to another account, or unbind."),
    ),
    "out_of_range": sentence(
        N_("outside the contact range"),
        N_("The app may not see this person."),
        N_("Widen 通讯录权限范围 in 权限管理."),
    ),
    "not_visible": sentence(N_("not in the visible range"), N_("The app is not for them."), _WIDEN),
}
"""By `HindranceKind`: a few words, then why, and what to do."""

VERDICTS: dict[str, Sentence] = {
    "read": sentence(N_("They have it, and have read it")),
    "not_bound": sentence(N_("The user is not bound to an account")),
    "disabled": sentence(N_("The user is disabled in DataWind")),
    "gone": sentence(N_("The account is no longer there")),
    "inactive": sentence(N_("The account is not activated")),
    "out_of_range": sentence(N_("The person is outside the app's contact range")),
    "not_visible": sentence(N_("The app is not for this person")),
    "nothing_sent": sentence(
        N_("Nothing was sent to them from here"),
        N_("This profile's history has no message to them. What DataWind sent stands there."),
        N_("Send a test to them."),
    ),
    "waiting": sentence(
        N_("Their message was not sent yet"),
        N_("The send stopped before their batch."),
        N_("Go on with the send in the history."),
    ),
    "quota": sentence(N_("The month's calls are used up")),
    "not_sent": sentence(N_("The message was not sent")),
    "lost_answer": sentence(N_("Nobody knows whether it went out")),
    "duplicate": sentence(N_("They got the same message before, on the same day")),
    "refused": sentence(N_("DingTalk kept it back")),
    "invalid": sentence(N_("DingTalk could not reach this person")),
    "failed": sentence(N_("DingTalk could not deliver it")),
    "never_named": sentence(N_("DingTalk never said what became of it")),
    "under_way": sentence(N_("It is still under way")),
    "recalled": sentence(
        N_("It was taken back"), N_("The message was recalled, and is no longer in their inbox.")
    ),
    "unread": sentence(
        N_("They have it, and have not read it"),
        N_("It is in DingTalk's work notices, unread."),
        N_("Ask them to look under 工作通知; muted notices make no sound."),
    ),
}
"""By `WhyKind`; what is not said here the hindrance or the fate says."""

QUESTIONS = {
    "bound": N_("Bound"),
    "active": N_("Active"),
    "in_range": N_("In the contact range"),
    "visible": N_("In the visible range"),
    "quota": N_("Taken by DingTalk"),
    "duplicate": N_("Not a repetition"),
    "refused": N_("Not kept back"),
    "unread": N_("Read by the person"),
}
STATES = {
    "ok": N_("yes"),
    "bad": N_("no"),
    "unknown": N_("not known"),
    "not_reached": N_("not reached"),
}


def hindrance_name(language: "Language", hindrance: "Hindrance") -> str:
    """What keeps somebody from getting it, in a few words."""
    return language.gettext(HINDRANCES[str(hindrance.kind)].title[0])


def hindrance_told(language: "Language", hindrance: "Hindrance") -> Told:
    """What keeps somebody from getting it: a few words, why, and what to do."""
    from dingsetup.language.bindings import short_reason

    told = filled(language, HINDRANCES[str(hindrance.kind)], hindrance.values)
    reason = short_reason(language, str(hindrance.values.get("reason", "")))
    if not reason:
        return told
    cause = language.gettext("{cause} ({reason})").format(cause=told.cause, reason=reason)
    return Told(told.title, cause, told.remedy)


def why_told(language: "Language", verdict: "Verdict") -> Told:
    """Why somebody did not get a message: the verdict, its reason, and what to do."""
    told = filled(language, VERDICTS[str(verdict.kind)], verdict.values)
    bad = next((one for one in verdict.evidence if str(one.state) == "bad"), None)
    if told.cause or str(verdict.kind) == "read":
        return told
    if bad is not None and bad.kind in HINDRANCES:
        more = filled(language, HINDRANCES[bad.kind], bad.values)
        return Told(told.title, more.cause, more.remedy)
    if verdict.delivery is not None:
        more = fate_told(language, verdict.delivery)
        return Told(told.title, more.cause, more.remedy)
    return told


def evidence_line(language: "Language", evidence: "Evidence") -> str:
    """One question with its answer, and since when that is known."""
    _ = language.gettext
    question = _(QUESTIONS[str(evidence.question)])
    answer = _(STATES[str(evidence.state)])
    if not evidence.at:
        return _("{question}: {answer}").format(question=question, answer=answer)
    at = language.moment(datetime.datetime.fromisoformat(evidence.at))
    text = _("{question}: {answer} ({at})")
    return text.format(question=question, answer=answer, at=at)
