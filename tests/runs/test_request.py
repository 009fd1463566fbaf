"""Own keys of a verb are separated from the settings; doubled, unknown and faulty ones are told with all else."""

from pathlib import Path
from typing import Annotated

import pytest

from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.given import UserPath
from sim.runs.request import CSV, YES_OR_NO, Request, number, requested, whole


class Keys(Request):
    trials: Annotated[int, whole(1000)] = 4
    extra: Annotated[float, number(10)] = 0.5
    save: Annotated[UserPath, CSV] | None = None
    identify: Annotated[bool, YES_OR_NO] = False


def faults(*overrides: str) -> list[str]:
    with pytest.raises(InputError) as caught, requested(Keys, list(overrides)) as asked:
        compose(asked.rest)
    return str(caught.value).splitlines()


def test_own_keys_are_read_and_the_rest_is_handed_on():
    given = ["trials=7", "seed=3", "save=b.csv", "identify=yes"]
    with requested(Keys, given) as (own, rest, found):
        assert (own.trials, own.extra, own.save, own.identify) == (7, 0.5, Path("b.csv").absolute(), True)
        assert rest == ["seed=3"] and found == []


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("trials=0", "trials=0: must be a whole number from 1 to 1,000"),
        ("trials=1001", "trials=1001: must be a whole number from 1 to 1,000"),
        ("trials=²", "trials=²: must be a whole number from 1 to 1,000"),
        ("extra=nan", "extra=nan: must be a number above 0 and at most 10"),
        ("save=no/such/a.csv", "save=no/such/a.csv: must be in a folder that is there"),
        ("save=a.json", "save=a.json: must be a path that ends with .csv"),
        ("identify=true", "identify=true: must be yes or no"),
        ("trails=3", "unknown key 'trails'; did you mean 'trials'?"),
    ],
)
def test_a_faulty_key_is_one_line(given, line):
    assert faults(given) == [f"command line: {line}"]


def test_faults_of_own_keys_and_of_settings_are_told_together():
    assert faults("trials=1", "trials=x", "seed=a") == [
        "command line: trials is given twice; state it once",
        "command line: trials=x: must be a whole number from 1 to 1,000",
        "command line: seed=a: must be a whole number",
    ]


def test_a_key_of_the_settings_is_never_taken_for_one_of_the_verb():
    class Near(Request):
        seeds: str = ""

    with requested(Near, ["seed=3"]) as asked:
        assert asked.rest == ["seed=3"]
