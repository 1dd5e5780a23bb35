"""One file per step, with the step's own name; a page is loaded when it is first shown."""

import importlib
from typing import cast

from dingsetup.ui.pages.page import StepPage

STEPS = (
    "network",
    "create",
    "info",
    "credentials",
    "security",
    "permissions",
    "publication",
    "datawind",
    "mobile",
    "workbench",
)
"""In the order of the guide."""


def page_of(step: str) -> type[StepPage]:
    """The page of a step: what its file names `PAGE`."""
    return cast("type[StepPage]", importlib.import_module(f"{__name__}.{step}").PAGE)
