"""Tests of the window, on a practice tenant and without a screen."""
