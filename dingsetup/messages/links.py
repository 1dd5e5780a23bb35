"""Reads where a link leads on a phone and on a PC, and writes DingTalk's own forms of links.

Forms of KB 0776, 0791, 1395 and 1397. Nothing here raises, whatever the address.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from urllib.parse import unquote

import msgspec

from dingsetup.dingtalk.errors import Answer
from dingsetup.messages.addresses import (
    has_blanks,
    is_web,
    named_parts,
    parts_of,
    quoted,
)
from dingsetup.messages.values import Fault, Problem, Severity

PLACEHOLDER = "$CORPID$"
CLIENT = "dingtalkclient"
APPLINK = "applink.dingtalk.com"
MOST_CHARACTERS = 8_000
"""Longer than any address a message could hold."""
_DEEPEST = 3
"""A link within a link within a link: no form needs more."""


class LinkForm(StrEnum):
    WEB = "web"
    PAGE = "page"
    """`dingtalk://dingtalkclient/page/link`."""
    WORKBENCH = "workbench"
    """`…/action/openapp`: an app within the PC's workbench."""
    PLATFORM = "platform"
    """`…/action/open_platform_link`: one address for phones, one for PCs."""
    HALF_PANEL = "half_panel"
    """`…/action/im_open_hybrid_panel`."""
    APPLINK_APP = "applink_app"
    """`https://applink.dingtalk.com/page/h5_app_open`."""
    APPLINK_PAGE = "applink_page"
    """`https://applink.dingtalk.com/page/link`."""
    MINI_PROGRAM = "mini_program"
    """`eapp://`: only where a mini program sends."""
    NONE = "none"
    """No address that DingTalk opens."""


class Place(StrEnum):
    PHONE = "phone"
    PC = "pc"


class How(StrEnum):
    IN_APP = "in_app"
    """Within DingTalk: over the whole screen of a phone, a window or half panel."""
    BROWSER = "browser"
    SIDE_PANEL = "side_panel"
    WORKBENCH = "workbench"
    APP_PAGE = "app_page"
    """A page of the app itself, opened as from its icon."""


class Target(msgspec.Struct, frozen=True):
    """Where a tap ends on one of the two."""

    place: Place
    how: How
    url: str
    """The page itself, decoded; empty for an app's homepage."""


class Link(msgspec.Struct, frozen=True):
    """A link, understood. A place that is not among the targets cannot follow it."""

    form: LinkForm
    url: str
    """The page it leads to on a phone (else on a PC), decoded."""
    targets: tuple[Target, ...] = ()
    faults: tuple[Fault, ...] = ()

    def target(self, place: Place) -> Target | None:
        return next((one for one in self.targets if one.place is place), None)


def read_link(url: str) -> Link:
    """Read any address. Where a plain https address opens on a PC is UNCONFIRMED: a browser."""
    link = _read(url.strip()[:MOST_CHARACTERS], 0)
    if PLACEHOLDER not in unquote(unquote(url[:MOST_CHARACTERS])).upper():
        return link
    fault = _fault(Problem.LINK_PLACEHOLDER, placeholder=PLACEHOLDER)
    return msgspec.structs.replace(link, faults=(*link.faults, fault))


def pc_slide(url: str) -> str:
    """A page that opens in the side panel of a PC, and over the whole screen of a phone."""
    return f"dingtalk://{CLIENT}/page/link?url={quoted(url)}&pc_slide=true"


def platform_link(pc: str, mobile: str) -> str:
    """One link, two places. Each may itself be a link of DingTalk's."""
    links = f"pcLink={quoted(pc)}&mobileLink={quoted(mobile)}"
    return f"dingtalk://{CLIENT}/action/open_platform_link?{links}"


def workbench_link(corp_id: str, agent_id: str, url: str) -> str:
    """A page of an in-house app within the PC's workbench. On a phone it jumps in OA only."""
    app = f"corpid={quoted(corp_id)}&container_type=work_platform&app_id=0_{quoted(agent_id)}"
    page = f"redirect_type=jump&redirect_url={quoted(url)}"
    return f"dingtalk://{CLIENT}/action/openapp?{app}&{page}"


def tried(link: Link, visit: Callable[[str], Answer], corp_id: str = "") -> tuple[Fault, ...]:
    """Open every page it leads to, as `client.visit` does; one fault for each not reached."""
    pages = {one.url: one for one in link.targets if is_web(one.url)}
    faults: list[Fault] = []
    for url in pages:
        answer = visit(url.replace(PLACEHOLDER, corp_id) if corp_id else url)
        if not answer.ok:
            reason = str(answer.status) if answer.status else str(answer.kind)
            faults.append(_fault(Problem.LINK_UNREACHED, url=url, reason=reason))
    return tuple(faults)


