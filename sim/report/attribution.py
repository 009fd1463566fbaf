"""The report of an attribution: which part of the pilot brings how much, and what one more yuan is worth."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.charts.attribution import CHARTS
from sim.report.blocks import Block, Content, Details, Head, Heading, Items, Paragraph, Section, Table
from sim.report.charted import charted
from sim.report.comparison.tables import between, heads, number
from sim.report.page import Page
from sim.report.provenance import first_settings, origin
from sim.results.attribution import (
    AND,
    AWARDS,
    CHANNELS,
    EVERYBODY,
    MINUS,
    NETWORKS,
    NOBODY,
    ONE_MORE,
    PUBLICITY,
    Attributed,
)
from sim.results.financing import with_payer
from sim.results.words import MILLION, listed, money, plain, with_interval
from sim.texts import say

if TYPE_CHECKING:
    import pandas as pd

MOST_PAIRS = 3  # that a sentence names
ALL = f"{PUBLICITY}{MINUS}{AWARDS}"  # as the city spends its own
SHARES = (
    "shares-part", "shares-share", "shares-per-yuan", "tables-interval", "tables-standard-error", "shares-first",
    "shares-last", "shares-money", "shares-per-own-yuan",
)  # fmt: skip
ESTIMATE = ("tables-interval", "tables-standard-error")
OF_BLOCKS = {NETWORKS: "shares-networks", CHANNELS: "shares-channels"}  # what is said of a block where it is there
POINTS = ("shares-withheld", "shares-alone", "shares-of-the-model")


def page(found: Attributed, images: Mapping[str, bytes]) -> Page:
    """Report of an attribution, with its charts as SVG by name."""
    tables = (_shares(found), _interactions(found), _one_more(found))
    charts = [charted(images, chart, *parts) for chart, parts in zip(CHARTS, tables, strict=True)]
    return Page(say("shares-page"), [_head(found), *charts, _end(found)])


# ---------------------------------------------------------------- sentences


def whole(found: Attributed) -> str:
    """Return the net effect of everything that is shared out."""
    row = found.row(found.blocks[0], EVERYBODY, "net_per_yuan")
    key = "shares-whole-with-levers" if found.manifest["added"] else "shares-whole"
    text = say(key, net=with_interval(row.value, row.ci_low, row.ci_high))
    text = f"{text} {say('shares-whole-unclear')}" if row.ci_low <= 0 <= row.ci_high else text
    configs = found.manifest["configs"]
    return with_payer(text, configs, list(configs)[:1])


def shared(found: Attributed, block: str) -> str:
    """Return how the net effect is shared out in a block, and which shares are no more than chance."""
    rows = found.of(block, "share_per_yuan")
    rest = found.row(block, NOBODY, "net_per_yuan")
    parts = listed([say("shares-of-part", part=plain(str(p)), share=_short(row)) for p, row in rows.iterrows()])
    sentences = [say("shares-of-block", block=plain(block), parts=parts, rest=_short(rest))]
    nothing = rows[(rows.value == 0) & ~(rows.se > 0)].index
    unclear = rows[(rows.ci_low <= 0) & (rows.ci_high >= 0)].index.difference(nothing, sort=False)
    for key, names in (("shares-unclear", unclear), ("shares-nothing", nothing)):
        if len(names):
            sentences.append(say(key, parts=listed([plain(p) for p in names])))
    return " ".join(sentences)


def _short(row: pd.Series[float]) -> str:
    return with_interval(row.value, row.ci_low, row.ci_high, named=False)


def together(found: Attributed, block: str) -> str:
    """Return the strongest interactions that are no chance."""
    rows = found.of(block, "interaction_per_yuan")
    clear = rows[(rows.ci_low > 0) | (rows.ci_high < 0)]
    clear = clear.loc[clear.value.abs().sort_values(ascending=False).index][:MOST_PAIRS]
    if not found.has_intervals:
        return ""
    if clear.empty:
        return say("shares-no-interaction", block=plain(block))
    pairs = [
        say(
            "shares-need" if row.value > 0 else "shares-stand-in",
            pair=listed([plain(p) for p in str(pair).split(AND)]), value=_short(row),
        )
        for pair, row in clear.iterrows()
    ]  # fmt: skip
    return say("shares-interactions", block=plain(block), pairs="; ".join(pairs), n=len(rows))


def one_more(found: Attributed) -> str:
    """Return what one more yuan of publicity adds beside one of awards."""
    rows = found.of(ONE_MORE, "difference_per_extra_yuan")
    row = found.row(ONE_MORE, ALL, "difference_per_extra_yuan") if ALL in rows.index else None
    if row is None or math.isnan(row.value):
        return say("shares-one-more-unknown")
    key = "shares-one-more"
    if row.ci_low <= 0 <= row.ci_high:
        key = "shares-one-more-unclear"
    elif math.isnan(row.se):
        key = "shares-one-more-single"
    more = "more" if row.value > 0 else "less"
    return say(key, value=with_interval(abs(row.value), *_sides(row)), more=more)


def _sides(row: pd.Series[float]) -> tuple[float, float]:
    """Interval of the absolute value of a difference, as that of its sign."""
    return (row.ci_low, row.ci_high) if row.value > 0 else (-row.ci_high, -row.ci_low)


def added(found: Attributed) -> str:
    """Return what was on that the settings leave off; empty if nothing was."""
    what = found.manifest["added"]
    if not what:
        return ""
    return say("shares-added", levers=listed([f"{plain(lever)} ({text})" for lever, text in what.items()]))


# ---------------------------------------------------------------- sections


def _head(found: Attributed) -> Head:
    m = found.manifest
    note = added(found)
    made = say(
        "shares-made", day=m["created_utc"][:10], version=m["code_version"], label=plain(m["label"]),
        cities=len(m["cities"]), grant=money(m["grant_yuan"]), seed=str(m["seed"]), replicates=m["replicates"],
    )  # fmt: skip
    parts = [
        *(Paragraph(shared(found, block)) for block in found.blocks),
        Paragraph(" ".join(together(found, block) for block in found.blocks)),
        Paragraph(one_more(found)),
        *([Paragraph(note, "warn")] if note else []),
        Paragraph(made, "small"),
    ]
    return Head(say("shares-title"), say("shares-subtitle"), whole(found), parts)


def _shares(found: Attributed) -> list[Block]:
    parts: list[Block] = [Paragraph(say("shares-share-words")), Paragraph(say("shares-first-words"))]
    for block in found.blocks:
        players = (*found.players(block), NOBODY, EVERYBODY)
        table = Table(heads(*SHARES), [_share(found, block, player) for player in players])
        parts += [Heading(plain(block).capitalize()), table]
    return [*parts, *(_coalitions(found, block) for block in found.blocks)]


def _share(found: Attributed, block: str, player: str) -> list[Content]:
    """Row of a part, of none of them or of all."""
    whole = player in (NOBODY, EVERYBODY)
    row = found.row(block, player, "net_per_yuan" if whole else "share_per_yuan")
    yuan = found.row(block, player, "net_yuan" if whole else "share_yuan").value
    first, last = (
        math.nan if whole else found.row(block, player, f"{m}_per_yuan").value for m in ("first", "last")
    )  # fmt: skip
    own = _own_money(found, player)
    name = plain(player)
    if whole:
        name = say("shares-none") if player == NOBODY else say("shares-all")
    return [
        name, number(yuan, 1, MILLION), number(row.value, 4), between(row.ci_low, row.ci_high), number(row.se, 4),
        number(first, 4), number(last, 4), number(own, 0, 0.01), number(row.value / own if own else math.nan, 3),
    ]  # fmt: skip


def _own_money(found: Attributed, player: str) -> float:
    """Share of the grant that goes to a direction, to awards or to publicity; NaN for what costs no money."""
    split = next(iter(found.manifest["configs"].values()))["split"]
    directions = found.vocabulary.directions
    paid_for = directions if player == AWARDS else (player,) if player in (*directions, PUBLICITY) else ()
    return sum(float(split[name]) for name in paid_for) if paid_for else math.nan


def _coalitions(found: Attributed, block: str) -> Details:
    rows = [
        [plain(str(some)), number(row.value, 4), between(row.ci_low, row.ci_high), number(row.se, 4)]
        for some, row in found.of(block, "net_per_yuan").iterrows()
    ]
    table = Table(heads("shares-on", "shares-net", *ESTIMATE), rows)
    return Details(say("shares-combinations", block=plain(block), n=len(rows)), [table])


def _interactions(found: Attributed) -> list[Block]:
    rows = [
        [
            plain(str(pair)), number(row.value, 4), between(row.ci_low, row.ci_high), number(row.se, 4),
            number(found.row(block, str(pair), "interaction_yuan").value, 1, MILLION),
        ]
        for block in found.blocks
        for pair, row in found.of(block, "interaction_per_yuan").iterrows()
    ]  # fmt: skip
    table = Table(heads("shares-pair", "shares-interaction", *ESTIMATE, "tables-million-yuan"), rows)
    return [Paragraph(say("shares-interaction-words")), table]


def _one_more(found: Attributed) -> list[Block]:
    m = found.manifest
    given = m["extra_share"] * m["grant_yuan"]
    rows = []
    for name, row in found.of(ONE_MORE, "net_per_extra_yuan").iterrows():
        spent = found.row(ONE_MORE, str(name), "extra_yuan").value
        numbers = [number(row.value, 3), between(row.ci_low, row.ci_high), number(row.se, 3)]
        rows.append([plain(str(name)), *numbers, number(spent, 1, MILLION), number(spent / given, 0, 0.01)])
    pairs = [
        [plain(str(name)), number(row.value, 3), between(row.ci_low, row.ci_high), number(row.se, 3)]
        for name, row in found.of(ONE_MORE, "difference_per_extra_yuan").iterrows()
    ]
    return [
        Paragraph(say("shares-extra-words", extra=money(given), share=f"{100 * m['extra_share']:g}")),
        Table(heads("shares-paid-for", "shares-net-extra", *ESTIMATE, "shares-spent", "shares-spent-share"), rows),
        Heading(say("shares-pairs")),
        Table(heads("shares-publicity-minus-awards", "shares-net-extra", *ESTIMATE), pairs),
    ]


def _end(found: Attributed) -> Section:
    parts = [
        Items([say(point) for point in (*POINTS, *(key for block, key in OF_BLOCKS.items() if block in found.blocks))]),
        Details(say("shares-origin"), [origin(found.manifest)]),
        first_settings(found.manifest),
    ]
    return Section(say("shares-end"), parts)
