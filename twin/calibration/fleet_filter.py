"""The unscented Kalman filter over many assets at once, each with a belief of its own.

The same filter as `estimators/unscented_kalman_filter.py`, as stacks of matrices: a fleet of a
thousand assets of few states costs hardly more than one asset does alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from twin.calibration.errors import Diverged, WindowInvalid
from twin.calibration.sigma_points import Spread
from twin.calibration.window import Floats


class FleetModel(Protocol):
    """What is measured of the states of a fleet; states [a, n, k], inputs [a, m]."""

    def observe(self, states: Floats, inputs: Floats) -> Floats:
        """Return the outputs [a, n, p] in these states."""
        ...


@dataclass(frozen=True, eq=False)
class FleetBelief:
    """Means [a, k] and covariances [a, k, k] of the assets."""

    means: Floats
    covariances: Floats

    def wandered(self, covariances: Floats) -> FleetBelief:
        """Return the belief once states moved at random by covariances [a, k, k] or [k, k]."""
        return replace(self, covariances=self.covariances + covariances)


@dataclass(frozen=True, eq=False)
class FleetFilter:
    """Corrects the beliefs of all assets by one sample of each; `observation` [p, p] is its noise.

    Source: Wan and van der Merwe 2000.
    """

    model: FleetModel
    observation: Floats
    spread: Spread = field(default_factory=Spread)

    def update(self, belief: FleetBelief, inputs: Floats, outputs: Floats) -> FleetBelief:
        """Return the beliefs after outputs [a, p]; NaN is an output that was not measured.

        Raises:
            WindowInvalid: inputs or outputs are not of as many assets as the belief.
            Diverged: a belief is no longer finite, or a covariance no longer positive.
        """
        if not len(belief.means) == len(inputs) == len(outputs):
            raise WindowInvalid(
                "the samples are not of this fleet",
                found=f"{len(inputs)} inputs and {len(outputs)} outputs",
                expected=f"{len(belief.means)} of each",
            )
        points = self._points(belief)
        size = belief.means.shape[1]
        weights = self.spread.covariance_weights(size)
        observed = self.model.observe(points, inputs)
        foreseen = _weighted_means(observed, self.spread.mean_weights(size))
        offsets = observed - foreseen[:, None]
        measured = np.isfinite(outputs)
        # An output that was not measured has no offset, no cross covariance and a variance of 1.
        offsets = np.where(measured[:, None], offsets, 0.0)
        both = measured[:, :, None] & measured[:, None]
        noise = np.where(both, self.observation, np.eye(len(self.observation)))
        weighted = offsets * weights[:, None]
        spread = np.swapaxes(weighted, 1, 2) @ offsets + noise
        cross = np.swapaxes(points - belief.means[:, None], 1, 2) @ weighted
        gain = np.swapaxes(np.linalg.solve(spread, np.swapaxes(cross, 1, 2)), 1, 2)
        difference = np.where(measured, outputs - foreseen, 0.0)
        means = belief.means + (gain @ difference[..., None])[..., 0]
        covariances = belief.covariances - gain @ spread @ np.swapaxes(gain, 1, 2)
        return _finite(FleetBelief(means, (covariances + np.swapaxes(covariances, 1, 2)) / 2))

    def _points(self, belief: FleetBelief) -> Floats:
        try:
            roots = np.linalg.cholesky(belief.covariances)
        except np.linalg.LinAlgError as error:
            raise Diverged("a filter lost its covariance", found=str(error)) from error
        scale = np.sqrt(self.spread.scale(belief.means.shape[1]))
        offsets = scale * np.swapaxes(roots, 1, 2)
        centre = belief.means[:, None]
        return np.concatenate([centre, centre + offsets, centre - offsets], axis=1)


def _weighted_means(points: Floats, weights: Floats) -> Floats:
    """Return the means [a, p] of points [a, n, p], summed about the first: it does not cancel."""
    first = points[:, 0]
    offsets = points[:, 1:] - first[:, None]
    return np.asarray(first + np.einsum("n,anp->ap", weights[1:], offsets), dtype=np.float64)


def _finite(belief: FleetBelief) -> FleetBelief:
    is_finite = np.isfinite(belief.means).all(axis=1)
    is_finite &= np.isfinite(belief.covariances).all(axis=(1, 2))
    if not is_finite.all():
        assets = np.flatnonzero(~is_finite)
        raise Diverged(
            "a filter gave no number",
            found=f"{assets.size} assets, first {assets[0]}",
            expected="finite states",
        )
    return belief
