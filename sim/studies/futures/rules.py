"""Where one choice loses to another, in a rule that can be said: a small classification tree over futures.

One case is one future: what its replicates say is their mean. The tree is scikit-learn's CART (Breiman, Friedman,
Olshen & Stone 1984). Coverage and density as in scenario discovery (Bryant & Lempert 2010, Technological Forecasting
and Social Change 77: 34-49): the share of the lost futures that a rule holds, and the share of the futures that it
holds that are lost.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from sim.results.futures import CHANCE, FEW, HOLDS, NEVER, Condition
from sim.studies.searching.distance import Floats

if TYPE_CHECKING:
    from sklearn.tree import DecisionTreeClassifier

Flags: TypeAlias = NDArray[np.bool_]
DEPTH = 2  # conditions that hold together
LEAST = 5  # futures at an end of the tree, and lost ones and others that it takes to look for a rule
LEAST_SHARE = 0.05  # of all futures at an end of the tree
PRUNED = 0.02  # Gini impurity that a branch has to take away (Breiman et al. 1984, ch. 3)
FOLDS = 10
LEVEL = 0.05  # of the test against chance, over all rules that are looked for together
FIGURES, MOST_FIGURES = 3, 12  # of a threshold


class Rule(NamedTuple):
    """What is found of where a choice loses to another.

    Attributes
    ----------
    verdict : str
        ``HOLDS``; ``CHANCE``: what was found does no better than chance on futures left out; ``FEW``: lost, or won, in
        too few futures to look; ``NEVER``: lost in none.
    boxes : tuple of tuple of Condition
        Conditions of a box hold together; one of the boxes holds.
    share : float
        Of all futures that are lost.
    coverage, density : float
    coverage_checked, density_checked : float
        The same for rules found without the futures that they are applied to.
    chance : float
        Probability that rules without sense would do as well on futures left out.
    """

    verdict: str
    boxes: tuple[tuple[Condition, ...], ...]
    share: float
    coverage: float = math.nan
    density: float = math.nan
    coverage_checked: float = math.nan
    density_checked: float = math.nan
    chance: float = math.nan


def find(columns: Mapping[str, Floats], is_lost: Flags, groups: Sequence[int], n_rules: int = 1) -> Rule:
    """Find where futures are lost.

    Parameters
    ----------
    columns : mapping of str to (n_futures,) float64
        What is assumed in each future, by name; one that says whether a key has a value has 0 and 1.
    is_lost : (n_futures,) bool
    groups : sequence of int
        Futures of a group are no independent cases: they are left out together.
    n_rules : int
        Rules that are looked for beside each other; the test allows for them.
    """
    share, n_lost = float(is_lost.mean()), int(is_lost.sum())
    if n_lost == 0:
        return Rule(NEVER, (), share)
    n_groups = len(set(groups))
    if min(n_lost, is_lost.size - n_lost) < LEAST or n_groups < LEAST or not columns:
        return Rule(FEW, (), share)
    boxes = _boxes(columns, is_lost)
    held = inside(boxes, columns)
    left_out = _left_out(columns, is_lost, groups, min(FOLDS, n_groups))
    chance = by_chance(left_out, is_lost, n_groups / is_lost.size)
    verdict = HOLDS if boxes and chance < LEVEL / n_rules else CHANCE
    measured = (_share(held, is_lost), _share(is_lost, held), _share(left_out, is_lost), _share(is_lost, left_out))
    return Rule(verdict, boxes, share, *measured, chance)


def by_chance(held: Flags, is_lost: Flags, per_case: float) -> float:
    r"""Probability that as many of the futures that rules hold are lost if rules have nothing to do with it.

    .. math:: P(X \ge k) = I_p(k, n - k + 1)

    The upper tail of the binomial distribution, which goes on between whole numbers: futures of a group count for one
    case together.

    Parameters
    ----------
    held, is_lost : (n_futures,) bool
    per_case : float
        Independent cases per future, at most 1.
    """
    n, k = per_case * float(held.sum()), per_case * float((held & is_lost).sum())
    return float(betainc(k, n - k + 1, float(is_lost.mean()))) if k else 1.0


def _share(flags: Flags, of: Flags) -> float:
    """Share of some futures that have a flag; NaN where there are none."""
    return float(flags[of].mean()) if of.any() else math.nan


def inside(boxes: Sequence[Sequence[Condition]], columns: Mapping[str, Floats]) -> Flags:
    """Futures in any of some boxes, (n_futures,)."""
    n = len(next(iter(columns.values())))
    found = np.zeros(n, dtype=bool)
    for box in boxes:
        held = np.ones(n, dtype=bool)
        for one in box:
            held &= (columns[one.name] > one.threshold) == one.is_above
        found |= held
    return found


def _left_out(columns: Mapping[str, Floats], is_lost: Flags, groups: Sequence[int], n_folds: int) -> Flags:
    """Futures that are said to be lost by rules found without them."""
    from sklearn.model_selection import GroupKFold

    found = np.zeros(is_lost.size, dtype=bool)
    for seen, hidden in GroupKFold(n_folds).split(is_lost, groups=groups):
        if is_lost[seen].any() and not is_lost[seen].all():
            boxes = _boxes({name: values[seen] for name, values in columns.items()}, is_lost[seen])
            found[hidden] = inside(boxes, {name: values[hidden] for name, values in columns.items()})
    return found


def _boxes(columns: Mapping[str, Floats], is_lost: Flags) -> tuple[tuple[Condition, ...], ...]:
    """Ends of a tree in which more is lost than elsewhere; none where the tree has no branch."""
    from sklearn.tree import DecisionTreeClassifier

    names = list(columns)
    least = max(LEAST, math.ceil(LEAST_SHARE * is_lost.size))
    tree = DecisionTreeClassifier(
        max_depth=DEPTH, min_samples_leaf=least, class_weight="balanced", ccp_alpha=PRUNED, random_state=0
    )
    tree.fit(np.column_stack([columns[name] for name in names]), is_lost)
    found = _ends(tree, columns, names, 0, ())
    return () if found == [()] else tuple(found)


def _ends(
    tree: DecisionTreeClassifier, columns: Mapping[str, Floats], names: list[str], node: int,
    above: tuple[Condition, ...],
) -> list[tuple[Condition, ...]]:  # fmt: skip
    """Boxes of the lost ends below a node; the node itself where all of them are."""
    t = tree.tree_
    if t.children_left[node] < 0:
        return [above] if t.value[node][0].argmax() == 1 else []
    name = names[t.feature[node]]
    threshold = stated(float(t.threshold[node]), columns[name])
    sides = [
        _ends(tree, columns, names, int(child), _narrowed(above, Condition(name, is_above, threshold)))
        for child, is_above in ((t.children_left[node], False), (t.children_right[node], True))
    ]
    own = [_narrowed(above, Condition(name, is_above, threshold)) for is_above in (False, True)]
    return [above] if sides == [[own[0]], [own[1]]] else [box for side in sides for box in side]


def _narrowed(box: tuple[Condition, ...], more: Condition) -> tuple[Condition, ...]:
    """Return a box with one more condition, which takes the place of a weaker one on the same side."""
    kept = tuple(one for one in box if (one.name, one.is_above) != (more.name, more.is_above))
    return (*kept, more)


def stated(threshold: float, values: Floats) -> float:
    """Threshold with as few figures as part the same values.

    >>> stated(0.7123456, np.array([0.5, 0.7119, 0.9])), stated(0.7123456, np.array([0.5, 0.7121, 0.9]))
    (0.712, 0.7123)
    """
    parted = values > threshold
    for figures in range(FIGURES, MOST_FIGURES):
        short = float(f"{threshold:.{figures}g}")
        if np.array_equal(values > short, parted):
            return short
    return threshold
