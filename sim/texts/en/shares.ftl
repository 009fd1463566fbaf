# The report of an attribution: which part of the pilot does what.

shares-page = Sanxin: which part of the pilot does what
shares-title = Which part of the pilot does what?
shares-subtitle = The net effect divided among support directions and levers, in no particular order, using worlds with and without each
shares-whole = A yuan of the grant adds { $net } of consumption.
shares-whole-with-levers = A yuan of the grant adds { $net } of consumption with every lever on.
shares-whole-unclear = This cannot be distinguished from zero.
shares-of-block = Shares of { $block }: { $parts }; without any of them { $rest }.
shares-of-part = { $part } { $share }
shares-unclear = Not distinguishable from zero: { $parts }.
shares-nothing = No change in any replicate: { $parts }.
shares-no-interaction = Between { $block } no interaction can be distinguished from zero.
shares-interactions = Between { $block }: { $pairs }; 1 in 20 of the { $n } pairs would look like this by chance.
shares-need = { $pair } need each other, { $value }
shares-stand-in = { $pair } stand in for each other, { $value }
shares-one-more = One more yuan of publicity, seen by the audiences that the cities' own reaches, adds { $value } { $more ->
    [more] more
   *[less] less
} than one more yuan of awards, split as the cities split theirs.
shares-one-more-unclear = One more yuan of publicity, seen by the audiences that the cities' own reaches, adds { $value } { $more ->
    [more] more
   *[less] less
} than one more yuan of awards, split as the cities split theirs; the two cannot be distinguished.
shares-one-more-single = One more yuan of publicity, seen by the audiences that the cities' own reaches, adds { $value } { $more ->
    [more] more
   *[less] less
} than one more yuan of awards, split as the cities split theirs; a single replicate gives no interval.
shares-one-more-unknown = One more yuan of publicity cannot be compared with one of awards as a whole: in some replicate one of the two would not be spent. Pairs of directions in which both are spent are in the table.
shares-added = Off in the settings, but on here, so that there is something to divide: { $levers }. “All of them” is the settings with these on, and directions are left out of the same. One more yuan is added to the settings as they are.
shares-made = Made { $day } with Sanxin { $version }: { $label }, { $cities ->
    [one] 1 city
   *[other] { $cities } cities
}, grant { $grant }, seed { $seed }, { $replicates ->
    [one] 1 replicate
   *[other] { $replicates } replicates
}. Intervals cover chance within the simulation only, unless parameters are drawn from the sample.

shares-share-words = Share: what a part adds on average, over every order in which the parts could be put together (Shapley value). The shares and what is there without any of the parts add up to the whole.
shares-first-words = First: what it adds alone. Last: what is lost if it alone is left out. Where the two differ, a comparison with and without it depends on what else is there.
shares-interaction-words = Interaction: what two parts add together beyond what each adds without the other, averaged over what else is there (Shapley interaction index). Above 0 they need each other; below 0 one does the other's work.
shares-part = part
shares-share = share (million yuan)
shares-per-yuan = share per yuan of the grant
shares-first = first
shares-last = last
shares-money = its money (% of the grant)
shares-per-own-yuan = share per yuan of its money
shares-none = without any of them
shares-all = all of them
shares-combinations = Every combination of { $block } ({ $n })
shares-on = what is on
shares-net = net per yuan of the grant
shares-pair = pair
shares-interaction = interaction per yuan of the grant

shares-extra-words = Every row is another { $extra }, { $share } % of the mean grant for each city, paid by the treasury. Awards get it with the first tranche, publicity in equal parts from then to the end of the pilot. What no project earns is neither spent nor counted.
shares-paid-for = paid for
shares-net-extra = net per extra yuan
shares-spent = spent (million yuan)
shares-spent-share = spent (%)
shares-pairs = Publicity beside awards, in pairs
shares-publicity-minus-awards = publicity minus awards

shares-end = How to read it, and where it comes from
shares-withheld = If a direction or publicity is off, its money is withheld: it is not paid, so it neither acts nor counts. The other directions have the same money in every world; what one of them leaves unspent at the last call may go to projects of any direction.
shares-networks = A network that is off is off in both worlds, with the policy and without: its share is what it does to the effect of the policy, not what it does to consumption. Without word of mouth residents tell nobody what they know, at home or elsewhere; without trips they spend at home what they would spend in other cities; without peer learning authorities exchange nothing.
shares-channels = A channel that is off is off in both worlds. Building: wages on the sites of projects. Running: what projects sell when they are open, with the wages and profits in it; off, they open and sell nothing. Owners: what owners of firms who live in the city draw of profits and awards, and what they save for projects. Crowding: other investment that gives way to projects, now or for good, and that firms make of what awards leave them; off, banks bear it. Who would have built without an award does the same in both worlds, so the shares are of what the awards set off.
shares-alone = Publicity promotes supported projects, and authorities act once they have money: alone, publicity, dynamic management and peer learning change nothing by construction. Publicity's money is enough for authorities to meet and learn from each other.
shares-of-the-model = Shares and interactions say what the model does, not what was observed; its parameters are listed in the manifest with grade and source.
shares-origin = Seed, code, data, versions
