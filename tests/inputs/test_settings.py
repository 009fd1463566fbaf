"""Settings: what is allowed, what they are called, and what their hashes depend on."""

import json

import pytest
from pydantic import ValidationError

from sim.data import read
from sim.errors import InputError
from sim.inputs.compose import compose
from sim.inputs.keys import known_keys
from sim.inputs.paths import CONFIGS, SCENARIOS
from sim.inputs.scenario import SECTIONS, read_scenario
from sim.inputs.settings import Settings, settings_from
from sim.inputs.sweep import expand, labels
from sim.policy.schema import suggestion
from sim.runs.folder import sweep_digest

ALLOCATIONS = ("official", "equal", "per_head", "by_retail", "by_need", "none")


@pytest.fixture(scope="module")
def plain():
    """Valid plain data."""
    return compose([]).model_dump(mode="json")


def changed(plain, **sections):
    """Plain data with other values."""
    plain = json.loads(json.dumps(plain))
    for name, value in sections.items():
        plain[name] = plain[name] | value if isinstance(value, dict) else value
    return plain


def test_defaults_are_those_of_the_issue():
    s = compose([])
    assert (s.seed, s.replicates, len(s.city), s.population.consumers_per_city) == (7, 8, 50, 500)
    assert s.city == read.read_cities().id
    assert s.parameters == {p.name: p.value for p in read.read_parameters()}
    assert s.label == "official"


@pytest.mark.parametrize("name", ALLOCATIONS)
def test_every_allocation_config_goes_by_its_name(name):
    assert compose([f"allocation={name}"]).allocation.name == name
    assert (CONFIGS / "allocation" / f"{name}.yaml").is_file()


@pytest.mark.parametrize("name", sorted(p.stem for p in (CONFIGS / "split").glob("*.yaml")))
def test_every_split_config_goes_by_its_name(name):
    s = compose([f"split={name}"])
    assert s.split.name == name
    assert s.label == ("official" if name == "balanced" else f"official+{name}")
    assert compose([f"split={name}", "allocation=none"]).label == "none"


def test_cities_come_in_file_order_and_nothing_changes_settings():
    s = compose(["city=[wuxi,beijing]"])
    assert s.city == ("beijing", "wuxi")
    assert compose(["city=wuxi"]).city == ("wuxi",)
    with pytest.raises(ValidationError):
        s.seed = 8


