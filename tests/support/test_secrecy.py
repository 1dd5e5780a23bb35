"""Nothing of a company's people, keys or secrets is in a support file, nor in a report."""

import base64
import json
import urllib.parse
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dingsetup.checks.publication import published_state
from dingsetup.database import database_file, transaction
from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.language import Language
from dingsetup.practice.company import Company, Person
from dingsetup.practice.founding import make_company
from dingsetup.practice.identity import Identity, make_identity
from dingsetup.profile import Allowance, Answered, Profile, now
from dingsetup.store import CallRecord, Kept, Store
from dingsetup.support.gathering import gather
from dingsetup.support.keys import mark, run_key
from dingsetup.support.lines import manifest_of, to_lines
from dingsetup.support.pseudonyms import Pseudonyms
from dingsetup.support.rendering import render
from dingsetup.support.report import make_report
from dingsetup.support.values import Bundle, FactsSeen, SecretSeen, Snapshot
from dingsetup.support.writing import write_bundle

PEOPLE = 2000
TOKEN = "9f0e1d2c3b4a59687f6e5d4c3b2a1908"
DOMAIN = "bi.haichuan-group.com"
ADDRESS = "47.96.118.203"
FOLDER = "/home/ouyang.jianguo"
FORMS = ("html", "md", "json")
CHUNK = 6
"""Bytes by which a needle is looked up; none is shorter."""
KEY_FIELDS = ("app_key", "agent_id", "corp_id")


def of(person: Person) -> tuple[str, ...]:
    return (
        person.userid,
        person.unionid,
        person.name,
        person.mobile,
        person.email,
        person.job_number,
    )


def story(people: Iterable[Person], identity: Identity) -> str:
    """A text as a careless log has it."""
    told = "; ".join(" ".join(of(person)) + f"（{person.name}）" for person in people)
    keys = f"{identity.app_key} {identity.corp_id} {identity.agent_id} {identity.app_secret}"
    return f"{told} {keys} access_token={TOKEN} https://{DOMAIN}/u?t={TOKEN} {ADDRESS} {FOLDER}/x"


def careless(identity: Identity, company: Company) -> Profile:
    """A profile with people in every text that somebody can type or paste."""
    texts = iter(story(company.people[at : at + 20], identity) for at in range(0, 400, 20))
    answers = {
        str(kind): Answered(yes=True, at=now(), about=about)
        for kind, about in (
            (Kind.ASK_PUBLISHED, next(texts)),
            (Kind.OUT_OF_SCOPE, "512000123,512000456+3"),
            (Kind.AGENT_ID_UNPROVED, str(identity.agent_id)),
        )
    }
    return Profile(
        id="haichuan",
        name=next(texts),
        edition="private",
        app_key=identity.app_key,
        agent_id=str(identity.agent_id),
        corp_id=identity.corp_id,
        me=identity.userid,
        domain=f"https://{DOMAIN}/{company.people[3].userid}",
        homepage=f"https://{DOMAIN}/bi-h5/{company.people[4].email}?corpId={identity.corp_id}#x",
        private_addresses=f"{ADDRESS} {next(texts)}",
        pasted_addresses=f"{ADDRESS}\n{ADDRESS}/{company.people[5].mobile}\n{next(texts)}",
        pasted_redirect_urls=f"https://{company.people[6].email}/#{TOKEN}\n{next(texts)}",
        pasted_permissions=f"qyapi_get_member 已开通\n{next(texts)}",
        answers=answers,
        allowance=Allowance(ADDRESS, now()),
        proxy=f"http://{company.people[7].mobile}@{DOMAIN}:3128",
        ca_file=f"{FOLDER}/{company.people[8].name}.pem",
        step="security",
    )


