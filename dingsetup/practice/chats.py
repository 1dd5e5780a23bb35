"""Group chats: the old `chat/get` and the new generation's look-ups."""

from dingsetup.practice.calls import Call
from dingsetup.practice.company import Chat
from dingsetup.practice.routes import Body, Route, refuse_new, refuse_old
from dingsetup.practice.state import State


def _get(state: State, call: Call) -> Body:
    chatid = str(call.get("chatid") or "")
    if not chatid:
        raise refuse_old(34001, "会话id不能为空")
    chat = state.company.chat_by_id.get(chatid)
    if chat is None:
        raise (
            refuse_old(40016, "不合法的会话id")
            if chatid.startswith("chat")
            else refuse_old(49000, "会话不存在")
        )
    return {
        "chat_info": {
            "chatid": chat.chatid,
            "name": chat.name,
            "owner": chat.owner,
            "useridlist": list(chat.members),
            "conversationTag": 2,
            "chatBannedType": 0,
            "searchable": 0,
            "validationType": 0,
            "mentionAllAuthority": 0,
            "managementType": 0,
            "showHistoryType": 0,
            "icon": "",
            "status": 1,
        }
    }


def _conversation_id(state: State, call: Call) -> Body:
    chat = state.company.chat_by_id.get(call.path["chatId"])
    if chat is None:
        raise refuse_new("invalidParam.chatId", "不合法的会话id")
    return {"openConversationId": chat.open_conversation_id}


def _by_conversation(state: State, conversation_id: object) -> Chat | None:
    chats = state.company.chats
    return next((chat for chat in chats if chat.open_conversation_id == conversation_id), None)


def _mute_settings(state: State, call: Call) -> Body:
    if not call.get("openConversationId"):
        raise refuse_new("invalidParam.openConversationIdEmpry", "openConversationId不能为空")
    if _by_conversation(state, call["openConversationId"]) is None:
        raise refuse_new(
            "invalidParam.openConversationIdDecryptFailed", "openConversationId解密失败"
        )
    return {"result": {"groupMuteMode": 0, "userMuteResult": {}}, "success": True}


def _scene_group(state: State, call: Call) -> Body:
    chat = _by_conversation(state, call["open_conversation_id"])
    if chat is None:
        raise refuse_old(49000, "会话不存在")
    return {
        "success": True,
        "result": {
            "open_conversation_id": chat.open_conversation_id,
            "title": chat.name,
            "owner_user_id": chat.owner,
            "status": 1,
        },
    }


ROUTES = {
    "GET /chat/get": Route(answer=_get),
    "POST /v1.0/im/chat/{chatId}/convertToOpenConversationId": Route(answer=_conversation_id),
    "GET /v1.0/im/sceneGroups/muteSettings": Route(answer=_mute_settings),
    "POST /topapi/im/chat/scenegroup/get": Route(
        answer=_scene_group,
        required=("open_conversation_id",),
        shapes={"open_conversation_id": "text"},
    ),
}
