"""What is printed on the terminal when a verb has run."""

from __future__ import annotations

from pathlib import Path


def print_validation(table, folder: Path) -> None:
    """Print a line for each finding, and how many are inside."""
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


def print_attribution(table, notes: list[str], folder: Path) -> None:
    """Print shares, interactions and what one more yuan is worth."""
    shown = {"net_per_yuan": "", "share_per_yuan": "share", "interaction_per_yuan": "interaction"}
    shown |= {"net_per_extra_yuan": "net per extra yuan", "difference_per_extra_yuan": "difference"}
    print(f"{'':14s} {'yuan per yuan':18s} {'':40s} {'value':>9s} {'se':>8s}")
    for row in table[table.measure.isin(shown)].itertuples():
        if row.measure == "net_per_yuan" and row.players not in ("none", "all"):
            continue
        value, se = ("-" if x != x else f"{round(x, 4) + 0:.4f}" for x in (row.value, row.se))
        print(f"{row.block:14s} {shown[row.measure]:18s} {row.players:40s} {value:>9s} {se:>8s}")
    print("\n".join(["", *notes, f"Results: {folder}", f"Report:  {folder / 'report.html'}"]))


def print_summary(result, folder: Path) -> None:
    """Print a line for each allocation, and which comes out highest."""
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
