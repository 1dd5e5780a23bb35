"""The lines of a stranger's support file: one that is not as dingsetup writes it is named."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingsetup.language import Language
from dingsetup.language.bundles import bundle_told
from dingsetup.support import lines as lines_of
from dingsetup.support import reading
from dingsetup.support.reading import LONGEST_LINE, read_bundle
from dingsetup.support.troubles import BundleError, BundleTrouble
from tests.support.bundles import bundle, entries, zipped

T = BundleTrouble
ROOM = 3 * LONGEST_LINE

MOMENT = '"2026-11-22T09:00:00Z"'
FINDING = '{"step":"a","check":"b","state":"failed","kind":"unknown","values":%s}'
KEPT = '{"finding":%s,"at":%s,"passed_at":null}'
CALL = '{"at":%s,"method":"GET","path":"/","verdict":"ok","ms":%s,"counted":true}'
SEND = '{"id":1,"at":%s,"push":"sync","type":"text","language":"zh","tally":%s}'


def kept(values: str, at: str = MOMENT) -> str:
    return KEPT % (FINDING % values, at)


LINES = [
    ("calls.jsonl", "", T.LINE_NOT_JSON),
    ("calls.jsonl", "{", T.LINE_NOT_JSON),
    ("calls.jsonl", '"\\ud800"', T.LINE_NOT_JSON),
    ("calls.jsonl", "[]", T.LINE_WRONG),
    ("calls.jsonl", "[" * 100_000, T.LINE_TOO_DEEP),
    ("calls.jsonl", CALL % (MOMENT, '"1"'), T.LINE_WRONG),
    ("calls.jsonl", CALL % (MOMENT, "9" * 25), T.LINE_WRONG),
    ("calls.jsonl", CALL % (MOMENT, "9" * 5000), T.LINE_WRONG),
    ("calls.jsonl", CALL % ('"2026-11-22T09:00:00"', "1"), T.LINE_WRONG),
    ("calls.jsonl", CALL % ('"0001-01-01T00:00:00+23:00"', "1"), T.LINE_WRONG),
    ("findings.jsonl", kept("{}").replace("failed", "fine"), T.LINE_WRONG),
    ("findings.jsonl", kept("{}").replace("unknown", "made_up"), T.LINE_WRONG),
    ("findings.jsonl", kept("{}").replace('"a"', '"<b>"'), T.LINE_WRONG),
    ("findings.jsonl", kept("{}", at="null"), T.LINE_WRONG),
    ("findings.jsonl", kept("{}", at='"1969-11-22T09:00:00Z"'), T.LINE_WRONG),
    ("findings.jsonl", kept("[]"), T.LINE_WRONG),
    ("findings.jsonl", kept('{"a":' + "[" * 900 + "]" * 900 + "}"), T.LINE_WRONG),
    ("findings.jsonl", kept('{"a":[[1]]}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"a":[{"entry":1,"reason":"x"}]}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"a":{"b":[1]}}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"a":1e999}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"a":NaN}'), T.LINE_NOT_JSON),
    ("findings.jsonl", kept('{"a":123456789012345678901}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"seconds":"long"}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"scopes":3}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"states":{"bound":"x"}}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"proved_at":"yesterday"}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"proved_at":"9999-12-31T23:59:59Z"}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"answer":"yes"}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"apply_url":"javascript:alert(1)"}'), T.LINE_WRONG),
    ("findings.jsonl", kept('{"apply_url":"file:///etc/passwd"}'), T.LINE_WRONG),
    ("bindings.jsonl", '{"username":"x"}', T.LINE_WRONG),
    ("bindings.jsonl", '{"username":1,"state":"bound"}', T.LINE_WRONG),
    ("bindings.jsonl", '{"username":"x","state":"lost"}', T.LINE_WRONG),
    ("bindings.jsonl", '{"username":"x","state":"bound","reason":"?"}', T.LINE_WRONG),
    ("bindings.jsonl", '{"username":"x","state":"bound","confidence":"?"}', T.LINE_WRONG),
    ("bindings.jsonl", '{"username":"x","state":"bound","rule":"<a>"}', T.LINE_WRONG),
    ("bindings.jsonl", '{"username":"u-1","state":"bound"}', T.LINE_DOUBLED),
    ("sends.jsonl", SEND % (MOMENT, '{"lost":1}'), T.LINE_WRONG),
    ("sends.jsonl", SEND % (MOMENT, '{"read":"1"}'), T.LINE_WRONG),
    ("sends.jsonl", SEND % ('"2026-11-22"', "{}"), T.LINE_WRONG),
    ("sends.jsonl", (SEND % (MOMENT, "{}")).replace('"id":1', '"id":7'), T.LINE_DOUBLED),
    ("sends.jsonl", (SEND % (MOMENT, "{}")).replace('"sync"', '"</td>"'), T.LINE_WRONG),
    ("deliveries.jsonl", f'{{"sending":1,"userid":"u","fate":"x","at":{MOMENT}}}', T.LINE_WRONG),
    ("deliveries.jsonl", f'{{"sending":7,"userid":"p-1","fate":"read","at":{MOMENT}}}',
     T.LINE_DOUBLED),
    ("profile.jsonl", '{"field":"secret","value":"x"}', T.LINE_WRONG),
    ("profile.jsonl", '{"field":"answers","value":{}}', T.LINE_WRONG),
    ("profile.jsonl", '{"field":"answers.<b>","value":{}}', T.LINE_WRONG),
    ("profile.jsonl", '{"field":"answers.x","value":{"yes":1,"at":""}}', T.LINE_WRONG),
    ("profile.jsonl", '{"field":"answers.x","value":{"yes":true,"at":"2026-11-22T09:00:00"}}',
     T.LINE_WRONG),
    ("profile.jsonl", '{"field":"app_key","value":7}', T.LINE_WRONG),
    ("profile.jsonl", '{"field":"name","value":"x"}', T.LINE_DOUBLED),
    ("profile.jsonl", '{"field":"step","value":"../x?"}', T.LINE_WRONG),
    ("profile.jsonl", '{"field":"me","value":"x","more":1}', T.LINE_WRONG),
    ("system.jsonl", '{"name":"evil","value":"x"}', T.LINE_WRONG),
    ("system.jsonl", '{"name":"system.a","value":1}', T.LINE_WRONG),
    ("system.jsonl", '{"name":"system.<b>","value":"1"}', T.LINE_WRONG),
    ("system.jsonl", '{"name":"system.os","value":"x"}', T.LINE_DOUBLED),
    ("system.jsonl", '{"name":"bindings.gone","value":"x"}', T.LINE_WRONG),
    ("system.jsonl", '{"name":"bindings.gone","value":99999999999999999999}', T.LINE_WRONG),
]  # fmt: skip


@pytest.mark.parametrize(("member", "line", "kind"), LINES)
def test_a_line_that_is_not_right_is_named(
    member: str,
    line: str,
    kind: BundleTrouble,
    members: dict[str, bytes],
    refused: Callable[[bytes], BundleError],
) -> None:
    told = members[member] + line.encode() + b"\n"
    error = refused(zipped(entries(members | {member: told})))
    assert (error.kind, error.member, error.line) == (kind, member, told.count(b"\n"))
    assert len(str(error.values)) < 400


def test_more_findings_than_any_check_has_are_refused(
    members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    many = "".join(
        kept("{}").replace('"check":"', f'"check":"{at}').strip() + "\n" for at in range(1001)
    )
    error = refused(zipped(entries(members | {"findings.jsonl": many.encode()})))
    assert (error.kind, error.member, error.line) == (T.LINE_WRONG, "findings.jsonl", 1001)


@pytest.mark.parametrize(
    "values",
    [
        '{"departments":3,"people":0,"roles":1}',
        '{"departments":[1,2],"about":"1,2+3"}',
        '{"states":{"bound":1},"seconds":-5,"answer":"no","answered_at":"2026-11-22T09:00:00Z"}',
        '{"near":[{"entry":"x","reason":"slash"}],"apply_url":"","ip":null,"ratio":0.5}',
    ],
)
def test_values_as_the_checks_write_them_are_taken(
    values: str, members: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "a"
    path.write_bytes(zipped(entries(members | {"findings.jsonl": kept(values).encode()})))
    finding = read_bundle(path).snapshot.findings[0].finding
    assert finding.values == msgspec.json.decode(values)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", '"../../etc"'),
        ("id", '"A b"'),
        ("edition", '"root"'),
        ("allowance", '{"ip":"x","asked_at":"2026-11-22T09:00:00"}'),
        ("outdated", '"security"'),
    ],
)
def test_a_field_of_the_profile_is_what_a_profile_holds(
    field: str, value: str, members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    line = f'{{"field":"{field}","value":{value}}}\n'
    error = refused(zipped(entries(members | {"profile.jsonl": line.encode()})))
    assert (error.kind, error.member, error.line) == (T.LINE_WRONG, "profile.jsonl", 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("facts.date", '"yesterday"'),
        ("facts.own", '"yes"'),
        ("secret.fault", '"made_up"'),
        ("secret.values", "[]"),
        ("secret.values", '{"a":[[]]}'),
    ],
)
def test_what_is_known_of_facts_and_secret_has_its_form(
    name: str, value: str, members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    line = f'{{"name":"{name}","value":{value}}}\n'
    error = refused(zipped(entries(members | {"system.jsonl": line.encode()})))
    assert (error.kind, error.member, error.line) == (T.LINE_WRONG, "system.jsonl", 1)


def test_the_line_is_named_among_thousands(
    members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    lines = [b'{"username":"n%d","state":"bound"}' % number for number in range(5000)]
    lines[4321] = b'{"username":"x","state":5}'
    error = refused(zipped(entries(members | {"bindings.jsonl": b"\n".join(lines)})))
    assert (error.kind, error.line) == (T.LINE_WRONG, 4322)
    lines[4321] = lines[7]
    error = refused(zipped(entries(members | {"bindings.jsonl": b"\n".join(lines)})))
    assert (error.kind, error.line, error.values) == (T.LINE_DOUBLED, 4322, {"first": 8})


def test_a_line_has_an_end(
    members: dict[str, bytes], refused: Callable[[bytes], BundleError]
) -> None:
    for own in (b"x" * ROOM, b"x" * ROOM + b"\n", b"{}\n" + b"x" * (LONGEST_LINE + 1) + b"\n{}"):
        error = refused(zipped(entries(members | {"calls.jsonl": own})))
        assert (error.kind, error.line) == (T.LINE_TOO_LONG, 1 + own.startswith(b"{}"))


def test_ten_million_lines_are_refused_as_they_come(
    members: dict[str, bytes],
    refused: Callable[[bytes], BundleError],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "from_lines", lambda *rest, **named: pytest.fail("read"))
    many = members | {"bindings.jsonl": b"\n" * 10_000_000}
    error = refused(zipped(entries(many)))
    assert (error.kind, error.member) == (T.TOO_MANY_LINES, "bindings.jsonl")


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["2026-11-22T09:00:00Z", "failed", "unknown", "bound", "read", 10**40]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def mutated(value: Any, path: list[int], new: Any) -> Any:
    """The value with one part of it replaced."""
    if isinstance(value, dict) and value and path:
        name = list(value)[path[0] % len(value)]
        return value | {name: mutated(value[name], path[1:], new)}
    if isinstance(value, list) and value and path:
        at = path[0] % len(value)
        return [*value[:at], mutated(value[at], path[1:], new), *value[at + 1 :]]
    return new


@settings(max_examples=150, deadline=None)
@given(
    member=st.sampled_from(lines_of.MEMBERS),
    place=st.integers(0, 20),
    path=st.lists(st.integers(0, 9), max_size=4),
    new=json_values,
)
def test_whatever_a_line_says_it_is_refused_or_can_be_told(
    member: str, place: int, path: list[int], new: Any, members: dict[str, bytes]
) -> None:
    lines = {name: members[name].split(b"\n")[:-1] for name in lines_of.MEMBERS}
    own = lines[member]
    told = mutated(msgspec.json.decode(own[place % len(own)]), path, new)
    own[place % len(own)] = as_json(told)
    english = Language("en")
    try:
        one = lines_of.from_lines(lines_of.manifest_of(bundle()), lines)
    except BundleError as error:
        bundle_told(english, error)
        return
    for kept in one.snapshot.findings:
        english.tell(kept.finding)
        english.moment(kept.at)


def as_json(value: Any) -> bytes:
    """Also numbers that no JSON should hold."""
    return json.dumps(value).encode()
