"""Every key of the settings given a value of every wrong type: one line each, with key and place, in plain words."""

import re

import pytest
import yaml

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.keys import known_keys
from sim.inputs.scenario import SECTIONS

pytestmark = pytest.mark.long

WRONG = [
    "[]",
    "{}",
    "''",
    "null",
    "-1",
    "1.5",
    "true",
    "abc",
    "[[]]",
    "[null]",
    "[1,1]",
    "{a:1}",
    "[{}]",
    "{a:[1]}",
    "9" * 25,
]
WORDS = re.compile(  # of libraries and of Python, outside of what the user wrote and of what is allowed
    r"Input should|OmegaConf|Hydra|[Pp]ydantic|YAML|Traceback|<class|literal|instance|\bdict|\btuple\b|\bNone|\bTrue\b"
    r"|\bFalse\b|\bstr\b|\bint\b|\bobject\b|\bvalid\b|\(\)|\['"
)
KNOWN = known_keys()
TABLES = [key for key in KNOWN if any(other.startswith(f"{key}.") for other in KNOWN)]
LEAVES = [key for key in KNOWN if key not in TABLES and key not in ("scenario", "instrument.kind")]
GROUPS = [LEAVES, *([key for key in TABLES if key.count(".") == depth] for depth in (0, 1, 3))]


def lines_of(overrides):
    """Lines of the refusal; none if there is none."""
    try:
        compose(overrides)
    except InputError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_every_key_is_tried():
    assert len(LEAVES) > 500 and len(TABLES) > 30
    assert {key for group in GROUPS for key in group} | {"scenario", "instrument.kind"} >= {*KNOWN} - {"plan.targets"}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_type_on_the_command_line(wrong):
    for keys in GROUPS:
        for line in lines_of([f"{key}={wrong}" for key in keys]):
            said = re.fullmatch(r"command line: (?:unknown key ')?([\w.]+)(.*)", line)
            assert said, line
            key = said.group(1)
            assert any(key == own or key.startswith(f"{own}.") or own.startswith(f"{key}.") for own in keys), line
            assert not WORDS.search(re.sub(r"allowed: .*|=\S*", "", said.group(2))), line


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_type_in_a_scenario(wrong, tmp_path):
    path = tmp_path / "s.yaml"
    keys = [key for key in LEAVES if key.split(".")[0] in SECTIONS and not key.startswith("instrument")]
    nested = {}
    for key in keys:
        *tables, last = key.split(".")
        table = nested
        for name in tables:
            table = table.setdefault(name, {})
        table[last] = yaml.safe_load(wrong.replace(":", ": "))
    path.write_text(yaml.safe_dump(nested, sort_keys=False), encoding="utf-8")
    written = path.read_text(encoding="utf-8").splitlines()
    for line in lines_of([f"scenario={path}"]):
        said = re.fullmatch(rf"{re.escape(str(path))} line (\d+): (?:unknown key ')?([\w.]+)(.*)", line)
        assert said, line
        number, key, rest = said.groups()
        at = written[int(number) - 1].strip()
        own, table = key.split(".")[-1], ["", *key.split(".")][-2]  # what is missing is told where its table begins
        begins = "- " if own.isdecimal() or (table.isdecimal() and rest == " is missing") else f"{own}:"
        assert at.startswith((begins, f"{table}:")), line
        assert not WORDS.search(re.sub(r"allowed: .*|=\S*", "", rest)), line


@pytest.mark.parametrize("wrong", ["null", "3", "[]", "abc: 1"])
@pytest.mark.parametrize("section", [name for name in SECTIONS if name not in ("city", "instruments")])
def test_a_section_of_a_scenario_that_is_no_table(section, wrong, tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text(f"title: x\n{section}: {wrong if ':' not in wrong else '{' + wrong + '}'}\n", encoding="utf-8")
    lines = lines_of([f"scenario={path}"])
    assert lines and all(line.startswith(f"{path} line 2: ") and section in line for line in lines)
    assert not any(WORDS.search(line) for line in lines)


def test_where_a_scenario_replaces_a_section_it_is_named_even_if_the_command_line_states_a_part(tmp_path):
    path = tmp_path / "s.yaml"
    path.write_text("title: x\nhorizon:\n", encoding="utf-8")
    assert lines_of([f"scenario={path}", "horizon.weeks_after=3"]) == [
        f"{path} line 2: horizon=null: must be a table of keys"
    ]


@pytest.mark.parametrize("key", ["horizon", "plan", "rules.kinds", "parameters", "instrument"])
def test_an_empty_table_that_changes_nothing_is_told(key):
    assert lines_of([f"{key}={{}}"]) == [
        f"command line: {key}: an empty table changes nothing, since tables are laid over what is there; leave it out, "
        "or state its keys"
    ]
