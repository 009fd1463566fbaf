"""What one more yuan is worth: instruments paid by the treasury on top of the settings, each of the same money."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.data import read
from sim.inputs.calendar import Calendar
from sim.inputs.settings import Settings
from sim.kernel.columns import DIRECTIONS
from sim.model.programme import AUDIENCES
from sim.policy.allocations import quotas
from sim.policy.instruments import AwardTopUp, PublicityBurst
from sim.results.attribution import AWARDS, MINUS, PUBLICITY
from sim.world.ledger import FEN_PER_YUAN

Floats = NDArray[np.float64]


def grants(settings: Settings) -> Floats:
    """Grant of every chosen city, (n_cities,) yuan."""
    cities = read.read_cities()
    return quotas(settings, cities.take(cities.rows(settings.city))) / FEN_PER_YUAN


def extras(settings: Settings, share: float) -> dict[str, Settings]:
    """Settings with one instrument on top, by what it pays for.

    Parameters
    ----------
    settings : Settings
    share : float
        Money of each instrument in every city, over the mean grant of the chosen cities.

    Returns
    -------
    dict of str to Settings
        ``awards debut`` and so on: awards of a direction from the first tranche on. ``publicity home`` and so on:
        publicity from the first tranche to the end of the pilot, the same in each week.
    """
    last = settings.horizon.weeks_pilot - 1
    first = min(Calendar.of(settings).first_tranche, last)
    weeks = last - first + 1
    weekly = max(1, round(share * grants(settings).mean() * FEN_PER_YUAN / weeks)) / FEN_PER_YUAN  # whole fen
    found: dict[str, AwardTopUp | PublicityBurst] = {}
    for direction in DIRECTIONS:
        terms = {"start_week": first, "end_week": first, "direction": direction, "yuan_per_city": weekly * weeks}
        found[f"{AWARDS} {direction}"] = AwardTopUp(kind="award_top_up", name=f"top up {direction}", **terms)
    for audience in AUDIENCES:
        terms = {"start_week": first, "end_week": last, "audience": audience, "yuan_per_week": weekly}
        found[f"{PUBLICITY} {audience}"] = PublicityBurst(kind="publicity_burst", name=f"burst {audience}", **terms)
    return {name: settings.model_copy(update={"instruments": (*settings.instruments, k)}) for name, k in found.items()}


def per_extra_yuan(net: Floats, spent: Floats) -> Floats:
    r"""Net effect per extra yuan spent, so linearised that its spread over replicates is that of the ratio.

    .. math:: z_r = R + (y_r - R x_r) / \bar x, \qquad R = \bar y / \bar x

    Source: Cochran (1977), "Sampling Techniques", ch. 6. A ratio of means is used because the money that
    awards do not use up differs between replicates.

    Parameters
    ----------
    net, spent : (n_replicates,) float64
        y and x: with the instrument less without it, yuan.

    Returns
    -------
    (n_replicates,) float64
        Mean R; NaN if some replicate spent nothing, as that says nothing of what a yuan is worth.
    """
    if (spent <= 0).any():
        return np.full(net.shape, np.nan)
    ratio = net.mean() / spent.mean()
    linear: Floats = ratio + (net - ratio * spent) / spent.mean()
    return linear


def differences(settings: Settings, worth: dict[str, Floats]) -> Iterator[tuple[str, Floats]]:
    """Publicity less awards, replicate by replicate: as the city spends its own, and each audience by each direction.

    Parameters
    ----------
    settings : Settings
        Their shares of audiences and directions weigh the first one.
    worth : dict of str to (n_replicates,) float64
        Net effect per extra yuan, as :func:`per_extra_yuan` returns it, by the names of :func:`extras`.
    """
    split = {direction: getattr(settings.split, direction) for direction in DIRECTIONS}
    total = sum(split.values())
    if total > 0:
        own = sum(getattr(settings.publicity, name) * worth[f"{PUBLICITY} {name}"] for name in AUDIENCES)
        awards = sum(split[d] / total * worth[f"{AWARDS} {d}"] for d in DIRECTIONS if split[d] > 0)
        yield f"{PUBLICITY}{MINUS}{AWARDS}", own - awards
    for audience in AUDIENCES:
        for direction in DIRECTIONS:
            here, there = f"{PUBLICITY} {audience}", f"{AWARDS} {direction}"
            yield f"{here}{MINUS}{there}", worth[here] - worth[there]
