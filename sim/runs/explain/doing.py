"""What a command will do, in lines: cities, weeks, runs, money, instruments, files, results folder."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sim import extend
from sim.data import read
from sim.data.table import FOLDER
from sim.errors import Fault, fault
from sim.inputs.calendar import Calendar, first_day
from sim.inputs.sample import SHOWN, SampledSettings
from sim.inputs.settings import Settings
from sim.kernel.columns import POTS
from sim.policy.allocations import quotas
from sim.policy.instrument import Instrument
from sim.runs.explain.planned import in_words
from sim.runs.explain.stated import WIDTH, Stated, table
from sim.runs.fitted import unpinned_parameters
from sim.runs.folder import check_folder, is_unfinished
from sim.runs.store import left
from sim.texts import say
from sim.world.ledger import FEN_PER_YUAN

HEAD_WIDTH = 15  # of what a line is about
MOST_ASSUMED = 5  # parameters that are named
FEW = 2  # more runs that are alike are counted
MANY = 12  # more cities or runs are not named
MILLION = 1e6


class Doing(NamedTuple):
    """What a verb will do.

    Attributes
    ----------
    settings, labels : sequence
        Of the runs.
    worlds : str or Fault
        How many worlds are simulated, and what they are.
    folder : Path, optional
        Of the results; None where none are written.
    standing : str or Fault
        What is in that folder, and so what becomes of it.
    files : sequence of Path
        That are read beside tables, scenarios and configs.
    programme : bool
        Whether it is the policy of the settings that is simulated, in their cities and weeks.
    memory : str
        How much it needs, and what can be had.
    workers : int
        Processes that share the replicates; 0 where the verb shares nothing.
    replicates : str or Fault
        How many, where a rule says so; empty: the settings do.
    time : str or Fault
        About how long that takes; empty where nobody can say.
    own : sequence of Stated
        Keys of the verb that are not as they come.
    """

    settings: Sequence[Settings]
    labels: Sequence[str]
    worlds: str | Fault
    folder: Path | None = None
    standing: str | Fault = ""
    files: Sequence[Path] = ()
    programme: bool = True
    memory: str = ""
    workers: int = 0
    replicates: str | Fault = ""
    time: str | Fault = ""
    own: Sequence[Stated] = ()


def lines(doing: Doing, idle: Sequence[Fault]) -> list[str]:
    """Lines of what is stated, of what the command will do, and of what can have no effect in it."""
    found = [*table(doing.settings, doing.own), "", say("explain-doing")]
    for head, said in _parts(doing):
        found += _wrapped(head, said)
    return [*found, *_wrapped("idle", "\n".join(map(str, idle)) or say("explain-nothing-idle"))]


def _parts(doing: Doing) -> Iterable[tuple[str, str]]:
    """Head and text of each line."""
    runs = list(zip(doing.labels, doing.settings, strict=True))
    about = {"cities": _cities, "weeks": _weeks, "replicates-head": _replicates, "runs": None, "money": _money}
    about |= {"calls": _calls, "instruments": _instruments, "parameters": _parameters}
    for head, say_of in about.items():
        if say_of is _replicates and doing.replicates:
            yield head, str(doing.replicates)
        elif doing.programme or say_of is _replicates:
            yield head, _alike(runs, say_of) if say_of else _listed(doing.labels)
    yield "worlds", str(doing.worlds)
    if doing.workers:
        launcher, address = doing.settings[0].launcher, doing.settings[0].cluster.address or "none"
        yield "processes", str(fault("explain-workers", n=doing.workers, launcher=launcher, address=address))
    if doing.memory:
        yield "memory", doing.memory
    if doing.time:
        yield "time", str(doing.time)
    yield "reads", "; ".join(_files(doing))
    if doing.folder is not None:
        yield "results", str(fault("explain-folder", folder=doing.folder, standing=doing.standing))


def _wrapped(head: str, said: str) -> list[str]:
    """Text in lines of at most :data:`WIDTH` characters, its head before the first."""
    import textwrap

    indent = " " * (HEAD_WIDTH + 2)
    first = f"  {say(f'explain-{head}'):{HEAD_WIDTH}}"
    lines = []
    for part in said.split("\n"):
        lines += textwrap.wrap(
            part, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    return [first + lines[0].removeprefix(indent), *lines[1:]] if lines else [first.rstrip()]


def _alike(runs: Sequence[tuple[str, Settings]], say_of: Callable[[Settings], str]) -> str:
    """Text of all runs where it is the same in all, else a line for each that differs."""
    said: dict[str, list[str]] = {}
    for label, settings in runs:
        said.setdefault(say_of(settings), []).append(label)
    if len(said) == 1:
        return next(iter(said))
    few = {
        text: labels if len(labels) <= FEW else [say("explain-n-runs", n=len(labels))] for text, labels in said.items()
    }
    return "\n".join(f"{', '.join(labels)}: {text}" for text, labels in few.items())


def _listed(names: Sequence[str]) -> str:
    if len(names) <= MANY:
        return ", ".join(names)
    return str(fault("explain-more", names=", ".join(names[:MANY]), n=len(names) - MANY))


def date_of(week: int) -> str:
    """First day of a week of the pilot."""
    return f"{first_day(week):%Y-%m-%d}"


def last_of(week: int) -> str:
    """Last day of a week of the pilot."""
    return f"{first_day(week + 1) - datetime.timedelta(days=1):%Y-%m-%d}"


def _cities(s: Settings) -> str:
    return str(
        fault("explain-n-cities", n=len(s.city), names=_listed(s.city), consumers=s.population.consumers_per_city)
    )


def _replicates(s: Settings) -> str:
    return str(fault("explain-replicates", n=s.replicates, seed=s.seed))


def _weeks(s: Settings) -> str:
    h = s.horizon
    end = last_of(h.weeks_pilot - 1)
    after = h.weeks_after and last_of(h.weeks_pilot + h.weeks_after - 1)
    pilot = fault("explain-pilot", before=h.weeks_warmup, n=h.weeks_pilot, begin=date_of(0), end=end)
    return str(fault("explain-after", pilot=pilot, n=h.weeks_after, end=after) if after else pilot)


def _money(s: Settings) -> str:
    """Grant of all cities, by pot, and when it is paid."""
    if s.allocation.between == "none":
        return say("explain-no-money")
    cities = read.read_cities()
    total = float(quotas(s, cities.take(cities.rows(s.city))).sum()) / FEN_PER_YUAN
    shares = {pot: getattr(s.split, pot) for pot in POTS}
    pots = ", ".join(f"{pot} {share * total / MILLION:,.1f}" for pot, share in shares.items() if share)
    said = fault("explain-grant", total=f"{total / MILLION:,.1f}", pots=pots)
    if s.split.withheld:
        said = fault("explain-withheld", money=said, pots=", ".join(s.split.withheld))
    calendar, first = Calendar.of(s), s.authority.first_tranche_share
    tranches = fault(
        "explain-tranches", first=_percent(first), first_date=date_of(calendar.first_tranche), rest=_percent(1 - first),
        second_date=date_of(calendar.second_tranche), rule=s.authority.second_tranche_rule,
    )  # fmt: skip
    return f"{said}; {tranches}"


def _percent(share: float) -> str:
    return f"{100 * share:g} %"


def _calls(s: Settings) -> str:
    """Weeks in which cities call for projects, and by which rules."""
    if s.allocation.between == "none":
        return say("explain-no-calls")
    dates = ", ".join(map(date_of, Calendar.of(s).calls))
    return str(
        fault("explain-call-dates", dates=dates, rules=s.rules.name, plan=s.plan.name, screening=s.screening.name)
    )


def _instruments(s: Settings) -> str:
    return "\n".join(_instrument(k, s) for k in s.programme) or say("explain-no-instrument")


def _instrument(k: Instrument, s: Settings) -> str:
    where = say("explain-everywhere") if k.cities == "all" else _listed(k.cities)
    weeks = {"first": k.start_week, "last": k.end_week, "begin": date_of(k.start_week), "end": last_of(k.end_week)}
    told = str(k.announce_week) if k.first_week < k.start_week else "no"
    said = fault(
        "explain-instrument", name=k.label, pays=k.pays, receives=k.receives, where=where, told=told,
        costs=in_words(k, s), **weeks,
    )  # fmt: skip
    return str(said)


def _parameters(s: Settings) -> str:
    """How many parameters nothing but judgement sets, and which of them matter most."""
    found = unpinned_parameters()
    most = [(one["name"], share) for one in found[:MOST_ASSUMED] if isinstance(share := one["share"], float)]
    names = ", ".join(f"{name} ({100 * share:.0f} %)" for name, share in most)
    return str(fault("explain-n-unpinned", n=len(found), of=len(s.parameters), names=names))


def _files(doing: Doing) -> list[str]:
    """Files that are read: scenarios, those of the verb, configs, the sample, tables and those of extensions."""
    found = dict.fromkeys(str(name) for s in doing.settings for name in s.origins.files())
    sampled = any(isinstance(s, SampledSettings) for s in doing.settings)
    tables = fault("explain-tables", n=len(list(FOLDER.glob("*.csv"))))
    return [*map(str, doing.files), *found, *([SHOWN] if sampled else []), str(tables), *extend.files()]


def standing(folder: Path, about: Mapping[str, object]) -> Fault:
    """Say what is in a results folder, and so what becomes of it; nothing is made or changed.

    Raises
    ------
    InputError
        If it holds anything else than the same run, stopped or finished.
    """
    if check_folder(folder, about):
        return fault("explain-folder-drawn")
    if not is_unfinished(folder):
        return fault("explain-folder-new")
    found = left(folder)
    return fault("explain-folder-goes-on", parts=found.parts, failed=len(found.failed))
