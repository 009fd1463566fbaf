"""A stopped validation goes on where it stopped, and never with parts of other experiments."""

import shutil

import pytest

from sim.errors import InputError
from sim.runs import folder as folders
from sim.studies.validation import run as one_run
from sim.studies.validation.asked import plan
from sim.studies.validation.job import run


def test_a_stopped_validation_notices_that_experiments_were_edited(tmp_path, monkeypatch):
    shutil.copytree(folders.PACKAGE / "data", tmp_path / "sim" / "data")
    monkeypatch.setattr(folders, "PACKAGE", tmp_path / "sim")
    asked_for = [f"output={tmp_path / 'out'}", "replicates=2", "workers=1"]
    ran = []

    def stop_in_the_second(settings, replicate, *_rest):
        ran.append(replicate)
        if replicate == 1:
            raise KeyboardInterrupt
        return {"PE01": 0.3}

    monkeypatch.setattr(one_run, "statistics", stop_in_the_second)
    for _ in range(2):  # the second goes on after the first replicate
        with pytest.raises(KeyboardInterrupt):
            run(plan(asked_for))
    assert ran == [0, 1, 1]
    file = tmp_path / "sim" / "data" / "evidence" / "experiments.yaml"
    file.write_text(file.read_text("utf-8").replace("weeks:", "weeks: ", 1), "utf-8")
    with pytest.raises(InputError, match="unfinished validation with other code, data or libraries"):
        run(plan(asked_for))
