"""Benchmarks: every speed and noise figure that the product claims, as ratios measured in one run."""
