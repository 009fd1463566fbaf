"""Where a story plays, and how it names weeks, places, projects and sums of money in plain words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import NamedTuple

from sim.charts.comparison.weeks import month
from sim.inputs.calendar import Calendar, first_day
from sim.inputs.settings import Settings
from sim.kernel.columns import SIZES, Projects
from sim.texts import say
from sim.world.build import Fixed

SIZE_NAMES = ("small", "large")[:SIZES]
WIDTH = 110  # of a line of text


class Scene(NamedTuple):
    """What the story of any agent needs to know of its world."""

    settings: Settings  # of the policy world
    fixed: Fixed
    projects: Projects  # for what they are, not for what becomes of them
    city: int  # position among the simulated cities

    @property
    def city_name(self) -> str:
        """Name of the city of the story."""
        return str(self.fixed.cities.name_en[self.fixed.chosen[self.city]])

    @property
    def calendar(self) -> Calendar:
        """When the pilot's administrative acts take place."""
        return Calendar.of(self.settings)

    def week(self, week: int) -> str:
        """Return a week with its month."""
        day = first_day(int(week))
        return say("trace-week", week=int(week), month=month(day.month), year=day.year)

    def sector(self, g: int) -> str:
        """Return a sector's name inside a sentence."""
        return inside(self.fixed.sectors.name[g])

    def project(self, k: int) -> str:
        """Return number, kind, sector and place of a project."""
        p, c = self.projects, self.city
        kind = inside(self.fixed.kinds.name[p.kind[c, k]])
        return say("trace-project", k=k, kind=kind, sector=self.sector(p.sector[c, k]), district=int(p.district[c, k]))


def inside(name: str) -> str:
    """Return a name as it is written inside a sentence.

    >>> inside("First store"), inside("IP collaboration")
    ('first store', 'IP collaboration')
    """
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def yuan(value: float) -> str:
    """Return a sum of money as people write it.

    >>> yuan(12_340_000), yuan(-1234.5), yuan(0.126)
    ('12.34 m yuan', '-1,234 yuan', '0.13 yuan')
    """
    unit, scale = (1e9, "billion") if abs(value) >= 1e9 else (1e6, "million") if abs(value) >= 1e5 else (1.0, "one")
    digits = 0 if scale == "one" and abs(value) >= 1000 else 2
    return say("trace-yuan", amount=f"{value / unit:,.{digits}f}", scale=scale)


def plus(value: float, digits: int = 2, unit: str = "") -> str:
    """Return a difference with its sign; 0 where it rounds to nothing.

    >>> plus(0.126), plus(-0.001), plus(0.5, 1, " %")
    ('+0.13', '0', '+0.5 %')
    """
    text = f"{value:+,.{digits}f}"
    return text + unit if text.strip("+-0.,") else "0"


def more(value: float) -> str:
    """Say that money is more or less.

    >>> more(-2.0), more(0.001)
    ('2.00 yuan less', 'less than 0.01 yuan more')
    """
    shown = yuan(abs(value)) if abs(value) >= 0.005 else say("trace-next-to-nothing")
    return say("trace-more" if value > 0 else "trace-less", yuan=shown)


def percent(share: float, digits: int = 1) -> str:
    """Return a share in percent.

    >>> percent(0.1234)
    '12.3 %'
    """
    return say("trace-percent", share=f"{100 * share:.{digits}f}")


def paragraph(text: str, indent: str = "  ") -> list[str]:
    """Break a sentence into lines."""
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Set out columns: the first one to the left, numbers to the right."""
    lines = [list(head), *(list(row) for row in rows)]
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    sides = [str.ljust] + [str.rjust] * (len(widths) - 1)
    return ["  " + "  ".join(s(c, w) for s, c, w in zip(sides, line, widths, strict=True)).rstrip() for line in lines]


def moved_in_time(differences: Iterable[float]) -> float:
    """Money that is spent in other weeks instead: less in some weeks, made up for in others.

    >>> moved_in_time([3.0, -1.0, 0.5])
    1.0
    """
    differences = list(differences)
    return min(sum(max(0.0, d) for d in differences), sum(max(0.0, -d) for d in differences))
