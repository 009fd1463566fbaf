"""Command line: ``sanxin VERB [key=value ...]``."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.errors import InputError
from sim.usage import EXAMPLE, HELP, KEYS, VERBS

FOUND, MISTAKE, INTERRUPTED = 1, 2, 130


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


def _simulate(verb: str, overrides: list[str]) -> int:
    from sim.inputs.compose import compose
    from sim.inputs.sweep import expand
    from sim.progress import Progress
    from sim.runs.folder import default_folder
    from sim.runs.job import check_together, run_jobs
    from sim.runs.store import is_unfinished

    if verb == "run":
        settings = [compose(overrides)]
        labels = [settings[0].label]
    else:
        settings, labels = expand(overrides)
    check_together(settings, labels)
    folder = Path(settings[0].output) if settings[0].output else default_folder(verb, settings, labels)
    progress = Progress()
    try:
        result = run_jobs(settings, labels, progress, folder)
    except KeyboardInterrupt:
        progress.close()
        hint = f"results are stored; draw them with: sanxin report {folder}"
        if is_unfinished(folder):
            hint = f"finished parts are kept: go on with the same command and output={folder}"
        print(f"interrupted; {hint}", file=sys.stderr)
        return INTERRUPTED
    finally:
        progress.close()
    _print_summary(result, folder)
    return 0


def _validate(overrides: list[str]) -> int:
    from sim.progress import Progress
    from sim.studies.validation.job import plan, run

    asked, progress = plan(overrides), Progress()
    try:
        table = run(asked, progress)
    except KeyboardInterrupt:
        progress.close()
        print(f"interrupted; go on with the same command and output={asked.folder}", file=sys.stderr)
        return INTERRUPTED
    finally:
        progress.close()
    _print_validation(table, asked.folder)
    return 0


def _print_validation(table, folder: Path) -> None:
    from sim.results.words import figures_beside

    def shown(value: float, figures: int = 3) -> str:
        return "" if value is None or value != value else f"{value:.{figures}g}"

    print(f"{'finding':10s} {'published':>9s}  {'accepted':17s} {'model':>8s} {'se':>8s}  verdict")
    for row in table[table.verdict != "not represented"].itertuples():
        accepted = f"{shown(row.low)} to {shown(row.high)}" if row.verdict != "beside" else ""
        model = shown(row.model, figures_beside(row.model, row.low, row.high))
        numbers = f"{shown(row.published):>9s}  {accepted:17s} {model:>8s} {shown(row.se):>8s}"
        print(f"{row.id:10s} {numbers}  {row.verdict}")
    judged = table[table.verdict.isin(["inside", "outside"])]
    n_missing = int((table.verdict == "not represented").sum())
    inside = int((judged.verdict == "inside").sum())
    shares = f"{inside} of {len(judged)} findings inside their accepted range"
    print(f"\n{shares}; {n_missing} not represented (why: the report)")
    print(f"Results: {folder}\nReport:  {folder / 'report.html'}")


def _calibrate(overrides: list[str]) -> int:
    import time

    from sim.progress import clock
    from sim.studies.calibration.job import plan, run

    asked, started = plan(overrides), time.monotonic()

    def tell(done: int, total: int, text: str) -> None:
        gone = clock(time.monotonic() - started)
        print(f"{done} of {total} trials, {gone} gone, {text}", file=sys.stderr, flush=True)

    try:
        run(asked, tell)
    except KeyboardInterrupt:
        hint = f"finished trials are kept: go on with the same command and output={asked.folder}"
        print(f"interrupted; {hint}", file=sys.stderr)
        return INTERRUPTED
    print(f"Results: {asked.folder}\nSample:  {asked.save or asked.folder / 'posterior.csv'}")
    return 0


def _trace(overrides: list[str]) -> int:
    from sim.progress import Progress
    from sim.studies.trace.job import plan, run

    asked, progress = plan(overrides), Progress()
    try:
        text, folder = run(asked, progress)
    finally:
        progress.close()
    print(f"{text}\nResults: {folder}\nChart:   {folder / 'trace.png'}")
    return 0


def _attribute(overrides: list[str]) -> int:
    from sim.progress import Progress
    from sim.studies.attribution.job import plan, run

    asked, progress = plan(overrides), Progress()
    folder = asked.folder
    try:
        table = run(asked, folder, progress)
    except KeyboardInterrupt:
        progress.close()
        print(f"interrupted; go on with the same command and output={folder}", file=sys.stderr)
        return INTERRUPTED
    finally:
        progress.close()
    _print_attribution(table, asked.notes, folder)
    return 0


def _print_attribution(table, notes: list[str], folder: Path) -> None:
    shown = {"net_per_yuan": "", "share_per_yuan": "share", "interaction_per_yuan": "interaction"}
    shown |= {"net_per_extra_yuan": "net per extra yuan", "difference_per_extra_yuan": "difference"}
    print(f"{'':14s} {'yuan per yuan':18s} {'':40s} {'value':>9s} {'se':>8s}")
    for row in table[table.measure.isin(shown)].itertuples():
        if row.measure == "net_per_yuan" and row.players not in ("none", "all"):
            continue
        value, se = ("-" if x != x else f"{round(x, 4) + 0:.4f}" for x in (row.value, row.se))
        print(f"{row.block:14s} {shown[row.measure]:18s} {row.players:40s} {value:>9s} {se:>8s}")
    print("\n".join(["", *notes, f"Results: {folder}", f"Report:  {folder / 'report.html'}"]))


def _print_summary(result, folder: Path) -> None:
    columns = [
        "allocation",
        "net_million_yuan",
        "net_per_yuan",
        "ci_low",
        "ci_high",
        "gross_per_yuan",
        "additionality",
        "leverage",
    ]
    table = result.summary.assign(net_million_yuan=result.summary.net_yuan / 1e6)
    print(table[columns].to_string(index=False, float_format=lambda x: f"{x:.3f}", na_rep="-"))
    funded = result.summary[result.summary.public_yuan > 0]
    if len(funded):
        best = funded.loc[funded.net_per_yuan.idxmax()]
        interval = f" (95 % interval {best.ci_low:.3f} to {best.ci_high:.3f})" if best.n_replicates > 1 else ""
        others = " The report says whether it can be told apart from the others." if len(funded) > 1 else ""
        found = f"{best.allocation}, {best.net_per_yuan:.3f} yuan of consumption per yuan{interval}"
        print(f"\nHighest net effect: {found}.{others}")
    seconds = result.manifest["seconds_by_part"]
    print("Time: " + ", ".join(f"{part} {s:.0f} s" for part, s in seconds.items()))
    print(f"Results: {folder}\nReport:  {folder / 'report.html'}")


def _report(arguments: list[str]) -> int:
    from sim.runs.kinds import draw
    from sim.runs.store import RESULTS, is_unfinished

    if len(arguments) != 1:
        raise InputError(f"sanxin report takes one results folder; example: {EXAMPLE}")
    folder = Path(arguments[0])
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; example: {EXAMPLE}")
    if (folder / "trace.csv").is_file():
        raise InputError(f"{folder}: holds a trace, which has no report; its text is trace.txt, its chart trace.png")
    if not any((folder / name).is_file() for name in (*RESULTS, "validation.csv", "attribution.csv")):
        if not is_unfinished(folder):
            raise InputError(f"{folder}: holds no results ({', '.join(RESULTS)})")
        raise InputError(f"{folder}: not finished; go on with the command that made it and output={folder}")
    draw(folder)
    print(f"Report:  {folder / 'report.html'}")
    return 0


# Verbs that do something else than simulate and compare.
def _check(arguments: list[str]) -> int:
    from sim.progress import Progress
    from sim.studies.levers.check import plan, report, run

    if arguments[:1] != ["levers"]:
        raise InputError("sanxin check checks one thing: sanxin check levers [group=NAME] [key=value ...]")
    asked, progress = plan(arguments[1:]), Progress()
    try:
        rows = run(asked, progress)
    finally:
        progress.close()
    print(report(rows))
    return FOUND if any(row.verdict for row in rows) else 0


OWN = {
    "report": _report,
    "validate": _validate,
    "calibrate": _calibrate,
    "trace": _trace,
    "attribute": _attribute,
    "check": _check,
}


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
    if verb in ("--help", "-h", "help"):
        print(_help(None))
        return 0
    if verb == "--version":
        from importlib.metadata import version

        print(version("sanxin"))
        return 0
    try:
        if verb not in VERBS:
            what = f"unknown verb {verb!r}" if verb else "no verb"
            raise InputError(f"{what}; allowed: {', '.join(VERBS)}; see sanxin --help")
        if any(a in ("--help", "-h") for a in rest):
            print(_help(verb))
            return 0
        return OWN[verb](rest) if verb in OWN else _simulate(verb, rest)
    except InputError as fault:
        for problem in fault.problems:
            print(f"sanxin: {_one_line(problem)}", file=sys.stderr)
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
