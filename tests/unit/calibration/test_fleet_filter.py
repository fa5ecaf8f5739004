"""The filter of a fleet is the single filter of each of its assets."""

from __future__ import annotations

import numpy as np
import pytest

from twin.calibration.errors import Diverged, WindowInvalid
from twin.calibration.estimators.unscented_kalman_filter import UnscentedKalmanFilter
from twin.calibration.filtering import Belief, Noise
from twin.calibration.fleet_filter import FleetBelief, FleetFilter
from twin.calibration.window import Floats

ASSETS, SAMPLES = 7, 12
OBSERVATION = np.array([[0.02, 0.01], [0.01, 0.03]])
WALK = np.diag([1e-3, 2e-3])


class Curved:
    """Two outputs that are curved in two states; for one asset, or with an axis of assets."""

    def propagate(self, states: Floats, inputs: Floats, seconds: float) -> Floats:
        return states

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        first, second = states[..., 0], states[..., 1]
        given = inputs[..., None, 0] if inputs.ndim > 1 else inputs[0]
        return np.stack([np.exp(first * given), first * second**2], axis=-1)


def fleet() -> tuple[FleetBelief, Floats, Floats]:
    generator = np.random.default_rng(3)
    roots = 0.2 * generator.standard_normal((ASSETS, 2, 2))
    covariances = roots @ roots.transpose(0, 2, 1) + 0.05 * np.eye(2)
    belief = FleetBelief(generator.normal(1, 0.3, (ASSETS, 2)), covariances)
    inputs = generator.uniform(0.2, 1, (SAMPLES, ASSETS, 1))
    outputs = generator.normal(1, 0.3, (SAMPLES, ASSETS, 2))
    outputs[3, 2, 0] = outputs[4, :, 1] = outputs[5, 1] = np.nan
    return belief, inputs, outputs


def test_each_asset_goes_as_it_would_alone() -> None:
    belief, inputs, outputs = fleet()
    alone = [Belief(mean, cov) for mean, cov in zip(belief.means, belief.covariances, strict=True)]
    single = UnscentedKalmanFilter(Curved(), Noise(WALK, OBSERVATION))
    whole = FleetFilter(Curved(), OBSERVATION)
    for row in range(SAMPLES):
        belief = whole.update(belief.wandered(WALK), inputs[row], outputs[row])
        for asset, before in enumerate(alone):
            moved = single.predict(before, inputs[row, asset], 1.0)
            measured = np.isfinite(outputs[row, asset])
            if measured.any():
                moved, _ = single.update(moved, inputs[row, asset], outputs[row, asset], measured)
            alone[asset] = moved
    np.testing.assert_allclose(belief.means, [one.mean for one in alone], atol=1e-12)
    np.testing.assert_allclose(belief.covariances, [one.covariance for one in alone], atol=1e-12)


def test_samples_of_another_fleet_are_refused() -> None:
    belief, inputs, outputs = fleet()
    with pytest.raises(WindowInvalid) as raised:
        FleetFilter(Curved(), OBSERVATION).update(belief, inputs[0], outputs[0, 1:])
    assert "6 outputs" in raised.value.found


def test_what_is_no_number_is_told() -> None:
    belief, inputs, outputs = fleet()
    method = FleetFilter(Curved(), OBSERVATION)
    inputs[0, 4] = np.inf
    with np.errstate(all="ignore"), pytest.raises(Diverged, match="no number"):
        method.update(belief, inputs[0], outputs[0])
    negative = FleetBelief(belief.means, -belief.covariances)
    with pytest.raises(Diverged, match="covariance"):
        method.update(negative, inputs[1], outputs[1])
