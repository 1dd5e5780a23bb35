"""What answers mean: recorded bodies by kind and values, every fact, and any input at all."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.dingtalk.body import BODY_CAP
from dingsetup.dingtalk.errors import Answer, AnswerReader
from dingsetup.dingtalk.masking import mask
from dingsetup.dingtalk.people import read_people
from dingsetup.dingtalk.said import WORDS_CAP, Asked
from dingsetup.facts import Facts, load_facts
from dingsetup.findings import Kind

READER = AnswerReader(load_facts())


class Recorded(msgspec.Struct, frozen=True):
    """An answer somebody recorded; ids and addresses of third parties are replaced."""

    host: str
    endpoint: str
    http_status: int
    body_raw: str
    kind: str
    values: dict[str, Any]


LINES = (Path(__file__).parent / "answers.jsonl").read_text("utf-8").splitlines()
RECORDED = [msgspec.json.decode(line, type=Recorded) for line in LINES]
SENDS = [one for one in RECORDED if one.kind.startswith("forbidden:")]


@pytest.mark.parametrize("one", RECORDED, ids=lambda one: f"{one.kind} {one.body_raw[:60]}")
def test_a_recorded_answer_has_its_kind_and_values(one: Recorded) -> None:
    answer = READER.read(one.host, one.endpoint, one.http_status, one.body_raw)
    if one in SENDS:
        assert answer.ok
        return
    assert (answer.kind, answer.values) == (one.kind, one.values)


@pytest.mark.parametrize("one", RECORDED, ids=lambda one: f"{one.kind} {one.body_raw[:60]}")
def test_a_pretty_printed_answer_as_bytes_reads_the_same(one: Recorded) -> None:
    try:
        body = json.dumps(json.loads(one.body_raw), indent=2).encode()
    except ValueError:
        body = one.body_raw.encode()
    first = READER.read(one.host, one.endpoint, one.http_status, one.body_raw)
    again = READER.read(f"{one.host}.dingtalk.com", one.endpoint, one.http_status, body)
    assert (again.kind, again.values) == (first.kind, first.values)


def test_every_code_of_the_facts_is_read_by_its_fact(facts: Facts) -> None:
    misread = {
        entry.code: str(READER.read_code(entry.code, Asked()).kind)
        for entry in facts.error_codes
        if entry.kind != "unknown" and READER.read_code(entry.code, Asked()).kind != entry.kind
    }
    assert misread == {}


def test_a_facts_file_decides_what_a_code_means(facts: Facts) -> None:
    entry = facts.error("60003")
    assert entry is not None
    changed = msgspec.structs.replace(entry, kind="org_disabled")
    reader = AnswerReader(msgspec.structs.replace(facts, error_codes=(changed,)))
    assert reader.read_code("60003", Asked()).kind is Kind.ORG_DISABLED


def test_a_kind_no_vocabulary_has_is_read_as_unknown(facts: Facts) -> None:
    entry = facts.error("60003")
    assert entry is not None
    changed = msgspec.structs.replace(entry, kind="no_such_kind")
    reader = AnswerReader(msgspec.structs.replace(facts, error_codes=(changed,)))
    assert reader.read_code("60003", Asked()).kind is Kind.UNKNOWN


def test_88_by_itself_is_neither_address_nor_token_nor_limit() -> None:
    answer = READER.read("oapi", "POST /topapi/user/count", 200, '{"errcode":88,"errmsg":"no"}')
    assert (answer.kind, answer.code) == (Kind.UNKNOWN, "88")


def test_the_code_shown_is_the_one_inside_88() -> None:
    body = (
        '{"errcode":88,"sub_code":"60020","sub_msg":"ip","errmsg":"ding talk error[subcode=60020]"}'
    )
    assert READER.read("oapi", None, 200, body).code == "60020"


def test_403_is_never_believed_without_its_code() -> None:
    kinds = {
        READER.read("api", "POST /v1.0/x", 403, json.dumps({"code": code, "message": ""})).kind
        for code in (
            "Forbidden.AccessDenied.AccessTokenPermissionDenied",
            "Forbidden.AccessDenied.IpNotInWhiteList",
            "Forbidden.AccessDenied.QpsLimitForApi",
            "Forbidden.AccessDenied.ApiCountLimitForOrg",
        )
    }
    assert len(kinds) == 4


@pytest.mark.parametrize(
    "endpoint",
    [
        "GET /gettoken?appkey=x HTTP/1.1",
        "/gettoken?appkey=x",
        "GET https://oapi.dingtalk.com/gettoken?appkey=x&appsecret=y HTTP/1.1",
        "GET /gettoken",
    ],
)
def test_a_logs_whole_request_line_names_the_route(endpoint: str) -> None:
    body = '{"errcode":40001,"errmsg":"x"}'
    assert READER.read(None, endpoint, 200, body).kind is Kind.BAD_SECRET


def test_a_name_is_looked_for_in_the_first_thousands_of_characters_only() -> None:
    def names(before: int) -> object:
        body = json.dumps({"errcode": 40035, "errmsg": " " * before + "userid is required"})
        return READER.read("oapi", "POST /x", 200, body).values.get("names")

    assert (names(4_000), names(WORDS_CAP)) == (["userid"], None)


def test_a_body_beyond_the_cap_is_too_large() -> None:
    assert READER.read("oapi", None, 200, b" " * (BODY_CAP + 1)).kind is Kind.ANSWER_TOO_LARGE


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("https://portal.example/login", Kind.OK),
        (
            "https://login.dingtalk.com/error?error=redirect_uri+not+allowed",
            Kind.REDIRECT_NOT_ALLOWED,
        ),
    ],
)
def test_the_log_in_page_may_redirect_and_says_there_what_it_thinks(
    location: str, kind: Kind
) -> None:
    headers = {"Location": location}
    assert READER.read("login", "GET /oauth2/auth", 302, b"", headers).kind is kind


def test_gb18030_and_a_byte_order_mark_are_read() -> None:
    body = '{"errcode":60003,"errmsg":"部门不存在"}'
    for raw in (body.encode("gb18030"), body.encode("utf-8-sig")):
        answer = READER.read("oapi", None, 200, raw)
        assert (answer.kind, answer.message) == (Kind.DEPT_NOT_FOUND, "部门不存在")


def test_a_lone_surrogate_does_not_reach_what_is_printed() -> None:
    answer = READER.read("oapi", None, 200, '{"errcode":5,"errmsg":"\\ud800"}')
    json.dumps(answer.values, ensure_ascii=False).encode()


def test_data_stays_out_of_an_answers_repr() -> None:
    assert "13912345678" not in repr(Answer(kind=Kind.OK, data={"mobile": "13912345678"}))


def test_people_are_read_from_either_list_and_each_comes_once() -> None:
    result = {
        "forbidden_list": [{"code": "143105", "count": 500, "userid": "a"}],
        "forbidden_user_id_list": ["a", "b"],
        "invalid_user_id_list": ["c"],
        "failed_user_id_list": ["d"],
        "read_user_id_list": ["e"],
        "unread_user_id_list": ["f"],
    }
    people = read_people(READER, {"errcode": 0, "send_result": result})
    assert [(one.userid, str(one.kind)) for one in people] == [
        ("a", "forbidden:daily_limit"),
        ("b", "forbidden:throttled"),
        ("c", "user_not_found"),
        ("d", "unknown"),
        ("e", "ok"),
        ("f", "ok"),
    ]
    assert people[0].values == {"userid": "a", "count": 500, "code": "143105"}


@pytest.mark.parametrize("body", ["", "[]", '{"errcode":0}', '{"send_result":[]}', "{"])
def test_a_body_without_a_result_has_no_people(body: str) -> None:
    assert read_people(READER, body) == ()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("url: /x?access_token=abcdef&y=1", "url: /x?access_token=***&y=1"),
        ('{"appSecret":"abcdef"}', '{"appSecret":"***"}'),
        ("http://me:word@proxy:1", "http://me:***@proxy:1"),
        ("mobile 13912345678.", "mobile 139****5678."),
        ("mobile +8613912345678", "mobile +86139****5678"),
        ("mobile 139 1234 5678", "mobile 139****5678"),
        ("mobile +86 139-1234-5678", "mobile +86 139****5678"),
        ("client_secret：abcdef，错误", "client_secret：***，错误"),
        ('"appSecret" : "abcdef"', '"appSecret" : "***"'),
        ("Authorization: Bearer abcdef", "Authorization: Bearer ***"),
        ("sent with bearer abcdef0123", "sent with bearer ***"),
        ("x-acs-dingtalk-access-token: abcdef", "x-acs-dingtalk-access-token: ***"),
        ("task_id: 15912345678", "task_id: 15912345678"),
        ('"agentId":"13912345678"', '"agentId":"13912345678"'),
        ("at 1700000000000 and 1700000000", "at 1700000000000 and 1700000000"),
        ("2026-09-09 13:59:12 1391-2345", "2026-09-09 13:59:12 1391-2345"),
        ("task 256271667526 access_token is blank", "task 256271667526 access_token is blank"),
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


NAMES = (
    *("errcode", "errmsg", "sub_code", "code", "message", "status", "punish", "task_id"),
    *("accessdenieddetail", "requiredScopes", "send_result", "forbidden_list", "error_response"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(NAMES) | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(
    body=st.binary() | st.text() | JSON.map(json.dumps),
    host=st.none() | st.sampled_from(["oapi", "api", "login"]) | st.text(max_size=20),
    endpoint=st.none() | st.text(max_size=40),
    status=st.sampled_from([0, 200, 302, 403, 407, 500]),
    location=st.text(max_size=20),
)
def test_reading_never_raises(
    body: bytes | str, host: str | None, endpoint: str | None, status: int, location: str
) -> None:
    answer = READER.read(host, endpoint, status, body, {"location": location})
    assert answer.kind in set(Kind)
    read_people(READER, body)
