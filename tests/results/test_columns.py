"""effects.parquet has the types that are documented, for every reader; many of them are read as one table."""

import io
import re
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from sim.measures.tables import tidy
from sim.results.columns import EFFECTS, NAMES, schema, typed, write_effects
from sim.results.reading import read_results
from tests.synthetic_results import write_results

DOCUMENTED = Path(__file__).resolve().parents[2] / "docs" / "results.md"
TYPES = {"text": "VARCHAR", "whole": "BIGINT", "number": "DOUBLE"}
KEY = 'comparison, allocation, measure, dimension, city, sector, quintile, direction, "group", week, replicate'


@pytest.fixture(scope="module")
def effects(tmp_path_factory) -> pd.DataFrame:
    folder = tmp_path_factory.mktemp("columns")
    write_results(folder, n_cities=3, replicates=1, weeks_pilot=2, weeks_after=1)
    return typed(read_results(folder).effects.assign(comparison="0123456789ab"))


# Names of folders that look like columns: DuckDB goes by them where all have the same one.
FOLDERS = (
    ("seed=7", "seed=9"),
    ("allocation=equal", "allocation=none"),
    ("seed=7", "2026-01-31_sweep", "earlier"),
)


@pytest.fixture(params=FOLDERS, ids="+".join)
def many(request, effects, tmp_path) -> list[Path]:
    """Comparisons in folders, among them perhaps one of an earlier version."""
    paths = [tmp_path / "results" / name / "effects.parquet" for name in request.param]
    for k, path in enumerate(paths):
        path.parent.mkdir(parents=True)
        if path.parent.name == "earlier":
            effects.drop(columns="comparison").to_parquet(path, index=False)
        else:
            with path.open("wb") as file:
                write_effects(effects.assign(comparison=f"{k:012x}"), file)
    return paths


def written(frame: pd.DataFrame) -> io.BytesIO:
    file = io.BytesIO()
    write_effects(frame, file)
    file.seek(0)
    return file


def documented_query(paths: list[Path]) -> str:
    """The query of docs/results.md, of the results of a folder."""
    query = re.search(r"```sql\n(.*?)```", DOCUMENTED.read_text("utf-8"), re.DOTALL)[1]
    return query.replace("'results/", f"'{paths[0].parent.parent}/")


def test_types_in_the_file_are_those_of_the_table_of_columns(effects):
    stored = parquet.read_schema(written(effects))
    assert [(f.name, f.type) for f in stored] == [(f.name, f.type) for f in schema()]
    assert not any(pa.types.is_dictionary(f.type) or pa.types.is_large_string(f.type) for f in stored)


def test_pandas_reads_back_what_was_written(effects):
    back = pd.read_parquet(written(effects))
    assert back.dtypes.astype(str).tolist() == [
        {"text": "string", "whole": "Int64", "number": "float64"}[c.kind] for c in EFFECTS
    ]
    pd.testing.assert_frame_equal(back, effects)


def test_duckdb_reads_the_documented_types(effects, tmp_path):
    (tmp_path / "effects.parquet").write_bytes(written(effects).read())
    found = duckdb.sql(f"DESCRIBE SELECT * FROM '{tmp_path}/effects.parquet'").fetchall()
    assert [(name, kind) for name, kind, *_ in found] == [(c.name, TYPES[c.kind]) for c in EFFECTS]


def test_what_has_no_value_is_null_and_not_nan(effects, tmp_path):
    (tmp_path / "effects.parquet").write_bytes(written(effects).read())
    query = f"SELECT count(*), count(se), count(value), sum(isnan(value)::int) FROM '{tmp_path}/effects.parquet'"
    rows, with_error, with_value, nan = duckdb.sql(query).fetchall()[0]
    assert (with_error, with_value, nan) == (effects.se.notna().sum(), effects.value.notna().sum(), 0)
    assert with_error < with_value < rows


def test_a_table_is_one_row_group_so_that_sums_over_it_repeat():
    values = np.arange(1_100_000.0)  # more than a group holds by itself
    frame = pd.DataFrame({"value": values}, columns=NAMES)
    assert parquet.ParquetFile(written(typed(frame))).num_row_groups == 1


def test_the_same_table_is_the_same_bytes(effects):
    assert written(effects).read() == written(effects.copy()).read()


def test_rows_of_a_comparison_name_it(effects):
    assert tidy([], [], [], "abc").columns.tolist() == NAMES
    assert set(effects.comparison) == {"0123456789ab"}


def test_duckdb_reads_many_comparisons_as_one_table_by_the_documented_query(many, effects):
    found = duckdb.sql(documented_query(many)).df()
    own = effects[(effects.dimension == "total") & (effects.measure == "net_per_yuan")]
    for _, rows in found.groupby("comparison", dropna=False):
        assert sorted(rows.allocation) == sorted(own.allocation)
    assert len(found) == len(many) * len(own)


def test_no_column_is_doubled_and_no_row_is_there_twice(many, effects):
    source = re.search(r"FROM (read_parquet\(.*?\))\nWHERE", documented_query(many), re.DOTALL)[1]
    names = [name for name, *_ in duckdb.sql(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    assert sorted(names) == sorted(NAMES)
    rows, distinct = duckdb.sql(f"SELECT count(*), count(DISTINCT ({KEY})) FROM {source}").fetchall()[0]
    assert rows == distinct == len(many) * len(effects)
