"""A fleet of electric lorries: routes, the energy they take, and how their batteries wear.

The generator of the published example (aws-samples/aws-do-pm, revision 17c8803), in own words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.calibration.window import Floats

ENERGY_WATT_HOURS = np.array([0, 0.4, 1.0, 2.0, 3.0, 4.0, 4.2, 4.6, 4.7, 4.8, 5.0])
VOLTS = np.array([4.75, 4.5, 4.4, 4.3, 4.2, 4.1, 4.05, 4.0, 3.8, 3.7, 2.0])
CELLS = 30_000
MOST_ROUTES, LEAST_ROUTES = 10, 5


@dataclass(frozen=True, eq=False)
class Fleet:
    """All kept points, route by route: voltages [v, r, s] over energies [v, r, s] (NaN: none).

    `wear` [v, r] is the degradation at the start of a route, NaN where a vehicle drives no more.
    """

    energies: Floats
    volts: Floats
    wear: Floats
    served: Floats

    @property
    def dropped_share(self) -> float:
        """Return the share of points beyond the battery's energy."""
        return 1 - float(np.isfinite(self.volts).sum() / np.isfinite(self.energies).sum())


def cell_volts(energies: Floats, wear: Floats) -> Floats:
    """Return the voltage after some energy, Wh; both axes shrink with wear. NaN beyond the end."""
    left = 1 - wear
    return np.asarray(
        left * np.interp(energies / left, ENERGY_WATT_HOURS, VOLTS, right=np.nan), dtype=np.float64
    )


def predicted_volts(energies: Floats, wear: Floats) -> Floats:
    """Return the same as a prediction: beyond the foreseen end it is the voltage of the end."""
    left = 1 - wear
    return np.asarray(left * np.interp(energies / left, ENERGY_WATT_HOURS, VOLTS))


def drive_fleet(vehicles: int, seed: int) -> Fleet:
    """Drive each vehicle 5 to 10 routes."""
    generator = np.random.default_rng(seed)
    shape = (vehicles, MOST_ROUTES)
    miles = _redrawn(generator, shape, 200, 20, 50)
    hours = _redrawn(generator, shape, 5, 0.5, 1)
    pounds = _redrawn(generator, shape, 10_000, 1000, 0)
    counts = generator.integers(LEAST_ROUTES, MOST_ROUTES + 1, vehicles)
    is_driven = np.arange(MOST_ROUTES) < counts[:, None]
    wear = np.where(is_driven, _wear(miles, hours, pounds), np.nan)
    kilowatt_hours = 50 / 80 * (1 + 0.3 * (miles / hours / 60) ** 2 + 0.2 * pounds / 10_000)
    places = _places(miles)
    energies = np.where(
        is_driven[..., None], places * (kilowatt_hours * 1000 / CELLS)[..., None], np.nan
    )
    volts = cell_volts(energies, wear[..., None])
    last = np.nanmax(np.where(is_driven[..., None], energies, 0.0), axis=2)
    served = np.where(is_driven, last <= ENERGY_WATT_HOURS[-1] * (1 - wear), np.nan)
    return Fleet(energies, volts, wear, served)


def _wear(miles: Floats, hours: Floats, pounds: Floats) -> Floats:
    """Return the degradation at the start of each route, from the sums of the routes before."""
    grown = np.zeros(miles.shape)
    for driven, scale in ((miles, 2000), (hours, 40), (pounds, 100_000)):
        before = np.cumsum(driven, axis=1) - driven
        grown += 1.35 ** (before / scale) - 1
    return 0.01 * grown


def _places(miles: Floats) -> Floats:
    """Return each mile of the first 90 % of a route, each tenth of one of the rest; NaN pads."""
    coarse = np.arange(0, 0.9 * miles.max(), 1.0)
    fine = np.arange(0, 0.1 * miles.max() + 0.1, 0.1)
    border = 0.9 * miles[..., None]
    first = np.where(coarse < border, coarse, np.nan)
    rest = border + fine
    return np.concatenate([first, np.where(rest <= miles[..., None], rest, np.nan)], axis=2)


def _redrawn(
    generator: np.random.Generator, shape: tuple[int, int], mean: float, sigma: float, least: float
) -> Floats:
    """Return normal numbers above `least`: those that are not are drawn again."""
    drawn = generator.normal(mean, sigma, shape)
    while (low := drawn <= least).any():
        drawn[low] = generator.normal(mean, sigma, int(low.sum()))
    return drawn
