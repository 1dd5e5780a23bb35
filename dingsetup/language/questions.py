"""Sentences for what only a person can tell: the question, why it matters, where to look."""

from dingsetup.findings import Kind
from dingsetup.language.sentence import N_, Sentence, sentence

SENTENCES: dict[str, Sentence] = {
    Kind.ASK_APP_CREATED: sentence(
        N_("Is the in-house app created?"),
        N_("Everything else belongs to this one app."),
        N_("应用开发 › 企业内部应用 lists it."),
    ),
    Kind.ASK_APP_INFO: sentence(
        N_("Has the app a name and an icon people will recognise?"),
        N_("Pushes arrive under this name."),
        N_("凭证与基础信息 shows both."),
    ),
    Kind.AGENT_ID_UNPROVED: sentence(
        N_("Is {agent_id} the AgentId of this very app?"),
        N_(
            "With the guide's permissions no call tells it for sure (UNCONFIRMED); a wrong one"
            " lets every push fail."
        ),
        N_("Compare it with 凭证与基础信息, on the page with the same Client ID."),
    ),
    Kind.ASK_PUBLISHED: sentence(
        N_("Is a version of the app published?"),
        N_("Before that, only its creator sees the app. No API tells an H5 app's version."),
        N_("版本管理与发布 shows the newest version and its state."),
    ),
    Kind.ASK_VISIBLE_RANGE: sentence(
        N_("Does 可使用范围 hold everybody who is to receive pushes?"),
        N_("Reading it needs a permission the guide does not ask for, so it is not proved here."),
        N_("版本管理与发布 › newest version › 可使用范围."),
    ),
    Kind.ASK_INTEGRATION_FORM: sentence(
        N_("Are AgentId, Client ID, Client Secret and CorpId entered in DataWind?"),
        N_("DataWind sends with its own copy of them. (The form's exact labels are UNCONFIRMED.)"),
        N_("DataWind, as enterprise domain administrator: 系统配置 › 办公平台."),
    ),
    Kind.ASK_MESSAGE_CHANNEL: sentence(
        N_("Is DingTalk chosen as a channel for sending messages?"),
        N_(
            "Basic information alone sends nothing; a channel that is not set up is greyed out"
            " in DataWind."
        ),
        N_("DataWind: 系统配置 › 办公平台 › message sending."),
    ),
    Kind.ASK_ACCOUNTS_BOUND: sentence(
        N_("Are the DataWind users bound to their DingTalk accounts?"),
        N_("Whoever is not bound gets nothing, in silence."),
        N_("DataWind: 企业域管理 › 用户账号关联, or the user management page in SaaS."),
    ),
    Kind.ASK_USERS_ENABLED: sentence(
        N_("Are the users who are to receive pushes enabled in DataWind?"),
        N_("A disabled user can do nothing and gets nothing."),
        N_("DataWind: user management, state of each user."),
    ),
    Kind.ASK_SUBSCRIPTION_SWITCH: sentence(
        N_("Is dashboard subscription with data push switched on?"),
        N_("Switched off, it looks like a broken integration."),
        N_("DataWind: system switches."),
    ),
    Kind.ASK_MONITORING_SWITCH: sentence(
        N_("Is chart monitoring switched on?"),
        N_("Switched off, no alert is ever sent."),
        N_("DataWind: system switches."),
    ),
    Kind.ASK_THIRD_PARTY_SWITCH: sentence(
        N_("Is pushing content to third-party platforms switched on?"),
        N_("Switched off, downloads and exports stay inside DataWind."),
        N_("DataWind: system switches."),
    ),
    Kind.ASK_MOBILE_SWITCH: sentence(
        N_("Is the mobile page switched on?"),
        N_("Only needed if people open dashboards on the phone."),
        N_("DataWind: system switches."),
    ),
    Kind.ASK_WEB_APP: sentence(
        N_("Is 网页应用 added with this homepage, and the app published again afterwards?"),
        N_("The homepage works only after the next publication."),
        N_("应用能力 › 添加应用能力 › 网页应用, then 版本管理与发布."),
    ),
    Kind.ASK_PINNED: sentence(
        N_("Is the app pinned to the phone's workbench?"),
        N_("People find it there without searching."),
        N_("DingTalk admin console › 工作台, or on the phone: 工作台 › edit."),
    ),
}
