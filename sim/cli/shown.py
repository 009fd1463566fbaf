"""What is printed on the terminal when a verb has run; each function returns the exit code."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.terminal import tell
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.futures import Futures
    from sim.results.search import Searched
    from sim.results.sensitivity import Sensitivity
    from sim.runs import job as comparing
    from sim.runs.comparison import Comparison
    from sim.runs.listing import Listed
    from sim.runs.verifying import Check
    from sim.studies.attribution import asked as attributing
    from sim.studies.calibration import asked as calibrating
    from sim.studies.futures import asked as foreseeing
    from sim.studies.search import asked as searching
    from sim.studies.sensitivity import asked as moving
    from sim.studies.trace import asked as tracing
    from sim.studies.validation import asked as validating

# Columns of the summary that are printed, and the text at the head of each.
SUMMARY = {
    "allocation": "cli-summary-allocation",
    "net_million_yuan": "cli-summary-net",
    "net_per_yuan": "cli-summary-net-per-yuan",
    "ci_low": "cli-summary-low",
    "ci_high": "cli-summary-high",
    "minus_best": "cli-summary-minus-best",
    "minus_best_low": "cli-summary-minus-best-low",
    "minus_best_high": "cli-summary-minus-best-high",
    "gross_per_yuan": "cli-summary-gross-per-yuan",
    "additionality": "cli-summary-additionality",
    "leverage": "cli-summary-leverage",
}
# Measures of an attribution that are printed, and the text that says what they are.
ATTRIBUTED = {
    "net_per_yuan": "",
    "share_per_yuan": "cli-attribution-share",
    "interaction_per_yuan": "cli-attribution-interaction",
    "net_per_extra_yuan": "cli-attribution-extra",
    "difference_per_extra_yuan": "cli-attribution-difference",
}

# Columns of the regret of choices that are printed, and the text at the head of each.
REGRETS = {
    "choice": "regrets-choice",
    "mean": "regrets-mean",
    "mean_se": "regrets-se",
    "mean_checked": "regrets-mean-checked",
    "p90": "regrets-p90",
    "worst": "regrets-worst",
    "best_share": "cli-futures-best",
    "clear_share": "cli-futures-clear",
}


def _places(folder: Path) -> list[str]:
    return [say("cli-results", folder=folder), say("cli-report", path=folder / "report.html")]


def report(folder: Path) -> int:
    """Say where the report is."""
    tell(say("cli-report", path=folder / "report.html"))
    return 0


def workbook(path: Path) -> int:
    """Say where the workbook is."""
    tell(say("cli-workbook", path=path))
    return 0


def listing(folder: Path, found: list[Listed]) -> int:
    """Print a line for each results folder, and below it what was asked and what was found."""
    if not found:
        tell(say("list-nothing", folder=folder))
    for line in found:
        below = (f"    {text}" for text in (line.question, line.verdict) if text)
        tell("\n".join([f"{line.made or say('list-undated'):16s}  {line.kind:12s}  {line.folder}", *below]))
    return 0


def verification(_: object, checks: list[Check]) -> int:
    """Print a line for everything that was looked at; the exit code is 1 if anything does not hold."""
    holds = all(check.holds is not False for check in checks)
    for check in checks:
        word = {True: "holds", False: "fails", None: "unseen"}[check.holds]
        head = say(f"verify-{word}")
        tell(f"{head:7s} {say(f'verify-of-{check.name}'):8s} {check.told}")
    tell(say("verify-sound" if holds else "verify-unsound"))
    return 0 if holds else 1


def trace(asked: tracing.Plan, story: str) -> int:
    """Print the story, and where it is kept."""
    places = [say("cli-results", folder=asked.folder), say("cli-chart", path=asked.folder / "trace.png")]
    tell("\n".join([story, *places]))
    return 0


def calibration(asked: calibrating.Plan, folder: Path) -> int:
    """Say where the sample is."""
    tell(say("cli-results", folder=folder))
    tell(say("cli-sample", path=asked.own.save or folder / "posterior.csv"))
    return 0


def validation(asked: validating.Plan, table: pd.DataFrame) -> int:
    """Print a line for each finding, and how many are inside."""
    from sim.results.words import figures_beside

    def written(value: float, figures: int = 3) -> str:
        return "" if math.isnan(value) else f"{value:.{figures}g}"

    names = ("finding", "published", "accepted", "model", "se", "verdict")
    finding, published, accepted, model, se, verdict = (say(f"cli-validation-{name}") for name in names)
    tell(f"{finding:10s} {published:>9s}  {accepted:17s} {model:>8s} {se:>8s}  {verdict}")
    shown = table[table.verdict != "not represented"]
    words = zip(shown.id, shown.verdict, strict=True)
    numbers = shown[["published", "low", "high", "model", "se"]].astype(float).to_numpy().tolist()
    for (name, judged), (claim, low, high, value, error) in zip(words, numbers, strict=True):
        within = "" if judged == "beside" else say("cli-validation-range", low=written(low), high=written(high))
        own = written(value, figures_beside(value, low, high))
        tell(f"{name:10s} {written(claim):>9s}  {within:17s} {own:>8s} {written(error):>8s}  {judged}")
    n = {name: int((table.verdict == name).sum()) for name in ("inside", "outside", "not represented")}
    n_judged, missing = n["inside"] + n["outside"], n["not represented"]
    tell("\n" + say("cli-validation-summary", inside=n["inside"], judged=n_judged, missing=missing))
    tell("\n".join(_places(asked.folder)))
    return 0


def attribution(asked: attributing.Plan, table: pd.DataFrame) -> int:
    """Print shares, interactions and what one more yuan is worth."""
    from sim.results.attribution import EVERYBODY, NOBODY

    unit, head, error = (say(f"cli-attribution-{name}") for name in ("unit", "value", "se"))
    tell(f"{'':14s} {unit:18s} {'':40s} {head:>9s} {error:>8s}")
    shown = table[table.measure.isin(ATTRIBUTED)]
    names = zip(shown.block, shown.measure, shown.players, strict=True)
    numbers = shown[["value", "se"]].astype(float).to_numpy().tolist()
    for (block, measure, players), row in zip(names, numbers, strict=True):
        if measure == "net_per_yuan" and players not in (NOBODY, EVERYBODY):
            continue
        what = say(ATTRIBUTED[measure]) if ATTRIBUTED[measure] else ""
        value, se = ("-" if math.isnan(x) else f"{round(x, 4) + 0:.4f}" for x in row)
        tell(f"{block:14s} {what:18s} {players:40s} {value:>9s} {se:>8s}")
    tell("\n".join(["", *asked.notes, *_places(asked.folder)]))
    return 0


def sensitivity(asked: moving.Plan, found: Sensitivity) -> int:
    """Print what moves each level and each ranking, and how little turns the latter."""
    from sim.report.sensitivity import constant, moved_by, ranking, turned
    from sim.results.sensitivity import CONTRAST, LEVEL

    lines = [moved_by(found, output) for output in found.named(LEVEL)]
    for output in found.named(CONTRAST):
        flips = (turned(found, output, together) for together in (1, 2))
        lines.append(" ".join(part for part in (moved_by(found, output), ranking(found, output), *flips) if part))
    lines += constant(found)
    tell("\n".join([*lines, "", *_places(asked.folder)]))
    return 0


def search(asked: searching.Plan, found: Searched) -> int:
    """Print what the best plan brings, what it states, and how to run it."""
    from sim.report.search import command, told
    from sim.results.financing import with_payer
    from sim.results.search import BEST_FILE
    from sim.texts import short

    run = say("search-run", command=command(found, short(found.folder / BEST_FILE)))
    first, *rest = told(found)
    first = with_payer(first, found.manifest["configs"])
    tell("\n".join([first, *rest, run, "", *_places(asked.folder)]))
    return 0


def futures(asked: foreseeing.Plan, found: Futures) -> int:
    """Print the regret of each choice, and where the one that is regretted least loses."""
    from sim.report.futures import drawn_from, finding, optimism, turns
    from sim.results.words import short

    shown = found.shown[list(REGRETS)].rename(columns={name: say(key) for name, key in REGRETS.items()})
    tell(shown.to_string(index=False, float_format=short, na_rep="-"))
    flips = [turns(found, row) for _, row in found.flips.iterrows() if row.choice == found.first]
    tell("\n".join(["", finding(found), optimism(found), *flips, "", drawn_from(found), *_places(asked.folder)]))
    return 0


def comparison(asked: comparing.Plan, result: Comparison) -> int:
    """Print a line for each allocation, and what the report says on top; the exit code is 1 if cells failed."""
    from sim.report.comparison.enough import would_tell
    from sim.report.comparison.findings import finding
    from sim.results.comparison import Results
    from sim.results.equal import equal_runs
    from sim.results.failed import failed_in
    from sim.results.looks import PACE, outcome, stopping_of

    table = result.summary.assign(net_million_yuan=result.summary.net_yuan / 1e6)
    results = Results(asked.folder or Path(), result.summary.set_index("allocation"), result.effects, result.manifest)
    ranked = not results.points and table.minus_best.notna().any()
    told = [name for name in SUMMARY if not name.startswith("minus_best") or ranked]
    shown = table[told].rename(columns={name: say(SUMMARY[name]) for name in told})
    tell(shown.to_string(index=False, float_format=lambda x: f"{x:.3f}", na_rep="-"))
    if stopping := stopping_of(result.manifest):
        tell(outcome(stopping, result.manifest[PACE]))

    tell("\n" + " ".join(text for text in (finding(results), would_tell(results)) if text))
    for same in equal_runs(result.effects):
        tell(say("cli-equal-runs", labels=", ".join(same)))
    seconds = result.manifest["seconds_by_part"]
    parts = (say("cli-time-part", part=part, seconds=f"{s:.0f}") for part, s in seconds.items())
    tell(say("cli-time", parts=", ".join(parts)))
    if asked.folder is not None:
        tell("\n".join(_places(asked.folder)))
    return 1 if failed_in(result.manifest) else 0
