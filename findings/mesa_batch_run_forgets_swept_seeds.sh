#!/bin/sh
# Mesa 3.5.1: batch_run hands every run None as its seed when seeds are swept like any other parameter.
#
# parameters={"seed": [1, 2, 3]} worked up to Mesa 3.3. From 3.5 batch_run has an argument rng= of its own, whose default
# is written over what was swept: each row says seed None, the model is given None, and the three runs cannot be repeated.
# No warning tells. With batch_run(rng=[1, 2, 3]) the seeds arrive, under the name seed. A model that falls back to
# a default seed when it is given None therefore runs three times the same world: replicates without variance.
# Seen: given None, None, None; with rng=: 1, 2, 3.
set -eu
python=${PYTHON:-}
for candidate in python3.13 python3.12 "$HOME"/.pyenv/versions/3.1[23]*/bin/python3; do
    [ -n "$python" ] && break
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && python=$candidate
done
[ -n "$python" ] || { echo "needs Python 3.12 or 3.13; name one with PYTHON=" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check mesa==3.5.1 networkx==3.6.1
cat >"$folder/look.py" <<'END'
import mesa


class Model(mesa.Model):
    def __init__(self, size=3, seed=None):
        super().__init__(seed=seed)
        self.given = seed
        self.datacollector = mesa.DataCollector(model_reporters={"given": lambda m: m.given})

    def step(self):
        self.datacollector.collect(self)
        self.running = False


swept = mesa.batch_run(Model, {"size": [3], "seed": [1, 2, 3]}, iterations=1, display_progress=False)
passed = mesa.batch_run(Model, {"size": [3]}, rng=[1, 2, 3], display_progress=False)
print("mesa", mesa.__version__)
print("seeds swept as a parameter:", [row["given"] for row in swept])
print("seeds passed as rng=:      ", [row["given"] for row in passed])
assert [row["given"] for row in swept] == [None, None, None]
assert [row["given"] for row in passed] == [1, 2, 3]
END
cd "$folder"
venv/bin/python -W ignore look.py
echo "as described"
