"""Parameters from the posterior sample: in pairs, under what a run states itself, and in every interval."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import t as student

from sim.cli.main import main
from sim.errors import InputError
from sim.inputs import sample as module
from sim.inputs.compose import compose
from sim.inputs.sweep import expand
from sim.measures.statistics import interval, uncertainty
from sim.runs.comparison import compare
from tests.helpers import TINY

pytestmark = pytest.mark.long

SHOWN = "configs/parameters/posterior.csv"
HOW = f"make it with: sanxin calibrate save={SHOWN}"
N_SETS = 6
DRAWN = ("creation_share", "sight_rate")


def write_sample(configs, patch):
    """Put a configs folder in place whose sample has six sets of two parameters; returns the folder of the sample."""
    (configs / "parameters").mkdir()
    rows = [f"{0.1 + 0.1 * k!r},{0.01 + 0.002 * k!r},{float(k)!r}" for k in range(N_SETS)]
    (configs / "parameters" / "posterior.csv").write_text("\n".join(["creation_share,sight_rate,distance", *rows, ""]))
    patch.setattr(module, "CONFIGS", configs)
    return configs / "parameters"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    return write_sample(tmp_path, monkeypatch)


def settings(*overrides, replicates=4):
    own = [o for o in TINY if not o.startswith("replicates")]
    return compose([*own, f"replicates={replicates}", "parameters=posterior", *overrides])


def drawn(settings, name="creation_share", n=2 * N_SETS):
    return [settings.of_replicate(r).parameters[name] for r in range(n)]


def test_two_replicates_share_a_set_and_every_set_gets_its_turn(folder):
    found = drawn(settings())
    assert found[::2] == found[1::2]
    assert sorted(found[::2]) == pytest.approx([0.1 + 0.1 * k for k in range(N_SETS)])


def test_a_set_is_drawn_whole(folder):
    s = settings()
    for r in range(2 * N_SETS):
        own = s.of_replicate(r).parameters
        assert own["sight_rate"] == pytest.approx(0.01 + 0.02 * (own["creation_share"] - 0.1))


def test_the_order_depends_on_the_seed_alone_and_is_new_when_the_sets_are_used_up(folder):
    orders = [tuple(drawn(settings(f"seed={seed}"))) for seed in (7, 8, 9)]
    assert len(set(orders)) == 3
    assert drawn(settings("allocation=equal", replicates=40)) == drawn(settings())
    twice = drawn(settings(), n=4 * N_SETS)
    assert sorted(twice[2 * N_SETS :: 2]) == sorted(twice[: 2 * N_SETS : 2])
    assert twice[2 * N_SETS :] != twice[: 2 * N_SETS]


def test_other_parameters_and_other_settings_stay(folder):
    s, plain = settings(), compose(list(TINY))
    own = s.of_replicate(3)
    same = {name for name in plain.parameters if name not in DRAWN}
    assert {name: own.parameters[name] for name in same} == {name: plain.parameters[name] for name in same}
    assert own.horizon == s.horizon and own.replicates == 4


def test_between_replicates_stands_the_best_set(folder):
    assert settings().parameters["creation_share"] == pytest.approx(0.1)


def test_what_the_command_line_states_wins(folder):
    s = settings("parameters.creation_share=0.77")
    assert set(drawn(s)) == {0.77} and len(set(drawn(s, "sight_rate"))) == N_SETS


def test_what_a_scenario_states_wins(folder, tmp_path):
    (tmp_path / "s.yaml").write_text("parameters:\n  creation_share: 0.66\n")
    s = settings(f"scenario={tmp_path / 's.yaml'}")
    assert set(drawn(s)) == {0.66} and len(set(drawn(s, "sight_rate"))) == N_SETS
    assert set(drawn(settings(f"scenario={tmp_path / 's.yaml'}", "parameters.creation_share=0.5"))) == {0.5}


def test_the_digests_cover_the_sample_and_what_is_drawn_from_it(folder):
    before = settings()
    stated = settings("parameters.creation_share=0.1")  # the value of the best set
    path = folder / "posterior.csv"
    path.write_text(path.read_text().replace("0.5,", "0.51,"))
    after = settings()
    for digest in ("digest", "world_digest"):
        assert len({getattr(s, digest)() for s in (before, stated, after)}) == 3
    plain = before.model_dump(mode="json")["sample"]
    assert set(plain) == {"sha256", "free"} and plain["free"] == list(DRAWN)


def test_without_the_choice_nothing_is_read(folder):
    (folder / "posterior.csv").unlink()
    s = compose(list(TINY))
    assert s.replicates_per_set == 1 and s.of_replicate(1) is s
    assert compose([*TINY, "parameters=table"]) == s


def test_a_sweep_may_compare_table_and_sample(folder):
    found, labels = expand(["allocation=official", "parameters=table,posterior", "replicates=4", "city=xining"])
    assert [s.replicates_per_set for s in found] == [1, 2]
    assert labels == ["official parameters=table", "official parameters=posterior"]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (["replicates=5"], "command line: replicates=5: must be even and at least 4 with parameters=posterior "
                           "(two replicates share a parameter set)"),
        (["replicates=2"], "command line: replicates=2: must be even and at least 4 with parameters=posterior "
                           "(two replicates share a parameter set)"),
        (["parameters=posteriour"], "command line: parameters=posteriour: unknown; did you mean 'posterior'?"),
    ],
)  # fmt: skip
def test_a_mistake_gets_one_line(folder, given, line, capsys):
    more = [] if given[0].startswith("parameters") else ["parameters=posterior"]
    assert main(["run", *more, *given]) == 2
    assert capsys.readouterr().err == f"sanxin: {line}\n"


HEAD = "creation_share,sight_rate,distance\n"
SPOILT = {
    None: ": file not found",
    "": ": must have a column per parameter, each once, and distance as the last one",
    "creation_share,sight_rate\n0.1,1\n": ": must have a column per parameter, each once, and distance as the last one",
    "creation_share,creation_share,distance\n": ": must have a column per parameter, each once, "
    "and distance as the last one",
    "creation_shar,distance\n0.1,1\n": ": column 'creation_shar' is no parameter of sim/data/parameters.csv",
    HEAD: ": has no rows; must have one per parameter set",
    HEAD + "0.1,0.1,1\n0.1,0.1\n": " row 3: has 2 fields; must have 3",
    HEAD + "0.1,x,1\n": " row 2: sight_rate is 'x'; must be a number from 0 to 1",
    HEAD + "0.1,7,1\n": " row 2: sight_rate is '7'; must be a number from 0 to 1",
    HEAD + "0.1,0.1,nan\n": " row 2: distance is 'nan'; must be a number >= 0",
    HEAD + '0.1,"0.1,1\n': ": cannot be read as a table (it is damaged)",
    b"\xff\xfe": ": cannot be read as a table (byte 0 is not UTF-8)",
}


@pytest.mark.parametrize("content", SPOILT, ids=lambda x: repr(x)[:40])
def test_a_bad_sample_gets_one_line_and_exit_code_2(folder, content, capsys):
    path = folder / "posterior.csv"
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["run", "parameters=posterior", "city=xining"]) == 2
    assert capsys.readouterr().err == f"sanxin: {SHOWN}{SPOILT[content]}; {HOW}\n"


@pytest.mark.parametrize("beside", ['{"sha256": "0"}', "{}", "not plain"])
def test_a_sample_that_is_not_the_one_described_beside_it_is_refused(folder, beside):
    (folder / "posterior.json").write_text(beside)
    with pytest.raises(InputError) as caught:
        settings()
    assert str(caught.value) == f"{SHOWN}: is not the table that posterior.json beside it describes; {HOW}"


# ---------------------------------------------------------------- intervals


def test_the_interval_is_over_pairs():
    values = np.array([1.0, 3.0, 4.0, 4.0, 9.0, 9.0])  # pairs: 2, 4, 9
    found = interval(values, together=2)
    assert found["value"] == 5
    assert found["se"] == pytest.approx(np.std([2, 4, 9], ddof=1) / np.sqrt(3))
    assert found["ci_high"] - 5 == pytest.approx(student.ppf(0.975, 2) * found["se"])
    assert np.isnan(interval(values[:2], together=2)["se"])


def test_the_variance_is_shared_out_to_parameters_and_seed():
    only = uncertainty(np.array([1.0, 1.0, 5.0, 5.0, 3.0, 3.0]), 2)
    assert only == {"from_parameters": 1, "from_seed": 0}
    none = uncertainty(np.array([1.0, 5.0, 5.0, 1.0, 1.0, 5.0]), 2)
    assert none == {"from_parameters": 0, "from_seed": 1}
    rng = np.random.default_rng(1)
    values = np.repeat(2 * rng.standard_normal(20_000), 2) + rng.standard_normal(40_000)
    assert uncertainty(values, 2)["from_parameters"] == pytest.approx(0.8, abs=0.02)
    assert np.isnan(uncertainty(np.ones(6), 2)["from_seed"])
    assert np.isnan(uncertainty(np.ones(2), 2)["from_seed"])


SHORT = (
    "city=[xining]", "population.consumers_per_city=20", "horizon.weeks_warmup=8", "horizon.weeks_pilot=60",
    "horizon.weeks_after=8", "threads=1", "replicates=4", "parameters=posterior",
)  # fmt: skip


@pytest.fixture(scope="module")
def comparison(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        write_sample(tmp_path_factory.mktemp("configs"), patch)
        return compare([compose([*SHORT, f"allocation={name}"]) for name in ("official", "by_need", "none")])


def test_a_comparison_has_intervals_over_pairs_and_says_where_they_come_from(folder, comparison):
    frame = comparison.effects
    official = frame[frame.allocation == "official"]
    values = official[(official.dimension == "replicate") & (official.measure == "net_per_yuan")].value.to_numpy()
    row = official[(official.dimension == "total") & (official.measure == "net_per_yuan")].iloc[0]
    expected = interval(values, 2)
    assert row[["value", "se", "ci_low", "ci_high"]].tolist() == pytest.approx([float(v) for v in expected.values()])
    assert row.n_replicates == 4
    shares = frame[frame.dimension == "uncertainty"].set_index(["allocation", "measure"]).value
    assert set(shares.index.levels[1]) == {
        "net_per_yuan_share_from_parameters", "net_per_yuan_share_from_seed",
    }  # fmt: skip
    assert shares["official"].sum() == pytest.approx(1) and (shares["official"] >= 0).all()
    assert shares["none"].isna().all()
    held = comparison.manifest["configs"]["official"]["sample"]
    assert held == {"sha256": module.read_sample().sha256, "free": list(DRAWN)}


def test_policy_world_and_twin_of_a_replicate_have_its_parameters(folder, comparison):
    def third(frame):
        rows = frame[
            (frame.dimension == "replicate") & (frame.measure == "net_yuan") & (frame.allocation == "official")
        ]
        return rows.value.iloc[2]

    alone = compare([compose([*SHORT, "allocation=official"]).of_replicate(2)])
    assert third(alone.effects) == third(comparison.effects)


def test_parameters_of_the_table_have_no_rows_on_uncertainty():
    run = compose(list(TINY))
    short = run.model_copy(update={"horizon": run.horizon.model_copy(update={"weeks_pilot": 10, "weeks_after": 2})})
    assert "uncertainty" not in set(compare([short]).effects.dimension)


def test_a_replicate_is_the_run_that_states_its_parameters(folder):
    one = settings().of_replicate(2)
    plain = [o for o in TINY if not o.startswith("replicates")]
    assert one == compose([*plain, "replicates=4", *(f"parameters.{name}={one.parameters[name]!r}" for name in DRAWN)])


@pytest.mark.usefixtures("quick_charts")
def test_the_report_tells_allocations_apart_by_the_means_of_pairs(tmp_path):
    from sim.cli.main import main
    from sim.results.reading import read_results

    folder = tmp_path / "out"
    overrides = [
        "allocation=none", "instrument=threshold_coupon,cash_transfer", "parameters=posterior", "replicates=4",
        "threads=1",
        "city=xining", "population.consumers_per_city=40", "horizon.weeks_pilot=34", "horizon.weeks_after=4",
    ]  # fmt: skip
    assert main(["sweep", *overrides, f"output={folder}"]) == 0
    results = read_results(folder)
    found = results.against_best[results.funded[0]]
    assert found.n == 2 and found.low < found.value < found.high
