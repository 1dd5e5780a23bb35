"""Tests of dingsetup.bindings."""
