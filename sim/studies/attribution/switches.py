"""What can be switched off: support directions and levers, each by a change of settings, none inside the engine."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from pydantic import TypeAdapter

from sim.inputs.paths import configs
from sim.inputs.scenario import config_of
from sim.inputs.sections import AllocationSettings
from sim.inputs.settings import AnyInstrument, Settings
from sim.kernel.columns import DIRECTIONS
from sim.policy.instrument import Instrument
from sim.policy.instruments import NoInstrument
from sim.results.attribution import AWARDS, PUBLICITY
from sim.studies.attribution.shapley import coalitions
from sim.texts import say

COORDINATION, MANAGEMENT, LEARNING = "coordination", "dynamic_management", "peer_learning"
LEVERS = (AWARDS, PUBLICITY, COORDINATION, MANAGEMENT, LEARNING)
# Settings that are read wherever a lever can act.
READ_BY = {PUBLICITY: "publicity.home", MANAGEMENT: "authority.dynamic_management", LEARNING: "authority.exchange"}
BLOCKS = {"directions": DIRECTIONS, "levers": LEVERS}
REFORM = "approval_reform"  # config that stands for coordination where the settings have none
EXCHANGE = "meetings"  # of authority.exchange, where the settings have none


class Game(NamedTuple):
    """Players, and the settings of every coalition of them, in the order of ``shapley.coalitions``.

    Attributes
    ----------
    block : str
        Of :data:`BLOCKS`.
    players : tuple of str
    settings : tuple of Settings
        (2**n_players,).
    """

    block: str
    players: tuple[str, ...]
    settings: tuple[Settings, ...]


def missing(settings: Settings) -> tuple[str, ...]:
    """Levers that the settings leave off, though nothing keeps them from being on."""
    is_on = {
        COORDINATION: any(k.coordination_gain() for k in settings.programme),
        MANAGEMENT: settings.authority.dynamic_management,
        LEARNING: settings.authority.exchange != "none",
    }
    return tuple(lever for lever in is_on if not is_on[lever])


def how_added(lever: str) -> str:
    """Return what stands for a lever that the settings leave off."""
    return say("attribution-added", lever=lever, reform=REFORM, exchange=EXCHANGE)


def with_all(settings: Settings) -> Settings:
    """Return the settings with every lever on: those that they leave off as :func:`how_added` says."""
    off, programme = missing(settings), settings.instruments
    authority: dict[str, object] = {}
    if COORDINATION in off:
        terms = config_of(configs("instrument")[REFORM])
        programme = (*programme, _instrument(terms))
    if MANAGEMENT in off:
        authority["dynamic_management"] = True
    if LEARNING in off:
        authority["exchange"] = EXCHANGE
    changed = settings.authority.model_copy(update=authority)
    return settings.model_copy(update={"authority": changed, "instruments": programme})


def _instrument(terms: object) -> Instrument:
    """Instrument of some terms, of whatever kind."""
    adapter: TypeAdapter[Instrument] = TypeAdapter(AnyInstrument)
    return adapter.validate_python(terms)


def without(full: Settings, off: Collection[str]) -> Settings:
    """Return settings with some directions or levers off.

    Parameters
    ----------
    full : Settings
        With all of them on.
    off : collection of str
        Of :data:`sim.kernel.columns.DIRECTIONS` and :data:`LEVERS`. The money of a direction, of awards
        (all directions) or of publicity is withheld.

    Returns
    -------
    Settings
        The same ones whenever the worlds are the same: what holds no money is not withheld, where all money is there
        is no allocation, and where no authority has money nothing is said of what authorities do.
    """
    kept_back = {*off, *(DIRECTIONS if AWARDS in off else ())}
    withheld = tuple(name for name in full.split.pays if name in kept_back)
    changes: dict[str, object] = {"split": full.split.model_copy(update={"withheld": withheld})}
    if withheld == full.split.pays:
        changes = {"allocation": AllocationSettings(name="none", between="none")}
    if COORDINATION in off:
        changes["instruments"] = tuple(k for k in full.instruments if not k.coordination_gain())
        changes["instrument"] = NoInstrument() if _reforms(full.instrument) else full.instrument
    authority: dict[str, dict[str, object]] = {
        MANAGEMENT: {"dynamic_management": False},
        LEARNING: {"exchange": "none"},
    }
    update = {key: value for lever in off for key, value in authority.get(lever, {}).items()}
    partial = full.model_copy(update=changes)
    if _has_money(partial):
        partial = partial.model_copy(update={"authority": full.authority.model_copy(update=update)})
    return partial


def _reforms(instrument: Instrument | NoInstrument) -> bool:
    return isinstance(instrument, Instrument) and bool(instrument.coordination_gain())


def _has_money(settings: Settings) -> bool:
    """Whether any authority gets money that it may award or spend."""
    return settings.allocation.between != "none" or any(k.award_money() for k in settings.programme)


def games(settings: Settings) -> list[Game]:
    """Directions with everything else as it is, and levers; both with all of them on at the end."""
    full = with_all(settings)
    return [
        Game(block, players, tuple(without(full, set(players) - set(some)) for some in coalitions(players)))
        for block, players in BLOCKS.items()
    ]
