"""Patterns for what codes leave open: families of new-style codes, and DingTalk's own words.

Codes themselves are facts (`resources/facts`); here stands only what no single code tells.
"""

import re
from typing import NamedTuple

from dingsetup.findings import Kind


class Wording(NamedTuple):
    """Whatever matches the pattern is of the kind."""

    kind: Kind
    pattern: re.Pattern[str]


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE | re.DOTALL)


def _row(kind: Kind, *alternatives: str) -> Wording:
    return Wording(kind, _any(*alternatives))


def first_kind(table: tuple[Wording, ...], text: str) -> Kind | None:
    """Return the kind of the first row that matches, looking at the first 4,000 characters."""
    return next((row.kind for row in table if row.pattern.search(text[:4_000])), None)


BUSY = _any(r"系统繁忙|服务器?(?:暂不可用|繁忙)", r"(?:system|server)\s*(?:is\s*)?busy")
THROTTLE = _any(
    r"请求总次数超过|最大\s*qps|请求都?被暂时(?:限制|禁用)|暂时禁用了",
    r"调用(?:该|当前)?接口次数过多|过于频繁|频率过快|限流|(?:触发|被)了?流控",
    r"too many requests|too frequent|rate ?limit|qps ?limit|throttl|temporarily limited",
    r"send too fast|exceed(?:ed)? \d+ times per",
)
MISSING = _any(
    r"missing|缺少|缺失|不能为空|不可为空|未填",
    r"is (?:blank|null|empty|required|mandatory)",
    r"(?:can ?not|must not|can't) be (?:blank|null|empty)",
)
AGENT_ID = _any(
    r"(?:invalid|illegal|wrong|unknown|不合法的?|无效的?|错误的?|不存在的?|非法的?)\s*agent_?id",
    r"agent_?id\W{0,3}(?:is |are )?(?:invalid|illegal|wrong|not exist|not found)",
    r"agent_?id\W{0,3}(?:不合法|无效|错误|不存在|不正确|不一致|对应)",
)
REDIRECT = _any(
    r"redirect_?ur[il].{0,40}?(?:未授权|不在|不合法|域名|非法|无效)",
    r"redirect_?ur[il].{0,40}?(?:not |mismatch|invalid|secure domain|unauthori)",
    r"(?:invalid|illegal|unauthorized|不合法的?|无效的?|未授权的?)\W{0,3}redirect_?ur[il]",
)
KEYWORD = _any(r"key ?words?\b.{0,20}not|关键词|关键字|not contain.{0,20}key ?word")

# Order matters: the throttle codes also begin with "Forbidden.AccessDenied", and an unknown
# log-in code also begins with "invalidParameter".
NEW_CODES = (
    _row(
        Kind.THROTTLED,
        r"q[pq][sm]limit|throttl|rate\.?limit|flow\.?(?:control|limit)|too\.?many\.?request",
    ),
    _row(Kind.QUOTA_EXHAUSTED, r"apicountlimit|countlimitfororg|quota\.?(?:exhaust|exceed|insuff)"),
    _row(Kind.IP_NOT_WHITELISTED, r"ipnotin(?:white|allow)list|ip\.?not\.?allowed"),
    _row(Kind.SCOPE_MISSING, r"(?:token|api)permissiondenied$|no\.?api\.?permission"),
    _row(Kind.AUTH_CODE_INVALID, r"auth\.?code|invalid\.?code$|tmp\.?auth"),
    _row(Kind.REDIRECT_NOT_ALLOWED, r"redirect[._]?ur[il]"),
    _row(Kind.TOKEN_EXPIRED, r"token\.?(?:is\.?)?expired|expired\.?token"),
    _row(
        Kind.TOKEN_INVALID,
        r"^invalidauthentication|(?:invalid|illegal)\.?access\.?token|access\.?token\.?invalid",
    ),
    _row(
        Kind.BAD_SECRET,
        r"^authfailed$|^invalid[._]?client$|client.?id.*secret|app.?key.*secret",
    ),
    _row(Kind.AGENT_ID_WRONG, r"agent\.?id"),
    _row(
        Kind.CHAT_NOT_FOUND,
        r"openconversationid|group\.?org\.?checkfailed|^cid(?:decrypt|parse)",
        r"(?:chat|group|conversation)\.?(?:not\.?exist|non\.?exist|not\.?found)",
    ),
    _row(
        Kind.USER_NOT_FOUND,
        r"(?:user|staff|employee|emp)\w*\.?(?:not|cannot)\.?(?:exists?|found|find)",
        r"cannot\.?find\.?user",
    ),
    _row(
        Kind.DEPT_NOT_FOUND,
        r"dep(?:artmen)?t\w*\.?(?:not|cannot)\.?(?:exists?|found|find)",
    ),
    _row(
        Kind.ENDPOINT_NOT_FOUND,
        r"invalid\.?action|(?:api|action|uri|url|path)\.?not\.?(?:found|exist)|^not\.?found$",
    ),
    _row(
        Kind.METHOD_NOT_ALLOWED,
        r"method\.?not\.?(?:allowed|supported)|unsupported\.?(?:http)?\.?method",
    ),
    _row(
        Kind.PARAM_MISSING,
        r"missing|(?:param\w*|argument)\.?(?:is)?\.?(?:empty|null|blank)",
    ),
    _row(
        Kind.PARAM_INVALID,
        r"(?:invalid|illegal)\.?(?:param|argument|request|ip$)|param\w*\.?(?:err|invalid|illegal)",
        r"^bad\.?request|unsupported\.?grant",
    ),
    _row(
        Kind.SERVER_ERROR,
        r"sys(?:tem)?\.?(?:busy|err)|unknown\.?error|internal\.?(?:server)?\.?error",
        r"service\.?(?:unavailable|busy|error|timeout)|server\.?(?:error|busy)|gateway\.?timeout",
    ),
)

