"""The profile of a practice tenant: all that an admin would have typed, already filled in."""

from typing import TYPE_CHECKING

from dingsetup.facts import Facts
from dingsetup.profile import Profile

if TYPE_CHECKING:
    from dingsetup.practice import PracticeTenant

PRACTICE = "practice"


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