def found_by(profile: Profile, identity: Identity, company: Company) -> tuple[Kept, ...]:
    """Findings with people in every place where DingTalk's words, or a list's, can stand."""
    said = story(company.people[500:540], identity)
    person = company.people[600]
    values: tuple[tuple[Kind, dict[str, Any]], ...] = (
        (Kind.UNKNOWN, {"code": person.name, "message": said, "names": list(of(person))}),
        (Kind.IP_NOT_WHITELISTED, {"ip": ADDRESS, "app_key": identity.app_key, "detail": said}),
        (Kind.USER_NOT_FOUND, {"userid": person.userid, "nobody knows": [{"x": said}]}),
        (Kind.SCOPE_MISSING, {"scopes": [person.name], "name": person.name, "apply_url": said}),
        (Kind.PUBLISH_AGAIN, {"about": published_state(profile)}),
        (Kind.ADDRESSES_EXTRA, {"extra": [ADDRESS, *of(person)]}),
        (Kind.REDIRECT_URLS_EXTRA, {"extra": [f"https://{DOMAIN}/{one}" for one in of(person)]}),
        (Kind.PERMISSIONS_EXTRA, {"extra": [f"{person.name}管理权限"]}),
        (Kind.HOMEPAGE_SHAPE, {"homepage": profile.homepage, "found": DOMAIN, "wanted": said}),
        (Kind.HOMEPAGE_PLACEHOLDER, {"found": said}),
        (Kind.NOT_DINGTALK, {"host": DOMAIN, "reason": person.email, "path": said}),
        (Kind.FIELD_FULL_WIDTH, {"field": "client_id", "characters": person.name}),
        (Kind.ADDRESSES_UNUSABLE, {"unusable": [{"entry": said, "reason": "cidr"}]}),
    )
    return tuple(
        Kept(
            Finding(step="security", check=f"c{at}", state=State.FAILED, kind=kind, values=told),
            now(),
            None,
        )
        for at, (kind, told) in enumerate(values)
    )


def furnish(folder: Path, company: Company) -> None:
    """Keep the whole company in a profile's tables, half of it in test messages too."""
    at = now().isoformat()
    with transaction(database_file(folder)) as database:
        database.executemany(
            "INSERT INTO binding (username, name, email, mobile, job_number, userid, note, state)"
            " VALUES (?,?,?,?,?,?,?,'bound')",
            [(f"{p.email or p.name}#{p.userid}", p.name, p.email, p.mobile, p.job_number, p.userid,
              " ".join(of(p))) for p in company.people],
        )  # fmt: skip
        database.executemany(
            "INSERT INTO person VALUES (?,?,?,?,?,?,'[]',1,'here',1,?,'')",
            [(*of(p), at) for p in company.people],
        )
        names = " ".join(person.name for person in company.people[:30])
        database.execute(
            "INSERT INTO sending VALUES (1,'p',?,?,'',?,?,'zh',1,'d',?,?,'')",
            (at, at[:10], "77", names, json.dumps({"type": "oa", "text": names}), names),
        )
        database.executemany(
            "INSERT INTO delivery VALUES (1,?,0,?,?,?,'refused',?,?,?)",
            [(p.userid, n, p.name, p.email, p.mobile, p.name, at)
             for n, p in enumerate(company.people[:1000])],
        )  # fmt: skip
    path = f"/v1.0/contact/users/{company.people[0].userid}"
    Store(folder).log([CallRecord(now(), "GET", path, "ok", 3, True)])


@pytest.fixture(scope="module")
def company() -> Company:
    return make_company(PEOPLE, seed=7)


@pytest.fixture(scope="module")
def identity(company: Company) -> Identity:
    return make_identity(company, seed=7)


@pytest.fixture
def snapshot(company: Company, identity: Identity) -> Snapshot:
    profile = careless(identity, company)
    return Snapshot(
        at=now(),
        profile=profile,
        secret=SecretSeen(given=True, mark=mark(run_key(), identity.app_secret)),
        findings=found_by(profile, identity, company),
        bindings={"bound": PEOPLE},
        facts=FactsSeen(date=now().date(), digest="0"),
        system={"os": f"{FOLDER} {company.people[9].email}"},
    )


@pytest.fixture
def bundle(tmp_path: Path, snapshot: Snapshot, company: Company, facts: Facts) -> Bundle:
    furnish(tmp_path, company)
    return gather(tmp_path, snapshot, Pseudonyms(run_key(), facts, remember=True))


