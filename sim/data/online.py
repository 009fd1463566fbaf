"""Reader of ``online.csv``: what residents buy online, by sector."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.data.held import made_once
from sim.data.table import Tables, numbers, sector_keys
from sim.errors import fault


class Online(NamedTuple):
    """Online channel of each sector, in the order of ``sectors.csv``; arrays (n_sectors,) float64."""

    share: np.ndarray  # of residents' spending at the start of the pilot
    growth: np.ndarray  # of online sales over that of all retail sales, share per year
    local_share: np.ndarray  # of online sales, made by merchants of the buyer's city


@made_once
def read_online(folder: Path | None = None) -> Online:
    """Read ``online.csv``."""
    tables = Tables(folder)
    sectors, rows = sector_keys(tables), tables.rows("online")
    known = {row["sector"]: row for row in rows if row["sector"]}
    for row in rows:
        if row["sector"] and row["sector"] not in sectors:
            tables.fault("online", row, "sector", row["sector"], fault("data-must-one-of", allowed=", ".join(sectors)))
    missing = [sector for sector in sectors if sector not in known]
    if missing:
        tables.say("online", fault("data-online-missing", sectors=", ".join(missing)))
    tables.raise_faults()
    ordered = [known[sector] for sector in sectors]
    return Online._make(numbers(ordered, c) for c in Online._fields)
