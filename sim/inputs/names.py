"""Names of the tables in both languages, as ids: whoever writes 苏州 or SUZHOU means suzhou."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeAlias

from sim.data import read

Place: TypeAlias = tuple[str, ...]  # keys from the settings inwards
Named: TypeAlias = tuple[tuple[str, ...], ...]  # ids, then names in one language each


def _cities() -> Named:
    cities = read.read_cities()
    return cities.id, cities.name_en, cities.name_zh, tuple(f"{name}市" for name in cities.name_zh)


def _sectors() -> Named:
    sectors = read.read_sectors()
    return sectors.sector, sectors.name, sectors.name_zh


def _kinds() -> Named:
    kinds = read.read_kinds()
    return kinds.kind, kinds.name, kinds.name_zh


def _levels() -> Named:
    levels = read.read_levels()
    return levels.level, levels.name, levels.name_zh


# Keys whose values are ids of a table, and keys whose own keys are.
VALUES: dict[str, Callable[[], Named]] = {
    "city": _cities, "cities": _cities, "among": _cities, "sector": _sectors, "sectors": _sectors,
    "project_kind": _kinds,
}  # fmt: skip
KEYS: dict[str, Callable[[], Named]] = {
    "allocation.shares": _cities, "allocation.yuan": _cities, "rules.kinds": _kinds, "plan.kinds": _kinds,
    "cap_by_level": _levels,
}  # fmt: skip


def folded(word: str) -> str:
    """Word without what does not distinguish names: case, width, blanks, hyphens, apostrophes.

    >>> folded("Xi'an"), folded("by-need")
    ('xian', 'byneed')
    """
    return "".join(c for c in unicodedata.normalize("NFKC", word).casefold() if c.isalnum())


def nearest(word: str, ids: Sequence[str], *names: Sequence[str]) -> str:
    """Id that a word names; the word itself if it is an id, or names none or several.

    Parameters
    ----------
    word : str
    ids : sequence of str
    *names : sequence of str
        As long as ids.
    """
    if word in ids or not word:
        return word
    pairs = (pair for named in (ids, *names) for pair in zip(ids, named, strict=True))
    means = {own for own, name in pairs if folded(name) == folded(word)}
    return means.pop() if len(means) == 1 else word


def value_id(place: Place, word: str) -> str:
    """Id of a value at a place in the settings; the word itself where no table is named there."""
    table = VALUES.get(place[-1]) if place else None
    return nearest(word, *table()) if table else word


def key_id(place: Place, word: str) -> str:
    """Id of a key of the table at a place in the settings; the word itself where its keys are none."""
    table = KEYS.get(".".join(place)) or (KEYS.get(place[-1]) if place else None)
    return nearest(word, *table()) if table else word


def with_ids(plain: object, place: Place = ()) -> object:
    """Plain data in which every name of a table is its id."""
    if isinstance(plain, dict):
        keys = {key: key_id(place, key) if isinstance(key, str) else key for key in plain}
        if len(set(keys.values())) < len(keys):  # two names of one thing: told by those who check the table
            keys = {key: key for key in plain}
        return {keys[key]: with_ids(value, (*place, str(keys[key]))) for key, value in plain.items()}
    if isinstance(plain, list | tuple):
        return type(plain)(with_ids(value, place) for value in plain)
    return value_id(place, plain) if isinstance(plain, str) else plain