# For answers whose code says nothing: an 88 without a sub_code, a code no table knows, plain prose.
WORDS = (
    _row(
        Kind.IP_NOT_WHITELISTED,
        r"访问\s*ip\s*不在白名单|\bip\b.{0,40}not in.{0,12}(?:white|allow) ?list|IpNotInWhiteList",
    ),
    _row(
        Kind.QUOTA_EXHAUSTED,
        r"ApiCountLimitForOrg",
        r"(?:本月|当月|月度).{0,12}(?:次数|调用量|额度|配额).{0,12}(?:用尽|用完|超|上限|不足)",
    ),
    Wording(Kind.THROTTLED, THROTTLE),
    _row(
        Kind.SCOPE_MISSING,
        r"尚?未开通.{0,8}权限|没有调用该接口的权限|没有.{0,6}接口.{0,4}权限|requiredScopes",
        r"appscope(?:/|%2F)apply|AccessTokenPermissionDenied",
    ),
    _row(Kind.OUT_OF_SCOPE, r"不在授权范围"),
    _row(
        Kind.TOKEN_MISSING,
        r"access_?token.{0,10}(?:blank|missing|为空)|缺少\W{0,3}access_?token",
        r"x-acs-dingtalk-access-token",
    ),
    _row(Kind.TOKEN_EXPIRED, r"access_?token.{0,12}(?:过期|超时|已失效|expired)"),
    _row(Kind.TOKEN_INVALID, r"(?:不合法|无效)的\s*access[_ ]?token|invalid access[_ ]?token"),
    _row(
        Kind.BAD_SECRET,
        r"(?:不合法|无效)的\s*(?:appkey|clientid|corpid或corpsecret|套件)|invalidClientIdOrSecret",
    ),
    Wording(Kind.REDIRECT_NOT_ALLOWED, REDIRECT),
    _row(
        Kind.AUTH_CODE_INVALID,
        r"临时授权码|不合法的oauth_code|授权码.{0,8}(?:失效|不存在|过期|使用)",
    ),
    Wording(Kind.AGENT_ID_WRONG, AGENT_ID),
    _row(Kind.USER_NOT_FOUND, r"找不到该用户|无效的\s*userid|userid不存在|用户不存在"),
    _row(Kind.DEPT_NOT_FOUND, r"部门不存在"),
    _row(Kind.ROBOT_TOKEN_INVALID, r"token is not exist"),
    _row(Kind.ROBOT_KEYWORD_MISSING, r"keywords? not in content"),
    _row(Kind.ENDPOINT_NOT_FOUND, r"不合法ApiName|Invalid method|请求的URI地址不存在"),
    _row(Kind.PARAM_MISSING, r"Missing required arguments?|缺少(?:必要)?参数"),
    _row(Kind.PARAM_INVALID, r"Invalid arguments?|不合法的参数|参数错误"),
    _row(
        Kind.SERVER_ERROR,
        BUSY.pattern,
        r"platform system error|系统错误|未知错误|remote.service.timeout",
    ),
)
