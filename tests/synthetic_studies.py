"""Folders of a search, a study of futures and a sensitivity with invented numbers, for tests of reports."""

import json
import math

import numpy as np
import pandas as pd

from sim.results.futures import FLIPS, NEVER, REGRET
from sim.results.search import BASE, BEST, CANDIDATE, STAGES
from sim.studies.futures import regret as of_futures

UNSPENT = "unspent_share<=0.3"
MANIFEST = {
    "version": "0.1", "code_version": "0.1", "command": "-", "created_utc": "2026-01-01T10:00:00", "seed": 7,
    "replicates": 2, "cities": ["xining"], "configs": {"official": {"seed": 7}}, "data_sha256": {"cities": "ab"},
    "versions": {"numpy": "2"}, "wall_seconds": 9.0,
}  # fmt: skip
NET = {"name": "net", "direction": "maximize", "unit": "yuan"}
# What the constraint came to in the three sets of replicates, plan by plan; the first is the settings as they are.
KEPT = (0.29, 0.28, 0.27)
MISSED = (0.33, 0.34, 0.35)
LATE = (0.28, 0.29, 0.312)  # kept until it is judged


def write_search(folder, limits=(MISSED, LATE, KEPT), objective=NET, bound=0.3, **changes):
    """Write the folder of a search whose plans came to some limits; plan 1 is the one that was taken.

    Parameters
    ----------
    limits : sequence of 3 floats
        What the one constraint comes to in every stage, plan by plan.
    objective, bound
        The one objective; what the constraint is to stay below.
    **changes
        Columns of the plan that was taken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    text, rows = UNSPENT.replace("0.3", f"{bound:g}"), []
    for number, came in enumerate(limits):
        missed = [(own - bound) / (abs(bound) or 1.0) for own in came]
        row = {"plan": number, "objective": objective["name"]}
        row |= {"role": (BASE, BEST, CANDIDATE)[min(number, 2)], "dominated": "no"}
        row |= {"feasible": "yes" if all(own <= 0 for own in missed[1:]) else "no"}
        row |= {"searched": 9e7 - number, "chosen": 1.23e7 + number, "value": 6.8e7, "ci_low": -5e7, "ci_high": 19e7}
        row |= {"gain": -3.05e7, "gain_low": -35.4e7, "gain_high": 29.3e7, "optimism": 3.8e7}
        row |= changes if number == 1 else {}
        row |= {f"came.{stage}.{text}": own for stage, own in zip(STAGES, came, strict=True)}
        row |= {f"missed.{stage}.{text}": own for stage, own in zip(STAGES, missed, strict=True)}
        rows.append(row)
    plans = pd.DataFrame(rows)
    plans.to_csv(folder / "plans.csv", index=False)
    tried = {"way": "search", "trial": range(1, len(rows) + 1), "verdict": "feasible"}
    tried |= {f"value.{objective['name']}": plans.searched, "plan.split.ip": 0.2}
    pd.DataFrame(tried).to_csv(folder / "trials.csv", index=False)
    manifest = MANIFEST | {
        "kind": "search", "allocations": ["as it is", "plan 1"], "question": "Which plan is best?", "fresh": 2,
        "objectives": [objective], "constraints": [text], "bounds": {text: bound}, "ranges": {"split.ip": [0.05, 0.8]},
        "choices": {}, "now": {"split.ip": 0.2}, "start": {},
        "plans": [{"split.ip": 0.1 * number} for number in range(1, len(rows))],
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def write_futures(folder, values):
    """Write the folder of a study of futures of choices a, b, ...

    Parameters
    ----------
    values : (n_choices, n_futures, n_replicates) float64
        The best choice on average first; more is better.
    """
    folder.mkdir(parents=True, exist_ok=True)
    values, names = np.asarray(values, dtype=np.float64), "abcdef"
    regret = of_futures.regrets(values)
    table = {"choice": list(names[: len(values)]), "mean_value": values.mean(axis=(1, 2)), "mean_se": 0.1}
    for name in of_futures.STATISTICS:
        table |= {name: of_futures.statistic_of(regret, name), f"{name}_checked": of_futures.checked(values, name)}
    table |= {"worst_future": 1, "best_share": of_futures.best_share(values), "clear_share": 0.0}
    table |= {"minus_first": values.mean(axis=(1, 2)) - values[0].mean(), "minus_first_se": 1.0}
    pd.DataFrame(table)[[*REGRET.text, *REGRET.numbers]].to_csv(folder / "regret.csv", index=False)
    flip = dict.fromkeys(FLIPS.numbers, math.nan) | {"choice": "a", "against": "b", "verdict": NEVER, "where": ""}
    pd.DataFrame([flip | {"lost_share": 0.0}])[[*FLIPS.text, *FLIPS.numbers]].to_csv(folder / "flips.csv", index=False)
    choice, future, replicate = np.indices(values.shape).reshape(3, -1)
    outcomes = {"choice": np.array(list(names))[choice], "future": future + 1, "replicate": replicate + 1}
    pd.DataFrame(outcomes | {"value": values.ravel()}).to_csv(folder / "outcomes.csv", index=False)
    futures = pd.DataFrame({"assumption": "seed", "value": "5", "future": range(1, values.shape[1] + 1)})
    futures.to_csv(folder / "futures.csv", index=False)
    manifest = MANIFEST | {
        "kind": "futures", "of": "net_per_yuan", "unit": "yuan", "better": "more", "n_futures": values.shape[1],
        "left_out": [], "axes": [], "factors": {}, "sampled": [], "labels": list(names[: len(values)]),
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def write_sensitivity(folder, found):
    """Write the folder of a made sensitivity without flips."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in (("sensitivity", found.indices), ("outputs", found.outputs)):
        table.to_csv(folder / f"{name}.csv", index=False)
    own = {"kind": "sensitivity", "of": "net_per_yuan", "n": 8, "unread": [], "flips": False}
    manifest = MANIFEST | own | found.manifest
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder
