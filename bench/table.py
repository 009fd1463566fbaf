"""The figures as the README shows them: one row, the figures in it, and the target."""

from __future__ import annotations

import json
from pathlib import Path

STORED = Path(__file__).resolve().parent.parent / "docs" / "bench.json"  # the last figures, written by python -m bench

# what the figures should reach, as (figure, comparison, bound)
TARGETS = {
    "help_seconds": ("<=", 1),
    "speed_up_over_peer": (">=", 100),
    "peer_total_gap_share": ("<=", 0.01),
    "ns_per_consumer_week_1m": ("<=", 500),
    "bytes_per_consumer_1m": ("<=", 600),
    "policy_share_of_a_run": ("<=", 0.15),
    "sd_ratio_stream_over_keyed": (">=", 8),
    "main_job_seconds_all": ("<=", 180),
    "main_job_widest_half_interval_share": ("<=", 0.10),
    "validate_seconds": ("<=", 900),
}

# what is measured, how it is shown, and the figure that has the target, with its unit
ROWS = [
    ("start-up of `sanxin --help`", "{help_seconds:.2f} s", "help_seconds", "{:g} s"),
    ("peer, per consumer and week at 10,000 consumers", "{peer_us_per_consumer_week:.0f} µs", "", ""),
    (
        "engine, the same town",
        "{engine_us_per_consumer_week:.2f} µs, {speed_up_over_peer:.0f} times faster",
        "speed_up_over_peer",
        "{:g} times",
    ),
    ("gap between the totals of the two", "{peer_total_gap_share:.1%}", "peer_total_gap_share", "{:.0%}"),
    (
        "one million consumers, 64 live venues per city, network on",
        "{ns_per_consumer_week_1m:.0f} ns per consumer and week",
        "ns_per_consumer_week_1m",
        "{:g} ns",
    ),
    ("memory, network included", "{bytes_per_consumer_1m:.0f} bytes per consumer", "bytes_per_consumer_1m", "{:g}"),
    (
        "ministry, instruments and authorities, share of a policy world of 50 cities",
        "{policy_share_of_a_run:.1%}",
        "policy_share_of_a_run",
        "{:.0%}",
    ),
    (
        "noise of a difference between allocations, one stream over keyed draws",
        "{sd_ratio_stream_over_keyed:.0f}",
        "sd_ratio_stream_over_keyed",
        "{:g}",
    ),
    (
        "cost of word of mouth, novel venues, shops and trip chains",
        "{ns_word_of_mouth:.0f}, {ns_novel_venues:.0f}, {ns_shops_and_trip_chains:.0f} ns per consumer and week",
        "",
        "",
    ),
    (
        "cost of coupons, discounts, vouchers in weeks in which every city has one",
        "{ns_coupons:,.0f}, {ns_discounts:,.0f}, {ns_vouchers:.0f} ns",
        "",
        "",
    ),
    (
        "main job, one thread: 6 allocations, 50 cities, 182 weeks, 500 consumers per city, 8 replicates",
        "{main_job_seconds_all:.0f} s",
        "main_job_seconds_all",
        "{:g} s",
    ),
    (
        "widest half-interval of net per yuan in it",
        "{main_job_widest_half_interval_share:.0%} of the value",
        "main_job_widest_half_interval_share",
        "{:.0%}",
    ),
    (
        "`sanxin validate`: every finding, 8 replicates, three weights",
        "{validate_seconds:.0f} s",
        "validate_seconds",
        "{:g} s",
    ),
]


def is_reached(figure: str, value: float) -> bool:
    """Whether a figure is on the right side of its target, or on it."""
    sign, bound = TARGETS[figure]
    return value >= bound if sign == ">=" else value <= bound


def markdown() -> str:
    """Table of the stored figures."""
    figures = json.loads(STORED.read_text(encoding="utf-8"))
    shown = figures | {
        "peer_us_per_consumer_week": figures["peer_ns_per_consumer_week"] / 1000,
        "engine_us_per_consumer_week": figures["engine_ns_per_consumer_week_10k"] / 1000,
    }
    lines = ["| figure | measured | target |", "|---|---|---|"]
    for what, measured, figure, unit in ROWS:
        target = ""
        if figure:
            sign, bound = TARGETS[figure]
            missed = "" if is_reached(figure, figures[figure]) else ", missed"
            target = f"{'at least' if sign == '>=' else 'at most'} {unit.format(bound)}{missed}"
        lines.append(f"| {what} | {measured.format(**shown)} | {target} |")
    return "\n".join(lines).replace("%", " %")
