"""The only door to `requests`: sessions, time-outs, trust, proxy, pace, repetition, call log."""

from dingsetup.dingtalk.transport.exchange import Call, Reply, Request, Transport
from dingsetup.dingtalk.transport.failures import Cancelled, NoAnswer
from dingsetup.dingtalk.transport.network import Network
from dingsetup.dingtalk.transport.probe import HostProbe

__all__ = [
    "Call",
    "Cancelled",
    "HostProbe",
    "Network",
    "NoAnswer",
    "Reply",
    "Request",
    "Transport",
]
