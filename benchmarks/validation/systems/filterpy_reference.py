"""filterpy's unscented filter over a model of ours: the peer that our filters stand beside."""

from __future__ import annotations

import numpy as np
from filterpy.kalman import (  # type: ignore[import-untyped]
    MerweScaledSigmaPoints,
    UnscentedKalmanFilter,
)

from twin.calibration.filtering import Belief, Noise
from twin.calibration.model import StateSpaceModel
from twin.calibration.window import Floats, Window


def follow(model: StateSpaceModel, noise: Noise, start: Belief, window: Window) -> Floats:
    """Return the means [n, k], with the spread of ours and sigma points redrawn before updates.

    A sample with any output missing is skipped: filterpy takes whole measurements only.
    """
    size, outputs = len(start.mean), len(noise.observation)
    points = MerweScaledSigmaPoints(size, 0.1, 2.0, 0.0)
    reference = UnscentedKalmanFilter(
        size,
        outputs,
        1.0,
        hx=lambda state, inputs: model.observe(state[None], inputs)[0],
        fx=lambda state, seconds, inputs: model.propagate(state[None], inputs, seconds)[0],
        points=points,
    )
    reference.x, reference.P = start.mean.copy(), start.covariance.copy()
    reference.R = noise.observation
    means = np.empty((len(window.times_seconds), size))
    for row, output in enumerate(window.outputs):
        if row:
            seconds = float(window.times_seconds[row] - window.times_seconds[row - 1])
            reference.Q = noise.process * seconds
            reference.predict(dt=seconds, inputs=window.inputs[row - 1])
        if np.isfinite(output).all():
            reference.sigmas_f = points.sigma_points(reference.x, reference.P)
            reference.update(output, inputs=window.inputs[row])
        means[row] = reference.x
    return means
