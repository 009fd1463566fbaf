"""What of the net effect is in no city: the parts of a table by place of sale need not add up to the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.results.words import MILLION, fine, quoted, signed
from sim.texts import say

if TYPE_CHECKING:
    from sim.results.comparison import Results

ROUNDING = 1e-6  # of sums over cells, relative


def elsewhere(results: Results, label: str, dimension: str) -> float:
    """Net effect of an allocation that is in no cell of a dimension by place of sale, yuan.

    It is what residents buy more of outside the simulated cities, less what others buy more of in them.

    Parameters
    ----------
    results : Results
    label : str
    dimension : str
        ``city`` or ``sector``.
    """
    here = results.wide(dimension, "net_yuan", dimension)[label]
    away = results.total(label, "net_yuan") - float(here.sum())
    return 0.0 if abs(away) < ROUNDING * here.abs().sum() else away


def in_no_city(results: Results, label: str) -> str:
    """Say what of the whole effect is in no city; nothing where cities add up to it, as far as a text can show."""
    whole, away = results.total(label, "net_yuan") / MILLION, elsewhere(results, label, "city") / MILLION
    places = fine(whole)
    if signed(away, places) == signed(0.0, places):
        return ""
    amounts = {"here": whole - away, "whole": whole, "away": away}
    said = {name: signed(amount, places) for name, amount in amounts.items()}
    return say("shows-elsewhere", policy=quoted(label), **said)
