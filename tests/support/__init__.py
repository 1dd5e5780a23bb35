"""Tests of dingsetup.support."""
