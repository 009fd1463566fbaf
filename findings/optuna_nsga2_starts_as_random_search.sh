#!/bin/sh
# Optuna 5.0.0: the first 50 trials of the genetic sampler NSGA-II are those of the random sampler, to the last bit.
#
# The first generation is drawn at random, and its size is 50 unless it is stated. A study of 40 trials with
# NSGAIISampler(seed=0) therefore *is* a random search with RandomSampler(seed=0): a comparison of the two at the same
# cost finds "no difference", and nothing says that no generation was ever bred.
# Seen: trials 0 to 49 are the same, the first that differs is number 50.
set -eu
python=${PYTHON:-python3}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check optuna==5.0.0
cat >"$folder/look.py" <<'END'
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)


def both(trial):
    x, y = trial.suggest_float("x", 0, 1), trial.suggest_float("y", 0, 1)
    return x**2, (y - 1) ** 2


def tried(sampler):
    study = optuna.create_study(directions=["minimize", "minimize"], sampler=sampler)
    study.optimize(both, n_trials=60)
    return [trial.params for trial in study.trials]


genetic, random = tried(optuna.samplers.NSGAIISampler(seed=0)), tried(optuna.samplers.RandomSampler(seed=0))
same = [a == b for a, b in zip(genetic, random, strict=True)]
print("optuna", optuna.__version__, "- trials in common before the first that differs:", same.index(False))
assert same.index(False) == 50
END
cd "$folder"
venv/bin/python -W ignore look.py
echo "as described"
