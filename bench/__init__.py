"""Benchmarks: every speed and noise figure that the product claims, as ratios measured in one run.

A module of its own for each part; ``parts.py`` lists them.
"""
