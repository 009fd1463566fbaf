"""``sanxin sweep`` keeps Hydra's grammar: its runs are those of a plain Hydra multirun over the same configs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import yaml

from sim.inputs import sweep
from sim.inputs.compose import compose
from sim.inputs.overrides import cells, parse
from sim.inputs.paths import CONFIGS

pytestmark = pytest.mark.long

# An ordinary Hydra application over our configs: what a user of Hydra would write.
PLAIN = """
import json, pathlib, sys
import hydra
from hydra.core.hydra_config import HydraConfig
from hydra.core.config_store import ConfigStore
from hydra.core.global_hydra import GlobalHydra
from omegaconf import OmegaConf

TABLE = json.loads(pathlib.Path("parameters.json").read_text())
ConfigStore.instance().store(group="parameters", name="table", node=TABLE)

@hydra.main(version_base=None, config_path={configs!r}, config_name="config")
def main(config):
    cell = {{"overrides": list(HydraConfig.get().overrides.task), "config": OmegaConf.to_container(config)}}
    pathlib.Path("cells.jsonl").open("a").write(json.dumps(cell) + "\\n")

own, sweeps = json.loads(pathlib.Path("sweeps.json").read_text())
for k, sweep in enumerate(sweeps):
    sys.argv[1:] = ["-m", *own, *sweep]
    main()
    pathlib.Path("cells.jsonl").rename(f"cells{{k}}.jsonl")
    GlobalHydra.instance().clear()
"""

SWEEPS = [
    ["allocation=official,none", "seed=range(7,9)"],
    ["allocation=glob(by_*)", "split=choice(balanced,'debut_first')"],
    ["allocation=glob(*,exclude=[by_*,e*])", "seed=2,3"],
    ["instrument=voucher", "instrument.yuan_per_person=50,100", "city=[suzhou,wuxi],[xining]"],
    ["population={consumers_per_city:50},{consumers_per_city:60,degree:2}", "authority.strategic=true,false"],
    ["horizon.weeks_after=sort(30,10)", "parameters.creation_share=range(0.25,0.75,step=0.25)"],
]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Cells of plain Hydra by sweep; one process runs them all."""
    from sim.data import read

    folder = tmp_path_factory.mktemp("plain")
    (folder / "parameters.json").write_text(json.dumps({p.name: p.value for p in read.read_parameters()}))
    (folder / "app.py").write_text(PLAIN.format(configs=str(CONFIGS)))
    own = ["hydra.sweep.dir=out", "hydra/job_logging=disabled", "hydra/hydra_logging=disabled"]
    (folder / "sweeps.json").write_text(json.dumps([own, SWEEPS]))
    subprocess.run([sys.executable, "app.py"], cwd=folder, check=True, capture_output=True)
    lines = [(folder / f"cells{k}.jsonl").read_text().splitlines() for k in range(len(SWEEPS))]
    return [[json.loads(line) for line in cells] for cells in lines]


@pytest.mark.parametrize("k", range(len(SWEEPS)), ids=lambda k: " ".join(SWEEPS[k]))
def test_the_cells_of_a_sweep_are_those_of_a_plain_hydra_multirun(plain, k):
    given, faults = parse(SWEEPS[k], sweep=True)
    assert faults == []
    assert cells(given) == [cell["overrides"] for cell in plain[k]]


@pytest.mark.parametrize("k", range(len(SWEEPS)), ids=lambda k: " ".join(SWEEPS[k]))
def test_a_run_has_the_settings_that_plain_hydra_composes(plain, k):
    for cell in plain[k]:
        stated = yaml.safe_load(json.dumps(cell["config"]))
        settings = compose(cell["overrides"])
        for key in ("seed", "replicates", "population", "horizon", "parameters", "publicity"):
            ours = getattr(settings, key)
            assert (ours if isinstance(ours, int | dict) else ours.model_dump()) == stated[key]
        assert stated["split"]["name"] == settings.split.name
        assert (
            settings.instrument.model_dump(mode="json").items()
            >= {name: value for name, value in stated["instrument"].items() if not isinstance(value, list)}.items()
        )


def test_what_runs_have_in_common_is_parsed_once_for_all_of_them(monkeypatch):
    parsed, real = [], sweep.parse
    monkeypatch.setattr(sweep, "parse", lambda given, **how: parsed.extend(given) or real(given, **how))
    settings, _ = sweep.expand(["allocation=official,equal", "city=suzhou", "seed=range(0,5)"])
    assert len(settings) == 10
    assert sorted(parsed[3:]) == [
        "allocation=equal",
        "allocation=official",
        "city=suzhou",
        *(f"seed={k}" for k in range(5)),
    ]
