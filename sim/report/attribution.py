"""The report of an attribution: which part of the pilot brings how much, and what one more yuan is worth."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from sim.charts.attribution import CHARTS, draw_attribution
from sim.report.comparison.tables import between, number
from sim.report.markup import Html, details, element, facts, join, picture, section, table
from sim.report.page import pictures, write_page
from sim.results.attribution import AND, EVERYBODY, NOBODY, ONE_MORE, TABLE, Attributed, read_attributed
from sim.results.words import MILLION, listed, money, plain, with_interval

if TYPE_CHECKING:
    import pandas as pd

TITLE = "Which part of the pilot does what?"
SUBTITLE = "The net effect shared out over support directions and levers, in no order, by worlds with and without each"
MOST_PAIRS = 3  # that a sentence names
MINUS, ALL = " minus ", "publicity minus awards"
WORDS = {
    "share": "Share: what a part adds on average, over every order in which the parts could be put together (Shapley "
    "value). The shares and what is there without any of the parts add up to the whole.",
    "first": "First: what it adds alone. Last: what is lost where it alone is left out. Where the two differ, a "
    "comparison with and without it depends on what else is there.",
    "interaction": "Interaction: what two parts add together beyond what each adds without the other, averaged over "
    "what else is there (Shapley interaction index). Above 0 they need each other, below 0 one does the other's work.",
}


def write_attribution_report(folder: Path) -> Path:
    """Write ``report.html`` of an attribution; charts that are missing or older are drawn first.

    Parameters
    ----------
    folder : Path
        With attribution.csv and manifest.json.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        Naming a file that is missing or damaged.
    """
    found = read_attributed(folder)
    images = pictures(found.folder, CHARTS, (TABLE, "manifest.json"), draw_attribution)
    tables = (_shares, _interactions, _one_more)
    body = [_head(found), *(_chart(found, images, *pair) for pair in zip(CHARTS, tables, strict=True))]
    return write_page(found.folder, "Sanxin: which part of the pilot does what", join([*body, _end(found)]))


# ---------------------------------------------------------------- sentences


def whole(found: Attributed) -> str:
    """Return the net effect of everything that is shared out."""
    row = found.row(found.blocks[0], EVERYBODY, "net_per_yuan")
    on = " with every lever on" if found.manifest["added"] else ""
    text = f"A yuan of the grant adds {with_interval(row.value, row.ci_low, row.ci_high)} of consumption{on}."
    return f"{text} This cannot be told from zero." if row.ci_low <= 0 <= row.ci_high else text


def shared(found: Attributed, block: str) -> str:
    """Return how the net effect is shared out in a block, and which shares are no more than chance."""
    rows = found.of(block, "share_per_yuan")
    rest = found.row(block, NOBODY, "net_per_yuan")
    parts = [f"{plain(p)} {_short(row)}" for p, row in rows.iterrows()]
    text = f"Shares of {plain(block)}: {listed(parts)}; without any of them {_short(rest)}."
    nothing = rows[(rows.value == 0) & ~(rows.se > 0)].index
    unclear = rows[(rows.ci_low <= 0) & (rows.ci_high >= 0)].index.difference(nothing, sort=False)
    if len(unclear):
        text += f" Not told from zero: {listed([plain(p) for p in unclear])}."
    if len(nothing):
        text += f" Changes nothing in any replicate: {listed([plain(p) for p in nothing])}."
    return text


def _short(row: pd.Series) -> str:
    return with_interval(row.value, row.ci_low, row.ci_high, "")


def together(found: Attributed, block: str) -> str:
    """Return the strongest interactions that are no chance."""
    rows = found.of(block, "interaction_per_yuan")
    clear = rows[(rows.ci_low > 0) | (rows.ci_high < 0)]
    clear = clear.loc[clear.value.abs().sort_values(ascending=False).index][:MOST_PAIRS]
    if not found.has_intervals:
        return ""
    if clear.empty:
        return f"Between {plain(block)} no interaction can be told from zero."
    pairs = [
        f"{listed([plain(p) for p in pair.split(AND)])} {'need' if row.value > 0 else 'stand in for'} each other, "
        f"{_short(row)}"
        for pair, row in clear.iterrows()
    ]
    return f"Between {plain(block)}: {'; '.join(pairs)}; one in twenty of {len(rows)} pairs would look so by chance."


def one_more(found: Attributed) -> str:
    """Return what one more yuan of publicity adds beside one of awards."""
    rows = found.of(ONE_MORE, "difference_per_extra_yuan")
    if ALL not in rows.index or math.isnan(rows.loc[ALL].value):
        return (
            "One more yuan of publicity cannot be set beside one of awards as a whole: in some replicate one of the "
            "two would not be spent. The pairs of directions of which both are spent are in the table."
        )
    row = rows.loc[ALL]
    text = (
        f"One more yuan of publicity, seen by whom the cities' own is, adds "
        f"{with_interval(abs(row.value), *_sides(row))} {'more' if row.value > 0 else 'less'} than one more yuan of "
        "awards, split as the cities split theirs"
    )
    if row.ci_low <= 0 <= row.ci_high:
        return f"{text}; the two cannot be told apart."
    return f"{text}." if not math.isnan(row.se) else f"{text}; a single replicate gives no interval."


def _sides(row: pd.Series) -> tuple[float, float]:
    """Interval of the absolute value of a difference, as that of its sign."""
    return (row.ci_low, row.ci_high) if row.value > 0 else (-row.ci_high, -row.ci_low)


def added(found: Attributed) -> str:
    """Return what was on that the settings leave off; empty if nothing was."""
    what = found.manifest["added"]
    if not what:
        return ""
    parts = [f"{plain(lever)} ({text})" for lever, text in what.items()]
    return (
        f"Off in the settings, but on here, so that there is something to share out: {listed(parts)}. “All of them” is "
        "the settings with that, and so is what directions are left out of. One more yuan is added to the settings as "
        "they are."
    )


# ---------------------------------------------------------------- sections


def _head(found: Attributed) -> Html:
    m = found.manifest
    note = added(found)
    parts = [
        element("h1", TITLE),
        element("p", SUBTITLE, class_="sub"),
        element("p", whole(found), class_="finding"),
        *(element("p", shared(found, block)) for block in found.blocks),
        element("p", " ".join(together(found, block) for block in found.blocks)),
        element("p", one_more(found)),
        element("p", note, class_="warn") if note else "",
        element(
            "p",
            f"Made {m['created_utc'][:10]} with Sanxin {m['code_version']}: {plain(m['label'])}, {len(m['cities'])} "
            f"cities, grant {money(m['grant_yuan'])}, seed {m['seed']}, {m['replicates']} replicates. Intervals cover "
            "chance within the simulation only, unless parameters are drawn from the sample.",
            class_="small",
        ),
    ]
    return element("header", parts)


def _chart(found: Attributed, images: dict[str, bytes], chart, tables) -> Html:
    shown = picture(images[chart.name], f"{chart.question} {chart.reading}", chart.reading)
    return section(chart.question, shown, *tables(found))


def _shares(found: Attributed) -> list[Html]:
    heads = [
        "part", "share (million yuan)", "share per yuan of the grant", "95 % interval", "standard error",
        "first", "last", "its money (% of the grant)", "share per yuan of its money",
    ]  # fmt: skip
    parts: list[Html] = [element("p", WORDS["share"]), element("p", WORDS["first"])]
    for block in found.blocks:
        rows = []
        for player in (*found.players(block), NOBODY, EVERYBODY):
            measure = "net" if player in (NOBODY, EVERYBODY) else "share"
            row = found.row(block, player, f"{measure}_per_yuan")
            ends = [found.row(block, player, f"{m}_per_yuan").value for m in ("first", "last") if measure == "share"]
            own = _own_money(found, player)
            name = {NOBODY: "without any of them", EVERYBODY: "all of them"}.get(player, plain(player))
            yuan = found.row(block, player, f"{measure}_yuan").value
            numbers = [number(yuan, 1, MILLION), number(row.value, 4), between(row.ci_low, row.ci_high)]
            numbers += [number(value, 4) for value in (row.se, *(ends or (math.nan, math.nan)))]
            rows.append([name, *numbers, number(own, 0, 0.01), number(row.value / own if own else math.nan, 3)])
        parts += [element("h3", plain(block).capitalize()), table(heads, rows)]
    return [*parts, *(_coalitions(found, block) for block in found.blocks)]


def _own_money(found: Attributed, player: str) -> float:
    """Share of the grant that goes to a direction, to awards or to publicity; NaN for what costs no money."""
    split = next(iter(found.manifest["configs"].values()))["split"]
    directions = found.vocabulary.directions
    paid_for = directions if player == "awards" else (player,) if player in (*directions, "publicity") else ()
    return sum(float(split[name]) for name in paid_for) if paid_for else math.nan


def _coalitions(found: Attributed, block: str) -> Html:
    rows = [
        [plain(some), number(row.value, 4), between(row.ci_low, row.ci_high), number(row.se, 4)]
        for some, row in found.of(block, "net_per_yuan").iterrows()
    ]
    heads = ["what is on", "net per yuan of the grant", "95 % interval", "standard error"]
    return details(f"Every combination of {plain(block)} ({len(rows)})", table(heads, rows))


def _interactions(found: Attributed) -> list[Html]:
    heads = ["pair", "interaction per yuan of the grant", "95 % interval", "standard error", "million yuan"]
    rows = [
        [
            plain(pair), number(row.value, 4), between(row.ci_low, row.ci_high), number(row.se, 4),
            number(found.row(block, pair, "interaction_yuan").value, 1, MILLION),
        ]
        for block in found.blocks
        for pair, row in found.of(block, "interaction_per_yuan").iterrows()
    ]  # fmt: skip
    return [element("p", WORDS["interaction"]), table(heads, rows)]


def _one_more(found: Attributed) -> list[Html]:
    m = found.manifest
    given = m["extra_share"] * m["grant_yuan"]
    rows = []
    for name, row in found.of(ONE_MORE, "net_per_extra_yuan").iterrows():
        spent = found.row(ONE_MORE, name, "extra_yuan").value
        numbers = [number(row.value, 3), between(row.ci_low, row.ci_high), number(row.se, 3)]
        rows.append([plain(name), *numbers, number(spent, 1, MILLION), number(spent / given, 0, 0.01)])
    heads = ["paid for", "net per extra yuan", "95 % interval", "standard error", "spent (million yuan)", "spent (%)"]
    pairs = [
        [plain(name), number(row.value, 3), between(row.ci_low, row.ci_high), number(row.se, 3)]
        for name, row in found.of(ONE_MORE, "difference_per_extra_yuan").iterrows()
    ]
    more = ["publicity less awards", "net per extra yuan", "95 % interval", "standard error"]
    text = (
        f"Every row is another {money(given)}, {100 * m['extra_share']:g} % of the mean grant for each city, paid by "
        "the treasury. Awards get it with the first tranche, publicity in equal parts from then to the end of the "
        "pilot. What no project earns is not spent, and not counted."
    )
    return [element("p", text), table(heads, rows), element("h3", "Publicity beside awards, in pairs"),
            table(more, pairs)]  # fmt: skip


def _end(found: Attributed) -> Html:
    m = found.manifest
    points = [
        "A direction or publicity that is off has its money withheld: it is not paid, so it neither acts nor counts. "
        "The other directions have the same money in every world; what one of them leaves over at the last call may "
        "serve projects of any direction.",
        "Publicity is for supported projects, and authorities act once they have money: alone, publicity, dynamic "
        "management and peer learning change nothing by construction. Publicity's money is enough for authorities to "
        "meet and learn from each other.",
        "Shares and interactions say what the model does, not what was observed; its parameters are listed in the "
        "manifest with grade and source.",
    ]
    hashes = [element("li", f"{name}: ", element("code", digest)) for name, digest in m["data_sha256"].items()]
    origin = facts([
        ("Command", m["command"]), ("Made", m["created_utc"]), ("Code", m["code_version"]), ("Seed", m["seed"]),
        ("Replicates", m["replicates"]), ("Time taken", f"{m['wall_seconds']:.0f} seconds"),
        ("Versions", ", ".join(f"{k} {v}" for k, v in m["versions"].items())),
        ("Data (SHA-256)", element("ul", hashes)),
    ])  # fmt: skip
    given = [f"{k} = {v}" for k, v in next(iter(m["configs"].values()), {}).items()]
    return section(
        "How to take it, and where it comes from",
        element("ul", [element("li", point) for point in points]),
        details("Seed, code, data, versions", origin),
        details("Settings", element("pre", "\n".join(given), tabindex="0")),
    )
