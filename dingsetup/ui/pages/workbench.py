"""Part 3.2 of the guide: the app is pinned to the phone's workbench."""

from dingsetup.ui.pages.page import StepPage


class WorkbenchPage(StepPage):
    step = "workbench"


PAGE = WorkbenchPage
