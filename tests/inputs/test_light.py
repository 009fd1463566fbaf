"""A mistake in the input is told before the engine is loaded, and help loads no libraries at all."""

import subprocess
import sys

import pytest

from sim.cli.verbs import VERBS

HEAVY = ("numba", "mesa", "scipy", "pandas", "matplotlib", "pyarrow", "networkx")
CODE = """
import sys
from sim.cli.main import main
code = main(sys.argv[1:])
print(code, *(name for name in {heavy} if name in sys.modules))
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "city=atlantis"],
        ["run", "allocation=offical"],
        ["run", "scenario=nowhere"],
        ["run", "instrument=voucher", "instrument.yuan_per_person=-1"],
        ["sweep", "allocation=official", "seed=-1,-2"],
        ["validate", "seed=a"],
        ["validate", "targets=nowhere.csv"],
        ["calibrate", "trials=0"],
        ["trace", "seed=a"],
        ["trace", "replicate=0", "city=suzhou"],
        ["attribute", "extra=x"],
        ["attribute", "allocation=none"],
        ["check", "levers", "group=nowhere"],
        ["report", "nowhere"],
        ["compare"],
    ],
    ids=" ".join,
)
def test_an_input_error_loads_nothing_of_the_engine(arguments):
    command = [sys.executable, "-c", CODE.format(heavy=HEAVY), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2"]
    assert done.stderr.startswith("sanxin: ")


@pytest.mark.parametrize("arguments", [["--help"], *([verb, "--help"] for verb in VERBS)], ids=" ".join)
def test_help_loads_no_libraries(arguments):
    others = ("fluent", "babel", "numpy", "pydantic", "yaml", "hydra", "omegaconf", "sim.results", "sim.runs")
    command = [sys.executable, "-c", CODE.format(heavy=(*HEAVY, *others)), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "0"
