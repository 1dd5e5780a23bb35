"""The practice tenant: a loopback DingTalk to learn, train and test with.

It is written from the facts alone and shares no code with the client, so that one's mistake cannot
hide in the other. What nobody has seen on a live tenant is marked UNCONFIRMED where it is answered.
"""

from dingsetup.practice.errors import CompanyError, PortTaken, UnknownScenario
from dingsetup.practice.faults import CALLER_V4, SCENARIOS, ScenarioKind
from dingsetup.practice.identity import App, Identity
from dingsetup.practice.parameters import REASONS
from dingsetup.practice.post import Note
from dingsetup.practice.state import Logged
from dingsetup.practice.tenant import PracticeTenant

__all__ = [
    "CALLER_V4",
    "REASONS",
    "SCENARIOS",
    "App",
    "CompanyError",
    "Identity",
    "Logged",
    "Note",
    "PortTaken",
    "PracticeTenant",
    "ScenarioKind",
    "UnknownScenario",
]
