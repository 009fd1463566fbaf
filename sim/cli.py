"""Command line: ``sanxin run``, ``sweep``, ``report``, ``validate``, ``calibrate``."""

from __future__ import annotations

import sys
from pathlib import Path

from sim.errors import InputError

MISTAKE, INTERRUPTED = 2, 130
EXAMPLE = "sanxin report results/2026-01-31_120000_sweep_1a2b3c4d"

HELP = """Sanxin compares what pilot-city funding allocations do for consumption, per yuan of public money.

usage: sanxin VERB [key=value ...]

verbs:
  run        one allocation against its no-policy twin
  sweep      several allocations side by side (a Hydra multirun: commas sweep)
  report     charts and report again from stored results
  validate   published findings beside what the model gives
  calibrate  parameter sets that reproduce published findings

keys, the same for all of them but report (sanxin run --help lists all):
  allocation, split, instrument, scenario, city, seed, replicates, output, threads,
  population.*, horizon.*, authority.*, parameters.*

examples:
  sanxin sweep allocation=official,equal,none seed=7
  sanxin run allocation=official city=suzhou
  sanxin report results/2026-01-31_120000_sweep_1a2b3c4d

sanxin VERB --help explains a verb; sanxin --version prints the version."""

KEYS = """keys (defaults in configs/config.yaml; any other key there works too):
  allocation=NAME        {allocation}
  split=NAME             over the support directions: {split}
  instrument=NAME        beside the awards: {instrument};
                         its terms: instrument.face_yuan=20 and so on; several: instruments=[NAME,NAME]
  scenario=NAME          {scenario}, or a path to a .yaml file
  city=ID                all, one city, or a list: city=[suzhou,wuxi]
  seed=N replicates=N    random seed; number of replicates behind each interval
  population.consumers_per_city=N  population.choice=flow|individual
  population.network=small_world|random|none  population.degree=N  population.rewire_share=X
  horizon.weeks_warmup=N  horizon.weeks_pilot=N  horizon.weeks_after=N
  authority.calls=N  authority.first_tranche_share=X  authority.second_tranche_rule=NAME
  parameters.NAME=X      any parameter of sim/data/parameters.csv
  parameters=posterior   parameters from the calibrated sample, another set for every two replicates
  output=FOLDER          results folder; default results/<time>_<verb>_<hash>
  threads=N              never changes a result"""

VERBS = {
    "run": "usage: sanxin run [key=value ...]\n\n"
    "Runs one allocation and its no-policy twin, and writes tables, charts and a report.\n\n"
    "example:\n  sanxin run allocation=official city=suzhou seed=7\n\n",
    "sweep": "usage: sanxin sweep [key=value[,value ...] ...]\n\n"
    "Compares every combination of the values given; without allocation=, and without scenarios that state\n"
    "one, all six. Values: a,b,c or range(1,9) or glob(by_*).\n"
    "An interrupted sweep goes on where it stopped when it is started again with the same output=.\n\n"
    "example:\n  sanxin sweep allocation=official,equal,per_head split=balanced,debut_first seed=7\n\n",
    "report": "usage: sanxin report FOLDER\n\n"
    "Draws the charts and writes the report again from summary.csv, effects.parquet and manifest.json,\n"
    "or from validation.csv and manifest.json of a validation run.\n\n"
    "example:\n  sanxin report results/2026-01-31_120000_sweep_1a2b3c4d\n",
    "validate": "usage: sanxin validate [targets=FILE] [key=value ...]\n\n"
    "Runs the experiment behind every published finding that the model can represent, in twin worlds, and sets\n"
    "the model's value beside the published one: a table, a chart and a report.\n"
    "A stopped validation goes on where it stopped when it is started again with the same output=.\n\n"
    "keys of its own:\n"
    "  targets=FILE           findings; default sim/data/evidence/calibration_targets.csv\n\n"
    "example:\n  sanxin validate replicates=4 output=results/validation\n\n",
    "calibrate": "usage: sanxin calibrate [trials=N] [replicates=N] [workers=N] [output=FOLDER] [save=PATH]\n"
    "                        [identify=yes] [key=value ...]\n\n"
    "Looks for parameter sets that reproduce the published findings, from the ranges in sim/data/priors.csv, and\n"
    "writes every trial, a sample of sets that fit about equally well, and what pins each parameter.\n"
    "A stopped calibration goes on where it stopped when it is started again with the same output=; a finished\n"
    "one goes on with more trials=.\n\n"
    "keys of its own:\n"
    "  trials=N               parameter sets to try; default 400\n"
    "  replicates=N           runs with different seeds per set; default 2\n"
    "  workers=N              processes; never changes a result; default 1\n"
    "  save=PATH              also write the sample there, and its tables beside it; parameters=posterior\n"
    "                         and sanxin validate read configs/parameters/posterior.csv\n"
    "  identify=yes           also find known sets again, and what each parameter adds to the variance\n\n"
    "example:\n  sanxin calibrate trials=400 workers=2 output=results/calibration\n\n",
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
        allocation=names(CONFIGS / "allocation"),
        split=names(CONFIGS / "split"),
        instrument=names(CONFIGS / "instrument"),
        scenario=names(SCENARIOS),
    )


def _simulate(verb: str, overrides: list[str]) -> int:
    from sim.compose import compose
    from sim.job import check_together, default_folder, run_jobs
    from sim.progress import Progress
    from sim.store import is_unfinished
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
    from sim.validation.job import plan, run

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
    def shown(value: float) -> str:
        return "" if value is None or value != value else f"{value:.3g}"

    print(f"{'finding':10s} {'published':>9s}  {'accepted':17s} {'model':>8s} {'se':>8s}  verdict")
    for row in table[table.verdict != "not represented"].itertuples():
        accepted = f"{shown(row.low)} to {shown(row.high)}" if row.verdict != "beside" else ""
        numbers = f"{shown(row.published):>9s}  {accepted:17s} {shown(row.model):>8s} {shown(row.se):>8s}"
        print(f"{row.id:10s} {numbers}  {row.verdict}")
    judged = table[table.verdict.isin(["inside", "outside"])]
    n_missing = int((table.verdict == "not represented").sum())
    inside = int((judged.verdict == "inside").sum())
    shares = f"{inside} of {len(judged)} findings inside their accepted range"
    print(f"\n{shares}; {n_missing} not represented (why: the report)")
    print(f"Results: {folder}\nReport:  {folder / 'report.html'}")


def _calibrate(overrides: list[str]) -> int:
    import time

    from sim.calibration.job import plan, run
    from sim.progress import clock

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
    from sim.job import draw
    from sim.store import RESULTS, is_unfinished

    if len(arguments) != 1:
        raise InputError(f"sanxin report takes one results folder; example: {EXAMPLE}")
    folder = Path(arguments[0])
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; example: {EXAMPLE}")
    if not any((folder / name).is_file() for name in (*RESULTS, "validation.csv")):
        if not is_unfinished(folder):
            raise InputError(f"{folder}: holds no results ({', '.join(RESULTS)})")
        raise InputError(f"{folder}: not finished; go on with the command that made it and output={folder}")
    draw(folder)
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
            what = f"unknown verb {verb!r}" if verb else "no verb"
            raise InputError(f"{what}; allowed: {', '.join(VERBS)}; see sanxin --help")
        if any(a in ("--help", "-h") for a in rest):
            print(_help(verb))
            return 0
        own = {"report": _report, "validate": _validate, "calibrate": _calibrate}
        return own[verb](rest) if verb in own else _simulate(verb, rest)
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
