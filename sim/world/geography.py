"""Districts inside cities and distances between cities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.data.cities import Cities
from sim.kernel.columns import AREAS
from sim.kernel.draws import KeyedDraws

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Geography:
    """Places that never move; shared by all worlds.

    Attributes
    ----------
    n_districts : (n_cities,) int64
    residents : (n_cities, n_districts) float64
        Residents by district.
    area : (n_cities, n_districts) int64
        Index of AREAS: thirds of the residents by distance from the centre.
    position : (n_cities, n_districts, 2) float64
        Kilometres from the centre.
    km : (n_cities, n_districts, n_districts) float64
        Distance between districts; on the diagonal a typical distance inside one.
    district_radius : (n_cities,) float64
        Kilometres, of a district of mean size.
    city_km : (n_all, n_all) float64
        Great-circle distance between all pilot cities, simulated or not.
    """

    n_districts: np.ndarray
    residents: np.ndarray
    area: np.ndarray
    position: np.ndarray
    km: np.ndarray
    district_radius: np.ndarray
    city_km: np.ndarray


def city_distances(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Great-circle distances in km (haversine formula); lon, lat : (n,) degrees."""
    lon, lat = np.radians(lon), np.radians(lat)
    a = np.sin((lat[:, None] - lat) / 2) ** 2
    a = a + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    km: np.ndarray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(a, 0, 1)))
    return km


def build_geography(
    cities: Cities, chosen: np.ndarray, parameters: Mapping[str, float], draws: KeyedDraws
) -> Geography:
    """Impute the districts of the chosen cities.

    The number of districts grows with the root of the population, within bounds. They lie in a disc of the
    built-up area (residents / density); district 0 is the centre, the others lie on a sunflower
    spiral (evenly spread) turned by a keyed angle. Residents thin out exponentially from the centre
    (Clark 1951) with the disc's radius as scale. All this is imputed and marked so in the report.

    Parameters
    ----------
    cities : sim.data.read.Cities
    chosen : (n_cities,) int64
        Rows of ``cities`` that are simulated.
    parameters : dict of str to float
        ``urban_density`` and the three ``districts_*``.
    draws : KeyedDraws
    """
    residents = cities.residents[chosen]
    p, most = parameters, int(parameters["districts_most"])
    count = np.round(p["districts_per_root_million"] * np.sqrt(residents / 1e6))
    count = np.clip(count, p["districts_least"], most).astype(np.int64)
    radius = np.sqrt(residents / p["urban_density"] / np.pi)
    turn = draws.uniform("layout", cities.key[chosen]) * 2 * np.pi
    golden = np.pi * (3 - np.sqrt(5))
    index = np.arange(most)
    exists = index < count[:, None]
    reach = np.sqrt(index / np.maximum(1, count[:, None] - 1)) * radius[:, None]
    angle = index * golden + turn[:, None]
    position = np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=-1) * exists[..., None]
    share = np.exp(-reach / radius[:, None]) * exists
    km = np.linalg.norm(position[:, :, None] - position[:, None], axis=-1)
    inside = 0.5 * radius / np.sqrt(count)  # mean distance of two points in a disc is about 0.9 of its radius
    km[:, index, index] = inside[:, None]
    share = share / share.sum(axis=1, keepdims=True)
    nearer = np.cumsum(share, axis=1) - share / 2  # districts are numbered by distance from the centre
    return Geography(
        n_districts=count,
        residents=residents[:, None] * share,
        area=np.minimum(len(AREAS) - 1, np.floor(nearer * len(AREAS))).astype(np.int64),
        position=position,
        km=km,
        district_radius=radius / np.sqrt(count),
        city_km=city_distances(cities.lon, cities.lat),
    )