def _read(url: str, depth: int) -> Link:
    scheme, host, path, query = parts_of(url)
    if depth > _DEEPEST or has_blanks(url):
        return _none(url)
    if scheme in {"http", "https"}:
        return _applink(url, path, query, depth) if host == APPLINK else _web(url)
    if scheme == "dingtalk" and host == CLIENT:
        reader = _FORMS.get(path.rstrip("/"))
        return reader(url, query, depth) if reader else _none(url)
    if scheme == "eapp" and host:
        return Link(LinkForm.MINI_PROGRAM, url, (Target(Place.PHONE, How.APP_PAGE, url),))
    return _none(url)


def _none(url: str) -> Link:
    fault = Fault(Problem.LINK_SHAPE, Severity.ERROR, values={"url": url[:200]})
    return Link(LinkForm.NONE, url, faults=(fault,))


def _web(url: str) -> Link:
    if not is_web(url):
        return _none(url)
    targets = (Target(Place.PHONE, How.IN_APP, url), Target(Place.PC, How.BROWSER, url))
    return Link(LinkForm.WEB, url, targets)


def _page(url: str, query: str, depth: int) -> Link:
    named = named_parts(query)
    inner = _inner(named, "url")
    if not is_web(inner):
        return _none(url)
    how = _pc_page(named, inner)
    targets = (Target(Place.PHONE, How.IN_APP, inner), Target(Place.PC, how, inner))
    return Link(LinkForm.PAGE, inner, targets, _raw(query, "url"))


def _pc_page(named: Mapping[str, str], inner: str) -> How:
    if named_parts(parts_of(inner)[3]).get("ddtab") == "true":
        return How.WORKBENCH
    if named.get("popup_wnd") == "true":
        return How.IN_APP
    return How.SIDE_PANEL if named.get("pc_slide") == "true" else How.BROWSER


def _open_app(url: str, query: str, depth: int) -> Link:
    named = named_parts(query)
    inner = _inner(named, "redirect_url")
    if not named.get("corpid") or not named.get("app_id") or (inner and not is_web(inner)):
        return _none(url)
    # On a phone it jumps where the message is OA: `lint` knows the type.
    targets = (Target(Place.PHONE, How.APP_PAGE, inner), Target(Place.PC, How.WORKBENCH, inner))
    faults = (_fault(Problem.LINK_PC_ONLY, url=url[:200]), *_raw(query, "redirect_url"))
    return Link(LinkForm.WORKBENCH, inner, targets, faults)


def _platform(url: str, query: str, depth: int) -> Link:
    named = named_parts(query)
    found: list[Target] = []
    faults: list[Fault] = []
    for place, name in ((Place.PHONE, "mobileLink"), (Place.PC, "pcLink")):
        inner = _inner(named, name)
        part = _read(inner, depth + 1) if inner else _none(url)
        # What only a PC can follow may well stand where only a PC looks.
        fine = Problem.LINK_PC_ONLY if place is Place.PC else None
        faults += [*_raw(query, name), *(one for one in part.faults if one.kind is not fine)]
        target = part.target(place)
        found += [target] if target else []
    return Link(LinkForm.PLATFORM, found[0].url if found else "", tuple(found), tuple(faults))


def _panel(url: str, query: str, depth: int) -> Link:
    inner = _inner(named_parts(query), "pageUrl")
    if not is_web(inner):
        return _none(url)
    targets = (Target(Place.PHONE, How.IN_APP, inner),)
    return Link(LinkForm.HALF_PANEL, inner, targets, _raw(query, "pageUrl"))


_FORMS = {
    "/page/link": _page,
    "/action/openapp": _open_app,
    "/action/open_platform_link": _platform,
    "/action/im_open_hybrid_panel": _panel,
}


def _applink(url: str, path: str, query: str, depth: int) -> Link:
    named = named_parts(query)
    if path == "/page/link" and is_web(inner := _inner(named, "url")):
        how = How.SIDE_PANEL if "slide" in _desktop(named) else How.IN_APP
        targets = (Target(Place.PHONE, How.IN_APP, inner), Target(Place.PC, how, inner))
        return Link(LinkForm.APPLINK_PAGE, inner, targets, _raw(query, "url"))
    if path == "/page/h5_app_open" and named.get("appId") and named.get("corpId"):
        phone = named.get("path", "")
        desktop = named.get("pathPc", phone)
        how = How.WORKBENCH if _desktop(named) == "workbench" else How.APP_PAGE
        targets = (Target(Place.PHONE, How.APP_PAGE, phone), Target(Place.PC, how, desktop))
        return Link(LinkForm.APPLINK_APP, phone, targets)
    return _none(url)


def _desktop(named: Mapping[str, str]) -> str:
    return named.get("targetDesktop") or named.get("target", "")


def _inner(named: Mapping[str, str], name: str) -> str:
    return named.get(name, "").strip()


def _raw(query: str, name: str) -> tuple[Fault, ...]:
    """A fault where the address in a parameter stands as it is: its own `&` ends it there."""
    raw = next((part for part in query.split("&") if part.startswith(f"{name}=")), "")
    if "://" not in raw:
        return ()
    return (_fault(Problem.LINK_NOT_ENCODED, parameter=name),)


def _fault(kind: Problem, **values: str) -> Fault:
    return Fault(kind, Severity.WARNING, values=dict(values))
