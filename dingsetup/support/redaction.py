"""Redacts a set-up before it leaves the house: what is left reads and checks as before.

No function here raises for odd values: whoever saved them, they are only texts.
"""

from collections.abc import Iterable, Mapping

import msgspec

from dingsetup.findings import Finding
from dingsetup.profile import Allowance, Answered, Profile
from dingsetup.store import Kept
from dingsetup.support import pasted_texts
from dingsetup.support.digests import Sort
from dingsetup.support.finding_rules import Told, about_of, states_of
from dingsetup.support.parsing import within_reach
from dingsetup.support.pseudonyms import Pseudonyms
from dingsetup.support.redacted_lines import (
    own_id,
    redact_binding,
    redact_calls,
    redact_delivery,
    redact_sends,
)
from dingsetup.support.values import SecretSeen, Snapshot

__all__ = [
    "redact",
    "redact_binding",
    "redact_calls",
    "redact_delivery",
    "redact_finding",
    "redact_profile",
    "redact_sends",
]

SUPPORT = "support"
"""Id of every profile that left the house."""


def redact(snapshot: Snapshot, pseudonyms: Pseudonyms) -> Snapshot:
    """The snapshot as it may leave the house; what was known of people is learned before."""
    before = snapshot.profile
    _learn(before, pseudonyms)
    profile = redact_profile(before, pseudonyms)
    states = states_of(before, profile)
    return msgspec.structs.replace(
        snapshot,
        at=within_reach(snapshot.at),
        profile=profile,
        secret=_secret(snapshot.secret, pseudonyms),
        findings=tuple(_kept(kept, pseudonyms, states) for kept in snapshot.findings),
        bindings={own_id(name): count for name, count in snapshot.bindings.items()},
        system={own_id(k): pseudonyms.text(value) for k, value in snapshot.system.items()},
    )


def redact_profile(profile: Profile, pseudonyms: Pseudonyms) -> Profile:
    """The profile with every text replaced, lists entry by entry. It never held a secret."""
    allowance = profile.allowance
    plain = msgspec.structs.replace(
        profile,
        id=SUPPORT,
        name=pseudonyms.name(profile.name),
        app_key=pseudonyms.app_key(profile.app_key),
        agent_id=pseudonyms.agent_id(profile.agent_id),
        corp_id=pseudonyms.corp_id(profile.corp_id),
        me=pseudonyms.person(profile.me),
        domain=pasted_texts.typed_domain(profile.domain, pseudonyms),
        homepage=pseudonyms.urls.homepage(profile.homepage),
        private_addresses=pasted_texts.typed_addresses(profile.private_addresses, pseudonyms),
        pasted_addresses=pasted_texts.pasted_addresses(profile.pasted_addresses, pseudonyms),
        pasted_redirect_urls=pasted_texts.pasted_redirect_urls(
            profile.pasted_redirect_urls, pseudonyms
        ),
        pasted_permissions=pasted_texts.pasted_permissions(profile.pasted_permissions, pseudonyms),
        allowance=_allowance(allowance, pseudonyms) if allowance else None,
        proxy=pseudonyms.urls.server(profile.proxy) if profile.proxy else profile.proxy,
        ca_file=pseudonyms.file(profile.ca_file) if profile.ca_file else profile.ca_file,
        base_url=pseudonyms.urls.server(profile.base_url) if profile.base_url else profile.base_url,
        step=own_id(profile.step),
        outdated=tuple(map(own_id, profile.outdated)),
    )
    states = states_of(profile, plain)
    return msgspec.structs.replace(
        plain, answers=dict(_answers(profile.answers, pseudonyms, states))
    )


def redact_finding(
    finding: Finding, pseudonyms: Pseudonyms, states: Mapping[str, str] = {}
) -> Finding:
    """The finding under pseudonyms; `states` as of `finding_rules.states_of`."""
    values = Told(finding.kind, pseudonyms, states).values(finding.values)
    return msgspec.structs.replace(finding, values=values)


def _learn(profile: Profile, pseudonyms: Pseudonyms) -> None:
    keys = (profile.app_key, profile.agent_id, profile.corp_id)
    pseudonyms.learn(keys, Sort.CREDENTIAL)
    pseudonyms.learn([profile.me], Sort.PERSON)
    pseudonyms.learn([profile.name], Sort.NAME)
    pseudonyms.learn([profile.domain], Sort.HOST)


def _secret(seen: SecretSeen, pseudonyms: Pseudonyms) -> SecretSeen:
    values = Told(seen.fault, pseudonyms, {}).values(seen.values)
    return msgspec.structs.replace(seen, values=values)


def _kept(kept: Kept, pseudonyms: Pseudonyms, states: Mapping[str, str]) -> Kept:
    finding = redact_finding(kept.finding, pseudonyms, states)
    passed_at = within_reach(kept.passed_at) if kept.passed_at else None
    return Kept(finding, within_reach(kept.at), passed_at)


def _allowance(allowance: Allowance, pseudonyms: Pseudonyms) -> Allowance:
    return msgspec.structs.replace(
        allowance,
        ip=pseudonyms.address(allowance.ip),
        asked_at=within_reach(allowance.asked_at),
        closed_at=within_reach(allowance.closed_at) if allowance.closed_at else None,
    )


def _answers(
    answers: Mapping[str, Answered], pseudonyms: Pseudonyms, states: Mapping[str, str]
) -> Iterable[tuple[str, Answered]]:
    for kind, answer in answers.items():
        about = about_of(kind, answer.about, pseudonyms, states)
        at = within_reach(answer.at)
        yield own_id(kind), msgspec.structs.replace(answer, at=at, about=about)
