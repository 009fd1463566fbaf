"""What ``sanxin --help`` and ``sanxin VERB --help`` print."""

EXAMPLE = "sanxin report results/2026-01-31_120000_sweep_1a2b3c4d"

HELP = """Sanxin compares what pilot-city funding allocations do for consumption, per yuan of public money.

usage: sanxin VERB [key=value ...]

verbs:
  run        one allocation against its no-policy twin
  sweep      several allocations side by side (a Hydra multirun: commas sweep)
  report     charts and report again from stored results
  validate   published findings beside what the model gives
  calibrate  parameter sets that reproduce published findings
  trace      the story of one consumer, merchant, project or city, week by week, in both worlds
  attribute  which direction and which lever brings how much, and what one more yuan is worth
  check      sanxin check levers: every lever moves some result

keys, the same for all of them but report (sanxin run --help lists all):
  allocation, split, instrument, scenario, city, seed, replicates, output, threads,
  population.*, horizon.*, authority.*, parameters.*

examples:
  sanxin sweep allocation=official,equal,none seed=7
  sanxin run allocation=official city=suzhou
  sanxin report results/2026-01-31_120000_sweep_1a2b3c4d
  sanxin trace project=52 city=suzhou

sanxin VERB --help explains a verb; sanxin --help measures lists the measures; sanxin --version prints the version."""

KEYS = """keys (defaults in configs/config.yaml; any other key there works too):
  allocation=NAME        {allocation}
  split=NAME             over the support directions: {split}
  instrument=NAME        beside the awards: {instrument};
                         its terms: instrument.face_yuan=20 and so on; several: instruments=[NAME,NAME]
  scenario=NAME          {scenario}, or a path to a .yaml file
  city=ID                all, one city, or a list: city=[suzhou,wuxi]
  seed=N replicates=N    random seed; number of replicates behind each interval
  population.consumers_per_city=N  population.choice=flow|individual
  population.network=small_world|random|none  population.degree=N  population.rewire_share=X
  horizon.weeks_warmup=N  horizon.weeks_pilot=N  horizon.weeks_after=N
  authority.calls=N  authority.first_tranche_share=X  authority.second_tranche_rule=NAME
  parameters.NAME=X      any parameter of sim/data/parameters.csv
  parameters=posterior   parameters from the calibrated sample, another set for every two replicates
  output=FOLDER          results folder; default results/<time>_<verb>_<hash>
  threads=N              never changes a result"""

