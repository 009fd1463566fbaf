"""Results of versions that knew of no online sales are read as results in which nothing was taken from them."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.results.reading import read_results
from tests.synthetic_results import write_results


def test_older_results_have_taken_nothing_from_online_sales(tmp_path):
    write_results(tmp_path, ["official"], n_cities=3, replicates=2, shares=(0.7, 0.14, 0.06, 0.0, 0.02))
    path = tmp_path / "effects.parquet"
    effects = pd.read_parquet(path)
    effects[~effects.measure.str.startswith("displaced_online")].to_parquet(path, index=False)
    found = read_results(tmp_path)
    assert found.total("official", "displaced_online_yuan") == 0
    assert found.total("official", "displaced_city_yuan") == pytest.approx(
        effects[(effects.measure == "displaced_city_yuan") & (effects.allocation == "official")].value.iloc[0]
    )
