#!/bin/sh
# DuckDB 2.0.1: a column of a Parquet file is replaced by what the name of its folder says.
#
# Runs of a sweep are often kept in folders named after their settings, as Hydra does: "seed=9/effects.parquet". If the
# table has a column seed of its own, DuckDB shows the folder's 9 in place of the file's 7, even for the path of a
# single file, without a word. pandas reads the file's. hive_partitioning=false gives the file's column.
# Seen: [(9,)] from DuckDB, [(7,)] with hive_partitioning=false, [7] from pandas.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check duckdb==2.0.1 pandas==3.1.1 pyarrow==26.0.1 numpy==2.4.6
cat >"$folder/look.py" <<'END'
from pathlib import Path

import duckdb
import pandas as pd

path = Path("seed=9") / "effects.parquet"
path.parent.mkdir()
pd.DataFrame({"seed": [7], "value": [1.0]}).to_parquet(path)
default = duckdb.sql(f"SELECT seed FROM '{path}'").fetchall()
plain = duckdb.sql(f"SELECT seed FROM read_parquet('{path}', hive_partitioning=false)").fetchall()
print("duckdb", duckdb.__version__)
print("DuckDB:", default, " hive_partitioning=false:", plain, " pandas:", pd.read_parquet(path).seed.tolist())
assert default == [(9,)]
assert plain == [(7,)]
assert pd.read_parquet(path).seed.tolist() == [7]
END
cd "$folder"
venv/bin/python -W ignore look.py
echo "as described"
