"""How numbers, amounts, ranges and names are written, for charts and report alike."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeGuard

from sim.texts import say

BILLION, MILLION = 1e9, 1e6
YUAN = "yuan"  # unit of a measure
MOST_NAMED = 12  # of a list in a sentence


def signed(value: float, digits: int = 2) -> str:
    """Write a number with a minus sign that is one, commas, and never a minus before zero.

    >>> signed(-0.001), signed(-1234.5, 1)
    ('0.00', '−1,234.5')
    """
    text = f"{value:,.{digits}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text.replace("-", "−")


def ranged(value: float, low: float, high: float, digits: int = 2) -> str:
    """Write a number with its interval, or without if there is none.

    >>> ranged(0.5, 0.45, 0.55), ranged(12, float("nan"), float("nan"), 0)
    ('0.50 (95 % interval 0.45 to 0.55)', '12')
    """
    text = signed(value, digits)
    if math.isnan(low) or math.isnan(high):
        return text
    return say("words-interval", value=text, low=signed(low, digits), high=signed(high, digits))


def scale(largest: float) -> tuple[float, str]:
    """Unit in which yuan are easy to read, and its name."""
    return (BILLION, say("words-billion")) if abs(largest) >= BILLION else (MILLION, say("words-million"))


def fine(largest: float) -> int:
    """Digits after the point for the largest of some numbers: three digits in all, 2 at most.

    >>> fine(1234), fine(34.5), fine(1.2), fine(0)
    (0, 1, 2, 2)
    """
    return 2 if abs(largest) < 10 else 1 if abs(largest) < 100 else 0


def plain(label: object) -> str:
    """A label as people write it.

    >>> plain("per_head+scenes_first")
    'per head + scenes first'
    """
    return " ".join(str(label).replace("_", " ").replace("+", " + ").split())


def quoted(label: object) -> str:
    """Return an allocation's name for a sentence, in quotation marks."""
    return say("words-quoted", label=plain(label))


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return say("words-list", first=say("words-comma").join(words[:-1]), last=words[-1])


def few(words: Sequence[str], most: int = MOST_NAMED) -> list[str]:
    """Words of a list, of many the first ones and how many more there are.

    >>> few(["a", "b", "c", "d"], 2), few(["a", "b", "c"], 2)
    (['a', 'b', '2 more'], ['a', 'b', 'c'])
    """
    more = len(words) - most
    return [*words[:most], say("words-more", n=more)] if more > 1 else [*words]


def named_runs(labels: Sequence[object]) -> str:
    """Names of runs for a sentence; of many the first ones."""
    return listed(few([quoted(label) for label in labels]))


def money(yuan: float) -> str:
    """Return an amount in its readable unit.

    >>> money(17.2e9), money(4e8)
    ('17.2 billion yuan', '400 million yuan')
    """
    unit, word = scale(yuan)
    return say("words-amount", value=signed(yuan / unit, 1).removesuffix(".0"), unit=word)


def digits(low: float, high: float) -> int:
    """Digits after the point that an interval supports, 2 to 4; an end that is not 0 is not written as 0.

    >>> digits(0.45, 0.55), digits(0.001, 0.049)
    (2, 3)
    """
    sizes = [size for size in (abs(low) * 2, abs(high) * 2, (high - low) / 2) if size > 0]
    return min(4, max(2, -math.floor(math.log10(min(sizes))))) if sizes else 2


def with_interval(value: float, low: float, high: float, named: bool = True) -> str:
    """Return yuan with their interval, or without if there is none.

    >>> with_interval(0.5, 0.45, 0.55), with_interval(0.5, float("nan"), float("nan"))
    ('0.50 yuan (95 % interval 0.45 to 0.55)', '0.50 yuan')
    >>> with_interval(0.5, 0.45, 0.55, named=False)
    '0.50 yuan (0.45 to 0.55)'
    """
    if math.isnan(low) or math.isnan(high):
        return say("words-yuan", value=signed(value))
    d = digits(low, high)
    key = "words-interval" if named else "words-spread"
    return say(key, value=say("words-yuan", value=signed(value, d)), low=signed(low, d), high=signed(high, d))


def yuan_with_interval(value: float, low: float, high: float) -> str:
    """Return an amount with its interval in a readable unit.

    >>> yuan_with_interval(2.5e6, 1e6, 4e6)
    '2.50 million yuan (95 % interval 1.00 to 4.00)'
    """
    unit, word = scale(value)
    text = say("words-amount", value=signed(value / unit), unit=word)
    if math.isnan(low) or math.isnan(high):
        return text
    return say("words-interval", value=text, low=signed(low / unit), high=signed(high / unit))


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value of a manifest is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


MOST_FIGURES = 9


def short(value: float, figures: int = 3) -> str:
    """Write a number with a few significant figures.

    >>> short(1044.2), short(-0.003218), short(0.5), short(2.0)
    ('1,044', '−0.00322', '0.5', '2')
    """
    if value and not 1e-4 <= abs(value) < 1e9:
        return f"{value:.{figures}g}".replace("-", "−")
    whole = math.floor(math.log10(abs(value))) + 1 if value else 1
    text = signed(value, max(0, figures - whole))
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(value: float, unit: str, figures: int = 3, named: bool = True) -> str:
    """Write a number with its unit: a million yuan and more as an amount, all else with a few significant figures.

    >>> quantity(123766285.4, "yuan"), quantity(-0.003218, "yuan per yuan", 2), quantity(1044.2, "shops")
    ('123.8 million yuan', '−0.0032 yuan per yuan', '1,044 shops')
    >>> quantity(123766285.4, "yuan", named=False), quantity(1044.2, "shops", named=False)
    ('123.8 million yuan', '1,044')
    """
    if unit == YUAN and abs(value) >= MILLION:
        return money(value)
    said = short(value, figures)
    return say("words-quantity", value=said, unit=unit) if named else said


def figures_beside(value: float, low: float, high: float, figures: int = 3) -> int:
    """Say how many significant figures it takes so that rounding carries a number neither into nor out of a range.

    >>> figures_beside(0.15, 0.1, 0.2), figures_beside(0.09997, 0.1, 0.2), figures_beside(7.0, float("nan"), 7.5)
    (3, 4, 3)
    """

    def inside(number: float) -> bool:
        return not (number < low or number > high)  # an end that is open is no number

    enough = (n for n in range(figures, MOST_FIGURES) if inside(float(f"{value:.{n}g}")) == inside(value))
    return next(enough, MOST_FIGURES)


def extent(low: float, high: float, figures: int = 3) -> str:
    """Write a range that may be open at one end or both.

    >>> extent(3.4, 5.8), extent(1.7, float("nan")), extent(float("nan"), 0.5)
    ('3.4 to 5.8', 'at least 1.7', 'at most 0.5')
    """
    if math.isnan(low) and math.isnan(high):
        return ""
    if math.isnan(low) or math.isnan(high):
        end = short(high if math.isnan(low) else low, figures)
        return say("words-at-most", high=end) if math.isnan(low) else say("words-at-least", low=end)
    return (
        short(low, figures) if low == high else say("words-range", low=short(low, figures), high=short(high, figures))
    )
