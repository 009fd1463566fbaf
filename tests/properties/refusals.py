"""What a refusal must be: a line for each problem, in the words of the product, that says where and what is allowed."""

from __future__ import annotations

import re

from sim.errors import InputError

# Words of libraries and of Python that tell a user nothing.
FOREIGN = re.compile(
    r"pydantic|omegaconf|antlr|numpy|pandas|pyarrow|Traceback|<class|<sim\.|object at 0x|NoneType|Input should|"
    r"mismatched input|extraneous|no viable|token recognition|validation error|unhashable|not iterable|"
    r"\bdict\b|\btuple\b|\bstr\b|\bint\b|[a-z]Error\b|could not convert|unicode string|Unable to parse|codec"
)
LONGEST = 1500  # characters: lists of what is allowed are long


def faults_of(line: str, given: list[str]) -> list[str]:
    """What is wrong with one line of a refusal.

    Parameters
    ----------
    line : str
    given : list of str
        What a user wrote, which a line may quote.
    """
    own = line
    for text in sorted(given, key=len, reverse=True):
        own = own.replace(text, "...")
    found = [f"foreign word {m[0]!r}" for m in FOREIGN.finditer(own)]
    found += ["several lines"] * ("\n" in line.strip("\n")) + ["too long"] * (len(line) > LONGEST)
    found += ["names no place"] * (":" not in line) + ["is empty"] * (not line.strip())
    return found


def check(error: InputError, given: list[str]) -> None:
    """Every problem of a refusal is a line of its own that can be used."""
    lines = [str(problem) for problem in error.problems]
    assert lines, "refused without a reason"
    assert len(set(lines)) == len(lines), "a line appears twice"
    wrong = [f"{fault}: {line}" for line in lines for fault in faults_of(line, given)]
    assert not wrong, "\n".join(wrong)
