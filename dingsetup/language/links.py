"""Words for the pages to go to next."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from dingsetup.language.sentence import N_

if TYPE_CHECKING:
    from dingsetup.language import Language
    from dingsetup.links import Link

LINKS = {
    "apply": N_("Apply for the permission"),
    "code": N_("About the code {code}"),
}
"""By kind; a screen bears the title its fact gives it."""


class ToldLink(msgspec.Struct, frozen=True):
    """A page to open, as it is shown."""

    title: str
    url: str


def told_links(language: "Language", links: Iterable["Link"]) -> list[ToldLink]:
    """Put titles to links."""
    return [ToldLink(_title(language, link), link.url) for link in links]


def _title(language: "Language", link: "Link") -> str:
    if link.title is not None:
        return language.pick(link.title)
    return language.gettext(LINKS[link.kind]).format(code=link.code)
