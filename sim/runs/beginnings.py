"""Weeks that worlds have in common: until any money moves, worlds that differ only in where it goes are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.data import read
from sim.inputs.calendar import Calendar
from sim.inputs.settings import Settings
from sim.policy.allocations import quotas


class Group(NamedTuple):
    """Worlds with the same beginning.

    Attributes
    ----------
    members : tuple of int
        Their positions among the settings that were asked about, in order.
    weeks : int
        Of the pilot that they have in common; 0 for a world by itself, which has nothing to share.
    """

    members: tuple[int, ...]
    weeks: int


def weeks_before_money(settings: Settings) -> int:
    """Weeks of the pilot in which neither the ministry nor an instrument has done or recorded anything, but the last.

    A world that goes on lives a week at least, in which its record is closed.
    """
    calendar = Calendar.of(settings)
    recorded = [k.recorded_from for k in settings.programme]
    acts = [
        k.first_week if since is None else min(k.first_week, since)
        for k, since in zip(settings.programme, recorded, strict=True)
    ]
    if settings.allocation.between != "none":
        acts.append(calendar.first_tranche)
    return max(0, min([*acts, calendar.end - 1]))


def with_common_beginnings(worlds: Sequence[Settings]) -> list[Group]:
    """Put settings together whose worlds are the same until money moves.

    Merchants wait for a call where they expect one, so whose city gets a grant matters from the first week on; how
    much it gets does not, nor who will be chosen, nor what instruments will do.

    Parameters
    ----------
    worlds : sequence of Settings
        Of one replicate: with the same people, places and draws where their settings are the same.

    Returns
    -------
    list of Group
        Every position once; groups in the order of their first members.
    """
    groups: dict[tuple[str, bytes], list[int]] = {}
    for k, settings in enumerate(worlds):
        groups.setdefault((settings.beginning_digest(), _granted(settings)), []).append(k)
    return [
        Group(tuple(members), min(weeks_before_money(worlds[k]) for k in members) if len(members) > 1 else 0)
        for members in groups.values()
    ]


def _granted(settings: Settings) -> bytes:
    """Whether each city gets a grant, as bytes."""
    cities = read.read_cities()
    return (quotas(settings, cities.take(cities.rows(settings.city))) > 0).tobytes()


def weeks_to_simulate(worlds: Sequence[Settings]) -> int:
    """Weeks of the pilot that have to be simulated for all of them, beginnings in common once."""
    shared = sum((len(group.members) - 1) * group.weeks for group in with_common_beginnings(worlds))
    return sum(s.horizon.weeks_pilot + s.horizon.weeks_after for s in worlds) - shared
