"""Tests of dingsetup.messages."""
