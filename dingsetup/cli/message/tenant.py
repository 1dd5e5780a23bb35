"""The tenant that a message goes through: the profile's, or a practice tenant."""

import contextlib
from collections.abc import Generator

import click

from dingsetup.checks.shapes import is_number
from dingsetup.cli.bind.tenant import Practised, Tenant, practice_options, tenant_of
from dingsetup.cli.message.desk import Desk

__all__ = [
    "Practised",
    "Tenant",
    "asked_tenant",
    "practice_options",
    "refuse_anew",
    "sending_tenant",
]

AS_IT_IS = Practised(scenarios=(), people=None, latency_ms=None)


def refuse_anew(desk: Desk) -> None:
    """Raise UsageError where a practice tenant would be started that knows of no earlier task."""
    if desk.practice:
        text = desk.language.gettext(
            "A practice tenant that was started anew knows of no earlier task: name one that still"
            " runs with --base-url."
        )
        raise click.UsageError(text)


@contextlib.contextmanager
def sending_tenant(desk: Desk, practised: Practised, *, leaves: bool) -> Generator[Tenant | None]:
    """The tenant to send through; None where nothing leaves and there is nothing to start.

    A practice tenant is started for a plan too: it says who "me" is.
    """
    if not leaves and not desk.practice:
        yield None
        return
    with asked_tenant(desk, practised) as tenant:
        yield tenant


@contextlib.contextmanager
def asked_tenant(desk: Desk, practised: Practised = AS_IT_IS) -> Generator[Tenant]:
    """The tenant to ask. Raises Failure where the profile has no AgentId, Client ID or secret."""
    with tenant_of(desk, practised) as tenant:
        if not is_number(tenant.profile.agent_id):
            text = desk.language.gettext(
                "The profile {id} has no AgentId, which every work notice names: “dingsetup"
                " profile set {id} agent_id=NUMBER”."
            )
            desk.session.fail(text.format(id=desk.profile.id))
        yield tenant
