"""The words that stand in every report: headings, names of states and ways, what to know of it."""

from dingsetup.language.sentence import N_

HEADINGS = {
    "sheet": N_("Hand-over sheet"),
    "subtitle": N_("DataWind on DingTalk: what is set up, what is proved, what is open"),
    "open": N_("Still open"),
    "questions": N_("Questions only a person can answer"),
    "surplus": N_("To be given back"),
    "form": N_("To be typed into DataWind: 系统配置 › 办公平台"),
    "guide": N_("What the guide asks for"),
    "addresses": N_("Server egress IPs"),
    "redirect_urls": N_("Redirect URLs"),
    "permissions": N_("Permissions"),
    "homepage": N_("Mobile homepage"),
    "proved": N_("Proved"),
    "confirmed": N_("Confirmed by a person only"),
    "left_out": N_("Left out"),
    "bindings": N_("Binding table"),
    "sends": N_("Test messages"),
    "changes": N_("What has changed lately"),
    "versions": N_("Made with"),
}
"""Titles of a sheet's parts."""

LABELS = {
    "first_cause": N_("Mend this first"),
    "edition": N_("Edition"),
    "checked": N_("Checked"),
    "made": N_("Written"),
    "field": N_("Field"),
    "value": N_("Value"),
    "standing": N_("State"),
    "source": N_("Source"),
    "finding": N_("Finding"),
    "how": N_("How"),
    "when": N_("When"),
    "step": N_("Step"),
    "people": N_("People"),
    "allowance": N_("this computer's address"),
    "waiting": N_("What waits for it:"),
    "outdated": N_("older than what was typed since: check again"),
    "unconfirmed": N_("UNCONFIRMED"),
    "yours": N_("named by you"),
    "nothing_open": N_("Nothing is open."),
    "nothing_surplus": N_("Nothing is known to be given back."),
    "no_permissions": N_(
        "Surplus permissions are only seen on a pasted page of 权限管理; none was pasted."
    ),
    "nothing_proved": N_("Nothing is proved yet."),
    "no_values": N_("Not known yet."),
    "nothing_sent": N_("None was sent."),
    "no_table": N_("There is none yet."),
}
"""Words within them."""


STANDINGS = {
    "in_place": N_("in place"),
    "missing": N_("missing"),
    "differs": N_("differs"),
    "not_compared": N_("not compared"),
}

WAYS = {
    "call": N_("call: {calls}"),
    "answer": N_("DingTalk's answers"),
    "connection": N_("connection made from this computer"),
    "visit": N_("page opened from this computer"),
    "pasted": N_("pasted from the console, compared"),
    "typed": N_("the form of what was typed"),
    "table": N_("binding table counted"),
    "person": N_("a person's word"),
}

NOTES = {
    "redacted": N_(
        "Made from a support file: names, ids and your own addresses are stand-ins. What is public"
        " is as it is."
    ),
    "practice": N_("This is a practice tenant: nothing here says anything about a real one."),
    "outdated": N_("Something was typed after the last check: check again before handing over."),
    "own_facts": N_("Values of the guide come from a facts file of your own."),
    "secret": N_(
        "Never written here: it stands in the DingTalk developer console under 凭证与基础信息, and"
        " in your password manager."
    ),
    "not_filled_in": N_("not filled in"),
    "allowance_open": N_(
        "Take {ip} off 服务器出口IP: it was allowed on {moment} for the time of the checks only,"
        " and calls from there still get through."
    ),
    "allowance_waiting": N_(
        "See to it that {ip} does not stay on 服务器出口IP: on {moment} it was to be allowed for"
        " the time of the checks only."
    ),
    "drifted": N_("of these, changed on DingTalk since"),
    "unproved": N_("of these, bound before the directory was read"),
}

WARNINGS = {
    "old_list_shorter": (
        "addresses",
        N_("The guide of 2023 has only three addresses: who followed it lacks {new}."),
    ),
    "addresses_yours": (
        "addresses",
        N_("A private deployment has addresses of its own; they are not named yet."),
    ),
    "redirect_urls_derived": (
        "redirect_urls",
        N_(
            "UNCONFIRMED: the redirect URLs are derived from the SaaS edition's; the guide has no"
            " list for private deployment."
        ),
    ),
    "domain_missing": ("homepage", N_("The homepage needs DataWind's domain, not named yet.")),
    "domain_unconfirmed": (
        "homepage",
        N_(
            "UNCONFIRMED: the guide does not name the SaaS edition's mobile domain; compare the"
            " homepage with your DataWind's address."
        ),
    ),
}
"""What the plan warns of: the part it is about, and the sentence."""

SYSTEM = {
    "program": "dingsetup",
    "python": "Python",
    "os": N_("System"),
    "language": N_("Language"),
    "proxy": N_("Proxy"),
    "ca": N_("Own CA"),
    "key_store": N_("Key store"),
    "facts": N_("Newest fact"),
}
"""What `system_facts` names, as a person reads it."""

SYSTEM_VALUES = {
    "system": N_("the system's"),
    "given": N_("one of your own"),
    "none": N_("none"),
    "memory": N_("none: in memory for the run only"),
}
