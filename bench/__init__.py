"""Benchmarks: each module's `measure()` returns what it found; ratios are measured in one run."""
