"""Sentences for the kinds of answer DingTalk gives to a call."""

from dingsetup.findings import Kind
from dingsetup.language.sentence import N_, Sentence, sentence

SENTENCES: dict[str, Sentence] = {
    Kind.OK: sentence(
        N_("In order"),
        N_("DingTalk accepted the call."),
    ),
    Kind.BAD_SECRET: sentence(
        N_("DingTalk does not know this Client ID and Client Secret together"),
        N_(
            "One of the two is wrong, or the secret was reset in the console. DingTalk does"
            " not say which."
        ),
        N_(
            "Copy both again from 凭证与基础信息. The secret is case-sensitive; take no blanks"
            " along."
        ),
    ),
    Kind.TOKEN_MISSING: sentence(
        N_("The call carried no access token"),
        N_(
            "The old API wants it in the address, the new one in a header; anywhere else it is"
            " passed over."
        ),
        N_("Put the token where this API reads it."),
    ),
    Kind.TOKEN_INVALID: sentence(
        N_("DingTalk refuses the access token it gave"),
        N_(
            "The token is expired, or belongs to another app. dingsetup has already fetched a"
            " new one."
        ),
        N_("Check that the secret was not just reset, then check again."),
    ),
    Kind.TOKEN_EXPIRED: sentence(
        N_("DingTalk calls the access token timed out"),
        N_("A token lasts two hours. dingsetup has already fetched a new one."),
        N_("Check this computer's clock, then check again."),
    ),
    Kind.IP_NOT_WHITELISTED: sentence(
        (
            N_("This computer ({ip}) is not on the allowlist; the checks behind it have to wait"),
            N_("This computer is not on the allowlist; the checks behind it have to wait"),
        ),
        N_(
            "This is as it should be: the allowlist is for DataWind's servers. DingTalk answers"
            " nobody else, so nothing behind it can be proved from here."
        ),
        (
            N_(
                "To let dingsetup prove the rest, add {ip} to 服务器出口IP for the time of the"
                " checks. You will be reminded to take it off again."
            ),
            N_(
                "To let dingsetup prove the rest, add this computer's address for the time of"
                " the checks."
            ),
        ),
    ),
    f"{Kind.IP_NOT_WHITELISTED}/ipv6": sentence(
        N_("This computer ({ip}) reaches DingTalk by IPv6, which the allowlist does not take"),
        N_(
            "DingTalk's allowlist takes IPv4 addresses only (as documented; never tried:"
            " UNCONFIRMED)."
        ),
        N_(
            "Switch IPv6 off on this computer or its proxy for the time of the checks, then"
            " check again."
        ),
    ),
    f"{Kind.IP_NOT_WHITELISTED}/explained": sentence(
        (
            N_("The caller ({ip}) is not on the app's allowlist"),
            N_("The caller is not on the app's allowlist"),
        ),
        N_("DingTalk answers only addresses that stand under 服务器出口IP."),
        N_("Add the address if it is DataWind's; another computer's only for the time of a check."),
    ),
    Kind.SCOPE_MISSING: sentence(
        (
            N_("Permission not granted: {permission}"),
            N_("Permission not granted: {scopes}"),
            N_("A permission is not granted"),
        ),
        N_("DingTalk refuses this call until the app has the permission."),
        N_(
            "Open the application page and grant it. It can take up to ten minutes; some"
            " permissions work only after the next version is published."
        ),
    ),
    Kind.OUT_OF_SCOPE: sentence(
        (
            N_("The contact range is limited: {department_count} departments and {people} people"),
            N_("The person or department is outside the app's contact range"),
        ),
        N_(
            "The permission is there, but whoever is outside the range does not exist for the"
            " app: not bound, not reached."
        ),
        N_(
            "In 权限管理 set 通讯录权限 › 授权范围 to the whole organisation, or"
            " confirm that this range is meant."
        ),
    ),
    f"{Kind.OUT_OF_SCOPE}/nobody": sentence(
        N_("The contact range is empty: the app sees nobody"),
        N_("The permissions are there, but they reach no department and no person."),
        N_("In 权限管理 set 通讯录权限 › 授权范围 to everybody who is to receive pushes."),
    ),
    f"{Kind.OUT_OF_SCOPE}/meant": sentence(
        N_(
            "The contact range is limited on purpose: {department_count} departments and"
            " {people} people"
        ),
        N_("You confirmed this range. Nobody outside it can be bound or reached."),
    ),
    Kind.USER_NOT_FOUND: sentence(
        (N_("DingTalk knows no such person: {userid}"), N_("DingTalk knows no such person")),
        N_("The userid or number belongs to nobody in this organisation, or the person has left."),
        N_("Look the person up in the contacts and take the userid from there."),
    ),
    Kind.DEPT_NOT_FOUND: sentence(
        N_("DingTalk knows no such department"),
        N_("The department was deleted, or the number belongs to another organisation."),
        N_("Start from the departments the app may see."),
    ),
    Kind.CHAT_NOT_FOUND: sentence(
        N_("DingTalk knows no such chat"),
        N_("A chatid only comes from a group made by a server; others are unknown to this call."),
        N_("Use the chatid of a group the app made."),
    ),
    Kind.MOBILE_INVALID: sentence(
        N_("DingTalk does not take this number as a mobile number"),
        N_("It is masked, incomplete, or written in a form DingTalk does not read."),
        N_("Give the whole number, foreign ones with their country code."),
    ),
    Kind.AGENT_ID_WRONG: sentence(
        (
            N_("AgentId {agent_id} does not belong to this app"),
            N_("The AgentId does not belong to this app"),
        ),
        N_("Pushes are sent in the name of an AgentId; with another app's, every one is refused."),
        N_("Copy the AgentId from the same 凭证与基础信息 page as the Client ID."),
    ),
    Kind.APP_DISABLED: sentence(
        N_("The app is stopped"),
        N_(
            "An administrator has switched it off, so it gets no token. (How DingTalk words"
            " this is UNCONFIRMED.)"
        ),
        N_("Switch it on again in the admin console under 应用管理."),
    ),
    Kind.ORG_DISABLED: sentence(
        N_("The organisation is disabled"),
        N_("DingTalk has disabled the whole organisation."),
        N_("Only DingTalk's support can enable it again."),
    ),
    Kind.ORG_DISBANDED: sentence(
        N_("The organisation does not exist any more"),
        N_("It was dissolved, or the CorpId is another's."),
        N_("Check the CorpId on the console's home page."),
    ),
    Kind.THROTTLED: sentence(
        N_("DingTalk asks for fewer calls for now"),
        (
            N_("The limit on calls of {scope} is reached until {until}."),
            N_(
                "A limit on calls is reached: 20 a second per app and API, and more for all"
                " apps together."
            ),
        ),
        N_("Wait a minute and check again; avoid the full hour, when many programs start at once."),
    ),
    Kind.QUOTA_EXHAUSTED: sentence(
        N_("This month's calls are used up"),
        N_("Pushes count in the organisation's monthly calls: until there are more, none is sent."),
        N_("Buy more calls or wait for the next month; see 开放平台 › 费用 for the numbers."),
    ),
    Kind.PARAM_MISSING: sentence(
        (N_("The call lacks {names}"), N_("The call lacks a parameter")),
        N_("DingTalk checks that a call is complete before it does anything."),
        N_("Add what is missing and try again."),
    ),
    Kind.PARAM_INVALID: sentence(
        (
            N_("DingTalk does not take {names} as given"),
            N_("DingTalk does not take a value as given"),
        ),
        N_("A value has the wrong type, form or size."),
        N_("Correct the value and try again."),
    ),
    Kind.ENDPOINT_NOT_FOUND: sentence(
        N_("DingTalk has no such address"),
        N_("The path is wrong; the new API wants /v1.0 in front."),
        N_("Correct the path."),
    ),
    Kind.METHOD_NOT_ALLOWED: sentence(
        N_("DingTalk wants another verb at this address"),
        N_(
            "The address is right, but it was asked with GET instead of POST or the other way"
            " round."
        ),
        N_("Use the verb of the documentation."),
    ),
    Kind.AUTH_CODE_INVALID: sentence(
        N_("The log-in code is unknown, used or too old"),
        N_("A code works once and for five minutes."),
        N_("Log in again to get a new one."),
    ),
    Kind.REDIRECT_NOT_ALLOWED: sentence(
        N_("The redirect URL is not registered"),
        N_(
            "DingTalk sends a person back only to addresses listed in 安全设置. (Its"
            " exact words are UNCONFIRMED.)"
        ),
        N_("Add the address and its origin to 重定向URL(回调域名)."),
    ),
    Kind.ROBOT_TOKEN_INVALID: sentence(
        N_("A custom robot's token is unknown"),
        N_("This is a group robot's answer, not the app's."),
        N_("Copy the robot's address again from the group's settings."),
    ),
    Kind.ROBOT_KEYWORD_MISSING: sentence(
        N_("A custom robot refused the message by its security settings"),
        N_(
            "Its keyword, signature or address list does not fit. This is a group robot's"
            " answer, not the app's."
        ),
        N_("Compare the message with the robot's security settings."),
    ),
    Kind.ROBOT_PARAM_INVALID: sentence(
        N_("A custom robot does not take this message"),
        N_(
            "A robot's field names differ from the app's. This is a group robot's answer, not"
            " the app's."
        ),
        N_("Compare the message with the robot's documentation."),
    ),
    Kind.SERVER_ERROR: sentence(
        N_("DingTalk is busy or has a fault of its own"),
        N_("Nothing in your set-up causes this."),
        N_("Check again in a few minutes."),
    ),
    Kind.UNKNOWN: sentence(
        (
            N_("DingTalk answered something dingsetup does not know: {code}"),
            N_("DingTalk answered something dingsetup does not know"),
        ),
        (N_("Its words: {message}"), N_("It gave no words.")),
        N_("Look the code up in DingTalk's documentation; please tell us about it."),
    ),
}
