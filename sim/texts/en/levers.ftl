# What is said of the check of levers.
levers-unreadable = command line: { $text } cannot be read; write key=value
levers-unknown-group = command line: group={ $name }: unknown; { $hint }
levers-no-usual-move = lever { $lever }: no usual move; say how in { $file }
levers-moves-nothing = lever { $lever }: the move changes nothing; say how in { $file }
levers-no-direction = no direction is stated in signs.yaml
levers-lever = lever
levers-from = from
levers-to = to
levers-rest = measures  net effect  expected, and by how much it moved
levers-moves = moves: { $groups }
levers-summary = { $moves } moves: { $dead } changed nothing, { $moving } changed what they must not, { $against } pulled against expectation (sim/studies/levers/signs.yaml)
levers-told = told to be without effect: { $why }
levers-small-dead = changes nothing in this small world; it moves results in the world of the check
levers-small-against = { $pull }: the other way in this small world, as expected in that of the check
levers-impossible = lever { $lever } cannot be moved with these settings: { $why }
