"""From a number between 0 and 1 to a value of a distribution.

Designs fill the unit cube; the inverse of the distribution function takes each coordinate to the
input's own scale (https://doi.org/10.1007/978-1-4613-8643-8, chapter 2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from scipy.special import ndtr, ndtri

from twin.simulation.distributions import Distribution
from twin.simulation.floats import Floats


def _uniform(unit: Floats, *, low: float, high: float) -> Floats:
    return np.asarray(low + unit * (high - low))


def _log_uniform(unit: Floats, *, low: float, high: float) -> Floats:
    return np.exp(_uniform(unit, low=np.log(low), high=np.log(high)))


def _normal(unit: Floats, *, mean: float, standard_deviation: float) -> Floats:
    return np.asarray(mean + standard_deviation * ndtri(_open(unit)))


def _truncated_normal(
    unit: Floats, *, mean: float, standard_deviation: float, low: float, high: float
) -> Floats:
    first, last = (low - mean) / standard_deviation, (high - mean) / standard_deviation
    if first > 0:  # the lower tail has the digits
        mirrored = _truncated_unit(1 - unit, -last, -first)
        return np.asarray(np.clip(mean - standard_deviation * mirrored, low, high))
    found = mean + standard_deviation * _truncated_unit(unit, first, last)
    return np.asarray(np.clip(found, low, high))


def _truncated_unit(unit: Floats, first: float, last: float) -> Floats:
    below, above = ndtr(first), ndtr(last)
    return np.asarray(ndtri(_open(below + unit * (above - below))))


def _log_normal(unit: Floats, *, mean_of_log: float, deviation_of_log: float) -> Floats:
    return np.exp(_normal(unit, mean=mean_of_log, standard_deviation=deviation_of_log))


def _open(unit: Floats) -> Floats:
    """Keep clear of 0 and 1, where a normal distribution is infinite."""
    tiny = np.finfo(float).tiny
    return np.asarray(np.clip(unit, tiny, 1 - np.finfo(float).epsneg))


INVERSES: dict[str, Callable[..., Floats]] = {
    "uniform": _uniform,
    "log_uniform": _log_uniform,
    "normal": _normal,
    "truncated_normal": _truncated_normal,
    "log_normal": _log_normal,
}


def from_unit(unit: Floats, distributions: Mapping[str, Distribution]) -> Floats:
    """Return rows of values for rows of the unit cube, one column per distribution."""
    columns = [
        INVERSES[item["distribution"]](
            unit[:, index],
            **{name: value for name, value in item.items() if name != "distribution"},
        )
        for index, item in enumerate(distributions.values())
    ]
    return np.stack(columns, axis=1)
