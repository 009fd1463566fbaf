"""A mistake in the input is told before the engine is loaded, and help loads no libraries at all.

What a refusal costs is kept low without a clock: by what it loads, how often it composes, and how it ends.
"""

import json
import subprocess
import sys

import pytest

from sim.cli.main import main
from sim.cli.verbs import VERBS
from sim.inputs import compose

pytestmark = pytest.mark.long

HEAVY = ("numba", "mesa", "scipy", "pandas", "matplotlib", "pyarrow", "networkx", "jinja2", "fluent", "babel")
OURS = ("sim.model", "sim.kernel.loops", "sim.runs.job", "sim.runs.twins")
OF_HELP = (*HEAVY, "fluent", "babel", "numpy", "pydantic", "yaml", "hydra", "omegaconf", "sim.results", "sim.runs")
MISTAKES = [
    ["run", "city=atlantis"],
    ["run", "allocation=offical"],
    ["run", "scenario=nowhere"],
    ["run", "instrument=voucher", "instrument.yuan_per_person=-1"],
    ["sweep", "allocation=official", "seed=-1,-2"],
    ["validate", "seed=a"],
    ["validate", "targets=nowhere.csv"],
    ["validate", "experiments=argument.yaml"],
    ["validate", "experiments=finding.yaml"],
    ["calibrate", "trials=0"],
    ["trace", "seed=a"],
    ["trace", "replicate=0", "city=suzhou"],
    ["attribute", "extra=x"],
    ["attribute", "allocation=none"],
    ["sensitivity", "parameters.stall_share=interval(2,3)"],
    ["futures", "parameters.stall_share=interval(2,3)"],
    ["sweep", "design=lhs"],
    ["search", "split=interval(0.3,0.9)"],
    ["check", "levers", "seed=a"],
    ["check", "levers", "group=nowhere"],
    ["report", "nowhere"],
    ["compare"],
]
EXPERIMENTS = {"argument": "{statistic: bass, weeks: 3}", "finding": "{statistic: spending_gini}"}  # by what is wrong
HELPS = [["--help"], *([verb, "--help"] for verb in VERBS)]
# What a command loads stays loaded: of the commands that fail, the first one is to blame.
CODE = """
import contextlib, io, json, sys
commands, libraries = json.load(sys.stdin)
from sim.cli.main import main
found = []
for arguments in commands:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        code = main(arguments)
    found.append((code, said.getvalue(), [name for name in libraries if name in sys.modules]))
print(json.dumps(found))
"""


def loaded(commands, libraries, folder):
    """Exit code, what was said and which libraries were loaded, by command; all in one new process."""
    asked = json.dumps([commands, libraries])
    done = subprocess.run(
        [sys.executable, "-c", CODE], input=asked, capture_output=True, text=True, check=True, cwd=folder
    )
    return dict(zip(map(" ".join, commands), json.loads(done.stdout), strict=True))


@pytest.fixture(scope="module")
def after_a_mistake(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mistakes")
    for name, finding in EXPERIMENTS.items():
        text = f"mine: {{city: suzhou, weeks: 10, findings: {{XX01: {finding}}}}}"
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return loaded(MISTAKES, (*HEAVY, *OURS), folder)


@pytest.fixture(scope="module")
def after_help(tmp_path_factory):
    return loaded(HELPS, OF_HELP, tmp_path_factory.mktemp("help"))


@pytest.mark.parametrize("command", [" ".join(c) for c in MISTAKES])
def test_an_input_error_loads_nothing_of_the_engine(command, after_a_mistake):
    code, said, libraries = after_a_mistake[command]
    assert (code, libraries) == (2, [])
    assert said.startswith("sanxin: ")


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_an_input_error_composes_at_most_once(arguments, monkeypatch, capsys):
    composed = []
    real = compose.hydra_compose
    monkeypatch.setattr(compose, "hydra_compose", lambda *a, **k: composed.append(a) or real(*a, **k))
    compose._configs_of.cache_clear()
    assert main(arguments) == 2
    assert len(composed) <= 1


def test_a_command_ends_without_looking_for_garbage():
    code = "import atexit, gc, sim.cli.main as m; atexit.register(lambda: print(gc.get_freeze_count())); m.entry()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, int(done.stdout) > 1000) == (2, True)


@pytest.mark.parametrize("command", [" ".join(c) for c in HELPS])
def test_help_loads_no_libraries(command, after_help):
    code, _, libraries = after_help[command]
    assert (code, libraries) == (0, [])
