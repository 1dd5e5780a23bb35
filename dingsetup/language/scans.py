"""Words for directory scans, questions by mobile number and checks of the bindings: what they will
take, how far they are, and what came of them."""

import datetime
from typing import TYPE_CHECKING

from dingsetup.language.amounts import about_span, counted_line, plain_span, time_line
from dingsetup.language.sentence import N_

if TYPE_CHECKING:
    from dingsetup.bindings.drift import CheckPlan, Drift
    from dingsetup.bindings.scan import ApiCalls, ScanPlan, ScanProgress, ScanResult, ScanTrouble
    from dingsetup.bindings.scan.mobiles import MobilePlan, MobileResult
    from dingsetup.language import Language, Told

APIS = {
    "GET /v1.0/microApp/apps/{agentId}/scopes": N_("visible range"),
    "POST /topapi/v2/department/get": N_("names of top departments"),
    "POST /topapi/v2/department/listsub": N_("departments"),
    "POST /topapi/v2/user/list": N_("pages of 100 people"),
    "POST /topapi/v2/user/get": N_("people one by one"),
}
VISIBLE = {
    "open": N_("The app's visible range names nobody: taken for everybody, which is unconfirmed."),
    "roles": N_("The app's visible range names roles: whom it leaves out was not looked at."),
    "unknown": N_("The app's visible range could not be read: whom it leaves out is not known."),
}
BASES = {
    "guess": N_("Calls: {span}, judging by the {people} people DingTalk counts"),
    "earlier": N_("Calls: {span}, judging by the last scan"),
    "nothing": N_("Calls: {least} or more; DingTalk does not say how many people there are"),
}


def plan_lines(language: "Language", plan: "ScanPlan") -> list[str]:
    """What a scan will take: what it goes on with, calls, by API, quota, time."""
    _ = language.gettext
    people, least = f"{plan.people:,}", f"{plan.least:,}"
    about = _(BASES[str(plan.basis)])
    span = about_span(language, plan.least, plan.most)
    lines = [*_resumed(language, plan)]
    lines.append(about.format(span=span, people=people, least=least))
    lines.append(_by_api(language, plan.apis))
    if plan.doubtful:
        text = _("Up to {count} more where bound accounts are missing from the directory")
        lines.append(text.format(count=plan.doubtful))
    if not plan.whole:
        text = _(
            "The app may read only a part of the organisation: departments {departments}, people"
            " named one by one {people}. Bound accounts outside are asked for one by one."
        )
        lines.append(text.format(departments=len(plan.roots), people=len(plan.given)))
    lines.append(counted_line(language, plan.counted))
    lines.append(time_line(language, *plan.seconds))
    return lines


def progress_line(language: "Language", progress: "ScanProgress") -> str:
    """How far it is, in one line that is said again and again."""
    _ = language.gettext
    text = _("{people} people, {calls} calls")
    if progress.expected:
        text = _("{people} of {expected} people, {calls} calls")
    line = text.format(
        people=f"{progress.people:,}",
        expected=f"{max(progress.expected, progress.people):,}",
        calls=f"{progress.calls:,}",
    )
    return _("{line}; waiting for DingTalk …").format(line=line) if progress.waiting else line


def result_lines(language: "Language", result: "ScanResult") -> list[str]:
    """What came of a scan."""
    _ = language.gettext
    ends = {
        "whole": _("Read: {people} people in {departments} departments, with {calls} calls."),
        "capped": _(
            "Stopped after {calls} calls as asked: {people} people in {departments} departments so"
            " far. The next time it goes on from there."
        ),
        "superseded": _("Another window or command has taken this over."),
    }
    cut = _(
        "Cut off after {calls} calls: {people} people in {departments} departments so far. The"
        " next time it goes on from there."
    )
    told = ends.get(str(result.ended), cut).format(
        people=f"{result.people:,}",
        departments=f"{result.departments:,}",
        calls=f"{result.all_calls:,}",
    )
    lines = [told, *_trouble(language, result.trouble)]
    if str(result.ended) != "whole":
        return lines
    return [*lines, counted_line(language, result.counted), *_unseen(language, result)]


def trouble_told(language: "Language", trouble: "ScanTrouble") -> "Told":
    """An answer that ended it: what it says, why, and what to do."""
    return language.tell_kind(trouble.kind, trouble.values)


def mobile_plan_lines(language: "Language", plan: "MobilePlan") -> list[str]:
    """What asking by mobile number will take."""
    _ = language.gettext
    if plan.shown:
        return [_("DingTalk shows mobile numbers to the app: there is nothing to ask for.")]
    if not plan.numbers:
        return [_("No user needs it: there is no number left to ask for.")]
    most = len(plan.numbers) + plan.people
    text = _("Calls: {span}, one for each number; users nobody was found for: {rows}")
    span = about_span(language, len(plan.numbers), most)
    return [
        text.format(span=span, rows=f"{plan.rows:,}"),
        counted_line(language, most if plan.counted else 0),
        time_line(language, plan.seconds, plan.seconds),
    ]


