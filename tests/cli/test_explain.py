"""`dingsetup explain`: kinds, values and what to do, out of whatever is given."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies

from dingsetup.findings import Kind
from tests.cli.conftest import Dingsetup

KEYS = ["kind", "values", "code", "message", "title", "cause", "remedy", "links", "people"]
WRAPPED = json.dumps(
    {
        "errcode": 88,
        "errmsg": "ding talk error[subcode=60011,submsg=应用尚未开通所需的权限：[qyapi_ext_read]]",
        "sub_code": "60011",
        "sub_msg": "应用尚未开通所需的权限：[qyapi_ext_read]",
    }
)
RESULT = json.dumps(
    {
        "errcode": 0,
        "errmsg": "ok",
        "send_result": {
            "invalid_user_id_list": ["gone"],
            "forbidden_list": [{"userid": "twice", "code": "143105", "count": 1}],
            "read_user_id_list": [],
            "unread_user_id_list": ["fine"],
        },
    }
)


def explained(dingsetup: Dingsetup, text: str, *args: str) -> dict[str, Any]:
    result = dingsetup("explain", "--json", *args, stdin=text)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_json_has_exactly_the_keys_promised(dingsetup: Dingsetup) -> None:
    assert list(explained(dingsetup, WRAPPED)) == KEYS


def test_a_wrapped_answer_is_explained_with_the_permission_it_names(dingsetup: Dingsetup) -> None:
    found = explained(dingsetup, WRAPPED, "--host", "oapi", "--status", "200")
    assert (found["kind"], found["code"]) == ("scope_missing", "60011")
    assert found["values"]["scopes"] == ["qyapi_ext_read"]


@pytest.mark.parametrize("code", ["60020", "60011", "50004", "40089", "143106"])
def test_a_bare_code_is_explained_in_full(code: str, dingsetup: Dingsetup) -> None:
    result = dingsetup("explain", code, "--json")
    found = json.loads(result.stdout)
    assert found["kind"] != "unknown"
    assert found["title"]
    assert found["cause"]
    assert found["remedy"]
    assert found["links"]


def test_an_answer_can_be_a_file(dingsetup: Dingsetup, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    file.write_text(WRAPPED, "utf-8")
    result = dingsetup("explain", str(file))
    assert result.exit_code == 0
    assert "qyapi_ext_read" in result.stdout


def test_somebody_elses_refused_address_is_not_taken_for_this_computers(
    dingsetup: Dingsetup,
) -> None:
    found = explained(
        dingsetup, '{"errcode":60020,"errmsg":"访问ip不在白名单之中,request ip=14.103.128.84"}'
    )
    assert found["kind"] == "ip_not_whitelisted"
    assert found["values"]["ip"] == "14.103.128.84"
    assert "This computer" not in found["title"]


def test_a_sends_result_names_each_person_it_did_not_reach(dingsetup: Dingsetup) -> None:
    people = {person["userid"]: person["kind"] for person in explained(dingsetup, RESULT)["people"]}
    assert people["twice"].startswith("forbidden:")
    assert people["gone"] == "user_not_found"
    assert "fine" not in people


def test_jsonl_gives_one_line_for_each_line(dingsetup: Dingsetup) -> None:
    lines = [
        {"host": "oapi", "endpoint": "POST /topapi/x", "http_status": 200, "body_raw": WRAPPED},
        {"host": "api", "endpoint": None, "http_status": None, "body_raw": '{"errcode":40089}'},
        {"body_raw": {"errcode": 88, "sub_code": "90018", "errmsg": "x"}},
    ]
    text = "\n".join(json.dumps(line) for line in lines) + "\n"
    result = dingsetup("explain", "--jsonl", stdin=text)
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [entry["kind"] for entry in told] == ["scope_missing", "bad_secret", "throttled"]
    assert {tuple(entry) for entry in told} == {tuple(KEYS)}


@pytest.mark.parametrize(
    "bad", [b"{", b"[]", b'{"host": "oapi"}', b'{"body_raw": "x", "http_status": "a"}', b"\xff\xfe"]
)
def test_a_bad_line_is_named_and_the_others_are_explained(bad: bytes, dingsetup: Dingsetup) -> None:
    good = json.dumps({"body_raw": WRAPPED}).encode()
    result = dingsetup("explain", "--jsonl", stdin=b"\n".join([good, bad, b"", good]))
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [entry.get("kind") for entry in told] == ["scope_missing", None, "scope_missing"]
    assert told[1]["error"].startswith("line 2")


@pytest.mark.parametrize(
    "args", [["--status", "abc"], ["/no/such/file"], ["--jsonl", "/no/such/file"], ["a", "b"]]
)
def test_wrong_usage_ends_with_2(args: list[str], dingsetup: Dingsetup) -> None:
    result = dingsetup("explain", *args)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_secret_in_what_is_explained_is_not_shown_again(dingsetup: Dingsetup) -> None:
    secret = "S3cret-that-nobody-may-see-0123456789abcdef"
    log = f'POST /gettoken?appsecret={secret} -> {{"errcode":40089,"errmsg":"appsecret={secret}"}}'
    for args in ([], ["--json"]):
        result = dingsetup("explain", *args, stdin=log)
        assert result.exit_code == 0
        assert secret not in result.output


@pytest.mark.parametrize("word", ["nofile.txt", "Answer.json", "zzz", "a b", "--", "no/such.log"])
def test_what_is_neither_a_file_nor_a_code_is_told_in_a_sentence(
    word: str, dingsetup: Dingsetup
) -> None:
    result = dingsetup("explain", "--", word)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: “{word}” is neither a file nor a code of DingTalk's.\n"


@pytest.mark.parametrize(
    "code",
    ["60020", "-1", "143106", "invalidParam", "system.busy", "Forbidden.AccessDenied.X"],
)
def test_a_code_needs_no_file_and_no_dashes_before_it(code: str, dingsetup: Dingsetup) -> None:
    result = dingsetup("explain", code, "--json")
    assert json.loads(result.stdout)["code"] == code


@pytest.mark.parametrize("empty", ["", " \n", "\ufeff\n"])
def test_nothing_at_all_is_told_in_a_sentence(empty: str, dingsetup: Dingsetup) -> None:
    result = dingsetup("explain", stdin=empty)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the text is empty" in result.stderr


def test_an_empty_answer_with_its_status_is_an_answer(dingsetup: Dingsetup) -> None:
    assert explained(dingsetup, "", "--status", "200")["kind"] == "not_dingtalk"


def test_only_dingtalks_hosts_are_taken_as_host(dingsetup: Dingsetup) -> None:
    for host in ("oapi", "api", "login", "OAPI.dingtalk.com"):
        assert dingsetup("explain", "--host", host, "60020").exit_code == 0
    assert dingsetup("explain", "--host", "www", "60020").exit_code == 2
    line = json.dumps({"host": "proxy.example", "body_raw": WRAPPED})
    assert dingsetup("explain", "--jsonl", stdin=line).exit_code == 0


@pytest.mark.parametrize(
    "log",
    [
        f'1 {{"errcode":60020,"errmsg":"x"}}\n2 {WRAPPED}\n3 {{"errcode":0,"errmsg":"ok"}}\n',
        "errcode=60020, errmsg=x\nerrcode=60011, errmsg=y\n",
    ],
)
def test_a_log_with_more_answers_says_which(log: str, dingsetup: Dingsetup) -> None:
    last = dingsetup("explain", stdin=log).stdout.splitlines()[-1]
    assert last.startswith("More answers stand in this text: 60011.")
    assert "More answers" not in dingsetup("explain", stdin=WRAPPED).stdout


def test_people_are_shown_each_value_once_and_no_empty_ones(dingsetup: Dingsetup) -> None:
    def rows(text: str) -> list[list[str]]:
        table = dingsetup("explain", stdin=text).stdout.rpartition("\n\n")[2]
        return [line.split() for line in table.splitlines()]

    assert rows("99999") == [["Kind", "unknown"], ["Code", "99999"]]
    assert rows("what is this") == [
        ["Kind", "unknown"],
        ["DingTalk's", "words", "what", "is", "this"],
    ]


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(strategies.binary(max_size=300) | strategies.text(max_size=300).map(str.encode))
def test_whatever_is_given_is_explained(dingsetup: Dingsetup, text: bytes) -> None:
    result = dingsetup("explain", "--json", "--status", "0", stdin=text)
    assert result.exit_code == 0
    assert Kind(json.loads(result.stdout)["kind"])


def test_half_a_character_in_a_recorded_body_is_no_reason_to_refuse_the_line(
    dingsetup: Dingsetup,
) -> None:
    body = r"{\"errcode\":40096,\"errmsg\":\"x\ud800\"}"
    line = '{"host":"oapi","endpoint":"GET /gettoken","http_status":200,"body_raw":"' + body + '"}'
    result = dingsetup("explain", "--jsonl", stdin=line)
    assert json.loads(result.stdout)["kind"] == "bad_secret"
