"""Settings of the runs of a folder, as its manifest holds them: flat, and which of them differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ALOOF = ("output", "threads")  # change no number


def flat(config: object, prefix: str = "") -> dict[str, Any]:
    """Return settings by dotted key.

    >>> flat({"seed": 7, "split": {"debut": 0.3}, "city": ["wuxi"]})
    {'seed': 7, 'split.debut': 0.3, 'city': ['wuxi']}
    """
    if isinstance(config, Mapping):
        return {k: v for key, value in config.items() for k, v in flat(value, f"{prefix}{key}.").items()}
    return {prefix.rstrip("."): config}


def differing(configs: Mapping[str, Any], labels: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Settings that are not the same in all runs.

    Parameters
    ----------
    configs : mapping
        Settings of each run by label.
    labels : sequence of str

    Returns
    -------
    dict
        By dotted key, the value in each run that has the key, by label.
    """
    each = {label: flat(configs.get(label, {})) for label in labels}
    keys = dict.fromkeys(key for own in each.values() for key in own if key not in ALOOF)
    found = {key: {label: own[key] for label, own in each.items() if key in own} for key in keys}
    return {key: own for key, own in found.items() if len(own) < len(each) or len({repr(v) for v in own.values()}) > 1}
