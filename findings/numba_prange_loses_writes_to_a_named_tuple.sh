#!/bin/sh
# numba 0.68.1: inside prange, writes to an array that is reached through a named tuple are lost.
#
# The natural way to hand a table of columns to a compiled loop is a NamedTuple of arrays. With parallel=True,
# "columns.b[i] = ..." in the body of the loop leaves the array as it was: no error, no warning, all zeros.
# The same loop without parallel=True writes; so does the parallel one if the array is first bound to a local name
# outside the loop. A model compiled this way stands still and looks stable.
# Seen: [0 0 0 0 0] where [0 2 4 6 8] was written.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check numba==0.68.1 numpy==2.4.6
cat >"$folder/look.py" <<'END'
from typing import NamedTuple

import numba
import numpy as np


class Columns(NamedTuple):
    a: np.ndarray
    b: np.ndarray


def through_the_tuple(columns):
    for i in numba.prange(columns.a.size):
        columns.b[i] = columns.a[i] * 2.0


def through_a_name(columns):
    b = columns.b
    for i in numba.prange(columns.a.size):
        b[i] = columns.a[i] * 2.0


def ran(function, parallel):
    columns = Columns(np.arange(5.0), np.zeros(5))
    numba.njit(function, parallel=parallel)(columns)
    return columns.b.tolist()


print("numba", numba.__version__)
print("through the tuple, serial:  ", ran(through_the_tuple, False))
print("through the tuple, parallel:", ran(through_the_tuple, True))
print("through a name, parallel:   ", ran(through_a_name, True))
assert ran(through_the_tuple, False) == [0, 2, 4, 6, 8]
assert ran(through_the_tuple, True) == [0, 0, 0, 0, 0]
assert ran(through_a_name, True) == [0, 2, 4, 6, 8]
END
cd "$folder"
venv/bin/python -W ignore look.py
echo "as described"
