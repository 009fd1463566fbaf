#!/bin/sh
# SALib 1.6.0: for an output that does not vary at all, Sobol' indices are 0 with intervals of width 0.
#
# A first-order index is a share of the output's variance. Where there is none, the share is undefined; the analysis
# answers 0.0 with a half-width of 0.0, for every input: the most certain verdict that it can give. In a sensitivity table
# of many outputs the one that a bug has frozen looks like the best-determined of all.
# Seen: S1 [0 0], S1_conf [0 0], ST [0 0] for the constant 3.3.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check SALib==1.6.0 numpy==2.4.6 scipy==1.17.1 pandas==3.0.1
cat >"$folder/look.py" <<'END'
import importlib.metadata

import numpy as np
from SALib.analyze import sobol as analyse
from SALib.sample import sobol as sample

problem = {"num_vars": 2, "names": ["x", "y"], "bounds": [[0, 1]] * 2}
points = sample.sample(problem, 64, seed=1)
found = analyse.analyze(problem, np.full(len(points), 3.3), seed=1)
print("SALib", importlib.metadata.version("SALib"))
for name in ("S1", "S1_conf", "ST", "ST_conf"):
    print(name, found[name])
    assert found[name].tolist() == [0.0, 0.0]
END
cd "$folder"
venv/bin/python -W ignore look.py
echo "as described"
