"""The bootstrap particle filter, parameters moved by Liu and West's kernel."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import logsumexp

from twin.calibration.covariances import square_root
from twin.calibration.estimate import Estimate
from twin.calibration.estimator import Approach, Estimator
from twin.calibration.filtering import Belief, Innovation, Mask, Noise, Trace, track
from twin.calibration.model import StateSpaceModel
from twin.calibration.problem import CalibrationProblem
from twin.calibration.recursive import estimate_recursively
from twin.calibration.window import Floats, Window

RESAMPLE_BELOW = 0.5
"""Resample where fewer than this share of the particles carry the weight."""


@dataclass(frozen=True, eq=False)
class Particles:
    """Particles [n, k] with log weights [n] that sum to one."""

    states: Floats
    log_weights: Floats

    @property
    def effective_size(self) -> float:
        """Return 1 / Σw², how many equal particles would say as much."""
        return float(np.exp(-logsumexp(2 * self.log_weights)))

    def moments(self) -> Belief:
        """Return mean and covariance."""
        weights = np.exp(self.log_weights)
        mean = weights @ self.states
        offsets = self.states - mean
        return Belief(mean, (offsets.T * weights) @ offsets)


@dataclass(frozen=True, eq=False)
class ParticleFilter:
    """A filter for any noise of the state; the last `parameters` components are resampled jointly.

    `discount` is Liu and West's δ: resampled parameters shrink to their mean and are jittered so
    that mean and covariance stay. `sizes` records the effective size of each update.
    """

    model: StateSpaceModel
    noise: Noise
    particles: int
    generator: np.random.Generator
    parameters: int = 0
    discount: float = 0.99
    sizes: list[float] = field(default_factory=list)

    def begin(self, belief: Belief) -> Particles:
        """Draw the particles from a Gaussian."""
        drawn = belief.mean + self._noise(belief.covariance, self.particles)
        return Particles(drawn, np.full(self.particles, -np.log(self.particles)))

    def belief(self, state: Particles) -> Belief:
        """Return mean and covariance."""
        return state.moments()

    def predict(self, state: Particles, inputs: Floats, seconds: float) -> Particles:
        """Return the particles `seconds` later, each with its own process noise."""
        if state.effective_size < RESAMPLE_BELOW * self.particles:
            state = self._resampled(state)
        moved = self.model.propagate(state.states, inputs, seconds)
        noise = self._noise(self.noise.process * seconds, self.particles)
        return Particles(moved + noise, state.log_weights)

    def update(
        self, state: Particles, inputs: Floats, output: Floats, measured: Mask
    ) -> tuple[Particles, Innovation]:
        """Return the particles weighted by the likelihood of the outputs."""
        observed = self.model.observe(state.states, inputs)[:, measured]
        noise = self.noise.observation[np.ix_(measured, measured)]
        weights = np.exp(state.log_weights)
        foreseen = weights @ observed
        offsets = observed - foreseen
        spread = (offsets.T * weights) @ offsets + noise
        differences = output[measured] - observed
        squares = np.einsum("ij,ij->i", differences, np.linalg.solve(noise, differences.T).T)
        _, log_determinant = np.linalg.slogdet(2 * np.pi * noise)
        joint = state.log_weights - 0.5 * (squares + log_determinant)
        likelihood = float(logsumexp(joint))
        corrected = Particles(state.states, joint - likelihood)
        self.sizes.append(corrected.effective_size)
        return corrected, Innovation(output[measured] - foreseen, spread, likelihood)

    def _resampled(self, state: Particles) -> Particles:
        """Resample whole particles systematically: parameters keep their correlation."""
        positions = (self.generator.random() + np.arange(self.particles)) / self.particles
        cumulated = np.cumsum(np.exp(state.log_weights))
        rows = np.minimum(np.searchsorted(cumulated, positions), self.particles - 1)
        states = state.states[rows]
        if self.parameters:
            states[:, -self.parameters :] = self._kernel(state, states[:, -self.parameters :])
        return Particles(states, np.full(self.particles, -np.log(self.particles)))

    def _kernel(self, before: Particles, parameters: Floats) -> Floats:
        belief = before.moments()
        mean = belief.mean[-self.parameters :]
        covariance = belief.covariance[-self.parameters :, -self.parameters :]
        shrink = (3 * self.discount - 1) / (2 * self.discount)
        jitter = self._noise((1 - shrink**2) * covariance, len(parameters))
        return shrink * parameters + (1 - shrink) * mean + jitter

    def _noise(self, covariance: Floats, count: int) -> Floats:
        drawn = self.generator.standard_normal((count, len(covariance)))
        return np.asarray(drawn @ square_root(covariance).T, dtype=np.float64)


def estimate(problem: CalibrationProblem) -> Estimate:
    """Estimate state and parameters together, sample by sample.

    Raises:
        ProblemIncomplete: the problem does not say how the state behaves.
        Diverged: the filter gave no number.
    """
    generator = np.random.default_rng(problem.seed)
    sizes: list[float] = []

    def follow(model: StateSpaceModel, noise: Noise, start: Belief, window: Window) -> Trace:
        method = ParticleFilter(
            model,
            noise,
            problem.effort.particles,
            generator,
            parameters=len(problem.space.parameters),
            sizes=sizes,
        )
        return track(method, start, window)

    return estimate_recursively(
        problem,
        ESTIMATOR.name,
        follow,
        lambda: {"effective_size_minimum": min(sizes, default=float("nan"))},
    )


ESTIMATOR = Estimator(
    name="particle_filter",
    title="Particle filter over state and parameters",
    source="Gordon, Salmond and Smith 1993; Liu and West 2001",
    approach=Approach.RECURSIVE,
    estimate=estimate,
)
