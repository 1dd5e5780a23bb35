"""The only door to `requests`: sessions, time-outs, trust, proxy, pace, repetition, call log."""

from dingsetup.dingtalk.transport.exchange import Transport
from dingsetup.dingtalk.transport.failures import Cancelled, NoAnswer
from dingsetup.dingtalk.transport.multipart import Upload
from dingsetup.dingtalk.transport.network import Network
from dingsetup.dingtalk.transport.probe import HostProbe
from dingsetup.dingtalk.transport.values import READS, Call, Reply, Request

__all__ = [
    "READS",
    "Call",
    "Cancelled",
    "HostProbe",
    "Network",
    "NoAnswer",
    "Reply",
    "Request",
    "Transport",
    "Upload",
]
