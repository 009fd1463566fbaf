# What is wrong with an extension.
extend-not-found = extension { $package }: not found; the entry point { $entry } must name a package
extend-not-imported = extension { $package }: cannot be imported: { $said }
extend-no-dict = extension { $package }: { $table } is a { $kind }; must be a dict of names
extend-entry = extension { $package }: { $table }: { $key } { $wrong }
extend-taken = is there already; take another name
extend-must-take = must be a function ({ $arguments })