def forms(word: str) -> Iterator[bytes]:
    """A word as it may be written, in small letters; base64 wherever it begins in three bytes."""
    raw = word.encode()
    yield raw
    yield urllib.parse.quote(word, safe="").encode()
    yield json.dumps(word)[1:-1].encode()
    yield raw.hex().encode()
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + raw)
        # The first and the last letters hold bits of the neighbours too.
        yield coded[(0, 2, 3)[shift] : len(coded) // 4 * 4 - (4 if (shift + len(raw)) % 3 else 0)]


class Needles:
    """All forms of all words, looked up at every place of a text by their first bytes."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_head: dict[bytes, list[tuple[bytes, str]]] = {}
        for word in {word for word in words if word}:
            for form in {form.lower() for form in forms(word)}:
                if len(form) >= CHUNK:
                    self._by_head.setdefault(form[:CHUNK], []).append((form, word))

    def found_in(self, text: bytes) -> set[str]:
        lowered = text.lower()
        heads = self._by_head
        places = (at for at in range(len(lowered)) if lowered[at : at + CHUNK] in heads)
        return {
            word
            for at in places
            for form, word in heads[lowered[at : at + CHUNK]]
            if lowered.startswith(form, at)
        }


def people_of(company: Company) -> set[str]:
    return {value for person in company.people for value in of(person)}


def secrets_of(identity: Identity) -> set[str]:
    return {identity.app_secret, TOKEN, FOLDER.rpartition("/")[2]}


def keys_of(identity: Identity) -> set[str]:
    return {identity.app_key, identity.corp_id, str(identity.agent_id), DOMAIN}


def reports(snapshot: Snapshot, facts: Facts, *, redacted: bool) -> bytes:
    report = make_report(snapshot, facts, redacted=redacted)
    languages = (Language("zh_CN"), Language("en"))
    texts = [render(report, lang, form) for lang in languages for form in FORMS]
    return "\n".join(texts).encode()


@pytest.mark.parametrize("form", range(7))
def test_the_search_finds_a_word_in_every_form(form: int) -> None:
    for word in ("王建国", "manager7777", "13812345678"):
        written = [*forms(word)][form]
        assert Needles([word]).found_in(b"x" + written.upper() + b"y") == {word}
        assert Needles([word]).found_in(b"nothing of the kind here") == set()


def test_a_support_file_holds_nobody_and_no_key(
    tmp_path: Path, bundle: Bundle, company: Company, identity: Identity
) -> None:
    file = tmp_path / "out.dingsetup"
    write_bundle(file, to_lines(bundle), manifest_of(bundle))
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    content = b"\n".join([*members.values(), *(name.encode() for name in members)])
    assert len(bundle.bindings) == PEOPLE
    assert len(bundle.deliveries) == PEOPLE / 2
    words = people_of(company) | secrets_of(identity) | keys_of(identity) | {ADDRESS}
    assert len(words) > 5 * PEOPLE / 1.5
    assert Needles(words).found_in(content) == set()


def test_a_report_made_of_a_support_file_holds_nobody_and_no_key(
    bundle: Bundle, company: Company, identity: Identity, facts: Facts
) -> None:
    words = people_of(company) | secrets_of(identity) | keys_of(identity)
    assert Needles(words).found_in(reports(bundle.snapshot, facts, redacted=True)) == set()


NEVER_PEOPLE = {
    "code",
    "names",
    "scopes",
    "name",
    "wanted",
    "path",
    "homepage",
    "found",
    "extra",
    "apply_url",
}
"""Values that come from the facts, or from a list of addresses that the admin is to mend."""


def test_the_admins_own_report_holds_the_keys_to_type_and_nobody(
    snapshot: Snapshot, company: Company, identity: Identity, facts: Facts
) -> None:
    def without(kept: Kept) -> Kept:
        values = {n: v for n, v in kept.finding.values.items() if n not in NEVER_PEOPLE}
        finding = msgspec.structs.replace(kept.finding, values=values)
        return msgspec.structs.replace(kept, finding=finding)

    own = msgspec.structs.replace(
        snapshot,
        profile=msgspec.structs.replace(snapshot.profile, name="BI"),
        findings=tuple(map(without, snapshot.findings)),
        system={"os": "debian 12 x86_64"},
    )
    content = reports(own, facts, redacted=False)
    words = people_of(company) | secrets_of(identity)
    assert Needles(words).found_in(content) == set()
    assert identity.app_key.encode() in content


def test_the_key_file_leads_back_to_people_and_to_no_secret(
    tmp_path: Path, snapshot: Snapshot, company: Company, identity: Identity, facts: Facts
) -> None:
    pseudonyms = Pseudonyms(run_key(), facts, remember=True)
    furnish(tmp_path, company)
    made = gather(tmp_path, snapshot, pseudonyms)
    table = pseudonyms.table()
    assert {table[line.userid] for line in made.bindings} == {p.userid for p in company.people}
    assert table[made.snapshot.profile.app_key] == identity.app_key
    assert Needles([identity.app_secret, TOKEN]).found_in(msgspec.json.encode(table)) == set()
