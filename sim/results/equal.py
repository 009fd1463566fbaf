"""Runs of a comparison that differ in nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def equal_runs(effects: pd.DataFrame) -> list[list[str]]:
    """Runs of a comparison of which every number is the same, those with some effect only.

    Parameters
    ----------
    effects : pandas.DataFrame
    """
    from pandas.util import hash_pandas_object

    own = effects[effects.dimension != "pair"]
    moved = set(own.allocation[own.value.fillna(0) != 0])
    hashed = hash_pandas_object(own.drop(columns="allocation"), index=False)
    alike: dict[bytes, list[str]] = {}
    for label, rows in hashed.groupby(own.allocation, sort=False):
        alike.setdefault(rows.to_numpy().tobytes(), []).append(str(label))
    return [labels for labels in alike.values() if len(labels) > 1 and labels[0] in moved]
