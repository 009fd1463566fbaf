"""How sure a comparison is to be: keys of ``sanxin run`` and ``sanxin sweep``, and the rule that follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import BeforeValidator, Field

from sim.errors import InputError, Wrong, fault
from sim.inputs.overrides import by_caller
from sim.inputs.sample import LEAST_REPLICATES
from sim.inputs.settings import Settings
from sim.inputs.typed import divided
from sim.runs.request import Request, fields_of, number, requested, whole

if TYPE_CHECKING:
    from sim.measures.stopping import Stopping

USUAL_PRECISION = 0.1  # yuan per yuan: tells the usual effect of one city from none, and 50 cities in the first look
USUAL_MOST, MOST_REPLICATES = 100, 1000
WIDEST = 10.0  # yuan per yuan
REPLICATES, DESIGN = "replicates", "design"  # keys of the settings, and of a sweep


class Aim(NamedTuple):
    """Half the width that an interval is to have: yuan per yuan, or a share of the effect."""

    half: float
    is_share: bool = False

    def __str__(self) -> str:
        return f"{100 * self.half:g}%" if self.is_share else f"{self.half:g}"


def _aim(text: str) -> Aim:
    plain = text.removesuffix("%")
    is_share = plain != text
    try:
        value = float(plain) / (100 if is_share else 1)
    except ValueError:
        value = -1.0
    if not 0 < value <= (WIDEST if not is_share else 1 / 2):
        raise Wrong("runs-precision", most=f"{WIDEST:g}")
    return Aim(value, is_share)


class Keys(Request):
    """Keys that say how many replicates there shall be, where ``replicates`` does not."""

    precision: Annotated[Aim, BeforeValidator(_aim)] | None = None
    apart: Annotated[float, number(WIDEST)] | None = Field(None, alias="precision.difference")
    best: Annotated[float, number(WIDEST)] | None = None
    most: Annotated[int, whole(MOST_REPLICATES, least=2)] = Field(USUAL_MOST, alias="replicates.max")

    @property
    def level(self) -> Aim | None:
        """What every net effect per yuan is asked for; None where only differences are."""
        return self.precision or (Aim(USUAL_PRECISION) if self.apart is None and self.best is None else None)

    def told(self) -> dict[str, object]:
        """Plain data by key, of those that ask for something."""
        level, apart = self.level and str(self.level), self.apart
        said = {"precision": level, "precision.difference": apart, "best": self.best, "replicates.max": self.most}
        return {key: value for key, value in said.items() if value is not None}

    def rule(self, settings: Sequence[Settings]) -> Stopping:
        """The rule for some runs, before its first look."""
        from sim.measures.selecting import Best  # the engine's libraries
        from sim.measures.stopping import Narrow

        half, is_share = self.level or (None, False)
        together = max(s.replicates_per_set for s in settings)
        n_cities = min(len(s.city) for s in settings)
        if self.best is not None:
            return Best(self.most, self.best, n_cities, together)
        return Narrow(self.most, half, is_share, self.apart, n_cities, together)

    def at_first(self, settings: Sequence[Settings]) -> list[Settings]:
        """Settings with the replicates of the first look."""
        return _with_replicates(settings, self.rule(settings).first)


@contextmanager
def how_sure(overrides: list[str]) -> Iterator[tuple[Keys | None, list[str]]]:
    """Separate these keys from the settings; faults of both are raised together.

    Parameters
    ----------
    overrides : list of str

    Yields
    ------
    Keys or None
        None where ``replicates`` states how many there are, or a design is swept over and nothing is asked for.
    list of str
        Overrides of the settings.

    Raises
    ------
    InputError
        With one line for every fault.
    """
    with requested(Keys, overrides) as (own, rest, faults):
        keys = {divided(text)[0] for text in rest}
        is_stated = REPLICATES in keys
        if is_stated:
            given = [Keys.model_fields[name].alias or name for name in sorted(own.model_fields_set)]
            faults += [by_caller(fault("runs-precision-and-replicates", key=key)) for key in given]
        if own.best is not None and (own.precision or own.apart):
            faults.append(by_caller(fault("runs-best-and-precision")))
        is_usual = DESIGN in keys and not own.model_fields_set  # a design has many runs, of which none is looked at
        yield (None if is_stated or is_usual else own), rest


@contextmanager
def in_common(runs: list[list[str]]) -> Iterator[tuple[Keys | None, list[list[str]]]]:
    """Separate these keys from the settings of several runs, as :func:`how_sure`; all of them state the same.

    Raises
    ------
    InputError
    """
    with ExitStack() as stack:
        asked = [stack.enter_context(how_sure(run)) for run in runs]
        sure = {own for own, _ in asked}
        if not any(own.model_fields_set for own in sure if own) and None in sure:
            sure = {None}  # nobody asks for precision: who states no number has the usual one
        if len(sure) > 1:
            keys = ", ".join([*fields_of(Keys), REPLICATES])
            raise InputError([by_caller(fault("runs-precision-differs", keys=keys))])
        yield sure.pop(), [rest for _, rest in asked]


def at_most(own: Keys, settings: Sequence[Settings]) -> list[Settings]:
    """Settings with the most replicates that there can be.

    Raises
    ------
    InputError
        If replicates share parameters in pairs, and that is not a number of pairs; if the best is asked for of one run.
    """
    together = max(s.replicates_per_set for s in settings)
    if own.most % together or (together > 1 and own.most < LEAST_REPLICATES):
        what = fault("inputs-pairs", least=LEAST_REPLICATES)
        raise InputError([by_caller(fault("runs-key-wrong", key="replicates.max", value=own.most, what=what))])
    if own.best is not None and sum(s.is_funded for s in settings) < 2:
        raise InputError(
            [by_caller(fault("runs-key-wrong", key="best", value=own.best, what=fault("runs-best-of-one")))]
        )
    return _with_replicates(settings, own.most)


def _with_replicates(settings: Sequence[Settings], n: int) -> list[Settings]:
    return [s.model_copy(update={REPLICATES: n}) for s in settings]
