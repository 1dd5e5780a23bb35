"""Shapes: what is wrong with a credential is told before anybody is asked."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dingsetup.checks.shapes import fault_of, is_number
from dingsetup.findings import Kind

GOOD = {
    "client_id": "dingabcdefgh12345678",
    "client_secret": "Zx9" * 16,
    "agent_id": "2574805120",
    "corp_id": "ding" + "0123456789abcdef" * 2,
}
FIELDS = tuple(GOOD)


@pytest.mark.parametrize("field", FIELDS)
def test_a_well_shaped_value_has_no_fault(field: str) -> None:
    assert fault_of(field, GOOD[field]) is None


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", ["", " ", "\n\t", "\u3000"])
def test_an_empty_value_is_not_filled_in(field: str, value: str) -> None:
    fault = fault_of(field, value)
    assert fault is not None
    assert (fault.kind, fault.values) == (Kind.NOT_FILLED_IN, {"field": field})


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\u00a0", "\u200b", "\ufeff"])
@pytest.mark.parametrize("place", [0, 4, None])
def test_a_blank_is_told_with_its_place(field: str, blank: str, place: int | None) -> None:
    value = GOOD[field]
    at = len(value) if place is None else place
    fault = fault_of(field, value[:at] + blank + value[at:])
    assert fault is not None
    assert (fault.kind, fault.values["place"]) == (Kind.FIELD_BLANKS, at + 1)


@pytest.mark.parametrize("field", ["client_id", "agent_id", "corp_id"])
def test_full_width_characters_are_shown(field: str) -> None:
    value = GOOD[field]
    fault = fault_of(field, chr(ord(value[0]) + 0xFEE0) + value[1:])
    assert fault is not None
    assert fault.kind is Kind.FIELD_FULL_WIDTH
    assert fault.values["characters"] == chr(ord(value[0]) + 0xFEE0)


def test_a_secret_typed_in_full_width_is_not_shown() -> None:
    typed = "".join(chr(ord(char) + 0xFEE0) for char in GOOD["client_secret"])
    fault = fault_of("client_secret", typed)
    assert fault is not None
    assert fault.kind is Kind.FIELD_FULL_WIDTH
    assert not set(fault.values["characters"]) & set(typed)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("other", FIELDS)
def test_a_value_of_another_field_is_recognised(field: str, other: str) -> None:
    fault = fault_of(field, GOOD[other])
    if field == other:
        assert fault is None
    else:
        assert fault is not None
        assert fault.kind is Kind.FIELD_SWAPPED
        assert fault.values == {"field": field, "looks_like": other}


@pytest.mark.parametrize(
    ("value", "looks_like"),
    [
        ("13800138000", "mobile"),
        ("0a1b2c3d-0000-4000-8000-0123456789ab", "app_id"),
        ("https://open-dev.dingtalk.com/", "url"),
        ("203.0.113.7", "address"),
    ],
)
def test_other_values_of_the_console_are_recognised_too(value: str, looks_like: str) -> None:
    fault = fault_of("agent_id", value)
    assert fault is not None
    assert fault.values["looks_like"] == looks_like


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("mask", ["****", "\u2022\u2022\u2022\u2022", "\u25cf\u25cf\u25cf\u25cf"])
def test_a_masked_value_is_told_as_such(field: str, mask: str) -> None:
    fault = fault_of(field, GOOD[field][:4] + mask)
    assert fault is not None
    assert (fault.kind, fault.values["case"]) == (Kind.FIELD_SHAPE, "masked")


@pytest.mark.parametrize("value", ["4294967296", "99999999999", "123456789012345678", "1234"])
def test_an_agent_id_may_pass_32_bits_and_have_any_length_that_is_a_number(value: str) -> None:
    assert fault_of("agent_id", value) is None
    assert is_number(value)


@pytest.mark.parametrize("value", ["१२३४५६७८९", "²", "12e4", "-1", "1.5", "0x10", "9" * 5000])
def test_what_python_reads_as_a_number_need_not_be_an_agent_id(value: str) -> None:
    fault = fault_of("agent_id", value)
    assert fault is not None
    assert fault.kind is Kind.FIELD_SHAPE
    assert not is_number(value)


def test_an_unusual_secret_is_told_by_its_length_only() -> None:
    fault = fault_of("client_secret", "short-secret")
    assert fault is not None
    assert (fault.kind, fault.values) == (
        Kind.FIELD_SHAPE,
        {"field": "client_secret", "length": 12},
    )


@given(st.text(min_size=6))
def test_no_fault_of_a_secret_repeats_it(secret: str) -> None:
    fault = fault_of("client_secret", secret)
    if fault is not None:
        told = msgspec.json.encode(fault.values).decode()
        assert secret not in told
        assert repr(secret)[1:-1] not in repr(fault)


@given(st.sampled_from(FIELDS), st.text())
def test_any_text_can_be_judged(field: str, value: str) -> None:
    fault = fault_of(field, value)
    if fault is not None:
        assert fault.values["field"] == field
        assert msgspec.json.decode(msgspec.json.encode(fault.values)) == fault.values
