"""The organisation's apps: which there are, who sees them, who manages them.

UNCONFIRMED: the code for an AgentId that is not this app's, on every route here.
"""

from dingsetup.practice.calls import Call
from dingsetup.practice.ranges import VisibleRange
from dingsetup.practice.routes import Body, Route, refuse_new, refuse_old
from dingsetup.practice.state import State

HOMEPAGE = "https://bi.practice.example/bi-h5/?corpId=$CORPID$"


def _own_app(state: State) -> Body:
    return {
        "agentId": state.agent_id,
        "name": "DataWind",
        "desc": "数据洞察",
        "icon": "@lALPDfmVXBkQyyLNA4DNA4A",
        "homepageLink": HOMEPAGE,
        "pcHomepageLink": "",
        "ompLink": "",
        "appId": 0,
        "appStatus": 1,
        "developType": 0,
    }


def _bought_app(state: State) -> Body:
    return {
        **_own_app(state),
        "agentId": state.agent_id - 1_000_003,
        "name": "考勤打卡",
        "desc": "官方应用",
        "homepageLink": "https://attend.practice.example/",
        "appId": 34,
    }


def _all_apps(state: State, call: Call) -> Body:
    del call
    return {"appList": [_own_app(state), _bought_app(state)]}


def _inner_apps(state: State, call: Call) -> Body:
    del call
    return {"appList": [{**_own_app(state), "robotInfo": {}}]}


def _apps_of_person(state: State, call: Call) -> Body:
    _known_person(state, call.path["userId"])
    return {"appList": _apps_for(state, call.path["userId"])}


def _apps_for(state: State, userid: str) -> list[Body]:
    own = [_own_app(state)] if state.may_use(userid) else []
    return [*own, _bought_app(state)]


def _known_person(state: State, userid: str) -> None:
    if userid not in state.company.by_userid:
        raise refuse_new("invalidParam.userId", "找不到该用户")


def _own_agent(state: State, agent_id: str) -> None:
    if agent_id != str(state.agent_id):
        raise refuse_new("invalidParam.agentId", "不合法的agentId")


def _visible_range(state: State, call: Call) -> Body:
    _own_agent(state, call.path["agentId"])
    chosen = _chosen(state)
    found = {
        "userIds": chosen.userids,
        "deptIds": chosen.departments,
        "roleIds": chosen.roles,
        "onlyAdminVisible": chosen.only_admins,
    }
    return {"result": found}


def _chosen(state: State) -> VisibleRange:
    """Whom the app is for. UNCONFIRMED: that empty lists stand for everybody."""
    return state.visible_range or VisibleRange()


def _manages(state: State, call: Call) -> Body:
    _own_agent(state, call.path["agentId"])
    _known_person(state, call.path["userId"])
    return {"result": state.company.by_userid[call.path["userId"]].admin}


def _old_agent(state: State, agent_id: object) -> None:
    if agent_id != state.agent_id:
        raise refuse_old(70003, "agentid不存在")


def _old_visible_range(state: State, call: Call) -> Body:
    _old_agent(state, call["agentId"])
    chosen = _chosen(state)
    return {
        "userVisibleScopes": chosen.userids,
        "deptVisibleScopes": chosen.departments,
        "isHidden": chosen.only_admins,
    }


def _old_apps(state: State, call: Call) -> Body:
    return _all_apps(state, call)


def _old_apps_of_person(state: State, call: Call) -> Body:
    if call["userid"] not in state.company.by_userid:
        raise refuse_old(60121, "找不到该用户")
    return {"appList": _apps_for(state, call["userid"])}


def _old_manages(state: State, call: Call) -> Body:
    _old_agent(state, call["appId"])
    person = state.company.by_userid.get(call["userId"])
    if person is None:
        raise refuse_old(60121, "找不到该用户")
    return {"canAccess": person.admin}


_NEW = "GET /v1.0/microApp"
ROUTES = {
    f"{_NEW}/allApps": Route(answer=_all_apps),
    f"{_NEW}/allInnerApps": Route(answer=_inner_apps),
    f"{_NEW}/users/{{userId}}/apps": Route(answer=_apps_of_person),
    f"{_NEW}/apps/{{agentId}}/scopes": Route(answer=_visible_range),
    f"{_NEW}/apps/{{agentId}}/users/{{userId}}/adminAccess": Route(answer=_manages),
    "POST /microapp/visible_scopes": Route(
        answer=_old_visible_range, required=("agentId",), shapes={"agentId": "whole"}
    ),
    "POST /microapp/list": Route(answer=_old_apps),
    "GET /microapp/list_by_userid": Route(
        answer=_old_apps_of_person, required=("userid",), shapes={"userid": "text"}
    ),
    "GET /user/can_access_microapp": Route(
        answer=_old_manages,
        required=("appId", "userId"),
        shapes={"appId": "whole", "userId": "text"},
    ),
}
