"""A results folder with the documented columns and invented numbers, for tests of charts and report."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import t as student

from sim.measures.measure import vocabulary
from sim.measures.statistics import best_shares
from sim.results.differences import Difference, Sample, against_best
from tests import synthetic_pilot as pilot

CITIES = Path(__file__).parent.parent / "sim" / "data" / "cities.csv"
SIX = ("official", "equal", "per_head", "by_retail", "by_need", "none")
DIRECTIONS = ("debut", "scene", "ip")
SECTORS = (
    "groceries", "catering", "fashion_beauty", "electronics_home", "culture", "sports", "tourism", "services",
)  # fmt: skip
COLUMNS = [
    "allocation", "measure", "unit", "dimension", "city", "sector", "quintile", "direction", "group", "week",
    "replicate", "value", "se", "ci_low", "ci_high", "n_replicates",
]  # fmt: skip
SUMMARY = [
    "allocation", "public_yuan", "net_yuan", "net_per_yuan", "se", "ci_low", "ci_high",
    "gross_per_yuan", "additionality", "displaced_city", "displaced_intercity", "displaced_online", "brought_forward",
    "leverage", "windfall", "unspent_share", "minus_best", "minus_best_low", "minus_best_high",
    "bootstrap_best_share", "n_replicates",
]  # fmt: skip
# Shares of the gross, in the order of PARTS; the rest is net.
SHARES = (0.70, 0.10, 0.06, 0.04, 0.02)
PARTS = (
    "windfall_yuan", "displaced_city_yuan", "displaced_intercity_yuan", "displaced_online_yuan", "brought_forward_yuan",
)  # fmt: skip
# What charts cannot do without; a real run says all that it holds.
MEASURES = {
    "total": ["gross_yuan", "net_per_yuan", "additionality", "leverage", "net_yuan", *PARTS],
    "replicate": ["net_yuan", "public_yuan"],
    "city": ["net_yuan", "net_per_yuan", "public_yuan"],
    "sector": ["net_yuan"],
    "quintile": ["net_yuan"],
    "week": ["net_yuan", "gross_yuan"],
    "direction": ["gross_yuan", "windfall_yuan", "paid_yuan", "additionality"],
}
NET_PER_YUAN = (0.55, 0.62, 0.48, 0.36, 0.64, 0.4, 0.7, 0.3, 0.5, 0.45, 0.2, 0.6)


OPTIONS = {
    "n_cities": 50,
    "replicates": 8,
    "seed": 7,
    "weeks_pilot": 104,
    "weeks_after": 52,
    "net_per_yuan": NET_PER_YUAN,
    "shares": SHARES,
    "quintiles": (0.10, 0.15, 0.19, 0.24, 0.32),
    "unfunded_city": False,  # one city without money in every second allocation
    "city_names": {},  # id to name
    "promises": False,  # whether the plan has targets
    "crossed": False,  # whether a label is an allocation, "+" and a screening
}


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
        self.label, self.n, self.cells = label, n, {name: [] for name in COLUMNS}

    def add(self, dimension: str, measure: str, sample: np.ndarray, column: str = "", cells=()) -> None:
        unit = "yuan per yuan" if "per_yuan" in measure else "yuan" if measure.endswith("_yuan") else "share"
        rows = {k: np.atleast_1d(v) for k, v in interval(np.asarray(sample, dtype=float)).items()}
        self._add(rows | ({column: list(cells)} if column else {}), measure, unit, dimension)

    def add_replicates(self, measure: str, sample: np.ndarray) -> None:
        self._add({"value": sample, "replicate": range(1, self.n + 1)}, measure, "yuan", "replicate")

    def add_pair(self, d: Difference, share: float) -> None:
        rows = {"value": [d.value], "se": [d.se], "ci_low": [d.low], "ci_high": [d.high]}
        self._add(rows, "net_per_yuan_minus_best", "yuan per yuan", "pair")
        self._add({"value": [share]}, "bootstrap_best_share", "share", "pair")

    def _add(self, rows: dict, measure: str, unit: str, dimension: str) -> None:
        size = len(rows["value"])
        named = {"allocation": self.label, "measure": measure, "unit": unit, "dimension": dimension}
        for name, value in (dict.fromkeys(COLUMNS) | {"n_replicates": self.n} | named).items():
            self.cells[name] += list(rows[name]) if name in rows else [value] * size

    @property
    def frame(self) -> pd.DataFrame:
        """All rows, made at once: measure by measure takes the most of a test."""
        return pd.DataFrame(self.cells).astype(dict.fromkeys(("value", "se", "ci_low", "ci_high"), float))


def weekly_shape(weeks: int, pilot: int) -> np.ndarray:
    """Sales that begin after the first tranche, peak before the end and fade."""
    w = np.arange(weeks)
    rise = np.clip((w - 0.35 * pilot) / (0.5 * pilot), 0, 1)
    shape = rise * np.exp(-np.clip(w - 0.9 * pilot, 0, None) / 20) + 0.04 * np.sin(w / 3) * (w > 0.3 * pilot)
    return shape / shape.sum()


def totals(net: np.ndarray, envelope: float, shares: tuple, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Totals and ratios of one allocation, one value per replicate."""
    n, gross = len(net), net / (1 - sum(shares))
    total = {part: share * gross for part, share in zip(PARTS, shares, strict=True)}
    total |= {"net_yuan": net, "gross_yuan": gross, "jobs": net / 9e4}
    total |= pilot.accounts(n, envelope, rng)
    total |= {"private_yuan": np.full(n, 2.1 * envelope), "private_additional_yuan": np.full(n, 0.7 * envelope)}
    total |= {"n_awarded": np.full(n, 900.0), "n_additional": np.full(n, 270.0)}
    return total | {
        "net_per_yuan": net / envelope,
        "gross_per_yuan": gross / envelope,
        "additionality": 0.3 + rng.normal(0, 0.01, n),
        "leverage": total["private_yuan"] / envelope,
        "leverage_additional": total["private_additional_yuan"] / envelope,
        "unspent_share": total["unspent_yuan"] / envelope,
    }


