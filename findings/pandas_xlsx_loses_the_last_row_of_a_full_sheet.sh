#!/bin/sh
# pandas 3.1.1 with XlsxWriter 3.3.1: of a table with exactly 1,048,576 rows, the last one is not written.
#
# A sheet holds 1,048,576 rows, and the header takes one. pandas checks the rows without the header, finds that they
# fit, and XlsxWriter drops the row that does not. No error, no warning; one row more, and pandas refuses. Long tables of
# replicates by cell and week come near this size.
# Seen: the last value in the sheet is 1048574, not 1048575.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pandas==3.1.1 XlsxWriter==3.3.1 openpyxl==3.1.5 numpy==2.4.6
cat >"$folder/look.py" <<'END'
import numpy as np
import openpyxl
import pandas as pd

MOST = 1_048_576
pd.DataFrame({"value": np.arange(MOST)}).to_excel("full.xlsx", index=False, engine="xlsxwriter")
rows = openpyxl.load_workbook("full.xlsx", read_only=True).active.iter_rows(values_only=True)
*_, last = rows
print("pandas", pd.__version__, "- last value written:", last[0], "of", MOST - 1)
assert last[0] == MOST - 2
try:
    pd.DataFrame({"value": np.arange(MOST + 1)}).to_excel("more.xlsx", index=False, engine="xlsxwriter")
except ValueError as fault:
    print("one row more:", fault)
else:
    raise SystemExit("one row more was accepted")
END
cd "$folder"
venv/bin/python -W ignore look.py
echo "as described"
