"""Reads `FIELD=VALUE`: the fields of a profile that may be changed from the command line."""

import ipaddress
import re
from pathlib import Path
from typing import Any

import click

from dingsetup.checks.shapes import is_number
from dingsetup.cli.planned import domain_fault
from dingsetup.cli.session import Session
from dingsetup.dingtalk.body import decode_text
from dingsetup.plan import DomainError, clean_domain
from dingsetup.profile import holds_password

SETTABLE = (
    "name",
    "edition",
    "app_key",
    "agent_id",
    "corp_id",
    "me",
    "domain",
    "homepage",
    "private_addresses",
    "pasted_addresses",
    "pasted_redirect_urls",
    "pasted_permissions",
    "proxy",
    "ca_file",
    "base_url",
)
"""Fields of a profile that `set` takes; `client_id` is another name of `app_key`."""
OPTIONAL = ("proxy", "ca_file", "base_url")
"""Fields that an empty value takes back to the default."""
SECRETS = ("app_secret", "client_secret", "secret")
OTHER_NAMES = {"client_id": "app_key"}
PROXY = re.compile(
    r"(?:https?://)?(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}/?"
    r"|https?://[A-Za-z0-9_.-]+/?"
)
"""What calls can go through: `http://host:port`, the port or the scheme left out."""


def read_change(session: Session, change: str) -> tuple[str, Any]:
    """Return field and value of one `FIELD=VALUE`. Raises UsageError, Failure and OSError."""
    _ = session.language.gettext
    name, equals, value = change.partition("=")
    field = OTHER_NAMES.get(name.replace("-", "_"), name.replace("-", "_"))
    if field in SECRETS:
        raise click.UsageError(_("A secret is never an argument: use “dingsetup profile secret”."))
    if not equals or field not in SETTABLE:
        text = _("Write FIELD=VALUE; fields are {fields}.")
        raise click.UsageError(text.format(fields=", ".join(SETTABLE)))
    if value.startswith("@"):
        value = decode_text(Path(value[1:]).read_bytes())
    value = value.strip()
    if field == "proxy":
        return field, read_proxy(session, value)
    if field == "ca_file":
        return field, read_ca_file(value)
    return field, (value or None) if field in OPTIONAL else read_field(session, field, value)


def read_field(session: Session, field: str, value: str) -> str:
    """The value as it is kept. Raises Failure for one the field cannot have."""
    value = value.strip()
    if field == "agent_id" and value and not is_number(value):
        text = session.language.gettext("“{value}” is no AgentId: it is a number.")
        session.fail(text.format(value=value[:80]))
    if field != "domain" or not value:
        return value
    try:
        return clean_domain(value)
    except DomainError as error:
        session.fail(domain_fault(session, error))


def read_proxy(session: Session, value: str | None) -> str | None:
    """None for the system's proxy, "" for none.

    Raises Failure for one that holds a password, or that is none.
    """
    _ = session.language.gettext
    if not value or value == "none":
        return "" if value else None
    if holds_password(value):
        session.fail(_("A profile keeps no password: enter the proxy's in the system's settings."))
    if not PROXY.fullmatch(value):
        text = _("“{value}” is no proxy: write it as http://proxy.example.com:8080.")
        session.fail(text.format(value=value[:80]))
    return value


def read_address(session: Session, text: str) -> str:
    """An IPv4 or IPv6 address. Raises Failure for anything else."""
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        message = session.language.gettext("“{value}” is no IP address.")
        session.fail(message.format(value=text[:80]))


def read_ca_file(value: str | None) -> str | None:
    """The whole path: checks may run from another folder."""
    return str(Path(value).absolute()) if value else None
