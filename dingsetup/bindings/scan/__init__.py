"""Reads the DingTalk directory into the binding table: planned, within a cap, and gone on with."""

from dingsetup.bindings.scan.mobiles import (
    MobilePlan,
    MobileResult,
    ask_by_mobile,
    plan_by_mobile,
)
from dingsetup.bindings.scan.plan import plan_scan
from dingsetup.bindings.scan.run import scan
from dingsetup.bindings.scan.values import (
    ApiCalls,
    Basis,
    Ended,
    ScanPlan,
    ScanProgress,
    ScanResult,
    ScanTrouble,
    Unfinished,
    Visible,
)

__all__ = [
    "ApiCalls",
    "Basis",
    "Ended",
    "MobilePlan",
    "MobileResult",
    "ScanPlan",
    "ScanProgress",
    "ScanResult",
    "ScanTrouble",
    "Unfinished",
    "Visible",
    "ask_by_mobile",
    "plan_by_mobile",
    "plan_scan",
    "scan",
]
