"""Benchmarks: this engine beside what it replaces, in one run."""
