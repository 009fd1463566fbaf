"""Killed, or out of room, at any point, the same command ends with the same files.

Every operation on files asks the audit hook of Python first. The hook counts those inside the results folder, and from
a given one on refuses all of them: what would tidy up after a kill does not run either.
"""

import errno
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from sim.inputs.compose import compose
from sim.report.page import Page
from sim.results.writing import write_whole
from sim.runs import comparison, job, kinds, worlds
from sim.runs.kinds import Kind, Told
from sim.runs.replicates import Found

EVENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir")


class Death:
    """Refuses operations on files of a folder from the n-th on."""

    def __init__(self):
        self.folder, self.after, self.count, self.how = None, None, 0, Killed

    def __call__(self, event, arguments):
        if self.folder is None or event not in EVENTS or not str(arguments[0]).startswith(self.folder):
            return
        if event == "open" and str(arguments[1]).startswith("r"):
            return
        self.count += 1
        if self.after is not None and self.count > self.after:
            raise self.how

    def at(self, folder, after, how=None):
        self.folder, self.after, self.count, self.how = str(folder), after, 0, how or Killed


class Killed(BaseException):
    pass


DEATH = Death()
sys.addaudithook(DEATH)  # cannot be taken away again; asleep but for this file


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Return a comparison of two runs whose worlds are a few numbers, and whose charts are texts."""

    def computed(asked, hear):
        for position, label in enumerate(asked.labels):
            hear(Found(position, {"total.net_yuan": np.array(float(len(label) + asked.replicate))}))
        return {}

    def compare(settings, progress, store, labels, n_workers, sure, idle):
        parts, _ = worlds.run_worlds(settings, labels, progress, store)
        table = comparison.pd.DataFrame({"net": [[float(a["total.net_yuan"]) for a in runs] for runs in parts]})
        return comparison.Comparison(table, table, {"kind": "comparison"})

    def drawn(folder: Path, charts, data: bytes):
        (folder / "charts").mkdir(exist_ok=True)
        return [write_whole(folder / "charts" / "a.svg", data)]

    told = Told(
        lambda folder: (folder / "summary.csv").read_bytes(),
        lambda data: [],
        lambda data, images: Page(images["a"].decode(), []),
        lambda data: "",
    )

    monkeypatch.setattr(worlds, "run_replicate", computed)
    monkeypatch.setattr(comparison, "write_effects", lambda frame, file: file.write(repr(frame).encode()))
    monkeypatch.setattr(job, "compare", compare)
    monkeypatch.setattr(job, "_stored", lambda folder: comparison.Comparison(None, None, {}))
    monkeypatch.setattr(kinds, "draw_charts", drawn)
    monkeypatch.setitem(kinds.KINDS, "comparison", Kind(("summary.csv",), told))
    settings = [compose(["replicates=2", f"allocation={a}"]) for a in ("official", "equal")]
    labels = [s.label for s in settings]
    about = job.belonging("comparison", settings, labels)  # reads the whole program: once will do
    monkeypatch.setattr(job, "belonging", lambda *_: about)
    return lambda folder: job.run(job.Plan(settings, labels, folder))


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.parametrize(
    "how", [Killed(), OSError(errno.ENOSPC, "No space left on device")], ids=["killed", "disk full"]
)
def test_after_an_end_at_any_operation_the_same_command_ends_with_the_same_files(how, asked, tmp_path):
    DEATH.at(tmp_path / "whole", None)
    asked(tmp_path / "whole")
    points, whole = DEATH.count, files(tmp_path / "whole")
    assert points > 30 and set(whole) == {
        "cells.zip", "charts/a.svg", "effects.parquet", "manifest.json", "report.html", "summary.csv",
    }  # fmt: skip
    try:
        for k in range(points):
            folder = tmp_path / str(k)
            DEATH.at(folder, k, how)
            with suppress(type(how)):  # what only tidies up does not fail for want of room
                asked(folder)
            DEATH.at(folder, None)
            asked(folder)
            assert files(folder) == whole, f"ended before operation {k + 1} of {points}"
    finally:
        DEATH.folder = None
