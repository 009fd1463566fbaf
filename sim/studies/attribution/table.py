"""The table of an attribution: one row per measure and players, with standard error and interval over replicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.inputs.settings import Settings
from sim.measures.statistics import interval
from sim.results.attribution import AND, COLUMNS, EVERYBODY, NOBODY, ONE_MORE
from sim.studies.attribution.margins import Floats, differences, per_extra_yuan
from sim.studies.attribution.shapley import coalitions, interactions, shapley
from sim.studies.attribution.switches import Game


class Outcome(NamedTuple):
    """What counts of one world; (n_replicates,) yuan each."""

    net: Floats  # effect
    spent: Floats  # public money, less what came back


def outcome(runs: list[dict[str, np.ndarray]]) -> Outcome:
    """What counts of the effects of one world in all its replicates."""
    net, paid, back = (
        np.array([float(one[f"total.{name}"]) for one in runs]) for name in ("net_yuan", "paid_yuan", "recovered_yuan")
    )
    return Outcome(net, paid - back)


def named(some: tuple[str, ...], players: tuple[str, ...]) -> str:
    """Name of a coalition.

    >>> named((), ("a", "b")), named(("a",), ("a", "b")), named(("a", "b"), ("a", "b", "c"))
    ('none', 'a', 'a + b')
    """
    return NOBODY if not some else EVERYBODY if len(some) == len(players) else AND.join(some)


class Rows:
    """Rows of the table as they are found.

    Parameters
    ----------
    together : int
        Neighbouring replicates that share their parameters.
    """

    def __init__(self, together: int) -> None:
        self.together = together
        self.found: list[dict[str, object]] = []

    def add(self, block: str, players: str, measure: str, sample: Floats) -> None:
        """Add the mean of a sample over replicates."""
        row = {name: float(value) for name, value in interval(sample, self.together).items()}
        self.found.append({"block": block, "players": players, "measure": measure, "n_replicates": sample.size} | row)

    def add_yuan(self, block: str, players: str, measure: str, sample: Floats, grant: float) -> None:
        """Add an amount, in yuan and per yuan of the whole grant."""
        self.add(block, players, f"{measure}_yuan", sample)
        self.add(block, players, f"{measure}_per_yuan", sample / grant)

    def frame(self) -> pd.DataFrame:
        """The table, with the columns that its reader knows."""
        return pd.DataFrame(self.found, columns=[*COLUMNS.text, *COLUMNS.numbers])


def attribute(rows: Rows, game: Game, net: Floats, grant: float) -> None:
    """Add the values of all coalitions, the players' shares and the interactions of pairs.

    Parameters
    ----------
    rows : Rows
    game : Game
    net : (2**n_players, n_replicates) float64
        Net effect of every coalition, yuan.
    grant : float
        Yuan of all cities.
    """
    block, players = game.block, game.players
    for some, value in zip(coalitions(players), net, strict=True):
        rows.add_yuan(block, named(some, players), "net", value, grant)
    for i, (player, share) in enumerate(zip(players, shapley(net), strict=True)):
        rows.add_yuan(block, player, "share", share, grant)
        rows.add_yuan(block, player, "first", net[1 << i] - net[0], grant)
        rows.add_yuan(block, player, "last", net[-1] - net[~(1 << i)], grant)
    for (i, j), value in interactions(net).items():
        rows.add_yuan(block, AND.join((players[i], players[j])), "interaction", value, grant)


def one_more_yuan(rows: Rows, settings: Settings, base: Outcome, outcomes: dict[str, Outcome]) -> None:
    """Add what a yuan on top of the settings adds, by what it pays for, and publicity less awards."""
    worth = {}
    for name, one in outcomes.items():
        worth[name] = per_extra_yuan(one.net - base.net, one.spent - base.spent)
        rows.add(ONE_MORE, name, "net_per_extra_yuan", worth[name])
        rows.add(ONE_MORE, name, "extra_yuan", one.spent - base.spent)
    for name, sample in differences(settings, worth):
        rows.add(ONE_MORE, name, "difference_per_extra_yuan", sample)


def build(
    settings: Settings, games: list[Game], extras: dict[str, Settings], grant: float,
    of: Callable[[Settings], Outcome], added: tuple[str, ...],
) -> pd.DataFrame:  # fmt: skip
    """Return the whole table.

    Parameters
    ----------
    settings : Settings
    games : list of Game
    extras : dict of str to Settings
        As ``margins.extras`` returns them.
    grant : float
        Yuan of all cities.
    of : callable
        Outcome of the world of some settings.
    added : tuple of str
        Levers that the settings leave off and that are on in the whole set.
    """
    rows = Rows(settings.replicates_per_set)
    for game in games:
        attribute(rows, game, np.stack([of(s).net for s in game.settings]), grant)
    for game in (game for game in games if game.block != "directions"):
        for player in game.players:
            rows.add(game.block, player, "is_added", np.full(settings.replicates, float(player in added)))
    one_more_yuan(rows, settings, of(settings), {name: of(s) for name, s in extras.items()})
    return rows.frame()
