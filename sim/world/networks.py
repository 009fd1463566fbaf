"""Social, mobility, peer and trade-area networks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import networkx as nx
import numpy as np

from sim.kernel.columns import Consumers
from sim.kernel.draws import KeyedDraws
from sim.kernel.loops.travel import weigh_cities
from sim.world.geography import Geography
from sim.world.wanted import Population

BLOCK = 2**13  # residents whose contacts are drawn at a time


def _blocks(first: np.ndarray) -> Iterator[tuple[slice, int, int]]:
    """Rows of some residents of one city, where the city starts, and how many residents it has.

    Draws are made for one block at a time: those of a large city and many contacts take more memory than the world.
    """
    for a, b in itertools.pairwise(first.tolist()):
        for start in range(a, b, BLOCK):
            yield slice(start, min(b, start + BLOCK)), a, b - a


def _small_world(
    first: np.ndarray, identity: np.ndarray, order: np.ndarray, degree: int, rewire: float, draws: KeyedDraws
) -> np.ndarray:
    """Ring lattice over neighbours in (district, income), some links rewired inside the city.

    Watts & Strogatz (1998); the order of the ring gives homophily by district and income.
    """
    offset = np.concatenate([np.arange(1, degree // 2 + 1), -np.arange(1, degree - degree // 2 + 1)])
    out, place = np.empty((identity.size, degree), dtype=np.int32), np.empty(identity.size, dtype=np.int64)
    place[order] = np.arange(identity.size)
    for rows, a, size in _blocks(first):
        out[rows] = order[a + (place[rows, None] - a + offset) % size]
        if rewire > 0:
            chosen = draws.uniform("network", identity[rows, None], 0, np.arange(degree)) < rewire
            out[rows][chosen] = _anybody(identity[rows], a, size, degree, draws)[chosen]
    return out


def _anybody(identity: np.ndarray, a: int, size: int, degree: int, draws: KeyedDraws) -> np.ndarray:
    """Links of some residents to anybody of their city, which has ``size`` of them from row ``a`` on."""
    u = draws.uniform("network", identity[:, None], 1, np.arange(degree))
    row: np.ndarray = (a + np.floor(u * size)).astype(np.int32)
    return row


def _random(
    first: np.ndarray, identity: np.ndarray, order: np.ndarray, degree: int, rewire: float, draws: KeyedDraws
) -> np.ndarray:
    """Links to anybody in the city with equal chance (Erdos & Renyi 1959, fixed out-degree)."""
    out = np.empty((identity.size, degree), dtype=np.int32)
    for rows, a, size in _blocks(first):
        out[rows] = _anybody(identity[rows], a, size, degree, draws)
    return out


def _none(
    first: np.ndarray, identity: np.ndarray, order: np.ndarray, degree: int, rewire: float, draws: KeyedDraws
) -> np.ndarray:
    return np.empty((identity.size, 0), dtype=np.int32)


# A generator returns (n, degree) int32: the rows that each row listens to, of its own city.
GENERATORS = {"small_world": _small_world, "random": _random, "none": _none}


def social_links(
    settings: Population, first: np.ndarray, identity: np.ndarray, order: np.ndarray, draws: KeyedDraws
) -> np.ndarray:
    """Links of the social network, (n, degree) int32.

    Parameters
    ----------
    settings : Population
        ``network``, ``degree``, ``rewire_share``.
    first : (n_cities + 1,) int64
    identity : (n,) int64
    order : (n,) int64
        Rows sorted by city, district and income.
    draws : KeyedDraws
    """
    degree = settings.degree if np.diff(first).min() > 1 else 0
    if degree == 0:
        return _none(first, identity, order, 0, 0.0, draws)
    return GENERATORS[settings.network](first, identity, order, degree, settings.rewire_share, draws)


def social_graph(consumers: Consumers) -> nx.DiGraph[int]:
    """Return the social network as a networkx graph; an edge i -> j says that i listens to j."""
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_nodes_from(range(consumers.weight.size))
    for i, row in enumerate(consumers.listens_to):
        graph.add_edges_from((i, int(j)) for j in row)
    return graph


def mobility_graph(
    city_id: Sequence[str], city_km: np.ndarray, pull: np.ndarray, decay_per_km: float
) -> nx.DiGraph[Any]:
    """City-city network of trips; weight is the share of an origin's trips (gravity, TO02)."""
    weight = nearness(city_km, decay_per_km) * pull
    share = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-300)
    graph: nx.DiGraph[Any] = nx.DiGraph()
    graph.add_nodes_from(city_id)
    rows, columns = np.nonzero(share)
    graph.add_weighted_edges_from(
        (city_id[i], city_id[j], float(share[i, j])) for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
    )
    return graph


def nearness(city_km: np.ndarray, decay_per_km: float) -> np.ndarray:
    """Weight of each destination to each origin by distance; (n_all, n_all), zero on the diagonal.

    Times the pull of destinations it says where trips go. Only ratios within a row mean anything, so kilometres are
    counted from the nearest destination on: where the decay is steep, the weights of all would else be too small for a
    number.
    """
    nearest = np.where(np.eye(len(city_km), dtype=bool), np.inf, city_km).min(axis=1)
    weight = np.empty_like(city_km)
    weigh_cities(city_km - nearest[:, None], decay_per_km, weight)
    return weight


def peer_graph(city_km: np.ndarray, chosen: np.ndarray, n_peers: int = 4) -> nx.Graph[int]:
    """Authorities that exchange experience: each with its nearest pilot cities.

    Nodes are positions in ``chosen``. Source: own, model 3: exchange follows proximity.
    """
    km = city_km[np.ix_(chosen, chosen)]
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(chosen.size))
    for i in range(chosen.size):
        nearest = [int(j) for j in np.argsort(km[i], kind="stable") if j != i][:n_peers]
        graph.add_edges_from((i, j) for j in nearest)
    return graph


def trade_area_graph(geography: Geography, city: int) -> nx.Graph[int]:
    """District-district network of one city with travel distance in km."""
    n = int(geography.n_districts[city])
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(n))
    km = geography.km[city]
    graph.add_weighted_edges_from(((i, j, float(km[i, j])) for i in range(n) for j in range(i)), weight="km")
    return graph
