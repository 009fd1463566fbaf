"""What can be switched off: support directions and levers, each by a change of settings, none inside the engine."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from pydantic import TypeAdapter

from sim.inputs.paths import configs
from sim.inputs.scenario import config_of
from sim.inputs.sections import AllocationSettings, ChannelSettings
from sim.inputs.settings import AnyInstrument, Settings
from sim.kernel.columns import DIRECTIONS
from sim.policy.instrument import Instrument
from sim.policy.instruments import NoInstrument
from sim.results.attribution import AWARDS, CHANNELS, NETWORKS, PUBLICITY
from sim.studies.attribution.shapley import coalitions
from sim.texts import say

COORDINATION, MANAGEMENT, LEARNING = "coordination", "dynamic_management", "peer_learning"
WORD_OF_MOUTH, TRIPS = "word_of_mouth", "trips"
WAYS = tuple(ChannelSettings.model_fields)
LEVERS = (AWARDS, PUBLICITY, COORDINATION, MANAGEMENT, LEARNING)
# Settings that are read wherever a lever can act.
READ_BY = {
    PUBLICITY: "publicity.home", MANAGEMENT: "authority.dynamic_management", LEARNING: "authority.exchange",
    WORD_OF_MOUTH: "population.network", TRIPS: "population.travel", **{way: f"channels.{way}" for way in WAYS},
}  # fmt: skip
BLOCKS = {
    "directions": DIRECTIONS, "levers": LEVERS, NETWORKS: (WORD_OF_MOUTH, TRIPS, LEARNING), CHANNELS: WAYS,
}  # fmt: skip
LEVERS_OF = {"directions": "levers"}  # what is on beside the players of a block
USUAL = ("directions", "levers")  # of these, where nothing else is asked for
REFORM = "approval_reform"  # config that stands for coordination where the settings have none
# What stands for a network where the settings have none.
EXCHANGE, CONTACTS, TRAVEL = "meetings", "small_world", "gravity"
ELSEWHERE = "contacts_elsewhere"  # parameter of word of mouth beyond the network of a city


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


def missing(settings: Settings, blocks: Collection[str]) -> tuple[str, ...]:
    """Levers and networks of some blocks that the settings leave off, though nothing keeps them from being on."""
    is_on = {
        COORDINATION: any(k.coordination_gain() for k in settings.programme),
        MANAGEMENT: settings.authority.dynamic_management,
        LEARNING: settings.authority.exchange != "none",
        WORD_OF_MOUTH: settings.population.network != "none",
        TRIPS: settings.population.travel != "none",
        **settings.channels.model_dump(),
    }
    judged = {player for block in blocks for player in BLOCKS[LEVERS_OF.get(block, block)]}
    return tuple(lever for lever in is_on if lever in judged and not is_on[lever])


def how_added(lever: str) -> str:
    """Return what stands for a lever that the settings leave off."""
    if lever in WAYS:
        return say("attribution-added-channel", channel=lever)
    return say("attribution-added", lever=lever, reform=REFORM, exchange=EXCHANGE, contacts=CONTACTS, travel=TRAVEL)


def with_all(settings: Settings, block: str) -> Settings:
    """Return the settings with all of a block on: what they leave off as :func:`how_added` says."""
    off, programme = missing(settings, [block]), settings.instruments
    authority: dict[str, object] = {}
    if COORDINATION in off:
        terms = config_of(configs("instrument")[REFORM])
        programme = (*programme, _instrument(terms))
    if MANAGEMENT in off:
        authority["dynamic_management"] = True
    if LEARNING in off:
        authority["exchange"] = EXCHANGE
    networks = {"network": CONTACTS} if WORD_OF_MOUTH in off else {}
    networks |= {"travel": TRAVEL} if TRIPS in off else {}
    return settings.model_copy(update={
        "authority": settings.authority.model_copy(update=authority), "instruments": programme,
        "population": settings.population.model_copy(update=networks),
        "channels": settings.channels.model_copy(update={way: True for way in WAYS if way in off}),
    })  # fmt: skip


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
        Players of :data:`BLOCKS`. The money of a direction, of awards (all directions) or of publicity is withheld.

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
    changes |= _without_networks(full, off)
    closed = {way: False for way in WAYS if way in off}
    changes |= {"channels": full.channels.model_copy(update=closed)} if closed else {}
    authority: dict[str, dict[str, object]] = {
        MANAGEMENT: {"dynamic_management": False},
        LEARNING: {"exchange": "none"},
    }
    update = {key: value for lever in off for key, value in authority.get(lever, {}).items()}
    partial = full.model_copy(update=changes)
    if _has_money(partial):
        partial = partial.model_copy(update={"authority": full.authority.model_copy(update=update)})
    return partial


def _without_networks(full: Settings, off: Collection[str]) -> dict[str, object]:
    """Changes of settings in which residents hear of nothing from each other, or nobody leaves for another city."""
    population: dict[str, object] = {"network": "none"} if WORD_OF_MOUTH in off else {}
    population |= {"travel": "none"} if TRIPS in off else {}
    changes: dict[str, object] = {"population": full.population.model_copy(update=population)} if population else {}
    return changes | ({"parameters": {**full.parameters, ELSEWHERE: 0.0}} if WORD_OF_MOUTH in off else {})


def _reforms(instrument: Instrument | NoInstrument) -> bool:
    return isinstance(instrument, Instrument) and bool(instrument.coordination_gain())


def _has_money(settings: Settings) -> bool:
    """Whether any authority gets money that it may award or spend."""
    return settings.allocation.between != "none" or any(k.award_money() for k in settings.programme)


def games(settings: Settings, blocks: Collection[str]) -> list[Game]:
    """Some of :data:`BLOCKS` with everything else as it is; each with all of its players on at the end."""
    return [_game(block, with_all(settings, block)) for block in BLOCKS if block in blocks]


def _game(block: str, full: Settings) -> Game:
    players = BLOCKS[block]
    return Game(block, players, tuple(without(full, set(players) - set(some)) for some in coalitions(players)))
