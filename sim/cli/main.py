"""Command line: ``sanxin VERB [key=value ...]``."""

from __future__ import annotations

import sys

from sim.cli.help import HELP, KEYS, VERBS
from sim.cli.verbs import INTERRUPTED, MISTAKE, OWN, simulate
from sim.errors import InputError


def _help(verb: str | None) -> str:
    if verb is None:
        return HELP
    if verb in ("report", "check"):
        return VERBS[verb]
    from sim.inputs.paths import SCENARIOS, configs

    return VERBS[verb] + KEYS.format(
        **{group: ", ".join(configs(group)) for group in ("allocation", "split", "instrument")},
        scenario=", ".join(sorted(path.stem for path in SCENARIOS.glob("*.yaml"))),
    )


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
    verb, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if verb in ("--help", "-h", "help") and rest != ["measures"]:
        print(_help(None))
        return 0
    if verb == "--version":
        from importlib.metadata import version

        print(version("sanxin"))
        return 0
    try:
        if verb in ("--help", "-h", "help"):
            from sim.measures.listing import help_text

            print(help_text())
            return 0
        if verb not in VERBS:
            what = f"unknown verb {verb!r}" if verb else "no verb"
            raise InputError(f"{what}; allowed: {', '.join(VERBS)}; see sanxin --help")
        if any(a in ("--help", "-h") for a in rest):
            print(_help(verb))
            return 0
        return OWN[verb](rest) if verb in OWN else simulate(verb, rest)
    except InputError as fault:
        for problem in fault.problems:
            print(f"sanxin: {_one_line(str(problem))}", file=sys.stderr)
        return MISTAKE
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED


def _one_line(text: str) -> str:
    """Return the text with whatever a terminal does not print, as line ends and escapes, spelt out."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def entry() -> None:
    """Console script."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    entry()
