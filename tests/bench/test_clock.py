"""Sides that take turns, and what is made of their times."""

import subprocess
import sys
import time

from bench.clock import cost, take_turns


def test_sides_take_turns_and_swap_places_every_round():
    order = []
    found = take_turns({name: lambda k, name=name: order.append(name) or k for name in "ab"}, 3)
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert found == {"a": [0, 1, 2], "b": [0, 1, 2]}


def test_cpu_of_an_ended_child_counts_and_waiting_does_not():
    burn = "import time\nwhile time.process_time() < 0.2: pass"
    assert cost(lambda: subprocess.run([sys.executable, "-c", burn], check=True)) >= 0.19
    assert cost(lambda: time.sleep(0.2)) < 0.1
