"""Pseudonyms keep shape and equality, and nothing else."""

import ipaddress
import string
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dingsetup.bindings.numbers import MobileKind, normal_mobile
from dingsetup.checks.shapes import fault_of
from dingsetup.database import DatabaseError, database_file, transaction
from dingsetup.facts import Facts, load_facts
from dingsetup.pasted.addresses import fault_of as address_fault
from dingsetup.pasted.shapes import shape_of
from dingsetup.support.digests import Sort
from dingsetup.support.keys import key_id, mark, profile_key, run_key
from dingsetup.support.pseudonyms import Pseudonyms

FACTS = load_facts()
KEY = bytes(range(32))
SECRET = "Zx9" * 16
APP_KEY = "dingabcdefgh12345678"
CORP_ID = "ding" + "0123456789abcdef" * 2
FIELDS = ("client_id", "agent_id", "corp_id")
TYPED = st.one_of(
    st.text(string.ascii_letters + string.digits + "-_*•. \tＡｂ１张é\u200b", max_size=40),
    st.from_regex(r"ding[0-9a-f]{32}", fullmatch=True),
    st.from_regex(r"(?:ding|suite)[0-9a-z]{12,20}", fullmatch=True),
    st.from_regex(r"[0-9]{1,19}", fullmatch=True),
    st.from_regex(r"(?:\+?86-?)?1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", fullmatch=True),
    st.from_regex(r"https?://[a-z./]{1,20}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_-]{39,130}", fullmatch=True),
)


@pytest.fixture
def names() -> Pseudonyms:
    return Pseudonyms(KEY, FACTS, remember=True)


@given(TYPED)
@settings(max_examples=80, deadline=None)
def test_a_credential_and_its_pseudonym_have_the_same_fault(value: str) -> None:
    names = Pseudonyms(KEY, FACTS)
    made = names.credential(value)
    assert len(made) == len(value)
    assert shape_of(made) == shape_of(value)
    for field in FIELDS:
        before, after = fault_of(field, value), fault_of(field, made)
        assert (before and before.kind) == (after and after.kind)
        if before is not None and after is not None:
            values = dict(before.values)
            if "characters" in values:
                values["characters"] = names.characters(values["characters"])
            assert values == after.values


@pytest.mark.parametrize("value", [APP_KEY, CORP_ID, "2574805120", "13812345678", SECRET, "zhang"])
def test_a_credential_is_replaced(names: Pseudonyms, value: str) -> None:
    assert names.app_key(value) != value
    assert names.app_key(value) == names.corp_id(value) == names.agent_id(value)


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 2**32 - 1, 2**32, 7, 999_999_999_999])
def test_an_agent_id_stays_on_its_side_of_32_bits(names: Pseudonyms, number: int) -> None:
    made = names.agent_id(str(number))
    assert len(made) == len(str(number))
    for limit in (2**31, 2**32):
        assert (int(made) >= limit) == (number >= limit)


def test_nothing_of_a_name_is_left_where_a_credential_belongs(names: Pseudonyms) -> None:
    assert not set("张三丰的应用") & set(names.app_key("张三丰的应用"))
    assert "zhang" not in names.app_key("ｄing zhang san")


@given(st.text("0123456789+- *x（）张１２", max_size=16))
@settings(max_examples=80, deadline=None)
def test_a_mobile_number_stays_as_well_written_as_it_was(text: str) -> None:
    made = Pseudonyms(KEY, FACTS).mobile(text)
    before, after = normal_mobile(text), normal_mobile(made)
    assert len(made) == len(text)
    assert [c for c in made if c in "+- *"] == [c for c in text if c in "+- *"]
    if before.kind is MobileKind.OK and before.value.startswith("1"):
        assert after.kind is MobileKind.INVALID, "nobody's number"
    elif before.kind is MobileKind.OK:
        assert after.value.startswith("+999") or len(before.value) < 9
    assert "张" not in made


