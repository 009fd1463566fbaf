"""The catalogue listed: for the program, the manifest, the documentation and the help."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from sim.errors import InputError, fault
from sim.measures.catalogue import MEASURES, OURS
from sim.measures.measure import DIMENSIONS, Formula, Promise, Ratio
from sim.texts import say

WIDTH = 120
LISTED_BY = "sanxin help measures"  # the command that lists them
SOMETIMES = ("pair", "uncertainty")  # dimensions that only some runs have


def entries() -> Iterator[tuple[str, str, Formula]]:
    """Dimension, name and formula of everything in the catalogue, dimension by dimension."""
    for dimension in DIMENSIONS:
        for name, measure in MEASURES.items():
            if (formula := measure.formulas.get(dimension)) is not None:
                yield dimension, name, formula


def check() -> None:
    """Check the catalogue before anything is run: extensions can be imported, and ratios are of what there is.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    faults = [
        fault("measures-undefined", name=f"{dimension}.{name}", part=f"{dimension}.{part}")
        for dimension, name, formula in entries()
        if isinstance(formula, Ratio)
        for part in formula
        if part not in MEASURES or dimension not in MEASURES[part].formulas
    ]
    if faults:
        raise InputError(faults)


def always() -> dict[str, list[str]]:
    """Measures that every run knows, by dimension: the manifest says them, and who reads the folder expects them.

    Not those of the promises of plans, of pairs of allocations, and of uncertainty, which only some runs have.
    """
    found: dict[str, list[str]] = {}
    for dimension, name, formula in entries():
        if not isinstance(formula, Promise) and dimension not in SOMETIMES:
            found.setdefault(dimension, []).append(name)
    return found


def dimensions_table() -> str:
    """Return the dimensions as a table in Markdown."""
    lines = [say("measures-dimensions-head"), "|---|---|"]
    return "\n".join(lines + [f"| `{name}` | {say(d.meaning)} |" for name, d in DIMENSIONS.items()])


def measures_table() -> str:
    """Return the measures as a table in Markdown, without those of extensions."""
    lines = [say("measures-head"), "|---|---|---|---|---|"]
    for name, m in OURS.items():
        by = ", ".join(f"`{dimension}`" for dimension in DIMENSIONS if dimension in m.formulas)
        lines.append(f"| `{name}` | {by} | {m.unit} | {say(f'measures-world-{m.world}')} | {m.words} |")
    return "\n".join(lines)


def help_text() -> str:
    """Return the measures as they are printed on a terminal, those of extensions among them."""
    lines = [say("measures-help"), ""]
    for name, m in MEASURES.items():
        by = ", ".join(dimension for dimension in DIMENSIONS if dimension in m.formulas)
        lines.append(f"{name} ({m.unit}; {say(f'measures-world-{m.world}')}; {by})")
        lines += textwrap.wrap(m.words.replace("`", ""), WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)
