# Where work is done that this machine does not do by itself.

launchers-extra = launcher={ $launcher } needs the package { $library }, which is not installed: pip install 'sanxin[{ $launcher }]'
launchers-unreached = launcher={ $launcher }: the cluster{ $address ->
        [none] {""}
       *[other] {" "}at { $address }
    } cannot be reached ({ $why })
launchers-none-running = none runs on this machine
launchers-no-sbatch = there is no sbatch on this machine; start where Slurm takes jobs, or rehearse with cluster.address=local
launchers-refused = launcher=slurm: the job was refused ({ $why }); cluster.address=local rehearses it on this machine
launchers-other-program = node { $node } has other code, data or libraries than this machine; install the same there
launchers-lost = { $launcher } lost the same work { $times } times ({ $what })
launchers-remedy-lost = perhaps it needs more memory or time than it may have there
launchers-ended = job { $job } { $state ->
        [UNKNOWN] ended without a result
       *[other] ended as { $state }
    }; its log is { $log }