def test_one_mobile_number_in_two_spellings_is_one_pseudonym(names: Pseudonyms) -> None:
    made = names.mobile("13812345678")
    assert len(made) == 11
    assert made.startswith("12")
    for written in ("+86 138 1234 5678", "0086-138-1234-5678", "１３８１２３４５６７８"):
        digits = "".join(str(int(c)) for c in names.mobile(written) if c.isdigit())
        assert digits.endswith(made)
    masked = names.mobile("138****5678")
    assert masked[3:7] == "****"
    assert not masked.startswith("138")


@pytest.mark.parametrize(
    ("one", "other"), [("Li.Wei@Corp.com", "li.wei@corp.COM"), ("a＠b.com", "a@b.com")]
)
def test_equal_addresses_stay_equal_ignoring_case(names: Pseudonyms, one: str, other: str) -> None:
    assert names.email(one) == names.email(other)
    assert names.email(one).endswith(".example")
    assert names.email("x@corp.com").partition("@")[2] == names.host("corp.com")


def test_a_name_becomes_one_that_nobody_has(names: Pseudonyms) -> None:
    assert names.name("张三").startswith("化名")
    assert names.name("Li Wei").startswith("Alias-")
    assert names.name("li wei") == names.name("Li  Wei")
    assert names.name("张三") != names.name("李四")


def test_a_job_number_keeps_its_form_and_is_nobodys(names: Pseudonyms) -> None:
    made, _, tail = names.job_number("PX000123").partition("~")
    assert made[:2].isalpha()
    assert made[2:].isdigit()
    assert len(made) == 8
    assert tail


def test_sorts_have_nothing_in_common(names: Pseudonyms) -> None:
    codes = {names.person("zhang")[2:], names.username("zhang")[2:], names.name("zhang")[6:]}
    assert len(codes) == 3


def test_a_department_becomes_a_number_that_json_keeps(names: Pseudonyms) -> None:
    assert names.department(1) == 1
    assert 10**12 <= names.department(512_000_123) < 2**53
    assert names.department(2) != names.department(3)


OCTET = st.integers(0, 255).map(str)
WRITTEN = st.one_of(
    st.tuples(OCTET, OCTET, OCTET, OCTET).map(".".join),
    st.tuples(OCTET, OCTET, st.just("*"), OCTET).map(".".join),
    st.from_regex(r"(?:10|172\.1[6-9]|192\.168|100\.7)(?:\.[0-9]{1,3}){2,3}", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}(?:\.[0-9*]{1,3}){2,4}(?:[/:~-][0-9a-z.]{1,12})?", fullmatch=True),
    st.ip_addresses(v=6).map(str),
)  # fmt: skip


@given(WRITTEN)
@settings(max_examples=100, deadline=None)
def test_an_address_has_the_same_fault_as_its_pseudonym(text: str) -> None:
    made = Pseudonyms(KEY, FACTS).address(text)
    assert address_fault(made) is address_fault(text)
    assert made.count("*") == text.count("*") or address_fault(text) is not None


def test_public_addresses_stay_and_global_ones_go_where_nobody_is(
    names: Pseudonyms, facts: Facts
) -> None:
    for entry in facts.newest_addresses.addresses:
        assert names.address(entry) == entry
        cover = entry.rpartition(".")[0] + ".*"
        assert names.address(cover) == cover
    made = names.address("8.8.4.4")
    assert ipaddress.ip_address(made) in ipaddress.ip_network("33.0.0.0/8")
    assert (
        names.address("8.8.*.4")
        == made.rpartition(".")[0].rpartition(".")[0] + ".*." + (made.rpartition(".")[2])
    )
    assert names.address("2400:3200::1").startswith("2001:db8:")


def test_public_hosts_stay_and_others_are_nobodys(names: Pseudonyms) -> None:
    for host in ("oapi.dingtalk.com", "console.volcengine.com", "127.0.0.1:8080"):
        assert names.host(host) == host
    made = names.host("BI.corp.com:8443")
    assert made == names.host("bi.corp.com") + ":8443"
    assert made.endswith(".example:8443")
    assert names.host("acme.volcengine.com").endswith(".volcengine.com")
    assert "acme" not in names.host("acme.volcengine.com")
    assert names.host("zhang:pw@bi.corp.com") == names.host("bi.corp.com")


