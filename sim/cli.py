"""Command line: ``sanxin run``, ``sanxin sweep``, ``sanxin report``."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.errors import InputError

HELP = """Sanxin compares what pilot-city funding allocations do for consumption, per yuan of public money.

usage: sanxin VERB [key=value ...]

verbs:
  run      one allocation against its no-policy twin
  sweep    several allocations side by side (a Hydra multirun: commas sweep)
  report   charts and report again from stored results

examples:
  sanxin sweep allocation=official,equal,none seed=7
  sanxin run allocation=official city=suzhou
  sanxin report results/2026-01-31_120000_sweep_1a2b3c4d

sanxin VERB --help explains a verb; sanxin --version prints the version."""

KEYS = """keys (defaults in configs/config.yaml; any other key there works too):
  allocation=NAME        {allocation}
  split=NAME             over the support directions: {split}
  scenario=NAME          {scenario}, or a path to a .yaml file
  city=ID                all, one city, or a list: city=[suzhou,wuxi]
  seed=N replicates=N    random seed; number of replicates behind each interval
  population.consumers_per_city=N  population.choice=flow|individual
  horizon.weeks_pilot=N  horizon.weeks_after=N
  parameters.NAME=X      any parameter of sim/data/parameters.csv
  output=FOLDER          results folder; default results/<time>_<verb>_<hash>
  threads=N              never changes a result"""

VERBS = {
    "run": "usage: sanxin run [key=value ...]\n\n"
    "Runs one allocation and its no-policy twin, and writes tables, charts and a report.\n\n"
    "example:\n  sanxin run allocation=official city=suzhou seed=7\n\n",
    "sweep": "usage: sanxin sweep [key=value[,value ...] ...]\n\n"
    "Compares every combination of the values given; without allocation= all six.\n"
    "An interrupted sweep goes on where it stopped when it is started again with the same output=.\n\n"
    "example:\n  sanxin sweep allocation=official,equal,per_head split=balanced,debut_first seed=7\n\n",
    "report": "usage: sanxin report FOLDER\n\n"
    "Draws the charts and writes the report again from summary.csv, effects.parquet and manifest.json.\n\n"
    "example:\n  sanxin report results/2026-01-31_120000_sweep_1a2b3c4d\n",
}


def _help(verb: str | None) -> str:
    if verb is None:
        return HELP
    if verb == "report":
        return VERBS[verb]
    from sim.paths import CONFIGS, SCENARIOS

    def names(folder: Path) -> str:
        return ", ".join(sorted(p.stem for p in folder.glob("*.yaml")))

    return VERBS[verb] + KEYS.format(
        allocation=names(CONFIGS / "allocation"), split=names(CONFIGS / "split"), scenario=names(SCENARIOS)
    )


def _simulate(verb: str, overrides: list[str]) -> int:
    from sim.compose import compose
    from sim.job import check_together, default_folder, run_jobs
    from sim.progress import Progress
    from sim.sweep import expand

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
        print(
            f"interrupted; finished parts are kept: go on with the same command and output={folder}",
            file=sys.stderr,
        )
        return 130
    finally:
        progress.close()
    _draw(folder)
    _print_summary(result, folder)
    return 0


def _draw(folder: Path) -> None:
    from sim.charts import draw_all
    from sim.report import write_report

    draw_all(folder)
    write_report(folder)


def _print_summary(result, folder: Path) -> None:
    columns = [
        "allocation",
        "net_per_yuan",
        "ci_low",
        "ci_high",
        "gross_per_yuan",
        "additionality",
        "leverage",
    ]
    print(result.summary[columns].to_string(index=False, float_format=lambda x: f"{x:.3f}", na_rep="-"))
    funded = result.summary[result.summary.public_yuan > 0]
    if len(funded):
        best = funded.loc[funded.net_per_yuan.idxmax()]
        interval = f" (95 % interval {best.ci_low:.3f} to {best.ci_high:.3f})" if best.n_replicates > 1 else ""
        print(
            f"\nHighest net effect: {best.allocation}, {best.net_per_yuan:.3f} yuan of consumption per yuan{interval}."
        )
    seconds = result.manifest["seconds_by_part"]
    print("Time: " + ", ".join(f"{part} {s:.0f} s" for part, s in seconds.items()))
    print(f"Results: {folder}\nReport:  {folder / 'report.html'}")


def _report(arguments: list[str]) -> int:
    if len(arguments) != 1:
        raise InputError(
            "sanxin report takes one results folder; example: sanxin report results/2026-01-31_120000_sweep_1a2b3c4d"
        )
    folder = Path(arguments[0])
    if not (folder / "summary.csv").is_file():
        raise InputError(f"{folder}: holds no results (summary.csv is missing)")
    _draw(folder)
    print(f"Report:  {folder / 'report.html'}")
    return 0


def main(arguments: list[str]) -> int:
    """Run the command line; returns the exit code.

    Parameters
    ----------
    arguments : list of str
        Without the program's name.

    Returns
    -------
    int
        0 done, 2 a mistake in the input, 130 interrupted.
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
            raise InputError(f"unknown verb {verb!r}; allowed: {', '.join(VERBS)}; see sanxin --help")
        if any(a in ("--help", "-h") for a in rest):
            print(_help(verb))
            return 0
        return _report(rest) if verb == "report" else _simulate(verb, rest)
    except InputError as fault:
        for line in fault.problems:
            print(f"sanxin: {line}", file=sys.stderr)
        return 2


def entry() -> None:
    """Console script."""
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    entry()
