"""What the practice tenant's faults are called, and what there is to choose of each."""

from dingsetup.language.sentence import N_
from dingsetup.practice import ScenarioKind
from dingsetup.ui.workspace import Workspace

NAMES = {
    "bad-secret": N_("The secret was reset"),
    "wrong-corp": N_("CorpId of another organisation"),
    "app-disabled": N_("The app is stopped"),
    "org-disabled": N_("The organisation is disabled"),
    "org-disbanded": N_("The organisation is dissolved"),
    "ip-blocked": N_("This computer is not on the allowlist"),
    "ip-blocked-v6": N_("Not on the allowlist, by IPv6"),
    "scope-missing": N_("A permission is missing"),
    "narrow-range": N_("The contact range is narrow"),
    "narrow-visible": N_("The visible range is narrow"),
    "field-hidden": N_("A field is hidden"),
    "foreign-agent": N_("AgentId of another app"),
    "expired-token": N_("Tokens are refused"),
    "throttled": N_("Too many calls"),
    "quota-exhausted": N_("The month's calls are used up"),
    "server-error": N_("DingTalk is busy"),
    "refuse-call": N_("One call is refused"),
    "portal": N_("A log-in page answers instead"),
    "proxy-refused": N_("A proxy wants a password"),
    "slow": N_("Slow answers"),
    "flaky": N_("Connections break off now and then"),
    "reset": N_("Connections are reset"),
    "silent": N_("No answer comes"),
    "homepage": N_("DataWind's page answers with an error"),
    "refuse": N_("The last recipient is refused"),
    "send-invalid": N_("A recipient is unknown"),
    "send-failed": N_("Delivery to a recipient fails"),
    "slow-delivery": N_("Delivery takes long"),
    "lost-answer": N_("Accepted, but the answer is lost"),
    "result-never": N_("The result never comes"),
    "nobody-reads": N_("Nobody reads"),
    "reads-after": N_("People read late"),
    "token-expires-after": N_("Tokens expire in the middle"),
    "quota-ends-after": N_("The month's calls run out in the middle"),
}
_REFUSALS = {
    "duplicate": N_("Same content today"),
    "daily-limit": N_("500 messages today"),
    "app-throttled": N_("App: too many people a minute"),
    "corp-throttled": N_("Organisation: too many people a minute"),
    "content": N_("Forbidden words"),
    "protected": N_("Executive protection"),
    "system": N_("System protection"),
}
_HOSTS = {
    "": N_("Everywhere"),
    "oapi": N_("At oapi.dingtalk.com"),
    "api": N_("At api.dingtalk.com"),
    "homepage": N_("At DataWind's page"),
}
_DINGTALK = {name: text for name, text in _HOSTS.items() if name != "homepage"}
_KINDS = {
    "narrow-range": {"": N_("Two departments"), "+3": N_("Three people"), "+0": N_("Nobody")},
    "narrow-visible": {
        "": N_("One department, one person"),
        "admins": N_("Administrators only"),
    },
    "throttled": {
        "": N_("This app's calls"),
        "api": N_("Everybody's calls of an API"),
        "org": N_("The organisation's calls"),
        "ip": N_("All from this address"),
    },
    "server-error": {"": N_("In all calls"), "calls": N_("In all but tokens")},
    "portal": _DINGTALK,
    "proxy-refused": _DINGTALK,
    "reset": _HOSTS,
    "silent": _HOSTS,
}
"""What may stand after the colon where the panel offers a few of many."""
_SECONDS = {"slow-delivery": (5, 30, 120), "reads-after": (10, 60, 600)}
_CALLS = {"token-expires-after": (3, 10, 30), "quota-ends-after": (0, 3, 10)}


def choices(workspace: Workspace, kind: ScenarioKind) -> list[tuple[str, str]]:
    """Return what may stand after the colon, each with its text; empty where nothing does."""
    language, facts = workspace.language, workspace.facts
    match kind.name:
        case "scope-missing":
            return [(p.code, p.name if language.chinese else p.english) for p in facts.permissions]
        case "field-hidden":
            return [(field, language.field(field)) for field in ("mobile", "email")]
        case "slow":
            return [(str(ms), f"{ms} ms") for ms in (500, 2500, 8000)]
        case "homepage":
            return [(str(status), str(status)) for status in (403, 404, 502)]
        case "refuse-call":
            return _refused_calls(workspace)
        case name if name in _KINDS:
            _ = language.gettext
            return [(value, _(text)) for value, text in _KINDS[name].items()]
        case _:
            return _of_sends(workspace, kind.name)


def _refused_calls(workspace: Workspace) -> list[tuple[str, str]]:
    """Each permission's probe, answered with a code that nobody knows."""
    language, facts = workspace.language, workspace.facts
    probes = [(p, facts.endpoint(p.probe)) for p in facts.permissions]
    return [
        (f"{endpoint.path}=987654:", p.name if language.chinese else p.english)
        for p, endpoint in probes
        if endpoint is not None
    ]


def _of_sends(workspace: Workspace, name: str) -> list[tuple[str, str]]:
    _, ngettext = workspace.language.gettext, workspace.language.ngettext
    if name == "refuse":
        return [(f"last={reason}", _(text)) for reason, text in _REFUSALS.items()]
    if name in ("send-invalid", "send-failed"):
        return [("last", _("The last recipient")), ("learner", _("Yourself"))]
    if name == "lost-answer":
        return [("", _("Every send")), ("2", _("Every second send")), ("3", _("Every third send"))]
    seconds = [
        (str(n), ngettext("{n} second", "{n} seconds", n).format(n=n))
        for n in _SECONDS.get(name, ())
    ]
    calls = [
        (str(n), ngettext("After {n} call", "After {n} calls", n).format(n=n))
        for n in _CALLS.get(name, ())
    ]
    return seconds + calls
