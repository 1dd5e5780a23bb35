"""One file per step, with the step's own name; `PAGES` has them in the order of the guide."""

from dingsetup.ui.pages.create import CreatePage
from dingsetup.ui.pages.credentials import CredentialsPage
from dingsetup.ui.pages.datawind import DataWindPage
from dingsetup.ui.pages.info import InfoPage
from dingsetup.ui.pages.mobile import MobilePage
from dingsetup.ui.pages.network import NetworkPage
from dingsetup.ui.pages.page import StepPage
from dingsetup.ui.pages.permissions import PermissionsPage
from dingsetup.ui.pages.publication import PublicationPage
from dingsetup.ui.pages.security import SecurityPage
from dingsetup.ui.pages.workbench import WorkbenchPage

PAGES: tuple[type[StepPage], ...] = (
    NetworkPage,
    CreatePage,
    InfoPage,
    CredentialsPage,
    SecurityPage,
    PermissionsPage,
    PublicationPage,
    DataWindPage,
    MobilePage,
    WorkbenchPage,
)
