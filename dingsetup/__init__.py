"""Leads an admin through connecting a DingTalk in-house app to DataWind, and proves it."""

__version__ = "0.1.0"
