"""A fleet's estimates make the prior of a new asset."""

from __future__ import annotations

import numpy as np
import pytest

from twin.calibration.errors import WindowTooShort
from twin.calibration.fleet_prior import fleet_prior
from twin.calibration.parameters import Parameter, ParameterSpace

SPREAD = np.array([[0.04, -0.038], [-0.038, 0.04]])
SPACE = ParameterSpace((Parameter("a", "", 1, -5, 5), Parameter("b", "", 1, -5, 5)))


def test_the_spread_is_that_of_the_fleet_not_of_its_estimates() -> None:
    generator = np.random.default_rng(0)
    truths = generator.multivariate_normal([1, 2], SPREAD, 400)
    noises = [np.diag(generator.uniform(0.01, 0.1, 2)) for _ in truths]
    estimates = [
        generator.multivariate_normal(truth, noise)
        for truth, noise in zip(truths, noises, strict=True)
    ]
    prior = fleet_prior(estimates, noises)
    np.testing.assert_allclose(prior.mean, [1, 2], atol=0.05)
    np.testing.assert_allclose(prior.covariance, SPREAD, atol=0.012)
    assert np.cov(np.array(estimates).T)[0, 0] > 2 * prior.covariance[0, 0]


def test_a_new_asset_starts_with_the_fleets_correlation() -> None:
    generator = np.random.default_rng(0)
    estimates = list(generator.multivariate_normal([1, 2], SPREAD, 100))
    prior = fleet_prior(estimates, [1e-8 * np.eye(2)] * 100)
    space = prior.space(SPACE)
    np.testing.assert_allclose(space.prior_covariance, prior.covariance)
    np.testing.assert_allclose(space.initial, prior.mean)


def test_too_small_a_fleet_is_refused() -> None:
    with pytest.raises(WindowTooShort):
        fleet_prior([np.zeros(2)] * 3, [np.eye(2)] * 3)
