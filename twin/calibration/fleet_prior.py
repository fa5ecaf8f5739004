"""A prior for a new asset from what was estimated of its fleet (empirical Bayes)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from twin.calibration.errors import WindowTooShort
from twin.calibration.parameters import ParameterSpace
from twin.calibration.window import Floats


@dataclass(frozen=True, eq=False)
class FleetPrior:
    """Mean [k] and covariance [k, k] of parameters over a fleet, on the estimation scale."""

    mean: Floats
    covariance: Floats
    assets: int

    def space(self, space: ParameterSpace) -> ParameterSpace:
        """Return the parameters with this prior; the mean is kept within the bounds."""
        sigmas = np.sqrt(np.diag(self.covariance))
        values = space.from_scale(self.mean)
        parameters = tuple(
            replace(parameter, initial=float(value), prior_sigma=float(sigma))
            for parameter, value, sigma in zip(space.parameters, values, sigmas, strict=True)
        )
        return ParameterSpace(parameters, self.covariance / np.outer(sigmas, sigmas))


def fleet_prior(
    estimates: Sequence[Floats], covariances: Sequence[Floats], iterations: int = 200
) -> FleetPrior:
    """Return the distribution of true parameters behind estimates [k] with covariances [k, k].

    EM for θᵢ ~ N(μ, Σ), estimateᵢ ~ N(θᵢ, Cᵢ): an uncertain estimate counts little, and the spread
    of the fleet is not widened by the noise of its estimates. The covariance of a new asset's
    parameters includes that of the mean itself.

    Source: Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, chapter 5 and 13.

    Raises:
        WindowTooShort: there are too few assets for a covariance.
    """
    points, noises = np.array(estimates), np.array(covariances)
    count, size = points.shape if points.ndim == 2 else (len(points), 0)
    if count < size + 2 or not size:
        raise WindowTooShort(
            "the fleet is too small for a prior",
            found=f"{count} assets",
            expected=f"at least {size + 2}",
        )
    mean = points.mean(axis=0)
    covariance = np.atleast_2d(np.cov(points, rowvar=False)) + noises.mean(axis=0)
    for _ in range(iterations):
        gains = covariance @ np.linalg.inv(covariance + noises)
        truths = mean + np.einsum("nij,nj->ni", gains, points - mean)
        rest = covariance - gains @ covariance
        mean = truths.mean(axis=0)
        offsets = truths - mean
        covariance = (offsets.T @ offsets + rest.sum(axis=0)) / count
        covariance = (covariance + covariance.T) / 2
    return FleetPrior(mean, covariance * (1 + 1 / count), count)
