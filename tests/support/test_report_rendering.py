"""Sheets: one file that runs and loads nothing, in which every text is just a text."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import msgspec
import pytest
from markdown_it import MarkdownIt

from dingsetup.facts import Facts
from dingsetup.findings import Finding, Kind, State
from dingsetup.language import LANGUAGES, Language
from dingsetup.language.links import LINKS
from dingsetup.language.names import EDITIONS
from dingsetup.language.report_sheet import Sheet
from dingsetup.language.report_words import (
    STANDINGS,
    SYSTEM,
    WARNINGS,
    WAYS,
)
from dingsetup.language.reports import told_or_named
from dingsetup.links import LinkKind
from dingsetup.plan import PlanWarning
from dingsetup.profile import Allowance
from dingsetup.store import Kept
from dingsetup.support.changes import Change, ChangeKind, Weight
from dingsetup.support.evidence import Way
from dingsetup.support.guide_values import Standing
from dingsetup.support.links import SAFE
from dingsetup.support.rendering import FORMS, Form, render
from dingsetup.support.report import Report, make_report
from dingsetup.support.values import SendLine
from tests.support.test_report import AT, kept, snapshot

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'|`x`[a](javascript:alert(1))\n# b"
SPOKEN = " ".join(EVIL.split())
VOID = {"meta", "br"}


class Page(HTMLParser):
    """Reads a page and holds its tags against each other."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture
def report(facts: Facts) -> Report:
    """A report of everything a sheet can show, with a hostile text wherever one fits."""
    scope = {
        "name": EVIL,
        "english": EVIL,
        "scopes": ["qyapi_chat_read"],
        "apply_url": "javascript:x",
    }
    blocked = {"blocked_by": "permissions/qyapi_chat_read", **scope}
    taken = snapshot(
        kept("permissions/qyapi_chat_read", State.FAILED, Kind.SCOPE_MISSING, **scope),
        kept("permissions/qyapi_ext_read", State.BLOCKED, Kind.SCOPE_MISSING, **blocked),
        kept("permissions/surplus", State.WARNING, Kind.PERMISSIONS_EXTRA, extra=[EVIL]),
        kept("network/oapi", State.FAILED, Kind.UNKNOWN, code=EVIL, message=EVIL),
        kept(f"nowhere/{EVIL}", State.PASSED, Kind.OK, host=EVIL),
        kept("datawind/bindings", State.SKIPPED, Kind.BINDINGS_EMPTY),
        kept("workbench/pinned", State.MANUAL, Kind.ASK_PINNED),
        kept("create/app_created", State.MANUAL, Kind.ASK_APP_CREATED, answer="yes",
             answered_at=AT.isoformat()),
        bindings={"bound": 7, EVIL: 1},
        name=EVIL,
        app_key=EVIL,
        agent_id="2718281828",
        domain="bi.example.com",
        allowance=Allowance(EVIL, AT),
        outdated=("network",),
    )  # fmt: skip
    taken = msgspec.structs.replace(taken, system={"os": EVIL, EVIL: EVIL})
    sends = [SendLine(id=1, at=AT, push=EVIL, type="oa", language="en", people=2, tally={EVIL: 2})]
    changes = [
        Change(kind=ChangeKind.DOMAIN, values={"before": EVIL, "after": ""}, weight=Weight.WORSE)
    ]
    return make_report(taken, facts, redacted=True, sends=sends, changes=changes)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_is_well_formed_and_no_text_becomes_a_tag(report: Report, code: str) -> None:
    page = Page(render(report, Language(code), "html"))
    assert not {"script", "img", "iframe", "object", "link", "form", "base"} & {
        tag for tag, _ in page.tags
    }
    assert not [name for _, attributes in page.tags for name in attributes if name[:2] == "on"]
    assert not page.all("svg")
    assert SPOKEN in page.texts
    (html,) = page.all("html")
    assert html["lang"] == code.replace("_", "-")


def test_a_page_loads_nothing_and_lets_only_its_own_style_through(report: Report) -> None:
    source = render(report, Language("en"), "html")
    page = Page(source)
    style = source.partition("<style>")[2].partition("</style>")[0]
    mark = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(m["content"] for m in page.all("meta") if "http-equiv" in m)
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"url\(|@import|expression", style)
    assert not [attributes for _, attributes in page.tags if {"src", "style"} & attributes.keys()]


def test_only_http_addresses_become_links(report: Report) -> None:
    page = Page(render(report, Language("en"), "html"))
    links = [str(a["href"]) for a in page.all("a")]
    assert links
    assert all(re.match(r"https?://", link) for link in links)
    assert all("noopener" in str(a["rel"]) for a in page.all("a"))
    assert not SAFE.fullmatch("javascript:alert(1)")
    assert not SAFE.fullmatch('https://a" onclick="x')


def test_a_page_can_be_read_aloud(report: Report) -> None:
    page = Page(render(report, Language("en"), "html"))
    names = [tag for tag, _ in page.tags]
    assert names.count("h1") == names.count("main") == names.count("title") == 1
    ids = [str(attributes["id"]) for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for attributes in page.all("section"):
        assert attributes["aria-labelledby"] in ids
    assert names.count("table") == names.count("thead")
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.all("th"))


