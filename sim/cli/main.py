"""Command line: ``sanxin VERB [key=value ...]``."""

from __future__ import annotations

import os
import sys

from sim.cli.help import help_of, overview
from sim.cli.verbs import INTERRUPTED, MISTAKE, VERBS, execute
from sim.texts import say

HELP = ("--help", "-h")
READER_GONE = 141  # as a shell reports the end by SIGPIPE


def main(arguments: list[str]) -> int:
    """Run the command line; returns the exit code.

    Parameters
    ----------
    arguments : list of str
        Without the program's name.

    Returns
    -------
    int
        0 done, 1 a check found something, 2 a mistake in the input, 130 interrupted.
    """
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in (*HELP, "help") and rest != ["measures"]:
        print(overview(VERBS))
        return 0
    if name == "--version":
        from importlib.metadata import version

        print(version("sanxin"))
        return 0
    from sim.errors import InputError  # help does without

    try:
        if name in (*HELP, "help"):
            from sim.measures.listing import help_text

            print(help_text())
            return 0
        if name not in VERBS:
            known = ", ".join(VERBS)
            if not name:
                raise InputError("cli-no-verb", known=known)
            raise InputError("cli-unknown-verb", verb=repr(name), known=known)
        if any(a in HELP for a in rest):
            print(help_of(name, VERBS[name].has_settings))
            return 0
        return execute(VERBS[name], rest)
    except InputError as fault:
        for problem in fault.problems:
            print(f"sanxin: {_one_line(str(problem))}", file=sys.stderr)
        return MISTAKE
    except KeyboardInterrupt:
        print(say("cli-interrupted"), file=sys.stderr)
        return INTERRUPTED


def _one_line(text: str) -> str:
    """Return the text with whatever a terminal does not print, as line ends and escapes, spelt out."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def entry() -> None:
    """Console script; quiet where the reader of its output has gone, as after ``| head``."""
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
        code = READER_GONE
    sys.exit(code)


if __name__ == "__main__":
    entry()
