"""`dingsetup plan`: shows what has to be entered in DingTalk's console, with source and date."""

import datetime
from collections.abc import Callable
from typing import Any, Unpack

import click

from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.planned import Wanted, doubt_about, make_wanted_plan, plan_as_json
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import command, option
from dingsetup.facts import Fact
from dingsetup.language.sentence import N_
from dingsetup.plan import Plan, Source

SHOWN = ("ips", "redirect-urls", "permissions", "homepage", "steps")


@command("plan", help=N_("Show what has to be entered in DingTalk's console."))
@option(
    "--edition",
    type=click.Choice(["saas", "private"]),
    required=True,
    help=N_("DataWind in the cloud, or deployed on your own servers."),
)
@option("--domain", help=N_("Host of DataWind's mobile page, such as bi.example.com."))
@option(
    "--address",
    multiple=True,
    help=N_("Private deployment: an address its servers call from; may be given several times."),
)
@option(
    "--show", type=click.Choice(SHOWN), help=N_("Only this part, one value per line, to be piped.")
)
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
def plan(session: Session, show: str | None, as_json: bool, **wanted: Unpack[Wanted]) -> None:
    """Print the plan; warnings go to stderr where only a part is shown."""
    planned = make_wanted_plan(session, wanted)
    whole = plan_as_json(session, planned)
    if as_json:
        print_json({_KEYS[show]: whole[_KEYS[show]]} if show else whole)
    elif show:
        for line in _PARTS[show](whole):
            click.echo(line)
        for warning in whole["warnings"] if show in ("ips", "redirect-urls", "homepage") else ():
            if warning["about"] == _KEYS[show]:
                click.echo(warning["text"], err=True)
    else:
        _print(session, planned, whole)


_KEYS = {
    "ips": "addresses",
    "redirect-urls": "redirect_urls",
    "permissions": "permissions",
    "homepage": "homepage",
    "steps": "steps",
}
_PARTS: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "ips": lambda whole: whole["addresses"],
    "redirect-urls": lambda whole: whole["redirect_urls"],
    "permissions": lambda whole: [f"{p.code}  {p.name}" for p in whole["permissions"]],
    "homepage": lambda whole: [whole["homepage"]] if whole["homepage"] else [],
    "steps": lambda whole: [f"{s.id}  {s.title}  {s.url or ''}".rstrip() for s in whole["steps"]],
}


def _print(session: Session, planned: Plan, whole: dict[str, Any]) -> None:
    _ = session.language.gettext
    paper = Paper()
    sources = {source.about: source for source in planned.sources}
    newest = session.facts.newest_addresses
    parts = (
        (_("Server egress IPs"), "addresses", list(planned.addresses)),
        (_("Redirect URLs"), "redirect_urls", list(planned.redirect_urls)),
        (_("Mobile homepage"), "homepage", [planned.homepage] if planned.homepage else []),
    )
    for title, about, lines in parts:
        paper.heading(title)
        for line in lines:
            paper.exact(line, indent=2)
        if about == "addresses" and planned.edition == "saas":
            paper.line(_source(session, newest.source, newest.date), "dim", indent=2)
            paper.line(_marked(session, newest), "yellow", indent=2)
        elif about in sources:
            paper.line(
                _source(session, sources[about].source, sources[about].date), "dim", indent=2
            )
        for warning in whole["warnings"]:
            if warning["about"] == about:
                paper.line(f"! {warning['text']}", "yellow", indent=2)
    paper.heading(_("Permissions"))
    _print_permissions(session, paper, planned, sources)


def _print_permissions(
    session: Session, paper: Paper, planned: Plan, sources: dict[str, Source]
) -> None:
    chinese = session.language.chinese
    paper.table(
        (entry.code, entry.name if chinese else entry.english, f"{sources[entry.code].date}")
        for entry in planned.permissions
    )
    for entry in planned.permissions:
        if entry.unconfirmed is not None:
            paper.line(f"{entry.code}: {_marked(session, entry)}", "yellow", indent=2)


def _source(session: Session, source: str, date: datetime.date) -> str:
    return session.language.gettext("Source: {source}, {date}").format(source=source, date=date)


def _marked(session: Session, fact: Fact) -> str:
    """What is not confirmed about a fact, marked as such."""
    doubt = doubt_about(session, fact)
    return f"UNCONFIRMED: {doubt}" if doubt else ""
