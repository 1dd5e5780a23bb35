"""`dingsetup profile`: keeps the values of apps and tenants; secrets go to the key store only."""

from collections.abc import Callable
from typing import Any, TypedDict, Unpack, cast

import click
import msgspec

from dingsetup.checks.blocking import THIS_COMPUTER
from dingsetup.cli.answering import answered_profile
from dingsetup.cli.asking import new_secret
from dingsetup.cli.fields import read_address, read_ca_file, read_change, read_field, read_proxy
from dingsetup.cli.kept import answer_rows, kept_line, value_rows
from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import SpokenGroup, option
from dingsetup.findings import State
from dingsetup.language.sentence import N_
from dingsetup.profile import Allowance, Profile, ProfileEdition, ProfileError, now
from dingsetup.secrets import Place, SecretError

MASK = "********"
EDITIONS = click.Choice(["saas", "private"])


class Values(TypedDict):
    """What `add` takes beside the name."""

    edition: str
    app_key: str
    agent_id: str
    corp_id: str
    domain: str
    proxy: str | None
    ca_file: str | None


@click.group(
    "profile",
    cls=SpokenGroup,
    help=N_("Keep the values of apps and tenants: list, show, add, change, forget."),
)
def profile() -> None:
    """Hold the commands below."""


def subcommand(name: str, help: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a command of the group; its function gets the session first."""

    def declare(function: Callable[..., Any]) -> click.Command:
        return profile.command(name, help=help)(click.pass_obj(function))

    return declare


@subcommand("list", N_("Name all profiles."))
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def list_profiles(session: Session, as_json: bool) -> None:
    """A profile that cannot be read is named too, and why."""
    entries = [_entry(session, id) for id in session.profiles.ids()]
    if as_json:
        print_json({"profiles": entries})
    elif entries:
        _ = session.language.gettext
        names = ("id", "name", "edition", "domain")
        rows = [[str(entry.get(n) or entry.get("error", "")) for n in names] for entry in entries]
        Paper().table([["ID", _("Name"), _("Edition"), _("Domain")], *rows])
    else:
        _ = session.language.gettext
        Paper().line(_("There are no profiles. “dingsetup profile add” makes one."))


@subcommand("show", N_("Show one profile; its secret stays masked."))
@click.argument("id", required=False)
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def show(session: Session, id: str | None, as_json: bool) -> None:
    """Show the profile named, else the one opened last."""
    kept = session.profile(id)
    values: dict[str, Any] = msgspec.to_builtins(kept)
    values["app_secret"] = MASK if session.secrets.get(kept.id) else ""
    if as_json:
        print_json(values)
        return
    paper = Paper()
    paper.table(value_rows(values))
    if kept.answers:
        paper.heading(session.language.gettext("Answers"))
        paper.table(answer_rows(session, kept))


@subcommand(
    "add", N_("Make a profile; the secret is asked for, or taken from DINGSETUP_APP_SECRET.")
)
@click.argument("name")
@option(
    "--edition",
    type=EDITIONS,
    default="saas",
    help=N_("DataWind in the cloud, or deployed on your own servers."),
)
@option(
    "--app-key",
    "--client-id",
    "app_key",
    default="",
    help=N_("Client ID, called AppKey in older screens."),
)
@option("--agent-id", default="", help=N_("The app's AgentId."))
@option("--corp-id", default="", help=N_("The organisation's CorpId."))
@option("--domain", default="", help=N_("Host of DataWind's mobile page, such as bi.example.com."))
@option(
    "--proxy", help=N_("Proxy for calls to DingTalk; the system's by default, “none” for none.")
)
@option("--ca-file", help=N_("PEM file of the company's own CA."))
@option("--no-secret", is_flag=True, help=N_("Ask for no secret."))
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def add(
    session: Session, name: str, no_secret: bool, as_json: bool, **values: Unpack[Values]
) -> None:
    """Write the profile, and the secret to the key store."""
    _ = session.language.gettext
    made = Profile(
        id=session.profiles.new_id(name),
        name=name,
        edition=cast("ProfileEdition", values["edition"]),
        app_key=values["app_key"].strip(),
        agent_id=read_field(session, "agent_id", values["agent_id"]),
        corp_id=values["corp_id"].strip(),
        domain=read_field(session, "domain", values["domain"]),
        proxy=read_proxy(session, values["proxy"]),
        ca_file=read_ca_file(values["ca_file"]),
    )
    secret = "" if no_secret else new_secret(session)
    session.profiles.save(made)
    note = _keep_secret(session, made.id, secret) if secret else ""
    if as_json:
        print_json({"id": made.id, "secret_kept": bool(secret) and not note})
    else:
        click.echo(
            _("Profile {id} is made. “dingsetup check --profile {id}” proves it.").format(
                id=made.id
            )
        )
    if note:
        click.echo(note, err=True)


@subcommand("set", N_("Change fields: FIELD=VALUE; a VALUE of @FILE takes a file's content."))
@click.argument("id")
@click.argument("changes", nargs=-1, required=True, metavar="FIELD=VALUE...")
def set_fields(session: Session, id: str, changes: tuple[str, ...]) -> None:
    """Write the changed profile whole."""
    fields = dict(read_change(session, change) for change in changes)
    kept = session.profile(id)
    try:
        changed = msgspec.convert(msgspec.to_builtins(kept) | fields, Profile, strict=False)
    except msgspec.ValidationError as error:
        session.fail(
            session.language.gettext("That cannot be kept: {reason}.").format(reason=error)
        )
    session.profiles.save(changed)
    click.echo(kept_line(session, kept.id, fields))


@subcommand(
    "secret", N_("Put a new secret into the key store: asked for, or from DINGSETUP_APP_SECRET.")
)
@click.argument("id")
def secret(session: Session, id: str) -> None:
    """Replace the profile's secret."""
    kept = session.profile(id)
    if note := _keep_secret(session, kept.id, new_secret(session)):
        click.echo(note, err=True)


@subcommand("answer", N_("Answer a question no API can answer, such as “published”."))
@click.argument("id")
@click.argument("question")
@click.argument("answer", type=click.Choice(["yes", "no"]))
def answer(session: Session, id: str, question: str, answer: str) -> None:
    """Keep the dated answer."""
    kept = answered_profile(session, session.profile(id), question, answer == "yes")
    session.profiles.save(kept)
    click.echo(kept_line(session, kept.id, {question: answer}))


@subcommand("allow", N_("Remember that this computer's address is allowed for the checks."))
@click.argument("id")
@click.argument("ip", required=False)
def allow(session: Session, id: str, ip: str | None) -> None:
    """IP is the address DingTalk saw at the last check, unless it is given."""
    _ = session.language.gettext
    kept = session.profile(id)
    address = read_address(session, ip) if ip else _refused_address(session, kept.id)
    if not address:
        session.fail(_("No address is known. Run “dingsetup check” first, or give the address."))
    allowed = msgspec.structs.replace(kept, allowance=Allowance(address, now()))
    session.profiles.save(allowed)
    text = _(
        "Now add {ip} to 服务器出口IP and check. Take it off again afterwards: it stays open until"
        " a check is refused again."
    )
    click.echo(text.format(ip=address))


@subcommand("remove", N_("Delete a profile with its findings, its call log and its secret."))
@click.argument("id")
@option("--yes", is_flag=True, help=N_("Do not ask."))
def remove(session: Session, id: str, yes: bool) -> None:
    """Also a profile that cannot be read any more can be removed."""
    _ = session.language.gettext
    id = session.known_id(id)
    question = _("Delete the profile {id} and its secret?").format(id=id)
    if yes or click.confirm(question, err=True):
        session.secrets.forget(id)
        session.profiles.remove(id)


@subcommand(
    "forget", N_("Delete a profile's secret from the key store; with --all everything kept.")
)
@click.argument("id", required=False)
@option("--all", "everything", is_flag=True, help=N_("All profiles, secrets and settings."))
@option("--yes", is_flag=True, help=N_("Do not ask."))
def forget(session: Session, id: str | None, everything: bool, yes: bool) -> None:
    """Forget one secret, or all there is."""
    _ = session.language.gettext
    if everything == (id is not None):
        raise click.UsageError(_("Name one profile, or give --all."))
    if id is not None:
        session.secrets.forget(session.known_id(id))
    elif yes or click.confirm(_("Delete all profiles, secrets and settings?"), err=True):
        _forget_all(session)


def _forget_all(session: Session) -> None:
    """Delete secrets first: once a profile is gone, nobody knows where its secret was.

    One that cannot be deleted keeps its profile and is named at the end.
    """
    trouble: SecretError | None = None
    for id in session.profiles.ids():
        try:
            session.secrets.forget(id)
        except SecretError as error:
            trouble = error
        else:
            session.profiles.remove(id)
    (session.home / "settings.json").unlink(missing_ok=True)
    if trouble is not None:
        raise trouble


def _keep_secret(session: Session, id: str, secret: str) -> str:
    """Keep a secret; return what to tell where there is no key store to keep it beyond this run."""
    session.secrets.set(id, secret)
    if session.secrets.place is not Place.MEMORY:
        return ""
    return session.language.gettext(
        "This system has no key store that can be used, so the secret was not kept: set"
        " DINGSETUP_APP_SECRET when you check."
    )


def _refused_address(session: Session, id: str) -> str:
    """The address of this computer as DingTalk named it when it last refused."""
    findings = (kept.finding for kept in session.store(id).findings())
    here = (f for f in findings if f.key == THIS_COMPUTER and f.state is State.BLOCKED)
    return next((str(finding.values.get("ip", "")) for finding in here), "")


def _entry(session: Session, id: str) -> dict[str, Any]:
    try:
        kept = session.profiles.load(id)
    except ProfileError as error:
        return {"id": id, "error": error.reason}
    fields = ("id", "name", "edition", "app_key", "domain")
    return {name: getattr(kept, name) for name in fields}
