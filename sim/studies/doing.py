"""What each study will do, for ``--explain``."""

from __future__ import annotations

from sim.errors import fault
from sim.results.words import listed
from sim.runs import memory
from sim.runs.explain.comparing import taking, worlds
from sim.runs.explain.doing import Doing, standing
from sim.studies.attribution import asked as attributing
from sim.studies.calibration import asked as calibrating
from sim.studies.futures import asked as foreseeing
from sim.studies.levers import asked as checking
from sim.studies.search import asked as searching
from sim.studies.sensitivity import asked as moving
from sim.studies.sensitivity.flips import MOST_POINTS
from sim.studies.trace import asked as tracing
from sim.studies.validation import asked as validating
from sim.texts import say

CALIBRATION = "calibration.json"  # marks the folder of one
SHOWN = 3  # keys with a range that are named


def validation(asked: validating.Plan) -> Doing:
    """What ``sanxin validate`` will do."""
    wanted = {target.id for target in asked.targets}
    run = [one for one in asked.catalogue.experiments if set(one.findings) & wanted]
    findings = sum(len(set(one.findings) & wanted) for one in run)
    said = fault("explain-experiments", n=len(run), findings=findings, replicates=asked.settings.replicates)
    files = [path for path in asked.files.values() if path]
    state = standing(asked.folder, asked.about)
    return Doing(
        [asked.settings], [asked.settings.label], said, asked.folder, state, files, False, memory.told(asked.needs),
        asked.needs.workers,
    )  # fmt: skip


def calibration(asked: calibrating.Plan) -> Doing:
    """What ``sanxin calibrate`` will do."""
    own, s = asked.own, asked.settings
    said = fault("explain-trials", trials=own.trials, replicates=s.replicates, workers=asked.needs.workers)
    state = fault("explain-folder-calibration" if (asked.folder / CALIBRATION).is_file() else "explain-folder-new")
    return Doing([s], [s.label], said, asked.folder, state, (), False, memory.told(asked.needs))


def trace(asked: tracing.Plan) -> Doing:
    """What ``sanxin trace`` will do."""
    who = asked.city if asked.kind == "city" else f"{asked.kind} {asked.name} ({asked.city})"
    said = fault("explain-traced", who=who, replicate=asked.replicate + 1)
    state, needed = fault("explain-folder-new"), memory.told(asked.needs)
    return Doing([asked.settings], [asked.settings.label], said, asked.folder, state, memory=needed)


def attribution(asked: attributing.Plan) -> Doing:
    """What ``sanxin attribute`` will do."""
    state = standing(asked.folder, asked.about)
    said, needed, workers = worlds(asked.distinct), memory.told(asked.needs), asked.needs.workers
    return Doing(
        [asked.settings], [asked.settings.label], said, asked.folder, state, memory=needed, workers=workers,
        time=taking(asked.distinct, workers),
    )  # fmt: skip


def sensitivity(asked: moving.Plan) -> Doing:
    """What ``sanxin sensitivity`` will do; how many runs flips take is known when they are done."""
    every, workers = [s for point in asked.units for s in asked.at_point(point)], asked.needs.workers
    has_flips = asked.flips and any(one.is_contrast for one in asked.outputs)
    said = fault(
        "explain-sensitivity", points=len(asked.units), n=len(asked.axes), worlds=worlds(every), more=MOST_POINTS,
        flips="yes" if has_flips else "no",
    )  # fmt: skip
    return Doing(
        asked.settings, asked.labels, said, asked.folder, standing(asked.folder, asked.about),
        memory=memory.told(asked.needs), workers=workers, time=taking(every, workers, flips=has_flips),
    )  # fmt: skip


def search(asked: searching.Plan) -> Doing:
    """What ``sanxin search`` will do."""
    own, base = asked.own, asked.base
    said = fault(
        "explain-search", trials=own.trials, keys=", ".join(asked.space.keys), replicates=base.replicates, top=own.top,
        fresh=2 * asked.fresh, random="yes" if own.random else "no",
    )  # fmt: skip
    needed, state = memory.told(asked.needs), standing(asked.folder, asked.about)
    return Doing([base], [base.label], said, asked.folder, state, memory=needed, workers=asked.needs.workers)


def futures(asked: foreseeing.Plan) -> Doing:
    """What ``sanxin futures`` will do."""
    every, draw = [s for own in asked.runs for s in own], asked.draw
    drawn = [*draw.factors, *(axis.key for axis in draw.axes[:SHOWN])]
    drawn += [say("explain-futures-more", n=more)] if (more := len(draw.axes) - SHOWN) > 0 else []
    drawn += [say("explain-futures-sets", n=len(draw.sample.sets))] if draw.sample else []
    said = fault(
        "explain-futures", n=len(asked.futures), choices=len(asked.labels), worlds=worlds(every), drawn=listed(drawn)
    )
    needed, state = memory.told(asked.needs), standing(asked.folder, asked.about)
    return Doing(
        asked.settings, asked.labels, said, asked.folder, state, memory=needed, workers=asked.needs.workers,
        time=taking(every, asked.needs.workers),
    )  # fmt: skip


def levers(asked: checking.Plan) -> Doing:
    """What ``sanxin check levers`` will do, in the world of its first move."""
    names = len({move.lever.name for move in asked.moves})
    before = asked.moves[0].before
    said = fault("explain-moves", levers=names, moves=len(asked.moves))
    needed = memory.told(asked.needs) if asked.needs else ""
    return Doing([before], [before.label], said, memory=needed)
