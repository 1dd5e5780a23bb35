"""Step five of the guide: a version is published, for everybody who is to receive pushes."""

from dingsetup.ui.pages.page import StepPage


class PublicationPage(StepPage):
    step = "publication"


PAGE = PublicationPage
