# Why a file cannot be read.
errors-not-utf8 = byte { $byte } is not UTF-8
errors-system = { $why }
errors-damaged = it is damaged