@pytest.mark.parametrize(
    "text",
    ["::1%zhangsan", "::1%zhangsan/64", "::%zhangsan", "fe80::1%zhangsan", "fd00::1%zhangsan"],
)
def test_the_name_of_a_network_card_does_not_stay(names: Pseudonyms, text: str) -> None:
    assert "zhangsan" not in names.address(text)
    assert address_fault(names.address(text)) == address_fault(text)


def test_a_host_of_any_number_of_stars_is_replaced(names: Pseudonyms) -> None:
    assert names.host("*.corp.com") == f"*.{names.host('corp.com')}"
    assert "corp" not in names.text(f"https://{'*.' * 5000}corp.com/")


FREE_TEXT = (
    "张三丰 (userid manager77) 13812345678 +86 138 1234 5678 138****5678 zhang@corp.com"
    f" appKey({APP_KEY}) corpid={CORP_ID} ip=8.8.4.4 2400:3200::1 /home/zhangsan/a.pem"
    r" C:\Users\Zhang\x https://u:pw@bi.corp.com/who/zhang?token=abc#frag"
    f" {SECRET} 0123456789abcdef0123456789abcdef %E5%BC%A0%E4%B8%89%E4%B8%B0 \\u5f20\\u4e09\\u4e30"
)


def test_free_text_loses_people_keys_and_places(names: Pseudonyms) -> None:
    names.learn(["张三丰"], Sort.NAME)
    names.learn(["manager77"], Sort.PERSON)
    made = names.text(FREE_TEXT)
    gone = [
        "张三",
        "manager77",
        "1234",
        "138",
        "zhang",
        "8.8.4.4",
        "2400:3200",
        "corp.com",
        "token=",
    ]
    gone += [APP_KEY, CORP_ID, SECRET, "0123456789abcdef", "%E5%BC%A0", "u5f20", "Zhang", "pw@"]
    assert [word for word in gone if word in made] == []
    for kept in (names.name("张三丰"), names.person("manager77"), names.app_key(APP_KEY)):
        assert kept in made
    assert names.address("8.8.4.4") in made


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("ip=47.96.118.203.Please add it", "47.96"),
        ("47.96.118.203https", "47.96"),
        ("ip47.96.118.203", "47.96"),
        ("to 47.96.118.203.8080", "47.96"),
        ("a 47.96.118.203.", "47.96"),
        ("?who=wang.wei%40corp.org&x", "wang"),
        ("see hr.corp.com.cn: gone", "corp"),
        ("HR.Corp.COM/x", "Corp"),
        ("proxy01.corp.local:3128", "proxy01"),
    ],
)
def test_an_address_is_found_whatever_stands_beside_it(
    names: Pseudonyms, text: str, gone: str
) -> None:
    assert gone not in names.text(text)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        (r"C:\Users\Zhang San\x", ["Zhang", "San"]),
        (r"no file 'C:\Users\Zhang San'", ["Zhang", "San"]),
        (r"C:\Users\Zhang San", ["Zhang", "San"]),
        ("/Users/Zhang San/x: gone", ["Zhang", "San"]),
        ("(/home/zhang san/a b/c)", ["zhang", "san", "a b"]),
        (r"D:\公司\张总\x.pem", ["公司", "张总"]),
        (r"D:\\公司\\张总\\x.pem", ["公司", "张总"]),
        ("d:/公司 文件/张 总/x.pem is missing here", ["公司", "张", "文件"]),
        (r"\\filer\Abteilung\张总\x.pem", ["filer", "Abteilung", "张总"]),
        ("/Volumes/公司盘/张总/x", ["公司", "张总"]),
        ("11010119900101123X", ["110101", "123X"]),
        ("身份证11010119900101123x。", ["110101", "123x"]),
    ],
)
def test_folders_and_identity_cards_leave_nothing(
    names: Pseudonyms, text: str, gone: list[str]
) -> None:
    made = names.text(text)
    assert [word for word in gone if word in made] == []


