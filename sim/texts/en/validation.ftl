# What is wrong with files of experiments and tables of findings.
validation-until-fitted = outside since the model changed; parameters have not been fitted again
validation-no-file = { $where }: no such file; needs a YAML file of experiments
validation-no-experiments = { $where }: must be a table of experiments, each with a name
validation-no-table = { $where }: must be a table of keys; allowed: { $allowed }
validation-unknown-key = { $where }: unknown key '{ $key }'; { $hint }
validation-no-findings = { $where }: { $experiment }: findings is missing; must name a finding and its statistic
validation-finding-twice = { $where }: { $experiment }: finding { $finding } belongs to { $other } already; one experiment must stand for it
validation-finding-unknown = { $where }: { $key }: finding { $finding } has no experiment in this file
validation-finding-both = { $where }: not_represented: finding { $finding } is represented by { $experiment }
validation-not-in-targets = { $where }: { $experiment }: finding { $finding } is not in { $targets }
validation-unknown-name = unknown; { $hint }
validation-unknown-item = unknown '{ $item }'; { $hint }
validation-cities-once = must name one city or more, each once
validation-term-twice = { $where }: { $key } and { $gives }: only one of them may be given
validation-term-of-another-kind = { $where }: { $key }: the kind { $kind } has no { $gives }
validation-term-needs = { $where }: { $key } needs { $needed } beside it
validation-starts-too-late = { $where }: { $instrument }: start_week={ $start }: must be before { $weeks }, the weeks of the experiment
validation-compares = { $where }: statistic={ $statistic } needs against_control: true
validation-compares-not = { $where }: against_control: statistic={ $statistic } does not compare with a control
validation-no-control = { $where }: against_control: the experiment has no control
validation-statistic-needs = { $where }: statistic={ $statistic }: the first instrument must have { $terms }
validation-ends-too-late = { $where }: weeks={ $weeks } from week { $begins } on: must end by { $last }, the weeks of the experiment
validation-represents-nothing = command line: targets={ $file }: no experiment stands for any of its findings
validation-no-table-of-targets = { $where }: no such file; needs a table of findings with the columns { $columns }
validation-column-missing = { $where }: column { $column } is missing; needs { $columns }
validation-no-targets = { $where }: holds no findings
validation-target-number = { $where }: row { $row }: { $column }={ $value }: must be a number or empty
validation-target-no-id = { $where }: row { $row }: id is empty; must name the finding
validation-target-range = { $where }: row { $row }: { $id }: { $columns }: must be in the order ci_low, point_estimate, ci_high
validation-target-twice = { $where }: row { $row }: id={ $id }: appears twice
validation-target-no-number = { $where }: row { $row }: one of { $columns } must be given

# What stands in the table of a validation.
validation-no-experiment = no experiment stands for it
validation-not-defined = the statistic is not defined in this run
validation-net-statistic = [net] all extra spending of the same run, per yuan of public money
