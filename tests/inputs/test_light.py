"""A mistake in the input is told before the engine is loaded."""

import subprocess
import sys

import pytest

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
    ],
    ids=" ".join,
)
def test_an_input_error_loads_nothing_of_the_engine(arguments):
    command = [sys.executable, "-c", CODE.format(heavy=HEAVY), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2"]
    assert done.stderr.startswith("sanxin: ")
