# Results folders, and runs that share one.

runs-folder = command line: output={ $folder }: { $what }
runs-folder-file = is a file; name a folder
runs-folder-unwritable = cannot be written ({ $why })
runs-folder-results = holds results and is not overwritten; name another folder (or redraw with: sanxin report { $folder })
runs-folder-full = is not empty and is not overwritten; name another folder
runs-folder-damaged = holds an unfinished run whose description is damaged; name another folder
runs-folder-kind = holds { $kind ->
        [attribution] an unfinished attribution
        [calibration] a calibration
       *[other] an unfinished { $kind }
    }; name another folder
runs-folder-other = holds { $kind ->
        [attribution] an unfinished attribution
        [calibration] a calibration
       *[other] an unfinished { $kind }
    } with other { $parts }; name another folder
runs-folder-part = { $name ->
        [program] code, data or libraries
       *[other] { $name }
    }