def test_a_state_is_always_a_word(report: Report) -> None:
    english = Language("en")
    for form in ("html", "md"):
        out = render(report, english, form)
        assert out.count(english.state(State.FAILED)) >= 2


@pytest.mark.parametrize("code", LANGUAGES)
def test_markdown_shows_every_text_as_text(report: Report, code: str) -> None:
    source = render(report, Language(code), "md")
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    inline = [token for outer in tokens for token in (outer, *(outer.children or ()))]
    assert not {"html_block", "html_inline", "image", "fence"} & {token.type for token in inline}
    links = [token.attrs["href"] for token in inline if token.type == "link_open"]
    assert links
    assert all(str(link).startswith("https://") for link in links)
    title = next(t for at, t in enumerate(tokens) if tokens[at - 1].type == "heading_open")
    assert "".join(child.content for child in title.children or ()).endswith(SPOKEN)
    headings = [token.tag for token in tokens if token.type == "heading_open"]
    assert headings.count("h1") == 1


def test_markdown_keeps_its_tables_whole(report: Report) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(render(report, Language("en"), "md"))
    heads = sum(token.type == "thead_open" for token in tokens)
    assert heads == sum(token.type == "table_open" for token in tokens) >= 6
    assert not [t for t in tokens if t.type == "inline" and t.content.startswith("|")]


def test_the_json_holds_the_whole_sheet_under_stable_keys(report: Report) -> None:
    told: dict[str, Any] = json.loads(render(report, Language("en"), "json"))
    assert list(told) == list(Sheet.__struct_fields__)
    assert told["counts"] == {
        "open": 4, "surplus": 1, "proved": 1, "confirmed": 1, "left_out": 1, "allowance": 1,
    }  # fmt: skip
    assert told["first_cause"] == "permissions/qyapi_chat_read"
    first, waits, *_ = told["open"]
    assert (first["step"], first["kind"], first["state"]) == (
        "permissions",
        "scope_missing",
        "failed",
    )
    assert first["waiting"] == [waits["subject"]]
    assert waits["waits_for"] == told["first_cause"]
    assert [one["value"] for one in told["form"]][1] == ""
    assert told["checked_at"] == "2026-03-04T05:06:00Z"
    assert told["changes"][0]["kind"] == "domain"
    assert msgspec.convert(told, Sheet).name == SPOKEN


@pytest.mark.parametrize("form", FORMS)
def test_what_waits_for_the_first_cause_is_told_once(report: Report, form: Form) -> None:
    out = render(report, Language("en"), form)
    assert ("could not be checked" in out) is (form == "json")


def test_a_finding_that_no_sentence_fits_is_named() -> None:
    odd = [
        {"states": {"bound": None}, "seconds": "x", "answered_at": 5},
        {"unusable": [{"entry": "x"}], "proved_at": "never", "scopes": 5, "name": "n"},
        {"seconds": 10**5000},
    ]
    for kind in Kind:
        for values in odd:
            found = Finding(step="a", check="b", state=State.FAILED, kind=kind, values=values)
            assert told_or_named(Language("en"), found).title


@pytest.mark.parametrize("form", FORMS)
def test_a_report_of_nothing_can_be_written(facts: Facts, form: Form) -> None:
    for edition in ("saas", "private", "practice"):
        out = render(make_report(snapshot(edition=edition), facts), Language("en"), form)
        assert "One" in out


def test_half_a_character_can_be_written(facts: Facts) -> None:
    broken = Finding(
        step="network", check="oapi", state=State.FAILED, kind=Kind.UNKNOWN,
        values={"code": "\ud800", "message": "\udfff"},
    )  # fmt: skip
    taken = msgspec.structs.replace(snapshot(name="a\ud83d"), findings=(Kept(broken, AT, None),))
    for form in FORMS:
        assert render(make_report(taken, facts, redacted=True), Language("en"), form).encode()


def test_every_kind_of_the_report_has_words() -> None:
    assert set(STANDINGS) == set(Standing)
    assert set(WAYS) == {*Way, "answer"}
    assert set(WARNINGS) == set(PlanWarning)
    assert set(LINKS) | {LinkKind.SCREEN} == set(LinkKind)
    assert set(EDITIONS) == {"saas", "private", "practice"}


def test_every_fact_of_the_system_has_a_name(facts: Facts) -> None:
    from dingsetup.support.snapshot import system_facts

    assert set(system_facts(snapshot().profile, "en", "memory")) | {"facts"} == set(SYSTEM)


def test_moments_are_told_with_their_zone(report: Report) -> None:
    told = json.loads(render(report, Language("en"), "json"))
    assert re.fullmatch(r"UTC[+-]\d\d:\d\d", told["zone"])
    assert told["zone"] in render(report, Language("en"), "html")
    assert f" ({told['zone']})" in render(report, Language("en"), "md")
