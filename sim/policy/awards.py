"""Award rules of a city: what it pays for a project of each kind, when, and what it may not pay for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self

import numpy as np
from pydantic import BeforeValidator, Field, field_validator, model_validator

from sim.data import read
from sim.data.table import TOLERANCE
from sim.errors import Wrong
from sim.policy.instrument import as_tuple, once
from sim.policy.schema import CityYuan, CityYuanOrNone, Faults, Name, Section, Share, unknown

USES = ("fit_out", "refit", "event", "operation", "new_building", "consumers")
if TYPE_CHECKING:
    Use = str  # checkers take a Literal only of names written out
else:
    Use = Literal[USES]
Weeks = Annotated[float, Field(ge=0, le=1040)]
Text = Annotated[str, Field(min_length=1, max_length=600)]


class AwardRule(Section):
    """Terms for one kind: a share of verified investment plus a fixed sum, up to a cap, paid in three parts."""

    rate: Share = 0.0
    fixed_yuan: CityYuanOrNone = 0.0
    cap_yuan: CityYuan
    large_from_yuan: CityYuan | None = None  # investment from which the cap is large_cap_yuan
    large_cap_yuan: CityYuan | None = None
    cap_by_level: dict[str, CityYuanOrNone] = Field(default_factory=dict)
    min_investment_yuan: CityYuanOrNone = 0.0
    upfront: Share
    completion: Share
    results: Share
    retroactive_weeks: Weeks = 0.0  # after its start in which a project may still apply
    grade: Literal["measured", "borrowed", "assumed"]
    source: Text

    @field_validator("cap_by_level")
    @classmethod
    def _known_levels(cls, value: dict[str, float]) -> dict[str, float]:
        known = read.read_levels().level if value else ()
        wrong = [(name, unknown("policy-level", name, known)) for name in value if name not in known]
        if wrong:
            raise Faults(wrong)
        return value

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if abs(self.upfront + self.completion + self.results - 1) > TOLERANCE:
            total = self.upfront + self.completion + self.results
            raise Wrong("policy-parts-sum", sum=f"{total:g}").about("upfront", "completion", "results")
        if (self.large_from_yuan is None) != (self.large_cap_yuan is None):
            raise Wrong("policy-large-cap").about("large_from_yuan", "large_cap_yuan")
        if self.rate + self.fixed_yuan == 0:
            raise Wrong("policy-no-award").about("rate", "fixed_yuan")
        return self


class RulesSettings(Section):
    """A named set of rules; kinds without a rule get no award."""

    name: Name
    title: Text
    source: Text
    forbidden: Annotated[tuple[Use, ...], BeforeValidator(as_tuple), once("policy-use", may_be_none=True)]
    oversubscribed: Literal["rank", "pro_rata"]
    kinds: dict[str, AwardRule]

    @model_validator(mode="after")
    def _kinds_may_be_paid_for(self) -> Self:
        known = read.read_kinds()
        wrong = [
            (("kinds", name), unknown("policy-kind", name, known.kind)) for name in self.kinds if name not in known.kind
        ]
        if wrong:
            raise Faults(wrong)
        use = {name: known.use[known.kind.index(name)] for name in self.kinds}
        refused = [name for name in self.kinds if use[name] in self.forbidden]
        if refused:
            uses = ", ".join(dict.fromkeys(use[name] for name in refused))
            forbidden = Wrong("policy-forbidden-use", kinds=", ".join(refused), uses=uses)
            raise forbidden.about("forbidden", *(f"kinds.{name}" for name in refused))
        return self


class AwardColumns(NamedTuple):
    """The rules as columns; (n_kinds,) float64 or as said. A kind without a rule has a cap of 0."""

    rate: np.ndarray
    fixed: np.ndarray  # yuan
    cap: np.ndarray  # (n_kinds, n_levels) yuan
    large_from: np.ndarray  # yuan of investment, inf where the cap does not rise
    large_cap: np.ndarray  # yuan
    minimum: np.ndarray  # yuan of investment
    retroactive: np.ndarray  # weeks
    upfront: np.ndarray  # share of the award
    completion: np.ndarray  # share of the award


def award_columns(rules: RulesSettings) -> AwardColumns:
    """Rules by kind and level in the order of ``kinds.csv`` and ``levels.csv``."""
    kinds, levels = read.read_kinds().kind, read.read_levels().level
    of = [rules.kinds.get(kind) for kind in kinds]
    caps = [[r.cap_by_level.get(level, r.cap_yuan) if r else 0.0 for level in levels] for r in of]
    return AwardColumns(
        rate=np.array([r.rate if r else 0.0 for r in of]),
        fixed=np.array([r.fixed_yuan if r else 0.0 for r in of]),
        cap=np.array(caps, dtype=float).reshape(len(kinds), len(levels)),
        large_from=np.array([r.large_from_yuan if r and r.large_from_yuan is not None else np.inf for r in of]),
        large_cap=np.array([r.large_cap_yuan if r and r.large_cap_yuan is not None else 0.0 for r in of]),
        minimum=np.array([r.min_investment_yuan if r else 0.0 for r in of]),
        retroactive=np.array([r.retroactive_weeks if r else 0.0 for r in of]),
        upfront=np.array([r.upfront if r else 0.0 for r in of]),
        completion=np.array([r.completion if r else 0.0 for r in of]),
    )
