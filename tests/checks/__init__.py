"""Tests of dingsetup.checks."""
