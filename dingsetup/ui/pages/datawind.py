"""Step six of the guide: DataWind knows the app, and its users their DingTalk accounts."""

from dingsetup.ui.pages.page import StepPage


class DataWindPage(StepPage):
    step = "datawind"


PAGE = DataWindPage
