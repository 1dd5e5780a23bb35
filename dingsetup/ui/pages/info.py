"""Step two of the guide: the app has a name and an icon."""

from dingsetup.ui.pages.page import StepPage


class InfoPage(StepPage):
    step = "info"


PAGE = InfoPage
