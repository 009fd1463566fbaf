"""``--explain`` says what was assumed, where it is stated, and what the command will do; it does nothing."""

import json
import re

import pytest

from sim.cli.main import main
from sim.inputs.compose import compose
from sim.inputs.sweep import expand
from sim.runs.comparison import compare
from sim.runs.explain.comparing import seconds_for, worlds
from sim.runs.explain.planned import planned
from sim.runs.explain.stated import stated, table
from sim.runs.folder import belonging
from sim.runs.replicates import Found, Job
from sim.runs.worlds import run_worlds

SMALL = ["city=suzhou", "population.consumers_per_city=60", "horizon.weeks_pilot=40", "horizon.weeks_after=5"]


@pytest.fixture
def explained(capsys, tmp_path, monkeypatch):
    """Explain a command; returns its text, and makes sure that nothing was written."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        before = sorted(tmp_path.rglob("*"))
        assert main([*arguments, "--explain"]) == 0
        out, err = capsys.readouterr()
        assert err == "" and sorted(tmp_path.rglob("*")) == before
        return out

    return run


def test_every_setting_that_is_not_the_default_is_told_with_its_place(explained, tmp_path):
    text = "title: x\nhorizon:\n  weeks_after: 7\nrules: beijing\ninstruments: [voucher]\n"
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    found = explained("run", "scenario=s.yaml", "seed=8", "instrument=threshold_coupon", "instrument.face_yuan=12")
    place, told = "", {}
    for line in found.partition("\n\n")[0].splitlines()[1:]:
        if line.startswith("   "):
            number, key, value = line[2:10].strip(), *line[12:].split(maxsplit=1)
            told[key] = (place, number, value.split("  (default")[0])
        else:
            place = line.strip()
    assert told["seed"] == ("command line", "", "8")
    assert told["instrument"] == ("command line", "", "threshold_coupon")
    assert told["instrument.face_yuan"] == ("command line", "", "12")
    assert told["instrument.threshold_yuan"] == ("configs/instrument/threshold_coupon.yaml", "line 4", "40")
    assert told["instruments.0.yuan_per_person"] == ("configs/instrument/voucher.yaml", "line 3", "100")
    assert told["horizon.weeks_after"] == ("s.yaml", "line 3", "7")
    assert told["rules"] == ("s.yaml", "line 4", "beijing")
    assert told["rules.name"] == ("configs/rules/beijing.yaml", "line 9", "beijing")
    assert "horizon.weeks_pilot" not in told


def test_it_says_what_will_be_done(explained):
    own = ["replicates=2", "instrument=voucher", "instrument.cities=[suzhou]", "instrument.end_week=90"]
    found = " ".join(explained("run", *SMALL, *own).split())
    for said in (
        "Cities 1: suzhou; 60 simulated residents in each",
        "Weeks 26 before the pilot, 40 of the pilot (2025-10-01 to 2026-07-07), 5 after it (to 2026-08-11)",
        "Replicates 2; seed 7",
        "Public money 300.0 million yuan: debut 120.0, scene 105.0, ip 60.0, publicity 15.0; 50 % on 2025-12-03, ",
        "voucher: weeks 30 to 90 (2026-04-29 to 2027-06-29), paid by the treasury, to residents, in suzhou",
        "Worlds 6: 2 warm-ups, as many twins without policy, 2 with policy; 232 weeks of a world in all",
        "configs/instrument/voucher.yaml; configs/config.yaml; 14 tables of sim/data",
        " Memory about ",
        "Without effect instrument voucher: its weeks",
        "_run_",
    ):
        assert said in found, found


@pytest.mark.parametrize("overrides", [["rules=beijing", "parameters=posterior"], ["rules=shenzhen,sanya", "seed=1,2"]])
def test_lines_fit_a_terminal(overrides):
    settings, _ = expand(["allocation=official", *overrides])
    assert max(map(len, table(settings))) <= 100


def test_what_runs_share_is_told_once():
    settings, _ = expand(["allocation=official,equal", "seed=5", "city=suzhou"])
    lines = table(settings)
    shared, differ = lines[: lines.index("")], lines[lines.index("") :]
    assert [line.split() for line in shared if "seed" in line] == [["seed", "5", "(default", "7)"]]
    assert any(line.split() == ["allocation", "equal", "in", "1", "of", "2", "runs"] for line in differ)


def test_worlds_are_those_that_are_simulated(monkeypatch):
    settings, labels = expand(["allocation=official,equal,none", "replicates=3,2", *SMALL])
    weeks = []

    def counted(job, hear):
        weeks.append(job.weeks)
        for k in range(len(job.settings)):
            hear(Found(k, {}))
        return {}

    monkeypatch.setattr("sim.runs.worlds.run_replicate", counted)
    run_worlds(settings, labels)
    said = dict(worlds(settings).values)
    assert said["weeks"] == f"{sum(weeks):,}" and said["warm"] == 3 + 2 and said["policy"] == 2 * (3 + 2)


def test_how_sure_it_is_to_be_is_told_with_the_settings_and_how_long_that_takes(explained):
    found = explained("run", *SMALL, "precision=0.3", "precision.difference=0.2", "replicates.max=100")
    stated, doing = found.split("\n\n", 1)
    told = {line.split()[0]: line.split()[1:] for line in stated.splitlines()[2:]}
    assert told["precision"] == ["0.3", "(default", "0.1)"] and told["precision.difference"] == ["0.2"]
    assert "replicates.max" not in told
    assert re.search(r"Time +about \d+ s to \d+ s on cores that do nothing else", doing)
    assert "precision" not in explained("run", *SMALL, "replicates=2").partition("\n\n")[0]


def test_the_time_is_that_of_all_worlds_shared_out_over_the_processes(monkeypatch):
    settings, _ = expand(["allocation=official,equal", "city=suzhou", "replicates=5"])
    monkeypatch.setattr("sim.runs.worlds.seconds_of", lambda s, weeks: 0.5 * weeks)
    each = 0.5 * Job(0, tuple(settings), ()).weeks
    assert [seconds_for(settings, n) for n in (1, 2, 5)] == [5 * each, 3 * each, each]
    away, _ = expand(["launcher=slurm"])
    assert seconds_for(away, 5) is None


def test_it_says_whether_a_stopped_run_goes_on(explained, tmp_path, capsys):
    folder, command = tmp_path / "there", [*SMALL, "output=there"]
    assert "there (new)" in explained("run", *command)
    settings = compose(command)
    (folder / "parts").mkdir(parents=True)
    about = belonging("comparison", [settings], [settings.label])
    (folder / "parts" / "about.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "parts" / f".key_0.npz.{0:016x}.part").touch()  # of a writer that was killed
    said = " ".join(explained("run", *command).split())
    assert "holds a stopped run of the same command, which goes on: 0 parts are finished" in said
    assert main(["run", *command, "seed=9", "--explain"]) == 2
    assert "holds an unfinished comparison with other settings" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["validate", "replicates=2"], "twin worlds of 31 experiments"),
        (["calibrate", "trials=5", "workers=2"], "5 parameter sets"),
        (["trace", "consumer=3", *SMALL], "the story of consumer 3 (suzhou)"),
        (["attribute", "replicates=2", *SMALL], "78: 2 warm-ups"),
        (["sensitivity", "n=4", "replicates=1", "parameters.stall_share=interval(0.05,0.1)", *SMALL], "5 points over"),
        (["search", "trials=24", "split=interval(0.1,0.8)", *SMALL], "24 plans over split.debut"),
        (["futures", "n=4", "replicates=1", "allocation=official,equal", *SMALL], "2 choices in 4 futures"),
        (["check", "levers", "group=plan"], "sim/studies/levers/levers.yaml"),
    ],
    ids=lambda x: x[0] if isinstance(x, list) else "",
)
def test_every_verb_with_settings_explains_itself_and_the_memory_that_it_needs(arguments, said, explained):
    found = " ".join(explained(*arguments).split())
    assert said in found
    assert "Memory about " in found


def test_a_fault_is_told_as_it_is_without(capsys, tmp_path):
    assert main(["run", "seed=seven", "--explain"]) == 2
    assert capsys.readouterr() == ("", "sanxin: command line: seed=seven: must be a whole number\n")
    (tmp_path / "summary.csv").write_text("", encoding="utf-8")
    assert main(["report", str(tmp_path), "--explain"]) == 2
    assert "sanxin report has nothing to explain" in capsys.readouterr().err


def test_a_default_of_a_verb_is_not_the_users():
    from sim.studies.calibration.asked import plan

    told = {one.key: str(one.source) for one in stated([plan(["seed=8"]).settings])[0]}
    assert told == {
        "seed": "command line",
        "replicates": "default of sanxin calibrate",
    }


TOWN = ["allocation=none", "city=[xining,haikou]", "population.consumers_per_city=40", "replicates=1", "threads=1"]
TOWN += ["horizon.weeks_warmup=4", "horizon.weeks_pilot=20", "horizon.weeks_after=2"]


@pytest.mark.parametrize(
    ("terms", "bound", "tolerance"),
    [
        ("kind: cash_transfer, yuan_per_person: 40, income_quintiles: [1, 2], end_week: 9", "about", 0.02),
        ("kind: cash_transfer, yuan_per_person: 40, liquidity: ['poor hand-to-mouth'], end_week: 9", "about", 0.2),
        ("kind: cash_transfer, yuan_per_person: 40, holders_share: 0.5, end_week: 9", "all", 1e-6),
        ("kind: publicity_burst, yuan_per_week: 1000, cities: [haikou], end_week: 90", "all", 1e-9),
        ("kind: award_top_up, direction: debut, yuan_per_city: 5000, end_week: 4", "all", 1e-9),
        ("kind: threshold_coupon, sectors: [catering], face_yuan: 2, threshold_yuan: 5, budget_yuan: 9e5, end_week: 9",
         "most", 0.08),  # some buy online
        ("kind: voucher, sectors: [catering], yuan_per_person: 5, holders_share: 0.1, end_week: 9",
         "most", 0.05),  # some do not buy
    ],
)  # fmt: skip
def test_the_money_planned_of_an_instrument_is_what_it_takes_in_the_run(terms, bound, tolerance, tmp_path):
    (tmp_path / "s.yaml").write_text(f"instruments: [{{start_week: 4, {terms}}}]\n", encoding="utf-8")
    settings = compose([f"scenario={tmp_path}/s.yaml", *TOWN])
    found = planned(settings.programme[0], settings)
    took = compare([settings]).effects.set_index(["dimension", "measure"]).value["total", "public_yuan"].item()
    assert found.bound == bound and took == pytest.approx(found.yuan.sum(), rel=tolerance)
    assert bound != "most" or took <= found.yuan.sum() * (1 + 1e-9)


def test_it_says_what_instruments_take_and_how_much_is_assumed(explained):
    own = [
        "city=[suzhou,xining]",
        "horizon.weeks_pilot=60",
        "instruments=[cash_transfer,price_discount,approval_reform]",
    ]
    found = " ".join(explained("run", *own).split())
    assert re.search(r"cash_transfer: .* in every city: [\d.]+ million yuan, [\d.]+ to [\d.]+ in a city", found)
    assert "in every city: as much as is claimed, no limit" in found and "in every city: no public money" in found
    assert re.search(
        r"Assumed no published finding pins down \d+ of the \d+ parameters; most .* \w+ \(\d+ %\), ", found
    )