def add_cities(table: Table, public: np.ndarray, base: float, ids: list[str], rng: np.random.Generator) -> None:
    shape = (table.n, len(ids))
    net = public * (base * np.exp(rng.normal(-0.2, 0.5, len(ids))) - 0.05) + 3e7 * rng.standard_normal(shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        per_yuan = np.where(public > 0, net / public, np.nan)
    columns = {
        "net_yuan": net,
        "net_per_yuan": per_yuan,
        "public_yuan": np.tile(public, (table.n, 1)),
        "gross_yuan": net / 0.08,
        "net_residents_yuan": 0.9 * net,
        "sales_twin_yuan": np.full(shape, 5e11),
    }
    for name, sample in columns.items():
        table.add("city", name, sample, "city", ids)


def add_groups(table: Table, net: np.ndarray, gross: np.ndarray, quintiles: tuple, rng: np.random.Generator) -> None:
    """Sectors, income quintiles and support directions."""
    n, net, gross = len(net), net[:, None], gross[:, None]
    table.add("sector", "net_yuan", net * np.arange(1, 9) / 36, "sector", SECTORS)
    table.add("sector", "sales_twin_yuan", np.full((n, 8), 1e12), "sector", SECTORS)
    fifths, cells = np.array(quintiles), range(1, 6)
    table.add("quintile", "net_yuan", net * fifths + 2e7 * rng.standard_normal((n, 5)), "quintile", cells)
    table.add("quintile", "net_share_of_spending", net * fifths / 3e13, "quintile", cells)
    split, tipped = np.array([0.45, 0.35, 0.2]), np.array([0.2, 0.35, 0.5])
    columns = {
        "gross_yuan": gross * split,
        "windfall_yuan": gross * split * (0.95 - tipped),
        "paid_yuan": np.tile(1e9 * split, (n, 1)),
        "n_awarded": np.tile(900 * split, (n, 1)),
        "additionality": tipped + rng.normal(0, 0.02, (n, 3)),
    }
    for name, sample in columns.items():
        table.add("direction", name, sample, "direction", DIRECTIONS)


def allocation_table(label: str, k: int, cities: list[dict], options: dict, common: np.ndarray) -> tuple:
    """One funded allocation. ``common`` : (n_replicates,) noise that all allocations share."""
    rng = np.random.default_rng([options["seed"], k])
    n, last = options["replicates"], options["weeks_pilot"]
    table, quota = Table(label, n), np.array([c["quota_yuan"] for c in cities])
    envelope, weight = quota.sum(), quota ** (1, 0, 1.6, 2.2, 0.6)[k % 5]
    public = envelope * weight / weight.sum()
    if options["unfunded_city"] and k % 2:
        public[-1], public[0] = 0.0, public[0] + public[-1]
    base = options["net_per_yuan"][k % len(options["net_per_yuan"])]
    total = totals(envelope * (base + common + rng.normal(0, 0.012, n)), envelope, options["shares"], rng)
    for name, sample in total.items():
        table.add("total", name, sample)
    for name in ("net_yuan", "gross_yuan", "public_yuan"):
        table.add_replicates(name, total[name])
    add_cities(table, public, base, [c["id"] for c in cities], rng)
    add_groups(table, total["net_yuan"], total["gross_yuan"], options["quintiles"], rng)
    pilot.add(table, public, [c["id"] for c in cities], options["promises"], rng)
    shape, weeks = weekly_shape(last + options["weeks_after"], last), range(last + options["weeks_after"])
    noise = 4e6 * rng.standard_normal((n, len(weeks)))
    table.add("week", "net_yuan", total["net_yuan"][:, None] * shape + noise, "week", weeks)
    table.add("week", "gross_yuan", total["gross_yuan"][:, None] * shape, "week", weeks)
    table.add("week", "paid_yuan", np.tile(envelope * shape, (n, 1)), "week", weeks)
    return table, total


def without_money(frame: pd.DataFrame, label: str) -> pd.DataFrame:
    """The same cells for an allocation that spends nothing: 0, and nothing where 0 would be divided by 0."""
    value = np.where(frame.measure.isin(pilot.UNDEFINED), np.nan, 0.0)
    return frame.assign(allocation=label, value=value, se=value, ci_low=value, ci_high=value)


def summary_row(label: str, n: int, sample: dict | None) -> dict:
    if sample is None:
        return {"allocation": label, "public_yuan": 0.0, "net_yuan": 0.0, "n_replicates": n}
    net, mean = interval(sample["net_per_yuan"]), {k: float(v.mean()) for k, v in sample.items()}
    row = {
        k: mean[k] for k in ("public_yuan", "net_yuan", "net_per_yuan", "gross_per_yuan", "additionality", "leverage")
    }
    row |= {p.removesuffix("_yuan"): mean[p] / mean["gross_yuan"] if mean["gross_yuan"] else np.nan for p in PARTS}
    row |= {k: float(net[k]) for k in ("se", "ci_low", "ci_high")}
    return row | {
        "allocation": label,
        "unspent_share": mean["unspent_yuan"] / mean["public_yuan"],
        "n_replicates": n,
    }


def crossing(allocation: str, screening: str) -> dict:
    return {"allocation": {"name": allocation, "between": allocation}, "screening": {"name": screening}}


def manifest(labels, cities: list[dict], options: dict) -> dict:
    last = options["weeks_pilot"]
    configs = {
        label: {
            "seed": options["seed"], "replicates": options["replicates"], "city": [c["id"] for c in cities],
            "allocation": {"name": label, "between": "by_class" if label == "official" else label},
            "split": {"name": "balanced", "debut": 0.4, "scene": 0.35, "ip": 0.2, "publicity": 0.05},
            "population": {"consumers_per_city": 500, "choice": "flow"},
            "authority": {"second_tranche_rule": "proportional"},
        }
        | pilot.settings(label, options["promises"])
        | (crossing(*label.split("+")) if options["crossed"] else {})
        for label in labels
    }  # fmt: skip
    return {
        "product": "sanxin",
        "version": "0.1.0",
        "code_version": "0.1.0 (0123456789ab)",
        "command": "sanxin sweep allocation=" + ",".join(labels),
        "created_utc": datetime(2026, 1, 2, tzinfo=UTC).isoformat(),
        "seed": options["seed"],
        "replicates": options["replicates"],
        "wall_seconds": 171.25,
        "seconds_by_part": {"warm-up": 20.0, "twin": 40.0, "policy": 111.25, "all": 171.25},
        "envelope_yuan": sum(c["quota_yuan"] for c in cities),
        "cities": cities,
        "allocations": list(labels),
        "scenarios": {label: pilot.SCENARIO for label in labels if label.startswith("free")},
        "configs": configs,
        "calendar": {
            "start_date": "2025-10-01",
            "weeks_warmup": 26,
            "weeks_pilot": last,
            "weeks_after": options["weeks_after"],
            "tranche_weeks": [round(0.23 * last), round(0.6 * last)],
            "call_weeks": [round(last * s) for s in (0.23, 0.36, 0.49, 0.62, 0.75)],
        },
        "vocabulary": vocabulary(),
        "measures": MEASURES,
        "parameters": [
            parameter("price_sensitivity", 2.62, 10, "borrowed", "PE05", "Fall of attractiveness with price"),
            parameter("creation_share", 0.3, 1, "assumed", "own", "Share of new demand"),
        ],
        "data_sha256": {"cities.csv": "ab" * 32, "parameters.csv": "cd" * 32},
        "versions": {"python": "3.11.7", "numpy": "2.4.6", "mesa": "3.3.1"},
    }


def parameter(name: str, value: float, high: float, grade: str, source: str, meaning: str) -> dict:
    text = {"name": name, "symbol": "x", "unit": "1", "grade": grade, "source": source, "meaning": meaning}
    return text | {"value": value, "low": 0, "high": high}


def write_results(folder: Path, labels=SIX, **changes) -> Path:
    """Write the three files; an allocation whose name begins with ``none`` has no policy, with ``free`` no money.

    Parameters
    ----------
    changes
        Of :data:`OPTIONS`.
    """
    unknown = set(changes) - set(OPTIONS)
    assert not unknown, unknown
    options = OPTIONS | changes
    cities = pilot_cities()[: options["n_cities"]]
    for city in cities:
        city["name"] = options["city_names"].get(city["id"], city["name"])
    common = np.random.default_rng(options["seed"]).normal(0, 0.05, options["replicates"])
    tables, rows, funded = [], [], {}
    for k, label in enumerate(labels):
        table, sample = allocation_table(label, k, cities, options, common)
        if label.startswith("none"):
            tables.append(lambda table=table, label=label: without_money(table.frame, label))
            rows.append(summary_row(label, options["replicates"], None))
            continue
        if label.startswith("free"):
            free, net = pilot.free_of_charge(table.frame, label)
            tables.append(lambda free=free: free)
            rows.append(summary_row(label, options["replicates"], None) | {"net_yuan": net})
            continue
        funded[table] = Sample(sample["net_per_yuan"])
        tables.append(lambda table=table: table.frame)
        rows.append(summary_row(label, options["replicates"], sample))
    if len(funded) > 1:
        judged = zip(funded, against_best(list(funded.values())), best_shares(list(funded.values())), strict=True)
        by_label = {row["allocation"]: row for row in rows}
        for table, d, share in judged:
            table.add_pair(d, share)
            by_label[table.label] |= {"minus_best": d.value, "minus_best_low": d.low, "minus_best_high": d.high}
            by_label[table.label] |= {"bootstrap_best_share": share}
    frames = [frame() for frame in tables]
    folder.mkdir(parents=True, exist_ok=True)
    pd.DataFrame(rows).reindex(columns=SUMMARY).to_csv(folder / "summary.csv", index=False)
    whole = dict.fromkeys(("quintile", "week", "replicate", "n_replicates"), "Int64")
    text = dict.fromkeys((*COLUMNS[:6], "direction", "group"), "string") | whole
    pd.concat(frames, ignore_index=True).astype(text).to_parquet(folder / "effects.parquet", index=False)
    written = json.dumps(manifest(labels, cities, options), indent=1, ensure_ascii=False)
    (folder / "manifest.json").write_text(written, encoding="utf-8")
    return folder
