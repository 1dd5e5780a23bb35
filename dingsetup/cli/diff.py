"""`dingsetup diff`: compares a list pasted from the console with what is wanted."""

from typing import Any, Unpack

import click
import msgspec

from dingsetup.cli.output import Paper, print_json
from dingsetup.cli.planned import Wanted, make_wanted_plan
from dingsetup.cli.session import Session
from dingsetup.cli.spoken import command, option
from dingsetup.dingtalk.body import decode_text
from dingsetup.findings import Kind
from dingsetup.language.sentence import N_
from dingsetup.pasted.addresses import compare_addresses
from dingsetup.pasted.comparison import Comparison, Remark
from dingsetup.pasted.permissions import compare_permissions
from dingsetup.pasted.redirect_urls import compare_redirect_urls
from dingsetup.plan import Plan

DIFFERS = 1
"""Exit code when something is missing."""

MISSING = {
    "ips": Kind.ADDRESSES_MISSING,
    "redirect-urls": Kind.REDIRECT_URLS_MISSING,
    "permissions": Kind.PERMISSIONS_MISSING,
}
CASES = {"ips": "addresses", "redirect-urls": "redirect_urls", "permissions": "permissions"}


@command("diff", help=N_("Compare a list pasted from the console with what is wanted."))
@option(
    "--edition",
    type=click.Choice(["saas", "private"]),
    default="saas",
    help=N_("DataWind in the cloud, or deployed on your own servers."),
)
@option("--domain", help=N_("Private deployment: host of DataWind's mobile page."))
@option(
    "--address", multiple=True, help=N_("Private deployment: an address its servers call from.")
)
@option("--json", "as_json", is_flag=True, help=N_("Print JSON."))
@click.argument("what", type=click.Choice(list(MISSING)))
@click.argument("file", type=click.File("rb"), default="-")
@click.pass_context
def diff(
    context: click.Context,
    session: Session,
    what: str,
    file: Any,
    as_json: bool,
    **wanted: Unpack[Wanted],
) -> None:
    """Exit with 1 when something is missing."""
    text = decode_text(file.read())
    planned = make_wanted_plan(session, wanted)
    seen, total = _compared(session, what, planned, text)
    if as_json:
        print_json({"what": what, "total": total, **msgspec.to_builtins(seen)})
    else:
        _print(session, what, seen, total)
    context.exit(0 if seen.complete else DIFFERS)


def _compared(session: Session, what: str, planned: Plan, text: str) -> tuple[Comparison, int]:
    """Compare, and count what is wanted. Raises UsageError where a private plan lacks values."""
    _ = session.language.gettext
    if what == "permissions":
        return compare_permissions(session.facts, text), len(planned.permissions)
    if what == "ips":
        if not planned.addresses:
            raise click.UsageError(_("A private deployment's addresses are needed: --address."))
        return compare_addresses(planned.addresses, text), len(planned.addresses)
    if not planned.redirect_urls:
        raise click.UsageError(_("A private deployment's domain is needed: --domain."))
    return compare_redirect_urls(planned.redirect_urls, text), len(planned.redirect_urls)


def _print(session: Session, what: str, seen: Comparison, total: int) -> None:
    language = session.language
    _ = language.gettext
    paper = Paper()
    kind = Kind.LIST_COMPLETE if seen.complete else MISSING[what]
    values = {"missing": list(seen.missing), "total": total, "case": CASES[what]}
    told = language.tell_kind(kind, values)
    paper.line(told.title, "bold green" if seen.complete else "bold red")
    if not seen.complete and told.remedy:
        paper.line(f"→ {told.remedy}", indent=2)
    _print_list(paper, _("Missing"), list(seen.missing))
    _print_list(paper, _("Nearly right"), [_remark(session, one) for one in seen.near])
    _print_list(paper, _("Not usable"), [_remark(session, one) for one in seen.unusable])
    _print_list(paper, _("Not asked for"), list(seen.extra))
    _print_list(paper, _("Twice"), list(seen.duplicates))
    _print_list(paper, _("With full-width characters"), list(seen.normalised))


def _print_list(paper: Paper, title: str, entries: list[str]) -> None:
    if entries:
        paper.heading(title)
        for entry in entries:
            paper.exact(entry, indent=2)


def _remark(session: Session, remark: Remark) -> str:
    _ = session.language.gettext
    reason = session.language.reason(remark.reason)
    if remark.wanted and remark.wanted != remark.entry:
        text = _("{entry} ({reason}); wanted is {wanted}")
        return text.format(entry=remark.entry, reason=reason, wanted=remark.wanted)
    return _("{entry} ({reason})").format(entry=remark.entry, reason=reason)
