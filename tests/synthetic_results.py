"""A results folder with the documented columns and invented numbers, for tests of charts and report."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import t as student

CITIES = Path(__file__).parent.parent / "sim" / "data" / "cities.csv"
SIX = ("official", "equal", "per_head", "by_retail", "by_need", "none")
DIRECTIONS = ("debut", "scene", "ip")
SECTORS = ("groceries", "catering", "fashion_beauty", "electronics_home", "culture", "sports", "tourism", "services")
COLUMNS = [
    "allocation", "measure", "unit", "dimension", "city", "sector", "quintile", "direction", "week", "replicate",
    "value", "se", "ci_low", "ci_high", "n_replicates",
]  # fmt: skip
# Shares of the gross: windfall, displaced in the city, displaced from other cities, brought forward; the rest is net.
SHARES = (0.70, 0.14, 0.06, 0.02)
PARTS = ("windfall_yuan", "displaced_city_yuan", "displaced_intercity_yuan", "brought_forward_yuan")
NET_PER_YUAN = (0.55, 0.62, 0.48, 0.36, 0.64, 0.4, 0.7, 0.3, 0.5, 0.45, 0.2, 0.6)


def pilot_cities() -> list[dict]:
    with CITIES.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row.get("pilot", "yes") == "yes"]
    return [
        {
            "id": row["city_id"], "name": row["name_en"], "lon": float(row["lon"]), "lat": float(row["lat"]),
            "listed": row["listed"], "quota_yuan": float(row["quota_million_yuan"]) * 1e6,
            "imputed": ["consumption_expenditure"] if k % 5 == 0 else [],
        }
        for k, row in enumerate(rows)
    ]  # fmt: skip


def interval(sample: np.ndarray) -> dict:
    n, mean = len(sample), sample.mean(axis=0)
    nothing = np.full(np.shape(mean), np.nan)
    se = sample.std(axis=0, ddof=1) / np.sqrt(n) if n > 1 else nothing
    half = student.ppf(0.975, n - 1) * se if n > 1 else nothing
    return {"value": mean, "se": se, "ci_low": mean - half, "ci_high": mean + half}


class Table:
    """Rows of effects.parquet, one measure at a time."""

    def __init__(self, label: str, n: int) -> None:
        self.label, self.n, self.frames = label, n, []

    def add(self, dimension: str, measure: str, sample: np.ndarray, column: str = "", cells=()) -> None:
        unit = "yuan per yuan" if "per_yuan" in measure else "yuan" if measure.endswith("_yuan") else "share"
        rows = {k: np.atleast_1d(v) for k, v in interval(np.asarray(sample, dtype=float)).items()}
        frame = pd.DataFrame(rows).assign(allocation=self.label, measure=measure, unit=unit, dimension=dimension)
        if column:
            frame[column] = list(cells)
        self.frames.append(frame.assign(n_replicates=self.n).reindex(columns=COLUMNS))

    def add_replicates(self, measure: str, sample: np.ndarray) -> None:
        frame = pd.DataFrame({"value": sample, "replicate": range(1, self.n + 1)})
        frame = frame.assign(allocation=self.label, measure=measure, unit="yuan", dimension="replicate", n_replicates=self.n)
        self.frames.append(frame.reindex(columns=COLUMNS))


def weekly_shape(weeks: int, pilot: int) -> np.ndarray:
    """Sales that begin after the first tranche, peak before the end and fade; a small payback near the end."""
    w = np.arange(weeks)
    rise = np.clip((w - 0.35 * pilot) / (0.5 * pilot), 0, 1)
    shape = rise * np.exp(-np.clip(w - 0.9 * pilot, 0, None) / 20) + 0.04 * np.sin(w / 3) * (w > 0.3 * pilot)
    return shape / shape.sum()


def allocation_table(label: str, k: int, cities: list[dict], options: dict, common: np.ndarray) -> tuple[Table, dict]:
    """One funded allocation. ``common`` : (n_replicates,) noise that all allocations share."""
    rng = np.random.default_rng([options["seed"], k])
    n, pilot, weeks = options["replicates"], options["weeks_pilot"], options["weeks_pilot"] + options["weeks_after"]
    table, envelope = Table(label, n), sum(c["quota_yuan"] for c in cities)
    weight = np.array([c["quota_yuan"] for c in cities]) ** (1, 0, 1.6, 2.2, 0.6)[k % 5]
    public = envelope * weight / weight.sum()
    if options["unfunded_city"] and k % 2:
        public[-1], public[0] = 0.0, public[0] + public[-1]
    base = options["net_per_yuan"][k % len(options["net_per_yuan"])]
    net = envelope * (base + common + rng.normal(0, 0.012, n))
    gross = net / (1 - sum(options["shares"]))
    parts = {p: s * gross for p, s in zip(PARTS, options["shares"], strict=True)}
    total = parts | {
        "net_yuan": net, "gross_yuan": gross, "public_yuan": np.full(n, envelope), "paid_yuan": np.full(n, 0.97 * envelope),
        "recovered_yuan": np.full(n, 0.01 * envelope), "unspent_yuan": np.full(n, 0.04 * envelope),
        "private_yuan": np.full(n, 2.1 * envelope), "private_additional_yuan": np.full(n, 0.7 * envelope),
        "n_awarded": np.full(n, 900.0), "n_additional": np.full(n, 270.0), "jobs": net / 9e4,
    }  # fmt: skip
    ratios = {
        "net_per_yuan": net / envelope, "gross_per_yuan": gross / envelope,
        "additionality": 0.3 + rng.normal(0, 0.01, n), "leverage": total["private_yuan"] / envelope,
        "leverage_additional": total["private_additional_yuan"] / envelope,
    }  # fmt: skip
    for name, sample in (total | ratios).items():
        table.add("total", name, sample)
    for name in ("net_yuan", "gross_yuan", "public_yuan"):
        table.add_replicates(name, total[name])
    ids = [c["id"] for c in cities]
    yield_of_city = base * np.exp(rng.normal(-0.2, 0.5, len(cities))) - 0.05
    city_net = public * yield_of_city + 3e7 * rng.standard_normal((n, len(cities))) * (len(cities) > 1)
    table.add("city", "net_yuan", city_net, "city", ids)
    with np.errstate(divide="ignore", invalid="ignore"):
        table.add("city", "net_per_yuan", np.where(public > 0, city_net / public, np.nan), "city", ids)
    table.add("city", "public_yuan", np.tile(public, (n, 1)), "city", ids)
    table.add("city", "gross_yuan", city_net / 0.08, "city", ids)
    table.add("city", "net_residents_yuan", 0.9 * city_net, "city", ids)
    table.add("city", "sales_twin_yuan", np.full((n, len(cities)), 5e11), "city", ids)
    sector = np.arange(1, 9) / 36
    table.add("sector", "net_yuan", net[:, None] * sector, "sector", SECTORS)
    table.add("sector", "sales_twin_yuan", np.full((n, 8), 1e12), "sector", SECTORS)
    fifths = np.array(options["quintiles"])
    table.add("quintile", "net_yuan", net[:, None] * fifths + 2e7 * rng.standard_normal((n, 5)), "quintile", range(1, 6))
    table.add("quintile", "net_share_of_spending", net[:, None] * fifths / 3e13, "quintile", range(1, 6))
    shape, noise = weekly_shape(weeks, pilot), 4e6 * rng.standard_normal((n, weeks))
    table.add("week", "net_yuan", net[:, None] * shape + noise, "week", range(weeks))
    table.add("week", "gross_yuan", gross[:, None] * shape, "week", range(weeks))
    table.add("week", "paid_yuan", np.tile(0.97 * envelope * shape, (n, 1)), "week", range(weeks))
    split, tipped = np.array([0.45, 0.35, 0.2]), np.array([0.2, 0.35, 0.5])
    table.add("direction", "gross_yuan", gross[:, None] * split, "direction", DIRECTIONS)
    table.add("direction", "windfall_yuan", gross[:, None] * split * (0.95 - tipped), "direction", DIRECTIONS)
    table.add("direction", "paid_yuan", np.tile(envelope * split, (n, 1)), "direction", DIRECTIONS)
    table.add("direction", "n_awarded", np.tile(900 * split, (n, 1)), "direction", DIRECTIONS)
    table.add("direction", "additionality", tipped + rng.normal(0, 0.02, (n, 3)), "direction", DIRECTIONS)
    return table, total | ratios


def summary_row(label: str, n: int, sample: dict | None) -> dict:
    if sample is None:
        return {"allocation": label, "public_yuan": 0.0, "net_yuan": 0.0, "n_replicates": n}
    net, mean = interval(sample["net_per_yuan"]), {k: float(v.mean()) for k, v in sample.items()}
    row = {k: mean[k] for k in ("public_yuan", "net_yuan", "net_per_yuan", "gross_per_yuan", "additionality", "leverage")}
    row |= {p.removesuffix("_yuan"): mean[p] / mean["gross_yuan"] if mean["gross_yuan"] else np.nan for p in PARTS}
    row |= {k: float(net[k]) for k in ("se", "ci_low", "ci_high")}
    return row | {"allocation": label, "unspent_share": mean["unspent_yuan"] / mean["public_yuan"], "n_replicates": n}


def manifest(labels, cities: list[dict], options: dict) -> dict:
    pilot = options["weeks_pilot"]
    configs = {
        label: {
            "seed": options["seed"], "replicates": options["replicates"], "city": [c["id"] for c in cities],
            "allocation": {"name": label, "between": "by_class" if label == "official" else label},
            "split": {"name": "balanced", "debut": 0.4, "scene": 0.35, "ip": 0.2, "publicity": 0.05},
            "population": {"consumers_per_city": 500, "choice": "flow"},
            "authority": {"second_tranche_rule": "proportional"},
        }
        for label in labels
    }  # fmt: skip
    return {
        "product": "sanxin", "version": "0.1.0", "code_version": "0.1.0 (0123456789ab)",
        "command": "sanxin sweep allocation=" + ",".join(labels), "created_utc": datetime(2026, 1, 2, tzinfo=UTC).isoformat(),
        "seed": options["seed"], "replicates": options["replicates"], "wall_seconds": 171.25,
        "seconds_by_part": {"warm-up": 20.0, "twin": 40.0, "policy": 111.25}, "envelope_yuan": sum(c["quota_yuan"] for c in cities),
        "cities": cities, "allocations": list(labels), "configs": configs,
        "calendar": {
            "start_date": "2025-09-30", "weeks_warmup": 26, "weeks_pilot": pilot, "weeks_after": options["weeks_after"],
            "tranche_weeks": [round(0.23 * pilot), round(0.6 * pilot)], "call_weeks": [round(pilot * s) for s in (0.23, 0.36, 0.49, 0.62, 0.75)],
        },
        "parameters": [
            {"name": "creation_share", "symbol": "phi", "value": 0.3, "unit": "1", "low": 0, "high": 1, "grade": "assumed", "source": "own", "meaning": "Share of new demand"},
            {"name": "price_sensitivity", "symbol": "beta", "value": 2.62, "unit": "1", "low": 0, "high": 10, "grade": "borrowed", "source": "PE05", "meaning": "Fall of attractiveness with price"},
        ],
        "data_sha256": {"cities.csv": "ab" * 32, "parameters.csv": "cd" * 32},
        "versions": {"python": "3.11.7", "numpy": "2.4.6", "mesa": "3.3.1"},
    }  # fmt: skip


def write_results(folder: Path, labels=SIX, **changes) -> Path:
    """Write summary.csv, effects.parquet and manifest.json; an allocation whose name begins with ``none`` has no money.

    Parameters
    ----------
    changes
        ``n_cities``, ``replicates``, ``seed``, ``weeks_pilot``, ``weeks_after``, ``net_per_yuan``, ``shares``, ``quintiles``,
        ``unfunded_city``, ``city_names`` (dict of id to name).
    """
    options = {
        "n_cities": 50, "replicates": 8, "seed": 7, "weeks_pilot": 104, "weeks_after": 52, "net_per_yuan": NET_PER_YUAN,
        "shares": SHARES, "quintiles": (0.10, 0.15, 0.19, 0.24, 0.32), "unfunded_city": False, "city_names": {},
    } | changes  # fmt: skip
    cities = pilot_cities()[: options["n_cities"]]
    for city in cities:
        city["name"] = options["city_names"].get(city["id"], city["name"])
    common = np.random.default_rng(options["seed"]).normal(0, 0.05, options["replicates"])
    frames, rows, first = [], [], None
    for k, label in enumerate(labels):
        if label.startswith("none"):
            rows.append(summary_row(label, options["replicates"], None))
            continue
        table, sample = allocation_table(label, k, cities, options, common)
        first = sample["net_per_yuan"] if first is None else first
        if first is not sample["net_per_yuan"]:
            table.add("pair", "net_per_yuan_minus_first", sample["net_per_yuan"] - first)
        frames += table.frames
        rows.append(summary_row(label, options["replicates"], sample))
    folder.mkdir(parents=True, exist_ok=True)
    order = ["allocation", "public_yuan", "net_yuan", "net_per_yuan", "se", "ci_low", "ci_high", "gross_per_yuan",
             "additionality", "displaced_city", "displaced_intercity", "brought_forward", "leverage", "windfall",
             "unspent_share", "n_replicates"]  # fmt: skip
    pd.DataFrame(rows).reindex(columns=order).to_csv(folder / "summary.csv", index=False)
    effects = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=COLUMNS)
    whole = dict.fromkeys(("quintile", "week", "replicate", "n_replicates"), "Int64")
    text = dict.fromkeys(("allocation", "measure", "unit", "dimension", "city", "sector", "direction"), "string")
    effects.astype(whole | text).to_parquet(folder / "effects.parquet", index=False)
    text = json.dumps(manifest(labels, cities, options), indent=1, ensure_ascii=False)
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    return folder
