"""What facts must keep to beyond their types, so that a bad file is refused and not believed."""

import datetime
import ipaddress
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from dingsetup.facts.schema import Fact, Facts, Step, Text
from dingsetup.facts.trouble import Fault

CODE = re.compile(r"-?[0-9]{1,7}|[A-Za-z][A-Za-z0-9.]{2,100}")
KIND = re.compile(r"[a-z_]+(?::[a-z_]+)?")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
LINK_PLACEHOLDERS = frozenset({"client_id", "agent_id", "scope"})


def faults(facts: Facts) -> Iterator[Fault]:
    """Yield everything that is wrong with the facts, in the order of the sections."""
    yield from _addresses(facts)
    yield from _redirect_urls(facts)
    yield from _homepage(facts)
    yield from _permissions(facts)
    yield from _endpoints(facts)
    yield from _error_codes(facts)
    yield from _limits(facts)
    yield from _links(facts)
    yield from _steps(facts)
    yield from _texts(facts)


def gaps(ours: Facts, theirs: Facts) -> Iterator[Fault]:
    """Yield what the program looks up by name and the user's sections no longer have."""
    named = (
        ("endpoints", {e.name for e in ours.endpoints} - {e.name for e in theirs.endpoints}),
        ("limits", {e.id for e in ours.limits} - {e.id for e in theirs.limits}),
        ("links", {e.id for e in ours.links} - {e.id for e in theirs.links}),
        ("steps", {e.id for e in ours.steps} - {e.id for e in theirs.steps}),
    )
    for section, missing in named:
        if missing:
            yield Fault(section, f"lacks {min(missing)}, which the program asks for")


def later_than(day: datetime.date, facts: Facts) -> Iterator[Fault]:
    """Yield the facts whose date lies after a day."""
    for key, fact in _every_fact(facts):
        if fact.date > day:
            yield Fault(f"{key}.date", f"{fact.date} is in the future")


def _addresses(facts: Facts) -> Iterator[Fault]:
    yield from _present("address_lists", facts.address_lists)
    yield from _unique("address_lists", "id", (entry.id for entry in facts.address_lists))
    for place, entry in enumerate(facts.address_lists):
        key = f"address_lists[{place}].addresses"
        yield from _present(key, entry.addresses)
        yield from _unique(key, "", entry.addresses)
        for index, text in enumerate(entry.addresses):
            if not _public_ipv4(text):
                yield Fault(f"{key}[{index}]", f"{text!r} is no public IPv4 address")


def _public_ipv4(text: str) -> bool:
    try:
        return ipaddress.IPv4Address(text).is_global
    except ValueError:
        return False


def _redirect_urls(facts: Facts) -> Iterator[Fault]:
    yield from _present("redirect_urls", facts.redirect_urls)
    yield from _unique("redirect_urls", "url", (entry.url for entry in facts.redirect_urls))
    for place, entry in enumerate(facts.redirect_urls):
        if not _https(entry.url):
            yield Fault(f"redirect_urls[{place}].url", f"{entry.url!r} is no https address")


