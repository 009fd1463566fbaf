"""How much memory a job needs, from the shapes and types of what it allocates.

All of it is counted before anything is allocated. The most is held at one of two moments: while a policy world runs
(beside it are the worlds that it was forked from, at the end of the warm-up and of a common beginning, and the records
of all), or while charts are drawn. Of what worlds leave behind, the system gets large columns back and the rest is used
again: about half of what the smaller of the two takes comes on top of the larger one.

Long because every column is counted here, and once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sim.data import read
from sim.inputs.settings import Settings
from sim.kernel.columns import (
    AGES,
    CONSUMER_AXES,
    CONSUMER_STATE,
    CONSUMER_TYPES,
    EVENT_SLOTS,
    MOST_COUPONS,
    QUINTILES,
    SIZES,
    Approvals,
    Merchants,
    Projects,
    Shopping,
    SinceAccounts,
    Venues,
)
from sim.kernel.compiled import is_compiled
from sim.measures.listing import entries
from sim.measures.measure import DIMENSIONS, Derived, OfTotal, Ratio
from sim.results.columns import NAMES
from sim.runs.beginnings import with_common_beginnings
from sim.runs.launchers import is_away
from sim.runs.machine import cores, held
from sim.runs.workers import in_one_of
from sim.world.population import stages_from

MIB = 2**20
NUMBER, SINGLE, REFERENCE = 8, 4, 8  # bytes: of a float64, of a float32, and of a reference to an object
# What libraries take that are loaded later, by what loads them; measured, as no declaration tells it.
COMPILED = 65 * MIB  # numba, and compiled rules from its cache
COMPILING = 215 * MIB  # the compiler, where there is no cache yet
DRAWING = 100 * MIB  # charts and pages, with what a figure takes
RESERVED, ARENA = 400 * MIB, 64 * MIB  # addresses that libraries and each further thread reserve without using them
HANDED_OUT = 24  # columns of the consumers' length that live while vouchers or cash are handed out


class Axes(NamedTuple):
    """Lengths of the axes of all columns of a world; see :mod:`sim.kernel.columns`."""

    cities: int
    rows: int
    districts: int
    sectors: int
    stages: int
    slots: int
    proposals: int
    departments: int
    contacts: int
    everywhere: int
    weeks: int

    @classmethod
    def of(cls, s: Settings) -> Axes:
        """Axes of some settings."""
        p, per_city, cities = s.parameters, s.population.consumers_per_city, len(s.city)
        sectors = read.read_sectors()
        return cls(
            cities=cities, rows=cities * per_city, districts=int(p["districts_most"]),
            sectors=len(sectors.sector), stages=int(stages_from(sectors.plan_stages)[-1]), slots=int(p["venue_slots"]),
            proposals=int(p["proposals_per_city"]) + EVENT_SLOTS, departments=len(read.read_departments().department),
            contacts=0 if s.population.network == "none" else s.population.degree,
            everywhere=len(read.read_cities().present(s.city).id), weeks=s.horizon.weeks_pilot + s.horizon.weeks_after,
        )  # fmt: skip

    @property
    def by_place(self) -> int:
        """Cells of a city by district, quintile and sector."""
        return self.districts * QUINTILES * self.sectors

    @property
    def between_districts(self) -> int:
        """Cells of a city by sector and two districts."""
        return self.sectors * self.districts**2


class World(NamedTuple):
    """Bytes of a world: what all worlds of a replicate share, and what each fork has of its own."""

    shared: int
    own: int


def of_world(axes: Axes) -> World:
    """Bytes of a world."""
    a, lengths = axes, axes._asdict()
    per_row = {
        name: np.dtype(kind).itemsize * lengths.get(CONSUMER_AXES.get(name, ""), 1)
        for name, kind in CONSUMER_TYPES.items()
    }
    state = sum(per_row[name] for name in CONSUMER_STATE)
    merchants = (len(Merchants._fields) - 1 + AGES) * a.districts * a.sectors * SIZES * NUMBER
    venues = a.slots * ((len(Venues._fields) - 1) * NUMBER + a.districts * QUINTILES * SINGLE)
    projects = a.proposals * (len(Projects._fields) * NUMBER + len(Approvals._fields[:3]) * a.departments * NUMBER)
    shops = (len(Shopping._fields) - 1 + len(SinceAccounts._fields) - 4) * a.by_place + 2 * a.between_districts
    fixed = 4 * a.by_place + a.between_districts + a.districts**2
    city = merchants + venues + projects + shops * NUMBER
    shared = a.rows * (sum(per_row.values()) - state) + a.cities * fixed * NUMBER
    return World(shared, a.rows * state + a.cities * city + a.everywhere**2 * NUMBER)


def of_week(s: Settings, axes: Axes) -> int:
    """Bytes that a running model has beside its world: offers, purchases, and what residents hold of instruments."""
    a = axes
    offers = 2 * a.districts * QUINTILES * a.slots * SINGLE + (7 + SIZES) * a.by_place * NUMBER
    bought = (a.districts + QUINTILES) * a.slots * NUMBER + 4 * a.by_place * NUMBER
    coupons = sum(bool(k.coupons()) for k in s.programme)
    gifts = sum(bool(k.voucher_yuan() or k.cash_yuan_per_week()) for k in s.programme)
    recorded = sum(k.recorded_from is not None for k in s.programme)
    buying = coupons or any(k.counter_offer() or k.voucher_yuan() for k in s.programme)
    told = sum(k.first_week < k.start_week for k in s.programme)
    per_row = (1 + told) * NUMBER + coupons * (MOST_COUPONS + 1) * SINGLE + gifts * 2 * NUMBER
    per_row += (3 * a.sectors + 1) * NUMBER if buying or told else 0
    per_row += (coupons + gifts + recorded) * NUMBER + a.sectors * NUMBER * bool(recorded)
    per_row += (HANDED_OUT + 2 * a.sectors) * NUMBER if gifts or coupons else 0
    return a.rows * per_row + a.cities * (offers + bought)


def of_record(axes: Axes) -> int:
    """Bytes of what is written down of one world."""
    a = axes
    weekly = (QUINTILES + 2) * a.sectors + 2 * a.proposals + 7
    return NUMBER * (a.cities * (a.weeks * weekly + 8 * a.proposals + a.districts * (QUINTILES + 2)) + a.everywhere**2)


def of_pair(axes: Axes) -> int:
    """Bytes that comparing two records takes: sales of supported projects in both, and differences."""
    a = axes
    return NUMBER * a.cities * a.weeks * (5 * a.proposals + (QUINTILES + 1) * a.sectors)


def of_tables(settings: Sequence[Settings]) -> int:
    """Bytes of all replicates, and of the tables made of them."""
    total, measured = 0, list(entries())
    for s in settings:
        kept = rows = 0
        most = {name: max([1, *map(len, DIMENSIONS[name].cells(s).values())]) for name, _, _ in measured}
        for dimension, _, formula in measured:
            cells = most[dimension]
            rows += s.replicates if dimension == "replicate" else cells
            kept += 0 if isinstance(formula, OfTotal) else cells * (1 if isinstance(formula, Ratio | Derived) else 2)
        # kept one by one, and side by side; the table as lists, as a frame of objects, and as a typed one that is
        # written, and read again by who draws it
        total += kept * s.replicates * NUMBER + rows * len(NAMES) * (5 * REFERENCE + 3 * NUMBER)
    return total


class Need(NamedTuple):
    """Bytes that a job will hold at most.

    Attributes
    ----------
    libraries : int
        The interpreter with what it has loaded, and what it will load.
    worlds : int
        Columns of the worlds that are there at once, with what is written down of them.
    tables : int
        Results of all replicates, and the tables made of them.
    drawing : int
        Charts and pages.
    processes : int
        Above 1, all but one run worlds, and one puts together what they find.
    threads : int
        Of each process.
    is_away : bool
        Whether a cluster runs the worlds, and one process of this machine puts together what they find.
    """

    libraries: int
    worlds: int
    tables: int = 0
    drawing: int = 0
    processes: int = 1
    threads: int = 1
    is_away: bool = False

    @property
    def each(self) -> int:
        """Bytes of one process, the largest if there are several."""
        if self.is_away:
            return self.beside
        if self.processes > 1:
            return max(self.of_worker, self.beside)
        less, more = sorted((self.worlds, self.drawing))
        return self.libraries + more + less // 2 + self.tables

    @property
    def addresses(self) -> int:
        """Bytes of addresses of one process, those that are reserved and never used among them."""
        return self.each + RESERVED + (self.threads - 1) * ARENA

    @property
    def total(self) -> int:
        """Bytes of all processes."""
        if self.processes > 1 and not self.is_away:
            return self.workers * self.of_worker + self.beside
        return self.each

    @property
    def workers(self) -> int:
        """Processes that run worlds."""
        return max(1, self.processes - 1)

    @property
    def of_worker(self) -> int:
        """Bytes of each of them, where there are several."""
        return self.libraries + self.worlds

    @property
    def beside(self) -> int:
        """Bytes of the process that then puts together what they find."""
        return self.libraries + self.tables + self.drawing


def libraries(s: Settings) -> int:
    """Bytes of the interpreter with all that it has loaded, and with what the job will load."""
    loop = "live_a_week_singly" if s.population.choice == "individual" else "live_a_week"
    state = is_compiled(loop)
    later = 0 if state == "loaded" else COMPILED
    if not state:
        later += COMPILING // (4 if is_compiled("live_a_week") else 1)
    return held() + later


def threads(s: Settings, workers: int) -> int:
    """Threads of each process that runs worlds: no more than there are cities."""
    return min(in_one_of(workers, s).threads or cores(), len(s.city))


def processes(workers: int) -> int:
    """Processes in all: those that run worlds, and where these are several one that puts together what they find."""
    return workers + 1 if workers > 1 else 1


def of_runs(settings: Sequence[Settings], draws: bool = True, workers: int = 1) -> Need:
    """Memory of a comparison, or of whatever else runs policy worlds beside their twins.

    Parameters
    ----------
    settings : sequence of Settings
    draws : bool
        Whether charts and a report are made.
    workers : int
        Processes that run worlds.
    """
    first, worlds = settings[0], max(_running(s) for s in settings)
    *others, last = with_common_beginnings([first.without_policy(), *(s for s in settings if s.is_funded)])
    if last.weeks or any(group.weeks for group in others):  # is kept beside them, in place of the warm-up or with it
        own = max(of_world(axes).own for axes in map(Axes.of, settings)) * any(group.weeks for group in others)
        worlds += own + max(of_record(axes) for axes in map(Axes.of, settings))
    return Need(
        libraries(first), worlds, of_tables(settings), DRAWING * draws, processes(workers), threads(first, workers),
        is_away(first),
    )  # fmt: skip


def _running(s: Settings) -> int:
    axes = Axes.of(s)
    shared, own = of_world(axes)
    return shared + own + 2 * of_record(axes) + max(own + of_week(s, axes), of_pair(axes))


def of_laboratory(kept: Sequence[Settings], draws: bool = True, workers: int = 1) -> Need:
    """Memory of experiments, or of whatever else keeps worlds and forks them.

    Parameters
    ----------
    kept : sequence of Settings
        Of the worlds that are kept, one for each place.
    draws : bool
        Whether charts and a report are made.
    workers : int
        Processes that do so.
    """
    worlds = sum(sum(of_world(axes)) + of_record(axes) for axes in map(Axes.of, kept))
    running = max(_running(s) for s in kept)
    return Need(
        libraries(kept[0]), worlds + running, drawing=DRAWING * draws, processes=processes(workers),
        threads=threads(kept[0], workers), is_away=is_away(kept[0]),
    )  # fmt: skip


def of_trace(s: Settings) -> Need:
    """Memory of a trace."""
    axes = Axes.of(s)
    shared, own = of_world(axes)
    return Need(libraries(s), shared + 2 * own + of_week(s, axes), drawing=DRAWING, threads=threads(s, 1))
