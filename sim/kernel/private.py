"""Columns of private money that a policy sets going; beside the public book, which has accounts of its own."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class PrivateMoney(NamedTuple):
    """What firms and their owners have beyond (+) or below (-) what they planned, yuan.

    Axes: (n_cities,), or as said.
    """

    earned: np.ndarray  # (n_cities, n_proposals) profits of a project that its firm has not disposed of yet
    earned_shops: np.ndarray  # the same of shops and of premises
    kept: np.ndarray  # (n_cities, n_proposals) by the owners of a project, not drawn yet
    kept_shops: np.ndarray  # by the owners of shops and of premises
    settled: np.ndarray  # (n_cities, n_proposals) int64, fen of the award that firms have taken into account
    granted: np.ndarray  # int64, fen of other public money that they have taken into account
    pending: np.ndarray  # other investment that will change, but has not yet
    advanced: np.ndarray  # other investment that was only moved in time, and will be made up for
    debt: np.ndarray  # owed to banks
    charged: np.ndarray  # of public money, that residents have paid for by taxes or cuts


def no_private_money(n_cities: int, n_proposals: int) -> PrivateMoney:
    """Return columns of a world in which everything goes to plan."""
    by_project, whole = (n_cities, n_proposals), np.int64
    return PrivateMoney(
        earned=np.zeros(by_project), earned_shops=np.zeros(n_cities), kept=np.zeros(by_project),
        kept_shops=np.zeros(n_cities), settled=np.zeros(by_project, whole), granted=np.zeros(n_cities, whole),
        pending=np.zeros(n_cities), advanced=np.zeros(n_cities), debt=np.zeros(n_cities), charged=np.zeros(n_cities),
    )  # fmt: skip


class PrivateWeek(NamedTuple):
    """Flows of private money in one week beyond what was planned, yuan; (n_cities,) or as said."""

    cash: np.ndarray  # (n_cities, n_proposals) more (+) or less (-) that a project's firm has to dispose of
    cash_shops: np.ndarray  # the same of shops and premises
    drawn: np.ndarray  # (n_cities, n_proposals) by owners of projects who live in the city, to be spent as residents do
    drawn_shops: np.ndarray  # the same of shops and premises
    other: np.ndarray  # other investment


def no_week(n_cities: int, n_proposals: int) -> PrivateWeek:
    """Return columns for one week, still empty."""
    by_project, by_city = (n_cities, n_proposals), n_cities
    shapes = (by_project, by_city, by_project, by_city, by_city)
    return PrivateWeek(*(np.zeros(shape) for shape in shapes))