def test_what_stands_around_a_folder_stays(names: Pseudonyms) -> None:
    made = names.text("[Errno 2] No such file: '/Users/Zhang San/x.pem', asked twice")
    assert made.startswith("[Errno 2] No such file: '/Users/x-")
    assert made.endswith("', asked twice")
    assert names.text("/home/zhang was not found there").endswith(" was not found there")


@pytest.mark.parametrize(
    "text",
    [
        "成员/部门 A/B and/or 10:/x",
        "oapi.dingtalk.com: dingtalk.user.com.read, Contact.User.Read, python 3.11.7, 10.0.22631",
        "缺少参数: agent_id (errcode 40035), 12:34:56, 2026-11-22T10:00:00",
        "Forbidden.AccessDenied.AccessTokenPermissionDenied",
        "qyapi_get_department_member Contact.User.Read /v1.0/oauth2/accessToken",
        "",
    ],
)
def test_free_text_with_nobody_in_it_stays(names: Pseudonyms, text: str) -> None:
    names.learn(["Li", "1001", "王"])
    assert names.text(text) == text


def test_ascii_words_are_replaced_whole_only(names: Pseudonyms) -> None:
    names.learn(["wang.wei"], Sort.PERSON)
    assert "wang.weiwei" in names.text("wang.weiwei")
    assert names.text("(WANG.Wei)") == f"({names.person('wang.wei')})"


def test_the_table_leads_back_from_everything_but_a_secret(names: Pseudonyms) -> None:
    made = [names.person("manager77"), names.name("张三"), names.mobile("13812345678")]
    made += [names.email("a@corp.com"), names.app_key(APP_KEY), names.address("8.8.4.4")]
    made += [str(names.department(77)), names.job_number("P1"), names.username("zs")]
    leak = names.app_key(SECRET)
    names.text(SECRET)
    table = names.table()
    assert set(made) <= set(table)
    assert leak not in table
    assert SECRET not in table.values()
    assert Pseudonyms(KEY, FACTS).table() == {}


def test_pseudonyms_depend_on_the_key() -> None:
    one, same, other = (Pseudonyms(key, FACTS) for key in (KEY, KEY, bytes(32)))
    for make in (
        "person",
        "username",
        "name",
        "mobile",
        "email",
        "job_number",
        "app_key",
        "host",
        "address",
    ):
        value = "8.8.4.4" if make == "address" else "13812345678"
        assert getattr(one, make)(value) == getattr(same, make)(value)
        assert getattr(one, make)(value) != getattr(other, make)(value)


def test_two_of_many_share_no_pseudonym(names: Pseudonyms) -> None:
    for make in (names.person, names.username, names.email, names.job_number, names.name):
        assert len({make(f"{number:05d}") for number in range(3000)}) == 3000


def test_a_profile_has_one_key_also_when_two_windows_make_it_at_once(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(profile_key(tmp_path))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len({*found, profile_key(tmp_path)}) == 1
    assert profile_key(tmp_path / "other") not in found


def test_a_damaged_key_is_told(tmp_path: Path) -> None:
    profile_key(tmp_path)
    with transaction(database_file(tmp_path)) as database:
        database.execute("UPDATE support_key SET value = 'short'")
    with pytest.raises(DatabaseError):
        profile_key(tmp_path)


def test_a_mark_tells_that_a_secret_changed_and_no_more() -> None:
    assert mark(KEY, SECRET) == mark(KEY, SECRET) != mark(KEY, SECRET + "x")
    assert mark(KEY, SECRET) != mark(bytes(32), SECRET)
    assert mark(KEY, "") == ""
    assert len(mark(KEY, SECRET)) == len(key_id(KEY)) == 8
    assert key_id(KEY) != key_id(run_key())