def _https(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not re.search(r"[\s,]", url)


def _homepage(facts: Facts) -> Iterator[Fault]:
    page = facts.homepage
    wanted = f"https://{{domain}}{page.path}?{page.parameter}={page.placeholder}"
    if page.template != wanted:
        yield Fault("homepage.template", f"path, parameter and placeholder make it {wanted!r}")


def _permissions(facts: Facts) -> Iterator[Fault]:
    yield from _present("permissions", facts.permissions)
    yield from _unique("permissions", "code", (entry.code for entry in facts.permissions))
    for place, entry in enumerate(facts.permissions):
        key = f"permissions[{place}]"
        probe = facts.endpoint(entry.probe)
        if probe is None:
            yield Fault(f"{key}.probe", f"{entry.probe!r} is not among the endpoints")
        elif probe.writes:
            yield Fault(f"{key}.probe", "a probe must not send or change anything")
        elif probe.scope != entry.code:
            yield Fault(
                f"{key}.probe", f"it proves {probe.scope or 'no permission'}, not {entry.code}"
            )
        for name, value in entry.arguments.items():
            if not isinstance(value, str | int | bool):
                yield Fault(f"{key}.arguments.{name}", "neither text, number nor true/false")
        yield from _unique(f"{key}.present", "", entry.present)
        for code in entry.present:
            if not CODE.fullmatch(code):
                yield Fault(f"{key}.present", f"{code!r} is no code of DingTalk's")


def _endpoints(facts: Facts) -> Iterator[Fault]:
    yield from _unique("endpoints", "path", (entry.name for entry in facts.endpoints))
    for place, entry in enumerate(facts.endpoints):
        if not re.fullmatch(r"/[A-Za-z0-9_./{}]+", entry.path):
            yield Fault(f"endpoints[{place}].path", f"{entry.path!r} is no path")


def _error_codes(facts: Facts) -> Iterator[Fault]:
    pairs = (f"{entry.code} ({entry.generation})" for entry in facts.error_codes)
    yield from _unique("error_codes", "code", pairs)
    for place, entry in enumerate(facts.error_codes):
        yield from _kinds(f"error_codes[{place}].kind", (entry.kind,))
        yield from _known_link(facts, f"error_codes[{place}].link", entry.link)


def _limits(facts: Facts) -> Iterator[Fault]:
    yield from _unique("limits", "id", (entry.id for entry in facts.limits))
    for place, entry in enumerate(facts.limits):
        if entry.value <= 0:
            yield Fault(f"limits[{place}].value", f"{entry.value} is not above zero")


def _links(facts: Facts) -> Iterator[Fault]:
    yield from _unique("links", "id", (entry.id for entry in facts.links))
    for place, entry in enumerate(facts.links):
        key = f"links[{place}].url"
        if not _https(entry.url):
            yield Fault(key, f"{entry.url!r} is no https address")
        strange = set(PLACEHOLDER.findall(entry.url)) - LINK_PLACEHOLDERS
        if strange or re.search(r"[{}]", PLACEHOLDER.sub("", entry.url)):
            yield Fault(key, f"only {', '.join(sorted(LINK_PLACEHOLDERS))} may stand in braces")


def _steps(facts: Facts) -> Iterator[Fault]:
    yield from _present("steps", facts.steps)
    yield from _unique("steps", "id", (entry.id for entry in facts.steps))
    for place, step in enumerate(facts.steps):
        yield from _known_link(facts, f"steps[{place}].link", step.link)
        for index, action in enumerate(step.actions):
            yield from _known_link(facts, f"steps[{place}].actions[{index}].link", action.link)


def _texts(facts: Facts) -> Iterator[Fault]:
    for key, fact in _every_fact(facts):
        for name, text in _texts_of(fact):
            for language, words in (("zh", text.zh), ("en", text.en)):
                if not words.strip():
                    yield Fault(f"{key}.{name}.{language}", "empty")
                if words.count("**") % 2:
                    yield Fault(f"{key}.{name}.{language}", "a ** has no counterpart")


def _texts_of(fact: Fact) -> Iterator[tuple[str, Text]]:
    for name in fact.__struct_fields__:
        value: Any = getattr(fact, name)
        if isinstance(value, Text):
            yield name, value
    if isinstance(fact, Step):
        for index, action in enumerate(fact.actions):
            yield f"actions[{index}].text", action.text


def _every_fact(facts: Facts) -> Iterator[tuple[str, Fact]]:
    yield "homepage", facts.homepage
    sections: dict[str, tuple[Fact, ...]] = {
        "address_lists": facts.address_lists,
        "redirect_urls": facts.redirect_urls,
        "permissions": facts.permissions,
        "endpoints": facts.endpoints,
        "error_codes": facts.error_codes,
        "limits": facts.limits,
        "links": facts.links,
        "steps": facts.steps,
    }
    for section, entries in sections.items():
        for place, fact in enumerate(entries):
            yield f"{section}[{place}]", fact


def _present(key: str, entries: tuple[Any, ...]) -> Iterator[Fault]:
    if not entries:
        yield Fault(key, "empty")


def _unique(section: str, field: str, values: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, value in enumerate(values):
        if value in seen:
            key = f"{section}[{place}]" + (f".{field}" if field else "")
            yield Fault(key, f"{value!r} is there twice")
        seen.add(value)


def _kinds(key: str, kinds: Iterable[str]) -> Iterator[Fault]:
    for kind in kinds:
        if not KIND.fullmatch(kind):
            yield Fault(key, f"{kind!r} is no kind")


def _known_link(facts: Facts, key: str, id: str | None) -> Iterator[Fault]:
    if id is not None and facts.link(id) is None:
        yield Fault(key, f"{id!r} is not among the links")