def mobile_result_lines(language: "Language", result: "MobileResult") -> list[str]:
    """What came of asking by mobile number."""
    _ = language.gettext
    lines = [_("Found: {found}. Nobody's: {nobody}.")]
    if result.refused:
        lines.append(_("No mobile number in DingTalk's eyes: {refused}."))
    if result.outside:
        lines.append(_("Of people outside the app's contact range: {outside}."))
    if result.left:
        lines.append(_("Still to be asked for: {left}. What was answered is kept."))
    counts = {name: getattr(result, name) for name in ("found", "nobody", "refused", "outside")}
    told = [line.format(**counts, left=result.left) for line in lines]
    if result.found:
        told.append(_("Match again, so that what was found is bound."))
    return [*told, *_trouble(language, result.trouble)]


def check_plan_lines(language: "Language", plan: "CheckPlan") -> list[str]:
    """What a check of the bindings will take, and why that way."""
    _ = language.gettext
    if plan.scan is not None:
        text = _("The whole directory is read, which is less than asking for {bound} accounts.")
        return [text.format(bound=f"{plan.bound:,}"), *plan_lines(language, plan.scan)]
    if not plan.bound:
        return [_("Nobody is bound yet: there is nothing to check.")]
    text = _("Each of {bound} bound accounts is asked for, which is less than the whole directory.")
    return [
        text.format(bound=f"{plan.bound:,}"),
        _("Calls: {span}").format(span=about_span(language, *plan.calls)),
        counted_line(language, plan.counted),
        time_line(language, *plan.seconds),
    ]


def drift_lines(language: "Language", drift: "Drift") -> list[str]:
    """What has drifted, and who is new."""
    from dingsetup.language.bindings import short_reason

    _ = language.gettext
    lines: list[str] = []
    if str(drift.ended) != "whole":
        lines.append(_("Cut off after {calls} calls; what was answered is kept."))
    counts = {kind: len(rows) for kind, rows in drift.rows.items() if rows}
    if counts:
        lines.append(_("No longer right: {count} of {bound} bindings, {newly} of them newly."))
    elif str(drift.ended) == "whole":
        lines.append(_("Bindings that still hold: all {bound}."))
    told = [
        line.format(
            calls=drift.calls, count=sum(counts.values()), bound=drift.bound, newly=len(drift.newly)
        )
        for line in lines
    ]
    text = _("{reason}: {count}")
    told += [text.format(reason=short_reason(language, k), count=n) for k, n in counts.items()]
    if drift.new_count:
        text = _("New on DingTalk, and bound to nobody: {count}")
        at_least = _("New on DingTalk since the directory was read: {count} at least")
        told.append((text if drift.new_people else at_least).format(count=drift.new_count))
    return [*told, *_trouble(language, drift.trouble)]


def _unseen(language: "Language", result: "ScanResult") -> list[str]:
    """What a scan was not shown."""
    _ = language.gettext
    lines: list[str] = []
    if result.partial:
        text = _(
            "The app may read only a part of the organisation. Bound accounts outside: {count}"
        )
        lines.append(text.format(count=result.outside))
    if result.passed_over:
        text = _("Passed over, as they were closed meanwhile or closed to the app: {count}")
        lines.append(text.format(count=result.passed_over))
    lines += _hidden(language, result.hidden_fields)
    if str(result.visible) in VISIBLE:
        lines.append(_(VISIBLE[str(result.visible)]))
    return lines


def _resumed(language: "Language", plan: "ScanPlan") -> list[str]:
    if plan.resumes is None:
        return []
    text = language.gettext(
        "Goes on with what was begun at {at}: {people} people in {departments} departments are"
        " read, with {calls} calls."
    )
    before = plan.resumes
    at = language.moment(datetime.datetime.fromisoformat(before.began_at))
    told = text.format(
        at=at,
        people=f"{before.people:,}",
        departments=f"{before.departments:,}",
        calls=f"{before.calls:,}",
    )
    return [told]


def _by_api(language: "Language", apis: tuple["ApiCalls", ...]) -> str:
    _ = language.gettext
    parts = [
        _("{api} {span}").format(
            api=_(APIS[one.endpoint]), span=plain_span(language, one.least, one.most)
        )
        for one in apis
    ]
    return _("Of these: {parts}").format(parts=language.listed(parts))


def _hidden(language: "Language", fields: tuple[str, ...]) -> list[str]:
    _ = language.gettext
    if not fields:
        return []
    names = [language.field(field.replace("_", "")) for field in fields]
    text = _("DingTalk shows nobody's {fields} to the app: that permission is not granted.")
    lines = [text.format(fields=language.listed(names))]
    if "mobile" in fields:
        lines.append(_("For users nobody is found for, DingTalk can be asked by mobile number."))
    return lines


def _trouble(language: "Language", trouble: "ScanTrouble | None") -> list[str]:
    if trouble is None:
        return []
    told = trouble_told(language, trouble)
    return [text for text in (told.title, told.remedy) if text]
