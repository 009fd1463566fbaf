"""A comparison as sheets; what nothing is known of has none."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.charts.chart import slug
from sim.charts.comparison.groups import direction_name
from sim.measures.catalogue import MEASURES
from sim.results.comparison import Results
from sim.results.settings import differing
from sim.results.words import plain
from sim.texts import named, say
from sim.workbook.sheet import Cell, Column, Sheet

if TYPE_CHECKING:
    import pandas as pd

CELLS = ("city", "sector", "quintile", "direction", "group", "week", "replicate")  # columns that name cells
FORMS = {"yuan": "#,##0", "yuan per yuan": "0.000", "share": "0.000", "1": "0.000"}  # by unit
OTHER_FORM = "#,##0.0"
SUMMARY = (
    "public_yuan", "net_yuan", "net_per_yuan", "gross_per_yuan", "additionality", "windfall", "displaced_city",
    "displaced_intercity", "displaced_online", "brought_forward", "leverage", "unspent_share",
)  # fmt: skip
SECOND = ("score", "second_yuan", "public_yuan", "net_per_yuan")  # of cities


def sheets(results: Results) -> list[Sheet]:
    """Sheets that have content, in the order of :data:`SHEETS`."""
    made = (one.sheet(results) for one in SHEETS)
    return [sheet for sheet in made if sheet.n_rows]


# ---------------------------------------------------------------- columns


def name_of(measure: str) -> str:
    """Measure as a head says it; one of an extension is written as its key."""
    return named(f"measures-name-{slug(measure)}", plain(measure))


def form_of(unit: str) -> str:
    """How numbers of a unit are shown."""
    return FORMS.get(unit, OTHER_FORM)


def _head(key: str, measure: str, unit: str) -> str:
    return say(key, name=name_of(measure), unit=plain(unit) if unit != "1" else "no")


def of_measure(measure: str, unit: str, rows: pd.DataFrame) -> list[Column]:
    """Columns of a measure: its value, and the ends of its interval where there is one."""
    heads = {"value": "workbook-value", "ci_low": "workbook-low", "ci_high": "workbook-high"}
    shown = {name: key for name, key in heads.items() if name == "value" or rows[name].notna().any()}
    return [Column(_head(key, measure, unit), rows[name].tolist(), form_of(unit)) for name, key in shown.items()]


def _labels(labels: Sequence[str]) -> Column:
    return Column(say("workbook-allocation"), list(map(plain, labels)))


def _of_cell(results: Results, column: str, dimension: str, cells: Sequence[Any]) -> list[Column]:
    """Columns that name cells; a city also by its name, a week also by its first day."""
    head = say(f"workbook-{dimension if column == 'group' else column}")
    own = Column(head, [_named(column, cell) for cell in cells], "0")
    if column == "city":
        return [Column(say("workbook-city-name"), [str(results.cities[c]["name"]) for c in cells]), own]
    days = [_day(results, week) for week in cells] if column == "week" else []
    return [own, Column(say("workbook-day"), days)] if any(days) else [own]


def _named(column: str, cell: Any) -> Cell:
    if column in ("quintile", "week", "replicate") or str(cell).isdecimal():
        return int(cell)
    return direction_name(cell) if column == "direction" else str(cell) if column == "city" else plain(cell)


def _day(results: Results, week: float) -> datetime.date | None:
    """First day of a week; none where the calendar of the folder says nothing of it."""
    try:
        start = datetime.date.fromisoformat(str(results.manifest["calendar"]["start_date"]))
        return start + datetime.timedelta(weeks=float(week))
    except (ValueError, OverflowError):
        return None


# ---------------------------------------------------------------- sheets


def _allocations(results: Results) -> list[Column]:
    """Allocations, the highest net effect per yuan first, those without a policy last."""
    order = [*results.ordered, *(a for a in results.labels if a not in results.active)]
    own, units = results.summary.loc[order], _units(results.effects)
    columns = [_labels(order)]
    for name in (name for name in SUMMARY if name in own):
        columns.append(Column(_head("workbook-value", name, units.get(name, "1")), own[name].tolist(), _form(name)))
        if name == "net_per_yuan":
            ends = {"ci_low": "workbook-low", "ci_high": "workbook-high", "se": "workbook-se"}
            columns += [Column(_head(key, name, units[name]), own[n].tolist(), "0.000") for n, key in ends.items()]
    return [*columns, Column(say("workbook-replicates"), own.n_replicates.astype(int).tolist())]


def _units(effects: pd.DataFrame) -> dict[str, str]:
    """Unit of every measure: what the table says, and where it says nothing (before 0.4) the catalogue."""
    own = effects.drop_duplicates("measure").set_index("measure")
    known = {name: m.unit for name, m in MEASURES.items()}
    return known | (dict(zip(map(str, own.index), map(str, own.unit), strict=True)) if "unit" in own else {})


def _form(measure: str) -> str:
    return form_of(MEASURES[measure].unit)


def _totals(results: Results) -> list[Column]:
    """A row for each total, a column for each allocation."""
    own = results.effects[(results.effects.dimension == "total") & results.effects.allocation.isin(results.active)]
    names, units = list(dict.fromkeys(own.measure)), _units(own)
    columns = [
        Column(say("workbook-measure"), [name_of(name) for name in names]),
        Column(say("workbook-unit"), [plain(units[name]) for name in names]),
    ]
    for label in results.active:
        rows = own[own.allocation == label].set_index("measure").reindex(names)
        for value, key in (("value", "workbook-of"), ("ci_low", "workbook-of-low"), ("ci_high", "workbook-of-high")):
            if rows[value].notna().any():
                columns.append(Column(say(key, label=plain(label)), rows[value].tolist(), "#,##0.000"))
    return columns if names else []


def _by(dimension: str) -> Callable[[Results], list[Column]]:
    """A row for each allocation and cell, and the columns of each measure."""

    def columns(results: Results) -> list[Column]:
        e = results.effects
        return _wide(results, e[(e.dimension == dimension) & e.allocation.isin(results.active)])

    return columns


def _wide(results: Results, own: pd.DataFrame) -> list[Column]:
    """Rows of one dimension, its measures side by side."""
    cells = [name for name in CELLS if own[name].notna().any()]
    keys, units = ["allocation", *cells], _units(own)
    rows = own[keys].drop_duplicates()
    columns = []
    for measure in dict.fromkeys(own.measure[own.value.notna()]):
        found = rows.merge(own[own.measure == measure], how="left", on=keys)
        columns += of_measure(measure, units[measure], found)
    named = [c for name in cells for c in _of_cell(results, name, own.dimension.iloc[0], rows[name].tolist())]
    return [_labels(rows.allocation.tolist()), *named, *columns] if columns else []


def _pairs(results: Results) -> list[Column]:
    """Runs set against each other; those at points of assumptions are not ranked."""
    return [] if results.points else _by("pair")(results)


def _second(results: Results) -> list[Column]:
    """Cities whose second tranche depends on their score."""
    paid = [a for a in results.granted if results.pays_by_score(a)]
    e = results.effects
    own = e[(e.dimension == "city") & e.measure.isin(SECOND) & e.allocation.isin(paid)]
    return _wide(results, own) if (own.value.notna() & (own.measure == "score")).any() else []


def _settings(results: Results) -> list[Column]:
    """Settings that differ between the runs: a row for each, a column for each run."""
    found = differing(results.manifest["configs"], results.labels)
    if not found:
        return []
    columns = [Column(say("workbook-key"), list(found))]
    return columns + [
        Column(plain(label), [_setting(values.get(label)) for values in found.values()]) for label in results.labels
    ]


def _setting(value: object) -> Cell:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _reproduce(results: Results) -> list[Column]:
    """Where the results come from, and the command that makes them again."""
    m = results.manifest
    about = {key: m.get(key) for key in ("command", "code_version", "created_utc", "seed", "replicates", "comparison")}
    about |= {f"belongs_to.{key}": value for key, value in (m.get("belongs_to") or {}).items()}
    about |= {f"versions.{key}": value for key, value in m["versions"].items()}
    about |= {f"data_sha256.{key}": value for key, value in m["data_sha256"].items()}
    known = {key: value for key, value in about.items() if value is not None}
    return [
        Column(say("workbook-manifest"), list(known)),
        Column(say("workbook-said"), [_setting(value) for value in known.values()]),
    ]


def _measures(results: Results) -> list[Column]:
    """What the heads of the other sheets mean."""
    names = [name for name in dict.fromkeys(results.effects.measure) if name in MEASURES]
    known = [MEASURES[name] for name in names]
    return [
        Column(say("workbook-head"), [name_of(name) for name in names]),
        Column(say("workbook-measure"), names),
        Column(say("workbook-unit"), [m.unit for m in known]),
        Column(say("workbook-world"), [say(f"measures-world-{m.world}") for m in known]),
        Column(say("workbook-meaning"), [m.words.replace("`", "") for m in known]),
    ]


class Question(NamedTuple):
    """A sheet that a comparison may have; none where it has no columns."""

    key: str
    columns: Callable[[Results], list[Column]]
    frozen: int = 1

    def sheet(self, results: Results) -> Sheet:
        """Answer it from the results."""
        return Sheet(self.key, self.columns(results), self.frozen)


SHEETS = (
    Question("allocations", _allocations),
    Question("pairs", _pairs),
    Question("totals", _totals),
    Question("weeks", _by("week"), 3),
    Question("cities", _by("city"), 2),
    Question("districts", _by("district"), 2),
    Question("sectors", _by("sector"), 2),
    Question("residents", _by("quintile"), 2),
    Question("areas", _by("area"), 2),
    Question("directions", _by("direction"), 2),
    Question("projects", _by("kind"), 2),
    Question("partners", _by("partner"), 2),
    Question("second", _second, 2),
    Question("shops", _by("size"), 2),
    Question("departments", _by("department"), 2),
    Question("replicates", _by("replicate"), 2),
    Question("uncertainty", _by("uncertainty")),
    Question("settings", _settings),
    Question("reproduce", _reproduce),
    Question("measures", _measures),
)
