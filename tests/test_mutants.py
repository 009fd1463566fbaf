"""The places that scripts/mutate breaks: a table that has gone stale would break nothing."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTANTS = tomllib.loads((ROOT / "scripts" / "mutants.toml").read_text("utf-8"))


def fault(mutant: dict[str, str]) -> str:
    """What is wrong with an entry of the table; empty if nothing is."""
    path = ROOT / mutant["file"]
    if not path.is_file():
        return "there is no such file"
    text = path.read_text("utf-8")
    if (n := text.count(mutant["old"])) != 1:
        return f"its old text is in the file {n} times, not once"
    broken = text.replace(mutant["old"], mutant["new"])
    if path.suffix == ".py" and ast.dump(ast.parse(broken)) == ast.dump(ast.parse(text)):
        return "its new text means the same"
    wings = mutant["near"].split()
    return "" if any((ROOT / "tests" / wing).is_dir() for wing in wings) else "no wing of tests is near"


def test_every_place_to_break_is_still_there_once():
    faults = {name: told for name, mutant in MUTANTS.items() if (told := fault(mutant))}
    assert faults == {}, "mend scripts/mutants.toml: break the new text in the same spirit"


def test_at_least_thirty_places_over_all_wings_are_broken():
    assert len(MUTANTS) >= 30
    wings = {path.name for path in (ROOT / "sim").iterdir() if path.is_dir() and not path.name.startswith(("_", "."))}
    assert wings <= {mutant["file"].split("/")[1] for mutant in MUTANTS.values()}
