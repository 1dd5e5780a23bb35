"""Step one of the guide: the in-house app is created."""

from dingsetup.ui.pages.page import StepPage


class CreatePage(StepPage):
    step = "create"


PAGE = CreatePage
