"""Choice by cumulative shares."""

from __future__ import annotations

import numpy as np


def pick(share: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Index whose cumulative share covers u; share : (..., n), u : (...)."""
    cumulative = np.cumsum(share, axis=-1)
    return np.minimum((u[..., None] * cumulative[..., -1:] >= cumulative).sum(axis=-1), share.shape[-1] - 1)
