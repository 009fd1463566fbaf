#!/bin/sh
# SALib 1.6.0: the Sobol' analysis takes seed=0 for "no seed".
#
# The intervals of Sobol' indices come from resampling. With seed=1 two calls agree to the last digit; with seed=0 they
# differ, as if no seed had been given, while the sampler of the same library takes 0 as a seed like any other. Whoever
# counts replicates from 0 gets one that cannot be repeated.
# Seen: two calls with seed=0 give different half-widths, two with seed=1 the same.
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
points = sample.sample(problem, 64, seed=0)
output = points[:, 0] + points[:, 1] ** 2
widths = {seed: [analyse.analyze(problem, output, seed=seed)["S1_conf"] for _ in range(2)] for seed in (0, 1)}
print("SALib", importlib.metadata.version("SALib"))
for seed, (one, other) in widths.items():
    print(f"seed={seed}: {one.round(4)} and {other.round(4)}")
assert np.array_equal(points, sample.sample(problem, 64, seed=0))
assert not np.array_equal(*widths[0])
assert np.array_equal(*widths[1])
END
cd "$folder"
venv/bin/python -W ignore look.py
echo "as described"
