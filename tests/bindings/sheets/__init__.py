"""Tests of dingsetup.bindings.sheets."""
