# Memory that a job needs, and what it can have.

memory-refused = this needs { $need } of memory and can have { $have } ({ $limit ->
        [machine] free on this machine
        [group] limit of the control group
        [address] limit of the process on addresses, ulimit -v
       *[data] limit of the process on data, ulimit -d
    }); { $remedy }
memory-consumers = population.consumers_per_city={ $n } would fit
memory-workers = workers={ $workers } would fit
memory-smaller = fewer cities, weeks, replicates or runs need less
memory-told = about { $need }{ $processes ->
        [1] {""}
       *[other] {" "}in { $processes } processes
    } ({ $processes ->
        [1] libraries { $libraries }, worlds { $worlds }, tables and charts { $rest }
       *[other] libraries { $libraries } in each, worlds { $worlds } in { $workers } of them, tables and charts { $rest } in the other
    }){ $limit ->
        [machine] ; { $have } can be had on this machine
        [group] ; { $have } can be had in the control group
        [address] ; the process can have { $have } (ulimit -v)
        [data] ; the process can have { $have } (ulimit -d)
       *[other] {""}
    }
