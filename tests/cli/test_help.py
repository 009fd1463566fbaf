"""Help names every key that a run takes."""

import re

import pytest

from sim.cli.explained import DOING
from sim.cli.main import main
from sim.cli.verbs import VERBS
from sim.inputs.settings import Settings

DEEP = ("allocation", "rules", "screening", "plan", "parameters", "instrument", "instruments")  # by name, or tables


def test_help_names_every_section_and_the_keys_in_it(capsys):
    assert main(["run", "--help"]) == 0
    found = capsys.readouterr().out
    for section, field in Settings.model_fields.items():
        assert re.search(rf"\b{section}\b", found), section
        for key in getattr(field.annotation, "model_fields", ()) if section not in DEEP else ():
            assert key == "name" or re.search(rf"\b{key}\b", found), f"{section}.{key}"


def test_the_overview_names_every_section(capsys):
    assert main(["--help"]) == 0
    found = capsys.readouterr().out
    assert all(re.search(rf"\b{section}\b", found) for section in Settings.model_fields)


@pytest.mark.parametrize("verb", VERBS)
def test_explain_is_offered_where_there_is_anything_to_explain(verb, capsys):
    assert main([verb, "--help"]) == 0
    found = capsys.readouterr().out
    assert ("--explain" in found) == (verb in DOING) and "--traceback" in found
    assert "{explain}" not in found
