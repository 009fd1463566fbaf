"""What is asked of every rule: the value of its formula, compiled or not, and that it says where it is from."""

from __future__ import annotations

import inspect

import pytest


def follows(rule, arguments, expected, compiled: bool, rel: float = 1e-12, tiny: float | None = None) -> bool:
    """Whether a rule gives what its formula says, as compiled or as Python."""
    return (rule if compiled else rule.py_func)(*arguments) == pytest.approx(expected, rel=rel, abs=tiny)


def says_where_it_is_from(rule) -> bool:
    """Whether a rule names its source, what it returns, and that it modifies nothing."""
    text = inspect.getdoc(rule.py_func)
    return all(part in text for part in ("Source:", "Returns:", "Modifies: nothing"))
