"""The guide's values: each with source and date, and whether it stands where it belongs."""

import msgspec

from dingsetup.facts import Facts
from dingsetup.findings import Kind, State
from dingsetup.plan import PlanWarning
from dingsetup.support.discretion import HIDDEN
from dingsetup.support.guide_values import Part, Standing
from dingsetup.support.report import make_report
from tests.support.test_report import Tenants, checked, kept, snapshot


def test_an_address_of_the_guide_carries_source_date_and_doubt(
    facts: Facts, tenant: Tenants
) -> None:
    report = make_report(checked(facts, tenant()), facts)
    values = {one.value: one for one in report.guide if one.part is Part.ADDRESSES}
    oldest, newest = sorted(facts.address_lists, key=lambda entry: entry.date)
    assert list(values) == list(newest.addresses)
    assert values["180.184.64.81"].source == oldest.source
    assert values["180.184.64.81"].date == oldest.date
    added = values["14.103.128.84"]
    assert (added.source, added.date) == (newest.source, newest.date)
    assert added.unconfirmed == newest.unconfirmed
    assert {one.standing for one in values.values()} == {Standing.IN_PLACE}


def test_a_value_of_the_guide_says_whether_it_is_in_place(facts: Facts, tenant: Tenants) -> None:
    code = "qyapi_get_member"
    taken = checked(
        facts,
        tenant(f"scope-missing:{code}"),
        pasted_addresses="180.184.64.81, 14.103.128.84",
        pasted_redirect_urls="",
        homepage="http://elsewhere.example.com/bi-h5/?corpId=$CORPID$",
    )
    report = make_report(taken, facts)
    standing = {one.value: one.standing for one in report.guide}
    assert standing["180.184.64.81"] is Standing.IN_PLACE
    assert standing["180.184.87.232"] is Standing.MISSING
    assert standing[facts.redirect_urls[0].url] is Standing.NOT_COMPARED
    assert standing[code] is Standing.MISSING
    assert standing["qyapi_chat_read"] is Standing.IN_PLACE
    assert report.guide[-1].part is Part.HOMEPAGE
    assert report.guide[-1].standing is Standing.DIFFERS


def test_a_private_deployment_has_its_own_values_and_names_no_public_page_of_the_vendor(
    facts: Facts,
) -> None:
    taken = snapshot(
        kept("datawind/users_enabled", State.MANUAL, Kind.ASK_USERS_ENABLED),
        edition="private",
        domain="https://bi.example.com/bi/",
        private_addresses="198.51.100.7, Zhang San",
    )
    report = make_report(taken, facts)
    addresses = [one.value for one in report.guide if one.part is Part.ADDRESSES]
    assert addresses == ["198.51.100.7", HIDDEN, HIDDEN]
    urls = [one.value for one in report.guide if one.part is Part.REDIRECT_URLS]
    assert all(url.startswith("https://bi.example.com/") for url in urls)
    assert PlanWarning.REDIRECT_URLS_DERIVED in report.warnings
    text = msgspec.json.encode(report).decode()
    assert "volcengine.com" not in text
    assert "byteplus.com" not in text
