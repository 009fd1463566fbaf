"""A stored validation run, as charts and report ask for it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.results.vocabulary import NET
from sim.results.words import is_number

if TYPE_CHECKING:
    import pandas as pd

INSIDE, OUTSIDE, MISSING, BESIDE = "inside", "outside", "not represented", "beside"
VERDICTS = (INSIDE, OUTSIDE, MISSING, BESIDE)
GROSS = "[gross claim]"  # in the statistic of such a claim
# What a finding is about (key of its text), by the letters of its id; where these say too little, by its instrument.
THEMES = {
    "evidence-theme-coupons": ("CN",),
    "evidence-theme-cash": ("HK", "JP", "KR", "TW", "US", "MP", "MU", "cash", "tax_rebate"),
    "evidence-theme-discounts": ("DD", "TI", "dining_discount", "trade_in"),
    "evidence-theme-venues": ("NS", "IP", "new_store", "ip_collab"),
    "evidence-theme-prices": ("GR", "PE"),
    "evidence-theme-advertising": ("AD", "WM", "word_of_mouth", "advertising"),
    "evidence-theme-events": ("EV", "TO", "event", "tourism"),
    "evidence-theme-awards": ("PB", "place_based"),
    "evidence-theme-facts": ("SF",),
}
SEVERAL_AUTHORS = re.compile(r"([^,&(]+)((?:, [^,&(]+)*) & ([^,&(]+?) (\d{4}(?:-\d+)?)\b")


def short_study(study: str) -> str:
    """Return authors and year where a reference begins with several authors, else the reference.

    >>> short_study("Xing, Zou, Yin, Wang & Li 2023, AEJ:Macro 15(4)"), short_study("Martin & Hall 2020, Economies")
    ('Xing et al. 2023', 'Martin & Hall 2020')
    >>> short_study("HMRC 2020 (Eat Out to Help Out)")
    'HMRC 2020 (Eat Out to Help Out)'
    """
    found = SEVERAL_AUTHORS.match(study)
    if not found:
        return study
    first, middle, last, year = found.groups()
    return f"{first} et al. {year}" if middle else f"{first} & {last} {year}"


class Counts(NamedTuple):
    """How many findings have which verdict; what is shown beside is no finding of its own."""

    inside: int
    outside: int
    missing: int

    @property
    def represented(self) -> int:
        """Findings that an experiment of the model can show."""
        return self.inside + self.outside


@dataclass(frozen=True)
class Run:
    """What the folder of a validation run holds.

    Attributes
    ----------
    folder : Path
    table : pandas.DataFrame
        validation.csv; index: id.
    manifest : dict
    identification, recovery, scale : pandas.DataFrame or None
        The tables beside it, where there are any.
    """

    folder: Path
    table: pd.DataFrame
    manifest: dict[str, Any]
    identification: pd.DataFrame | None = None
    recovery: pd.DataFrame | None = None
    scale: pd.DataFrame | None = None

    def target(self, key: str, field: str) -> str:
        """What the table of published findings says of one of them, or nothing."""
        entry = self.manifest["targets"].get(key) or self.manifest["targets"].get(key.removesuffix(NET)) or {}
        value = entry.get(field)
        return "" if value is None or value != value else str(value)

    def theme(self, key: str) -> str:
        """What a finding is about."""
        for word in (key[:2], self.target(key, "instrument")):
            for theme, words in THEMES.items():
                if word in words:
                    return theme
        return "evidence-theme-facts"

    def of(self, *verdicts: str) -> list[str]:
        """Ids with one of these verdicts, by theme, then in the order of the table."""
        chosen = self.table.index[self.table.verdict.isin(verdicts)]
        order = {theme: k for k, theme in enumerate(THEMES)}
        return sorted(chosen, key=lambda key: order[self.theme(key)])

    def by_theme(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Group ids by theme; themes without any are left out."""
        groups: dict[str, list[str]] = {theme: [] for theme in THEMES}
        for key in keys:
            groups[self.theme(key)].append(key)
        return {theme: own for theme, own in groups.items() if own}

    def counts(self, keys: Iterable[str] | None = None) -> Counts:
        """Count verdicts, of all findings or of those named."""
        found = list(self.table.verdict if keys is None else self.table.verdict[list(keys)])
        return Counts(*(found.count(verdict) for verdict in (INSIDE, OUTSIDE, MISSING)))

    @property
    def gross_claims(self) -> list[str]:
        """Findings that are claims of gross sales, and findings with a net effect beside them."""
        tagged = self.table.statistic.str.contains(GROSS, regex=False) & (self.table.verdict != BESIDE)
        paired = {key.removesuffix(NET) for key in self.of(BESIDE)}
        return [key for key in self.of(INSIDE, OUTSIDE, MISSING) if tagged[key] or key in paired]

    @cached_property
    def parameters(self) -> dict[str, dict[str, Any]]:
        """What the manifest says of each parameter, by name, in its order."""
        return {str(entry["name"]): entry for entry in self.manifest["parameters"]}

    @cached_property
    def unpinned(self) -> dict[str, float]:
        """Share of the output's variance by parameter that no finding pins, largest first; NaN if unknown."""
        shares = {str(e["name"]): e.get("share") for e in self.manifest["unpinned"]}
        shares = {name: float(s) if is_number(s) else math.nan for name, s in shares.items()}
        return dict(sorted(shares.items(), key=lambda pair: (math.isnan(pair[1]), -pair[1], pair[0])))

    @property
    def must_match(self) -> dict[str, list[str]]:
        """Ids that must match by the name of their group, where the run states such groups."""
        return {str(group): [str(key) for key in keys] for group, keys in self.manifest.get("must_match", {}).items()}

    def fails(self, keys: Iterable[str]) -> list[str]:
        """Members of a must-match group that do not lie inside, whatever the reason."""
        return [key for key in keys if key not in self.table.index or self.table.verdict[key] != INSIDE]