VERBS = {
    "run": "usage: sanxin run [key=value ...]\n\n"
    "Runs one allocation and its no-policy twin, and writes tables, charts and a report.\n\n"
    "example:\n  sanxin run allocation=official city=suzhou seed=7\n\n",
    "sweep": "usage: sanxin sweep [key=value[,value ...] ...]\n\n"
    "Compares every combination of the values given; without allocation=, and without scenarios that state\n"
    "one, all six. Values: a,b,c or range(1,9) or glob(by_*).\n"
    "An interrupted sweep goes on where it stopped when it is started again with the same output=.\n\n"
    "example:\n  sanxin sweep allocation=official,equal,per_head split=balanced,debut_first seed=7\n\n",
    "report": "usage: sanxin report FOLDER\n\n"
    "Draws the charts and writes the report again from summary.csv, effects.parquet and manifest.json,\n"
    "from validation.csv and manifest.json of a validation run, or from attribution.csv and manifest.json.\n\n"
    "example:\n  sanxin report results/2026-01-31_120000_sweep_1a2b3c4d\n",
    "validate": "usage: sanxin validate [experiments=FILE] [targets=FILE] [key=value ...]\n\n"
    "Runs the experiment behind every published finding that the model can represent, in twin worlds, and sets\n"
    "the model's value beside the published one: a table, a chart and a report.\n"
    "A stopped validation goes on where it stopped when it is started again with the same output=.\n\n"
    "keys of its own:\n"
    "  experiments=FILE       experiments of your own, as docs/extending.md says; default\n"
    "                         sim/data/evidence/experiments.yaml\n"
    "  targets=FILE           findings; default sim/data/evidence/calibration_targets.csv\n\n"
    "example:\n  sanxin validate replicates=4 output=results/validation\n\n",
    "calibrate": "usage: sanxin calibrate [trials=N] [replicates=N] [workers=N] [output=FOLDER] [save=PATH]\n"
    "                        [identify=yes] [key=value ...]\n\n"
    "Looks for parameter sets that reproduce the published findings, from the ranges in sim/data/priors.csv, and\n"
    "writes every trial, a sample of sets that fit about equally well, and what pins each parameter.\n"
    "A stopped calibration goes on where it stopped when it is started again with the same output=; a finished\n"
    "one goes on with more trials=.\n\n"
    "keys of its own:\n"
    "  trials=N               parameter sets to try in the search; default 400; up to 240 more follow near the best,\n"
    "                         until fifty fit about equally well\n"
    "  replicates=N           runs with different seeds per set; default 2\n"
    "  workers=N              processes; never changes a result; default 1\n"
    "  save=PATH              also write the sample there, and its tables beside it; parameters=posterior\n"
    "                         and sanxin validate read configs/parameters/posterior.csv\n"
    "  identify=yes           also find known sets again, and what each parameter adds to the variance\n\n"
    "example:\n  sanxin calibrate trials=400 workers=2 output=results/calibration\n\n",
    "trace": "usage: sanxin trace [consumer=N | merchant=SECTOR:DISTRICT:SIZE | project=N] city=ID [replicate=N]\n"
    "                    [among=all|LIST] [key=value ...]\n\n"
    "Tells the story of one agent, week by week, in the policy world and in its twin: a text, a table and a chart.\n"
    "With city= alone, of the city authority.\n\n"
    "keys of its own:\n"
    "  consumer=N             a row of the city's consumers, from 0; each stands for many residents\n"
    "  merchant=SECTOR:DISTRICT:SIZE  established shops, for instance catering:0:small; district 0 is the centre;\n"
    "                         sizes: small, large\n"
    "  project=N              a proposal of the city's merchants, from 0\n"
    "  city=ID                where; only this city is simulated unless among= says otherwise\n"
    "  among=all|LIST         cities to simulate, as city= of the other verbs; with among=all and the settings of a\n"
    "                         sweep the story is a part of that sweep\n"
    "  replicate=N            which of the replicates; default 1\n\n"
    "example:\n  sanxin trace consumer=3 city=suzhou instrument=voucher\n\n",
    "attribute": "usage: sanxin attribute [extra=X] [key=value ...]\n\n"
    "Shares out the net effect of one allocation, in no order (Shapley), over the support directions and over\n"
    "levers (awards, publicity, coordination of departments, dynamic management, peer learning), by worlds with and\n"
    "without each of them, and says what one more yuan of awards or publicity is worth: a table, charts and a report.\n"
    "A lever that the settings leave off is switched on, and said to be so.\n"
    "About forty worlds in each replicate: with the usual settings (50 cities, 8 replicates) it takes about half an\n"
    "hour, with ten cities and 2 replicates two minutes. A stopped attribution goes on where it stopped when\n"
    "it is started again with the same output=.\n\n"
    "keys of its own:\n"
    "  extra=X                money on top, in the worlds of one more yuan, over the mean grant of a city;\n"
    "                         default 0.05\n\n"
    "example:\n  sanxin attribute city=[suzhou,wuxi,xining] replicates=2 output=results/attribution\n\n",
    "check": "usage: sanxin check levers [group=NAME[,NAME]] [key=value ...]\n\n"
    "Moves every lever by itself in a small world: keys of the settings, named configs, terms of instruments,\n"
    "parameters, columns of the data tables. One that changes no measure at all is DEAD; one that must not change\n"
    "results, as threads or a name, and does is reported, too. Exit code 1 if there is any. Takes a few minutes.\n\n"
    "keys of its own:\n"
    "  group=NAME             only these groups, as authority, rules, parameters, data\n\n"
    "example:\n  sanxin check levers group=authority,plan\n",
}
