"""Names of states, fields and of what each finding is about, as the catalogue's keys."""

from dingsetup.findings import State
from dingsetup.language.sentence import N_

STATES = {
    State.PASSED: N_("passed"),
    State.FAILED: N_("failed"),
    State.WARNING: N_("attention"),
    State.BLOCKED: N_("waiting"),
    State.MANUAL: N_("to confirm"),
    State.SKIPPED: N_("left out"),
}

EDITIONS = {"saas": N_("SaaS"), "private": N_("Private deployment"), "practice": N_("Practice")}

FIELDS = {
    "client_id": N_("Client ID (AppKey)"),
    "client_secret": N_("Client Secret (AppSecret)"),
    "agent_id": N_("AgentId"),
    "corp_id": N_("CorpId"),
    "app_id": N_("App ID"),
    "domain": N_("DataWind's mobile domain"),
    "homepage": N_("Homepage"),
    "private_addresses": N_("Your DataWind servers' addresses"),
    "mobile": N_("mobile number"),
    "email": N_("e-mail"),
    "jobnumber": N_("job number"),
}

LIMITED = {
    "api": N_("this API"),
    "app": N_("this app"),
    "ip": N_("this address"),
    "org": N_("the organisation"),
    "robot": N_("this robot"),
}
"""Whom a limit on calls hits, by the value `scope` of a throttled answer."""

SUBJECTS = {
    "network/oapi": N_("Connection to the old API"),
    "network/api": N_("Connection to the new API"),
    "network/clock": N_("Clock"),
    "network/service": N_("DingTalk's answers"),
    "create/app_created": N_("App created"),
    "info/app_info": N_("Name and icon"),
    "credentials/client_id": N_("Client ID"),
    "credentials/client_secret": N_("Client Secret"),
    "credentials/token": N_("Client ID and Client Secret"),
    "credentials/corp_id": N_("CorpId"),
    "credentials/agent_id": N_("AgentId"),
    "security/this_computer": N_("This computer's address"),
    "security/addresses": N_("Server egress IPs"),
    "security/redirect_urls": N_("Redirect URLs"),
    "permissions/quota": N_("Monthly calls"),
    "permissions/range": N_("Contact range"),
    "permissions/fields": N_("Readable fields"),
    "permissions/pasted": N_("Pasted permission page"),
    "publication/published": N_("Published version"),
    "publication/visible_range": N_("Visible range"),
    "datawind/bindings": N_("Binding table"),
    "mobile/homepage": N_("Mobile homepage"),
    "mobile/reached": N_("Mobile page's answer"),
    "mobile/web_app": N_("Web app"),
    "workbench/pinned": N_("Workbench"),
}

REASONS = {
    "ipv6": N_("an IPv6 address"),
    "cidr": N_("a network with /, not an address"),
    "range": N_("a range, not an address"),
    "port": N_("an address with a port"),
    "private": N_("an address of your own network"),
    "reserved": N_("a reserved address"),
    "wildcards": N_("more than one *"),
    "not_an_address": N_("not an address"),
    "full_width": N_("full-width characters"),
    "encoded": N_("written in an encoded form"),
    "scheme": N_("http:// instead of https://"),
    "case": N_("capital letters differ"),
    "slash": N_("a / too many, too few or elsewhere"),
    "no_fragment": N_("the # is missing"),
    "truncated": N_("cut short"),
    "longer": N_("goes on too long"),
    "several": N_("several differences"),
    "not_granted": N_("shown as not granted"),
}
"""Why a pasted entry cannot be used, or how it differs from a wanted one."""
