"""Words for links: what opens on a phone and on a PC, and in which window."""

from typing import TYPE_CHECKING

from dingsetup.language.sentence import N_
from dingsetup.messages.links import How, Place

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.messages.links import Link, Target

PLACES = {Place.PHONE: N_("Phone: {how}"), Place.PC: N_("PC: {how}")}
HOWS = {
    How.IN_APP: N_("opens within DingTalk"),
    How.BROWSER: N_("opens in the browser"),
    How.SIDE_PANEL: N_("opens in DingTalk's side panel"),
    How.WORKBENCH: N_("opens in the workbench"),
    How.APP_PAGE: N_("opens the app's page"),
}


def target_lines(language: "Language", link: "Link") -> list[str]:
    """Where a link leads, a line for each place; a place that cannot follow it says so."""
    _ = language.gettext
    if not link.targets:
        return [_("No link that DingTalk opens")]
    found: list[str] = []
    for place in Place:
        target = link.target(place)
        how = _("goes nowhere") if target is None else _how(language, link, target)
        found.append(_(PLACES[place]).format(how=how))
    return found


def _how(language: "Language", link: "Link", target: "Target") -> str:
    said = language.gettext(HOWS[target.how])
    # A plain address needs no second look; one within another does.
    if not target.url or (target.url == link.url and link.form == "web"):
        return said
    return language.gettext("{how}: {url}").format(how=said, url=target.url)