def _as_typed(value) -> str:
    """A value as one types it on the command line."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{_as_typed(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_as_typed, value)) + "]"
    if isinstance(value, str):
        return '"' + value.replace('"', '\\"') + '"'
    return json.dumps(value)


def test_every_key_that_is_known_can_be_set(plain):
    keys = [k for k in known_keys() if k.count(".") == 1 and not k.startswith(("allocation.", "split.", "instrument."))]
    assert len(keys) > 90
    overrides = [f"{key}={_as_typed(plain[key.split('.')[0]][key.split('.')[1]])}" for key in keys]
    assert compose(overrides).digest() == compose([]).digest()


def test_settings_read_back_from_a_manifest_are_the_same(plain):
    assert settings_from(json.loads(json.dumps(plain)), "manifest.json").digest() == compose([]).digest()


@pytest.mark.parametrize(
    ("override", "result_changes", "twin_changes"),
    [
        ("seed=8", True, True),
        ("replicates=9", True, True),
        ("city=suzhou", True, True),
        ("population.degree=4", True, True),
        ("horizon.weeks_after=0", True, True),
        ("parameters.creation_share=0.4", True, True),
        ("allocation=equal", True, False),
        ("instrument=voucher", True, False),
        ("split=ip_first", True, False),
        ("authority.calls=4", True, False),
        ("output=elsewhere", False, False),
        ("threads=1", False, False),
        ("workers=2", False, False),
        ("scenario=official_pilot", False, False),
    ],
)
def test_hashes_tell_what_changes_results_and_twins(override, result_changes, twin_changes):
    base, other = compose([]), compose([override])
    assert (base.digest() != other.digest()) == result_changes
    assert (base.world_digest() != other.world_digest()) == twin_changes
    assert (sweep_digest([base], ["a"]) != sweep_digest([other], ["a"])) == result_changes
    of_one = result_changes and override != "replicates=9"
    assert (base.replicate_digest() != other.replicate_digest()) == of_one


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.long
def test_no_number_anywhere_may_be_infinite_or_none(plain, value):
    for section in ("split", "population", "horizon", "authority", "parameters"):
        for key, old in plain[section].items():
            if not isinstance(old, str):
                with pytest.raises(InputError, match=rf"f.yaml: {section}\.{key}="):
                    settings_from(changed(plain, **{section: {key: value}}), "f.yaml")
    for rule in ("shares", "yuan"):
        wrong = {"name": "x", "between": rule, rule: {"suzhou": value}}
        with pytest.raises(InputError, match=rf"allocation\.{rule}\.suzhou="):
            settings_from(changed(plain, allocation=wrong), "f.yaml")


@pytest.mark.parametrize("value", [True, "1", [1], None, {"a": 1}])
@pytest.mark.long
def test_what_is_no_number_is_not_taken_for_one(plain, value):
    for section in ("split", "population", "horizon", "authority", "parameters"):
        for key, old in plain[section].items():
            if isinstance(old, int | float) and not isinstance(old, bool):
                with pytest.raises(InputError, match=rf"{section}\.{key}"):
                    settings_from(changed(plain, **{section: {key: value}}), "f.yaml")


def _numbers(node, place=""):
    """Place and schema of every number that can be set."""
    if isinstance(node, dict):
        if node.get("type") in ("number", "integer"):
            yield place, node
        for name, inner in node.items():
            yield from _numbers(inner, f"{place}.{name}")
    elif isinstance(node, list):
        for inner in node:
            yield from _numbers(inner, place)


def test_every_number_has_a_least_and_a_largest_value():
    lows, highs = {"minimum", "exclusiveMinimum", "ge"}, {"maximum", "exclusiveMaximum", "le", "lt"}
    unbounded = [
        p for p, node in _numbers(Settings.model_json_schema()) if not (lows & set(node) and highs & set(node))
    ]
    assert unbounded == [".properties.parameters.additionalProperties"], "parameters have their ranges in their table"


@pytest.mark.long
def test_every_parameter_stays_within_its_range(plain):
    for p in read.read_parameters():
        for wrong in (p.low - 1, p.high + 1):
            with pytest.raises(InputError, match=rf"parameters\.{p.name}=.* must be .* to "):
                settings_from(changed(plain, parameters={p.name: wrong}), "f.yaml")


def test_all_faults_come_at_once_and_each_in_a_line(plain):
    wrong = changed(
        plain, seed=-1, city=["atlantis"], split={"debut": 0.9}, population={"choice": "flows", "extra": 1},
        parameters={"creation_share": 7, "sight_rate": 8, "unheard_of": 1},
    )  # fmt: skip
    with pytest.raises(InputError) as fault:
        settings_from(wrong, "f.yaml")
    assert [line.split(":")[1].split("=")[0].strip() for line in str(fault.value).splitlines()] == [
        "seed", "city", "split", "population.choice", "unknown key 'population.extra'; allowed",
        "parameters.creation_share", "parameters.sight_rate", "parameters.unheard_of",
    ]  # fmt: skip


def test_whole_numbers_may_be_written_as_floats(plain):
    assert (
        settings_from(changed(plain, population={"consumers_per_city": 1e3}), "x").population.consumers_per_city == 1000
    )


def test_far_off_names_list_what_is_allowed():
    assert str(suggestion("ofical", ALLOCATIONS)) == "did you mean 'official'?"
    assert str(suggestion("zzz", ("a", "b"))) == "allowed: a, b"
    assert str(suggestion("zzz", [str(k) for k in range(99)])) == "see sim/data/parameters.csv for the 99 names"


# ---------------------------------------------------------------- allocations and splits of one's own


def test_an_allocation_of_ones_own_on_the_command_line():
    s = compose(["city=[suzhou,wuxi]", "allocation.between=shares", "allocation.shares={suzhou:0.75,wuxi:0.25}"])
    assert s.allocation.shares == {"suzhou": 0.75, "wuxi": 0.25}
    assert s.label == "custom"  # it is not the official one any more
    s = compose(["allocation.between=yuan", "allocation.yuan={suzhou:3e8}", "allocation.name=mine"])
    assert (s.allocation.yuan, s.label) == ({"suzhou": 3e8}, "mine")


def test_a_changed_split_does_not_keep_its_name():
    assert compose(["split.debut=0.3", "split.scene=0.45"]).label == "official+custom"
    assert compose(["split={debut:0.3,scene:0.45,name:mine}"]).label == "official+mine"


# ---------------------------------------------------------------- scenarios


@pytest.fixture
def scenario(tmp_path):
    """Write a scenario and return its override."""

    def write(text: str) -> str:
        (tmp_path / "what_if.yaml").write_text(text, encoding="utf-8")
        return f"scenario={tmp_path / 'what_if.yaml'}"

    return write


def test_defaults_below_scenario_below_command_line(scenario):
    name = scenario("horizon: {weeks_pilot: 60, weeks_after: 20}\nparameters: {creation_share: 0.5}\ncity: [suzhou]\n")
    s = compose([name, "horizon.weeks_after=10", "parameters={sight_rate: 0.3}"])
    assert (s.horizon.weeks_warmup, s.horizon.weeks_pilot, s.horizon.weeks_after) == (26, 60, 10)
    assert (s.parameters["creation_share"], s.parameters["sight_rate"]) == (0.5, 0.3)
    assert s.city == ("suzhou",)
    assert compose([name, "city=wuxi"]).city == ("wuxi",)


def test_a_scenario_names_a_config_or_states_its_own(scenario):
    s = compose([scenario("allocation: equal\nsplit: ip_first\n")])
    assert s.label == "equal+ip_first"
    s = compose([scenario("split: {debut: 0.3, scene: 0.45}\n")])
    assert s.label == "official+what_if"
    assert (s.split.debut, s.split.ip) == (0.3, 0.2)
    s = compose([scenario("allocation: {between: shares, shares: {suzhou: 1}}\n"), "city=suzhou"])
    assert (s.allocation.shares, s.label) == ({"suzhou": 1.0}, "what_if")
    assert compose([scenario("allocation: {between: equal}\n"), "allocation=by_need"]).label == "by_need"


def test_a_sweep_takes_what_its_scenario_says(scenario):
    name = scenario("allocation: equal\nsplit: ip_first\nparameters: {creation_share: 0.5}\n")
    settings, labels = expand([name, "seed=7,8"])
    assert labels == ["equal+ip_first seed=7", "equal+ip_first seed=8"]
    assert expand(["allocation=official", "authority.strategic=true,false"])[1] == [
        "official strategic=True", "official strategic=False",
    ]  # fmt: skip
    assert {s.split.ip for s in settings} == {0.6}
    assert {s.parameters["creation_share"] for s in settings} == {0.5}
    settings, labels = expand([name, "allocation=official,by_need"])
    assert labels == ["official+ip_first", "by_need+ip_first"]
    settings, labels = expand([scenario("horizon: {weeks_after: 3}\n")])
    assert labels == list(ALLOCATIONS)
    assert {s.horizon.weeks_after for s in settings} == {3}


def test_scenarios_side_by_side():
    settings, labels = expand(["scenario=official_pilot,service_scenes_first"])
    assert labels == ["The pilot as announced", "Service scenes first"]
    assert [s.split.scene for s in settings] == [0.35, 0.7]


def test_numbers_in_a_scenario_read_as_people_write_them(scenario):
    name = scenario("allocation: {between: yuan, yuan: {suzhou: 3e8}}\npopulation: {consumers_per_city: 1_000}\n")
    s = compose([name, "city=suzhou"])
    assert s.allocation.yuan == {"suzhou": 3e8}
    assert s.population.consumers_per_city == 1000


@pytest.mark.parametrize("name", sorted(p.stem for p in SCENARIOS.glob("*.yaml")))
def test_every_shipped_scenario_says_what_it_is_and_is_valid(name):
    data = read_scenario(name)
    assert all(data[key].strip() for key in ("title", "description", "question"))
    assert set(data) - {"title", "description", "question"} <= set(SECTIONS)
    assert isinstance(compose([f"scenario={name}"]), Settings)


# ---------------------------------------------------------------- what a run can pay

SHORT = ("horizon.weeks_pilot=20", "horizon.weeks_after=0")


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (
            [*SHORT, "authority.second_tranche_at=1", "authority.last_call_at=1"],
            "authority.second_tranche_at: the second tranche is due in week 20, but the run ends with week 19",
        ),
        (
            [*SHORT, *(f"authority.{act}_at=1" for act in ("first_tranche", "second_tranche", "last_call"))],
            "authority.first_tranche_at: the first tranche is due in week 20, but the run ends with week 19",
        ),
        (
            ["city=suzhou", "authority.second_tranche_rule=threshold"],
            "authority.second_tranche_rule=threshold compares cities, and suzhou is the only one with a grant",
        ),
        (
            ["allocation.between=shares", "allocation.shares={suzhou:1,wuxi:0}",
             "authority.second_tranche_rule=proportional"],
            "compares cities, and suzhou is the only one with a grant",
        ),
    ],
)  # fmt: skip
def test_a_tranche_that_would_not_be_paid_or_has_nobody_to_compare_is_refused(overrides, message):
    with pytest.raises(InputError) as refused:
        compose(overrides if "city=suzhou" in overrides else ["city=[suzhou,wuxi]", *overrides])
    (line,) = str(refused.value).splitlines()
    assert message in line


@pytest.mark.parametrize(
    "overrides",
    [
        [*SHORT, "authority.second_tranche_at=1", "authority.last_call_at=1", "authority.first_tranche_share=1"],
        [*SHORT, "authority.second_tranche_at=1", "authority.last_call_at=1", "allocation=none"],
        ["city=suzhou", "authority.second_tranche_rule=threshold", "allocation=none"],
        ["city=suzhou", "authority.second_tranche_rule=threshold", "authority.first_tranche_share=1"],
    ],
)
def test_a_tranche_without_money_may_fall_anywhere(overrides):
    compose(overrides if "city=suzhou" in overrides else ["city=[suzhou,wuxi]", *overrides])


# ---------------------------------------------------------------- Hydra


def test_without_allocation_a_sweep_takes_all_six():
    assert expand(["city=suzhou"])[1] == list(ALLOCATIONS)


def test_without_money_there_is_nothing_to_split():
    labels = expand(["allocation=equal,none", "split=balanced,ip_first", "seed=1,2"])[1]
    assert labels == ["equal seed=1", "equal seed=2", "equal+ip_first seed=1", "equal+ip_first seed=2",
                      "none seed=1", "none seed=2"]  # fmt: skip


@pytest.mark.parametrize(
    ("override", "labels"),
    [
        ("seed=range(1,4)", ["official seed=1", "official seed=2", "official seed=3"]),
        ("seed=choice(5,3)", ["official seed=5", "official seed=3"]),
        ("population.consumers_per_city=20,40", ["official consumers_per_city=20", "official consumers_per_city=40"]),
        ("city=[suzhou,wuxi],wuxi", ["official city=[suzhou,wuxi]", "official city=wuxi"]),
    ],
)  # fmt: skip
def test_the_sweeps_of_hydra_work_and_name_what_differs(override, labels):
    assert expand(["allocation=official", override])[1] == labels


def test_keys_are_named_without_their_section_unless_two_would_be_the_same():
    swept = ["allocation=official", "plan.kinds.first_store.projects=1,2", "instruments=[]"]
    assert expand(swept)[1] == [f"official+custom kinds.first_store.projects={n}" for n in (1, 2)]
    jobs = [[f"publicity.home={x}", f"population.home={y}"] for x, y in ((0, 1), (2, 3))]
    settings = [compose(["allocation=official"])] * 2
    assert labels(settings, jobs)[0] == "official publicity.home=0 population.home=1"


def test_configs_can_be_swept_by_pattern():
    assert expand(["allocation=glob(by_*)"])[1] == ["by_need", "by_retail"]


def test_a_caller_that_uses_hydra_itself_is_left_alone(tmp_path, monkeypatch):
    from hydra import compose as own_compose
    from hydra import initialize_config_dir

    (tmp_path / "mine.yaml").write_text("a: 1\n")
    monkeypatch.chdir(tmp_path)
    with initialize_config_dir(str(tmp_path), version_base=None):
        compose(["city=suzhou"])
        expand(["city=suzhou", "allocation=equal,none"])
        assert own_compose("mine").a == 1
        assert "job_logging" in own_compose("mine", return_hydra_config=True).hydra  # what Hydra says of itself
    assert [p.name for p in tmp_path.iterdir()] == ["mine.yaml"]


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("seed=9007199254740993.0", "seed=9007199254740993.0: "),
        ("seed=1e400", "seed=1e400: "),
        ("population.rewire_share=40", "population.rewire_share=40: must be at most 1 (0.4 for 40 %)"),
        ("split.debut=40.0", "split.debut=40.0: must be at most 1 (0.4 for 40.0 %)"),
        ("split={debut: 40%}", "split.debut=40%: must be a number (0.4 for 40 %)"),
    ],
)
def test_a_number_is_shown_as_it_was_typed_and_a_percentage_as_the_share_it_is(override, said):
    with pytest.raises(InputError) as refused:
        compose([override])
    assert str(refused.value).startswith(f"command line: {said}")
