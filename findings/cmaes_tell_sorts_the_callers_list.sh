#!/bin/sh
# cmaes 0.13.1: CMA.tell sorts the list of solutions that it is given, in place.
#
# A caller that asks for a generation, tells its values and then writes down "solution k of trial k" finds the solutions
# in order of their values: the log of trials no longer says which set was tried when, and a run that is resumed from it
# goes on from another history. Hand a copy to tell.
# Seen: values 7 6 5 4 3 2 1 before tell, 1 2 3 4 5 6 7 after.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check cmaes==0.13.1 numpy==2.4.6
cat >"$folder/look.py" <<'END'
import importlib.metadata

import cmaes
import numpy as np

optimizer = cmaes.CMA(mean=np.zeros(3), sigma=1.0, seed=1)
size = optimizer.population_size
solutions = [(optimizer.ask(), float(size - k)) for k in range(size)]
before = [value for _, value in solutions]
optimizer.tell(solutions)
after = [value for _, value in solutions]
print("cmaes", importlib.metadata.version("cmaes"))
print("before:", before)
print("after: ", after)
assert before == sorted(before, reverse=True)
assert after == sorted(before)
END
cd "$folder"
venv/bin/python -W ignore look.py
echo "as described"
