"""The checks in the order of the guide, and the one way to run them."""

from dingsetup.checks import (
    allowlist,
    bindings,
    contact_range,
    credentials,
    mobile,
    network,
    permissions,
    publication,
    questions,
    redirect_urls,
)
from dingsetup.checks.case import Check

CHECKS: tuple[Check, ...] = (
    network.CHECK,
    questions.CREATE,
    questions.INFO,
    credentials.CHECK,
    allowlist.CHECK,
    redirect_urls.CHECK,
    permissions.CHECK,
    contact_range.CHECK,
    publication.CHECK,
    questions.DATAWIND,
    bindings.CHECK,
    mobile.CHECK,
    questions.WORKBENCH,
)

STEPS: tuple[str, ...] = tuple(dict.fromkeys(check.step for check in CHECKS))
IDS: tuple[str, ...] = tuple(dict.fromkeys(check.id for check in CHECKS))
"""A step's checks by their own names: `allowlist` is one of the step `security`."""
