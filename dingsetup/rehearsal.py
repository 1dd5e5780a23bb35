"""The profile of a practice tenant: all that an admin would have typed, already filled in."""

from typing import TYPE_CHECKING, Protocol

from dingsetup.facts import Facts
from dingsetup.profile import SUPPORT, Profile

if TYPE_CHECKING:
    from dingsetup.practice import App, PracticeTenant

PRACTICE = "practice"


class AppSeen(Protocol):
    """What a support file tells of an app; empty, or None, where it does not."""

    @property
    def app_key(self) -> str: ...
    @property
    def app_secret(self) -> str: ...
    @property
    def agent_id(self) -> int | None: ...
    @property
    def corp_id(self) -> str: ...
    @property
    def allowlist(self) -> tuple[str, ...] | None: ...


def app_of(seen: AppSeen) -> "App":
    """The app a practice tenant plays for a support file: `PracticeTenant.start(app=…)`."""
    from dingsetup.practice import App

    return App(
        app_key=seen.app_key,
        app_secret=seen.app_secret,
        agent_id=seen.agent_id,
        corp_id=seen.corp_id,
        allowlist=seen.allowlist,
    )


def has_tenant(profile: Profile) -> bool:
    """Whether a tenant of our own on this computer belongs to the profile."""
    return profile.id in (PRACTICE, SUPPORT)


def practice_profile(tenant: "PracticeTenant", facts: Facts) -> Profile:
    """Return the profile of a running tenant; its secret is `tenant.identity.app_secret`.

    The lists are pasted as the guide wants them, so that only what is broken on purpose fails.
    """
    identity = tenant.identity
    domain = tenant.base_url.partition("//")[2]
    page = facts.homepage
    return Profile(
        id=PRACTICE,
        name=PRACTICE,
        edition="practice",
        app_key=identity.app_key,
        agent_id=str(identity.agent_id),
        corp_id=identity.corp_id,
        me=identity.userid,
        domain=domain,
        homepage=f"http://{domain}{page.path}?{page.parameter}={page.placeholder}",
        pasted_addresses="\n".join(facts.newest_addresses.addresses),
        pasted_redirect_urls="\n".join(entry.url for entry in facts.redirect_urls),
        base_url=tenant.base_url,
    )
