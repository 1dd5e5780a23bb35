"""The page of report and support in its states, for the pictures of every page."""

from collections.abc import Callable, Iterator

from dingsetup.ui.support.draft import Draft, keep_draft
from dingsetup.ui.support.page import ReportPage

STRUCK = ((3, 4),)
"""Rows of the profile's lines."""

Until = Callable[[Callable[[], bool]], None]


def report_states(page: ReportPage, until: Until) -> Iterator[str]:
    """Bring the page into one state after the other; each is to be shot when it is named."""
    card = page.bundle
    card.begin()
    until(lambda: card.panel is not None and card.at_rest)
    assert card.panel is not None
    card.panel.model.strike(STRUCK, True)
    page.ensureWidgetVisible(card.save)
    yield "lines"
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())
    yield "changes"
    # In the next language and colours the page is shown as it is before all that.
    keep_draft(page.session, Draft())
