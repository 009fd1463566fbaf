"""Command line: ``sanxin VERB [key=value ...]``."""

from __future__ import annotations

import gc
import os
import sys

from sim.cli.help import help_of, overview
from sim.cli.terminal import tell, warn
from sim.cli.verbs import STORED, VERBS, execute

TYPE_CHECKING = False  # true for a type checker; help does without typing, whose import is a tenth of its time
if TYPE_CHECKING:
    from sim.runs.failure import Started

HELP = ("--help", "-h")
TRACEBACK = "--traceback"
FAILED, INTERRUPTED, READER_GONE = 1, 130, 141  # the last as a shell reports the end by SIGPIPE


def main(arguments: list[str]) -> int:
    """Run the command line; returns the exit code.

    Parameters
    ----------
    arguments : list of str
        Without the program's name.

    Returns
    -------
    int
        0 done; 1 a check found something, or the machine or sanxin failed; 2 a mistake in the input; 130 interrupted;
        143 terminated.
    """
    rest = [text for text in arguments if text != TRACEBACK]
    shown = _help(rest)
    if shown is not None:
        tell(shown)
        return 0
    from sim.cli.boundary import guarded  # help does without

    return guarded(lambda started: _begun(rest, started), len(rest) < len(arguments))


def _begun(arguments: list[str], started: Started) -> int:
    from sim.errors import InputError

    name, *rest = arguments or [""]
    if name in (*HELP, "help"):
        from sim.measures.listing import help_text

        tell(help_text())
        return 0
    known = ", ".join(VERBS)
    if not name:
        raise InputError("cli-no-verb", known=known)
    if name not in VERBS:
        raise InputError("cli-unknown-verb", verb=repr(name), known=known)
    for text in rest:
        if any("\ud800" <= c <= "\udfff" for c in text):  # bytes of a name that no file of results can hold
            raise InputError("cli-no-text", text=text)
    from sim.data.held import held

    with held():
        return execute(VERBS[name], rest, started)


def _help(arguments: list[str]) -> str | None:
    """What is printed without loading anything; None if the arguments ask for something else."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name in (*HELP, "help") and rest != ["measures"]:
        return overview(VERBS)
    if name == "--version":
        from importlib.metadata import version

        return version("sanxin")
    if name in VERBS and any(text in HELP for text in rest):
        return help_of(name, VERBS[name].has_settings, name not in STORED)
    return None


def entry() -> None:
    """Console script; quiet where the reader of its output has gone, as after ``| head``."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115  (closed by whoever started it)
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    try:
        code = main(sys.argv[1:])
    except BrokenPipeError:
        code = READER_GONE
    except OSError as error:  # of the output of help
        warn(error.strerror or str(error))
        code = FAILED
    except KeyboardInterrupt:
        code = INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # what is still buffered goes nowhere
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    gc.freeze()  # the system takes all back; to look for garbage in it first is a sixth of what a refusal costs
    sys.exit(code)


if __name__ == "__main__":
    entry()
