"""What all recursive filters share: belief, noise, and the walk through a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from twin.calibration.errors import Diverged
from twin.calibration.window import Floats, Window

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Belief:
    """A Gaussian: mean [k] and covariance [k, k]."""

    mean: Floats
    covariance: Floats


@dataclass(frozen=True, eq=False)
class Noise:
    """Process noise [k, k] per second, and observation noise [p, p] per sample."""

    process: Floats
    observation: Floats


@dataclass(frozen=True, eq=False)
class Innovation:
    """What a filter did not foresee [q], the covariance [q, q] it claimed, the log-likelihood."""

    difference: Floats
    covariance: Floats
    log_likelihood: float

    @property
    def normalised_square(self) -> float:
        """Return the NIS, χ² of q degrees of freedom for a consistent filter."""
        return float(self.difference @ np.linalg.solve(self.covariance, self.difference))


def gaussian_innovation(difference: Floats, covariance: Floats) -> Innovation:
    """Return the innovation of a Gaussian filter, with its log density."""
    _, log_determinant = np.linalg.slogdet(covariance)
    square = float(difference @ np.linalg.solve(covariance, difference))
    log_density = -0.5 * (square + log_determinant + difference.size * np.log(2 * np.pi))
    return Innovation(difference, covariance, float(log_density))


@dataclass(frozen=True, eq=False)
class Trace:
    """A filter's walk: means [n, k], covariances [n, k, k], innovations [n, p] (NaN: none).

    `normalised_squares` [n] is the NIS per sample, `degrees` [n] how many outputs were measured.
    """

    means: Floats
    covariances: Floats
    innovations: Floats
    normalised_squares: Floats
    degrees: Floats
    log_likelihood: float

    @property
    def last(self) -> Belief:
        """Return the belief at the end."""
        return Belief(self.means[-1], self.covariances[-1])


S = TypeVar("S")


class Method(Protocol[S]):
    """One filter, with its own form `S` of what is believed."""

    def begin(self, belief: Belief) -> S:
        """Return a Gaussian belief in the filter's form."""
        ...

    def predict(self, state: S, inputs: Floats, seconds: float) -> S:
        """Return what is believed `seconds` later."""
        ...

    def update(
        self, state: S, inputs: Floats, output: Floats, measured: Mask
    ) -> tuple[S, Innovation]:
        """Return what is believed after the outputs [p] of which `measured` [p] are there."""
        ...

    def belief(self, state: S) -> Belief:
        """Return mean and covariance."""
        ...


def track(method: Method[S], start: Belief, window: Window) -> Trace:
    """Walk through a window: correct by the first sample, then foretell and correct each.

    Outputs that are NaN are skipped; inputs are held from one sample to the next.

    Raises:
        Diverged: the belief is no longer finite, or its covariance no longer positive.
    """
    state = method.begin(start)
    outputs, times = window.outputs, window.times_seconds
    beliefs: list[Belief] = []
    innovations = np.full(outputs.shape, np.nan)
    squares = np.zeros(len(times))
    log_likelihood = 0.0
    for row, output in enumerate(outputs):
        try:
            if row:
                seconds = float(times[row] - times[row - 1])
                state = method.predict(state, window.inputs[row - 1], seconds)
            measured = np.isfinite(output)
            if measured.any():
                state, innovation = method.update(state, window.inputs[row], output, measured)
                innovations[row, measured] = innovation.difference
                squares[row] = innovation.normalised_square
                log_likelihood += innovation.log_likelihood
            beliefs.append(_finite(method.belief(state)))
        except np.linalg.LinAlgError as error:
            raise Diverged(
                "the filter lost its covariance", found=str(error), where=f"sample {row}"
            ) from error
        except _NotFinite as error:
            raise Diverged(
                "the filter gave no number", expected="finite states", where=f"sample {row}"
            ) from error
    return Trace(
        np.array([belief.mean for belief in beliefs]),
        np.array([belief.covariance for belief in beliefs]),
        innovations,
        squares,
        np.isfinite(innovations).sum(axis=1).astype(np.float64),
        log_likelihood,
    )


class _NotFinite(ValueError):
    """A belief holds what is no number."""


def _finite(belief: Belief) -> Belief:
    if not (np.isfinite(belief.mean).all() and np.isfinite(belief.covariance).all()):
        raise _NotFinite
    return belief
